namespace Reintegration.Events.Policy;

/// <summary>The name one agency knows a person by in place of the owner's own reference.</summary>
/// <remarks>A keyed hash whose key is held outside the core: one person has different names at different
/// agencies.</remarks>
public delegate string Pseudonyms(AgencyId reader, string person);

/// <summary>
/// What a value becomes at each level, by the ladder its type declares. Total: what cannot be lowered is withheld.
/// </summary>
/// <remarks>
/// The functions belong to the version of the event type, so that two permits can never ask for different redactions
/// of one value, and so that a lowered value can be committed to in the ledger and proved.
/// </remarks>
public static class Ladders
{
    /// <summary>The value as this level shows it, or null when the level shows nothing of it.</summary>
    public static JsonElement? At(
        Ladder ladder, Level level, JsonElement value, AgencyId reader, Pseudonyms pseudonyms) =>
        level switch
        {
            Level.Full => value,
            Level.Coarse => Coarse(ladder, value, reader, pseudonyms),
            Level.Fine => Fine(ladder, value, reader, pseudonyms),
            _ => null,
        };

    private static JsonElement? Coarse(Ladder ladder, JsonElement value, AgencyId reader, Pseudonyms pseudonyms) =>
        ladder == Ladder.Date ? DatePrefix(value, "yyyy".Length) : Fine(ladder, value, reader, pseudonyms);

    private static JsonElement? Fine(Ladder ladder, JsonElement value, AgencyId reader, Pseudonyms pseudonyms) =>
        ladder switch
        {
            Ladder.Date => DatePrefix(value, "yyyy-MM".Length),
            Ladder.District => District(value),
            Ladder.Person =>
                value.ValueKind == JsonValueKind.String ? Text(pseudonyms(reader, value.GetString()!)) : null,
            Ladder.NeedBands => NeedBands(value),
            // Text has nothing below full; a field without a ladder has one level only.
            _ => null,
        };

    /// <summary>
    /// The first characters of a date or time, in the owner's own calendar; nothing if it is no date.
    /// </summary>
    private static JsonElement? DatePrefix(JsonElement value, int length)
    {
        if (value.ValueKind != JsonValueKind.String || value.GetString() is not { Length: >= 10 } text) return null;
        return DateOnly.TryParseExact(text[..10], "yyyy-MM-dd", out _) ? Text(text[..length]) : null;
    }

    /// <summary>
    /// "north: 4 Mill Lane" becomes "north". Without a colon nobody can tell how exact it is: nothing.
    /// </summary>
    private static JsonElement? District(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.String || value.GetString() is not { } text) return null;
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var district = colon < 0 ? "" : text[..colon].Trim();
        return district.Length == 0 ? null : Text(district);
    }

    private static JsonElement? NeedBands(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Array) return null;
        var bands = new List<Dictionary<string, JsonElement>>();
        foreach (var need in value.EnumerateArray())
        {
            if (need.ValueKind != JsonValueKind.Object
                || !need.TryGetProperty("domain", out var domain) || domain.ValueKind != JsonValueKind.String
                || !need.TryGetProperty("severity", out var severity) || severity.ValueKind != JsonValueKind.String)
                return null;
            bands.Add(new() { ["domain"] = domain, ["severity"] = severity });
        }

        return JsonSerializer.SerializeToElement(bands);
    }

    private static JsonElement Text(string text) => JsonSerializer.SerializeToElement(text);
}
