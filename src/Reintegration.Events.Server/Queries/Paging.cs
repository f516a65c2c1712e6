using System.Globalization;

namespace Reintegration.Events.Server.Queries;

/// <summary>Pages: a limit with a named maximum, and an opaque cursor. Never a total.</summary>
public static class Paging
{
    public static readonly Problem BadCursor = Problems.MalformedQuery.At(
        "cursor", "Is not a cursor this door gave you; leave it out to begin again.");

    public static bool TryLimit(string? text, int standard, int maximum, out int size)
    {
        size = standard;
        return string.IsNullOrEmpty(text)




























                                                                                                                            || (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out size) && size >= 1 && size <= maximum);
    }

    public static Problem BadLimit(int maximum) =>
        Problems.MalformedQuery.At(
            "limit", string.Create(CultureInfo.InvariantCulture, $"Must be a number from 1 to {maximum}."));

    public static ImmutableSortedDictionary<string, string> Query(int size) =>
        ImmutableSortedDictionary<string, string>.Empty.Add("limit", size.ToString(CultureInfo.InvariantCulture));

    public static void WriteNext(Utf8JsonWriter json, string? next)
    {
        if (next is null) json.WriteNull("next");
        else json.WriteString("next", next);
    }
}
