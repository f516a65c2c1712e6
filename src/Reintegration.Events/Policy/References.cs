using System.Runtime.InteropServices;

namespace Reintegration.Events.Policy;

/// <summary>
/// Names of events within the facts of another: kept where the seat is shown that event, else left out.
/// </summary>
/// <remarks>
/// A name tells that its owner recorded something. So a reference to what is hidden is answered like a reference to
/// nothing: by silence (law 5).
/// </remarks>
public static class References
{
    /// <summary>
    /// Members that name what is open to every member of the house: entries of the resource directory.
    /// </summary>
    static readonly ImmutableHashSet<string> OfDirectory = ["service", "resource", "programme"];

    /// <summary>The members shown, without names of events that are not.</summary>
    public static ImmutableSortedDictionary<string, JsonElement> Shown(
        ImmutableSortedDictionary<string, DisclosedField> fields, Func<string, bool> isShown)
    {
        var shown = ImmutableSortedDictionary.CreateBuilder<string, JsonElement>(StringComparer.Ordinal);
        foreach (var (member, field) in fields)
            if (Kept(member, field.Value, isShown) is { } kept) shown.Add(member, kept);
        return shown.ToImmutable();
    }

    /// <summary>
    /// Of these members those that name hidden events, each as far as it may be shown; null: not at all.
    /// </summary>
    internal static IEnumerable<(string Member, DisclosedField? Left)> Changed(
        ImmutableSortedDictionary<string, DisclosedField> fields, Func<string, bool> isShown) =>
        from field in fields
        where MayName(field.Value.Value) && !Names(field.Value.Value, field.Key).All(isShown)
        let left = Kept(field.Key, field.Value.Value, isShown)
        select (field.Key, left is { } value
            ? new DisclosedField(Levels.Lower(field.Value.Level, Level.Fine), value)
            : null);

    /// <summary>
    /// A value without names of hidden events; null when nothing is left. An entry of a list that speaks of a hidden
    /// event goes as a whole: what is said of it would tell that it is there.
    /// </summary>
    public static JsonElement? Kept(string member, JsonElement value, Func<string, bool> isShown)
    {
        if (!MayName(value) || Names(value, member).All(isShown)) return value;
        if (value.ValueKind != JsonValueKind.Array) return null;
        return JsonSerializer.SerializeToElement(
            value.EnumerateArray().Where(item => Names(item, member).All(isShown)));
    }

    /// <summary>The names of events in a value, but for those of the directory.</summary>
    static IEnumerable<string> Names(JsonElement value, string member) => value.ValueKind switch
    {
        JsonValueKind.String when !OfDirectory.Contains(member) && IsName(value.GetString()!) => [value.GetString()!],
        JsonValueKind.Array => value.EnumerateArray().SelectMany(item => Names(item, member)),
        JsonValueKind.Object => value.EnumerateObject().SelectMany(part => Names(part.Value, part.Name)),
        _ => [],
    };

    /// <summary>False for nearly everything, at the price of one look through its bytes.</summary>
    static bool MayName(JsonElement value)
    {
        var raw = JsonMarshal.GetRawUtf8Value(value);
        return raw.IndexOf("/agencies/"u8) >= 0 || raw.Contains((byte)'\\');
    }

    static bool IsName(string text) =>
        text.StartsWith("/agencies/", StringComparison.Ordinal) && EventName.TryParse(text, out _);
}
