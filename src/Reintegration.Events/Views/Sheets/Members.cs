namespace Reintegration.Events.Views.Sheets;

/// <summary>Total looks at disclosed values: whatever is of another shape reads as null or empty.</summary>
public static class Members
{
    public static readonly ImmutableSortedDictionary<string, JsonElement> None =
        ImmutableSortedDictionary.Create<string, JsonElement>(StringComparer.Ordinal);

    public static string? Text(JsonElement? value) =>
        value is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    /// <summary>The texts of a list.</summary>
    public static IEnumerable<string> Texts(JsonElement? value) =>
        value is { ValueKind: JsonValueKind.Array } list
            ? list.EnumerateArray().Select(item => Text(item)).OfType<string>()
            : [];

    /// <summary>One member of each object of a list.</summary>
    public static IEnumerable<string> Texts(JsonElement? value, string member) =>
        value is { ValueKind: JsonValueKind.Array } list
            ? list.EnumerateArray()
                .Where(item => item.ValueKind == JsonValueKind.Object)
                .Select(item => item.TryGetProperty(member, out var found) ? Text(found) : null).OfType<string>()
            : [];

    /// <summary>What a type's name says happened, whatever its area and version: <c>contact-missed</c>.</summary>
    public static string Noun(string type)
    {
        var version = type.LastIndexOf('.');
        var area = version < 0 ? -1 : type.LastIndexOf('.', version - 1);
        return area < 0 ? type : type[(area + 1)..version];
    }
}
