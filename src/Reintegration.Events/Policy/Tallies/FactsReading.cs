namespace Reintegration.Events.Policy.Tallies;

/// <summary>Opens declared members of an event that the policy has decided to count. Used by counting alone.</summary>
/// <remarks>
/// Whether an event is counted is decided on labels. What cannot be opened or read is counted as if it had not been
/// said: one spoilt event must not take a whole statistic with it.
/// </remarks>
internal static class FactsReading
{
    /// <summary>Nothing that is marked as intelligence or as a source is counted of people (law 4).</summary>
    public static bool IsCountable(Envelope envelope) =>
        !envelope.HasLabel("INTEL") && !envelope.HasLabel("SOURCE");

    /// <summary>These members of the facts, as the event says them; null when it cannot be opened.</summary>
    public static ImmutableDictionary<string, JsonElement>? Members(Recorded recorded, IReadOnlyCollection<string> wanted)
    {
        try
        {
            using var facts = JsonDocument.Parse(recorded.Facts.Open(
                path => path == SealedPart.Facts || wanted.Any(member => path == $"{SealedPart.Facts}/{member}")));
            return facts.RootElement.EnumerateObject().Where(member => wanted.Contains(member.Name))
                .ToImmutableDictionary(member => member.Name, member => member.Value.Clone());
        }
        catch (Exception spoilt) when (spoilt is LedgerBrokenException or JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>What the events of a type say, each as its owner's last correction leaves it, in order.</summary>
    public static List<(Recorded Recorded, ImmutableDictionary<string, JsonElement> Said)> Said(
        IEnumerable<Recorded> events, string type, IReadOnlyCollection<string> wanted)
    {
        List<(Recorded Recorded, ImmutableDictionary<string, JsonElement> Said)> said = [];
        foreach (var recorded in events)
        {
            var envelope = recorded.Envelope;
            if (envelope.Type == type && Members(recorded, wanted) is { } members) said.Add((recorded, members));
            else if (envelope.MarkedAs == type && envelope.Relates is { Kind: RelationKind.Corrects } relates)
                Correct(said, recorded, relates.Target, wanted);
        }

        return said;
    }

    private static void Correct(
        List<(Recorded Recorded, ImmutableDictionary<string, JsonElement> Said)> said, Recorded correction,
        EventName target, IReadOnlyCollection<string> wanted)
    {
        var at = said.FindIndex(each =>
            each.Recorded.Envelope.Name == target && each.Recorded.Envelope.Stream == correction.Envelope.Stream);
        if (at < 0 || Members(correction, [OpenedFacts.NewValue])?.GetValueOrDefault(OpenedFacts.NewValue)
            is not { ValueKind: JsonValueKind.Object } anew)
            return;
        var corrected = anew.EnumerateObject().Where(member => wanted.Contains(member.Name))
            .Select(member => KeyValuePair.Create(member.Name, member.Value.Clone()));
        said[at] = (said[at].Recorded, said[at].Said.SetItems(corrected));
    }

    public static string? Text(this ImmutableDictionary<string, JsonElement> said, string? member) =>
        member is not null && said.TryGetValue(member, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    public static long? Number(this ImmutableDictionary<string, JsonElement> said, string? member) =>
        member is not null && said.TryGetValue(member, out var value) && value.ValueKind == JsonValueKind.Number
        && value.TryGetInt64(out var number)
            ? number
            : null;

    /// <summary>The words an event tells of a dimension: several when its member is a list; only words of the list.</summary>
    public static IEnumerable<string> Words(
        this ImmutableDictionary<string, JsonElement> said, Dimension dimension)
    {
        if (dimension.IsArea)
        {
            if (said.Text(dimension.Member) is { } place) yield return Area(dimension, place);
            yield break;
        }

        if (!said.TryGetValue(dimension.Member!, out var value)) yield break;
        ImmutableArray<JsonElement> words = value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray()] : [value];
        foreach (var word in words)
            if (word.ValueKind == JsonValueKind.String && dimension.Words.Contains(word.GetString()!)) yield return word.GetString()!;
    }

    /// <summary>"Harbour district: supported housing" is told as "harbour-district".</summary>
    private static string Area(Dimension dimension, string place)
    {
        var words = place.Split(':')[0].Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var area = string.Join('-', words).ToLowerInvariant();
        return dimension.Words.Contains(area) ? area : Dimension.Elsewhere;
    }
}
