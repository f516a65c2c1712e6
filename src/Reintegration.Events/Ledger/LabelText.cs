using System.Text;

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

    /// <summary>The longest text a label may have, in UTF-8: what an index entry holds with room to spare.</summary>
    public const int LimitBytes = 1000;

    static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Every label of an envelope with every text it is found under.</summary>
    public static IEnumerable<(string Name, string Value)> All(Envelope envelope) =>
        envelope.Labels.SelectMany(label => Values(label.Value), (label, value) => (label.Key, value));

    /// <summary>
    /// Whether any store can keep and index the text: well-formed, without NUL, at most <see cref="LimitBytes"/>
    /// long.
    /// </summary>
    public static bool IsStorable(string text)
    {
        try
        {
            return !text.Contains('\0') && Strict.GetByteCount(text) <= LimitBytes;
        }
        catch (EncoderFallbackException)
        {
            return false;
        }
    }
}
