using System.Diagnostics.CodeAnalysis;
using System.Text.Unicode;

namespace Reintegration.Events.Ledger;

/// <summary>Why a text is not the strict JSON the ledger accepts.</summary>
public enum IJsonReason
{
    /// <summary>Longer than <see cref="IJsonLimits.SizeBytes"/>.</summary>
    TooLong,

    /// <summary>Nested deeper than <see cref="IJsonLimits.Depth"/>.</summary>
    TooDeep,

    /// <summary>
    /// Not JSON by RFC 8259, including a byte order mark, a comment, a trailing comma or a second value.
    /// </summary>
    Malformed,

    /// <summary>Bytes that are not UTF-8.</summary>
    InvalidUtf8,

    /// <summary>Half of a surrogate pair, which is no character.</summary>
    LoneSurrogate,

    /// <summary>One of the code points Unicode keeps from interchange, such as U+FFFF.</summary>
    Noncharacter,

    /// <summary>A member name that its object already has.</summary>
    DuplicateName,

    /// <summary>A number beyond plus or minus 2^53-1, which readers would round apart.</summary>
    NumberTooLarge,
}

/// <summary>Why a text was refused, and the JSON Pointer (RFC 6901) of the place; empty for the whole text.</summary>
public sealed record IJsonRefusal(IJsonReason Reason, string Pointer);

/// <summary>How long and how deep an accepted text may be.</summary>
public sealed record IJsonLimits(int SizeBytes, int Depth)
{
    /// <summary>
    /// The median event is under 1 KB and a batch of a hundred well under 1 MB; more is a mistake or an attack.
    /// </summary>
    public const int DefaultSizeBytes = 1024 * 1024;

    /// <summary>
    /// Our deepest event nests six levels. Recursion over an accepted text never needs more stack than this.
    /// </summary>
    public const int DefaultDepth = 32;

    /// <summary>What every door uses unless it says otherwise.</summary>
    public static IJsonLimits Default { get; } = new(DefaultSizeBytes, DefaultDepth);
}

/// <summary>Strict I-JSON (RFC 7493): the only JSON that may become an event.</summary>
/// <remarks>
/// Two honest readers must see the same value in the same bytes, or a commitment would bind its author to more than
/// one reading. So whatever readers are known to disagree about is refused, not repaired.
/// </remarks>
public static class IJson
{
    /// <summary>Reads one text.</summary>
    /// <param name="utf8">
    /// The text; it must stay unchanged while the document lives, which reads from it in place.
    /// </param>
    /// <param name="limits">How much is too much.</param>
    /// <param name="refusal">Why there is no document.</param>
    /// <returns>The document, which the caller disposes; null when the text is refused.</returns>
    public static JsonDocument? Parse(
        ReadOnlyMemory<byte> utf8, IJsonLimits limits, [MaybeNullWhen(true)] out IJsonRefusal? refusal)
    {
        ArgumentNullException.ThrowIfNull(limits);
        refusal = Check(utf8.Span, limits);
        return refusal is null
            ? JsonDocument.Parse(utf8, new JsonDocumentOptions { MaxDepth = limits.Depth })
            : null;
    }

    /// <summary>Says why a text would be refused, without building a document; null when it is strict I-JSON.</summary>
    public static IJsonRefusal? Check(ReadOnlySpan<byte> utf8, IJsonLimits limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        if (utf8.Length > limits.SizeBytes)
            return new IJsonRefusal(IJsonReason.TooLong, "");

        // The whole text is checked at the speed of memory; only a text known to be broken is searched for the place.
        var scan = new IJsonScan(limits.Depth, searchesUtf8: !Utf8.IsValid(utf8));
        try
        {
            return scan.Run(utf8);
        }
        finally
        {
            scan.Dispose();
        }
    }
}
