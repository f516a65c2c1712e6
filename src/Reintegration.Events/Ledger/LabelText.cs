namespace Reintegration.Events.Ledger;

/// <summary>How the value of a label is written where it can be searched.</summary>
public static class LabelText
{
    /// <summary>A string as it is, a list as one text for each element, anything else as its JSON text.</summary>
    public static IEnumerable<string> Values(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => [value.GetString()!],
        JsonValueKind.Array => value.EnumerateArray().SelectMany(Values).Distinct(StringComparer.Ordinal),
        _ => [value.GetRawText()],
    };
}
