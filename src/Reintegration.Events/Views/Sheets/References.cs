using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Reintegration.Events.Policy;

namespace Reintegration.Events.Views.Sheets;

/// <summary>Names of events within the facts of another: kept where the seat is shown that event, else left out.</summary>
/// <remarks>
/// A name tells that its owner recorded something. So a reference to what is hidden is answered like a reference to
/// nothing: by silence (law 5).
/// </remarks>
public static class References
{
    /// <summary>Members that name what is open to every member of the house: entries of the resource directory.</summary>
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
    /// A value without names of hidden events; null when nothing is left. An entry of a list that speaks of a hidden
    /// event goes as a whole: what is said of it would tell that it is there.
    /// </summary>
    public static JsonElement? Kept(string member, JsonElement value, Func<string, bool> isShown)
    {
        if (OfDirectory.Contains(member) || !Names(value).Any(name => !isShown(name.Name))) return value;
        if (value.ValueKind != JsonValueKind.Array) return null;
        return JsonSerializer.SerializeToElement(
            value.EnumerateArray().Where(item => Names(item).All(name => isShown(name.Name))));
    }

    /// <summary>The names of events in a value, each with the member it stands in, in their order.</summary>
    static IEnumerable<(string Member, string Name)> Names(JsonElement value, string member = "") =>
        value.ValueKind switch
        {
            JsonValueKind.String when !OfDirectory.Contains(member) && IsName(value.GetString()!) =>
                [(member, value.GetString()!)],
            JsonValueKind.Array => value.EnumerateArray().SelectMany(item => Names(item, member)),
            JsonValueKind.Object => value.EnumerateObject().SelectMany(part => Names(part.Value, part.Name)),
            _ => [],
        };

    static bool IsName(string text) =>
        text.StartsWith("/agencies/", StringComparison.Ordinal) && EventName.TryParse(text, out _);

    /// <summary>Eight bytes of a hash: enough to know a name again, little enough to keep one for every event.</summary>
    public static string Digest(string name)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(name), hash);
        return Base64Url.EncodeToString(hash[..8]);
    }
}
