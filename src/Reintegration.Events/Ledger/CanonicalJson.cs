using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Unicode;

namespace Reintegration.Events.Ledger;

/// <summary>The one byte form of a JSON value: the JSON Canonicalization Scheme, RFC 8785.</summary>
/// <remarks>
/// Two texts of the same value give the same bytes, whatever their spacing, member order, escapes and number spelling;
/// canonicalizing again changes nothing. Members stand in the order of the UTF-16 code units of their names, numbers as
/// ECMAScript writes a double. Input that has no single reading (a duplicate name, a lone surrogate, bytes that are not
/// UTF-8, a number no double holds) has no canonical form; <see cref="IJson"/> names such faults one by one.
/// </remarks>
public static class CanonicalJson
{
    /// <summary>The canonical bytes of a value.</summary>
    /// <exception cref="FormatException">The value has no canonical form.</exception>
    public static byte[] Canonicalize(JsonElement value)
    {
        ReadOnlySpan<byte> raw = JsonMarshal.GetRawUtf8Value(value);
        return IsCanonical(value.ValueKind, raw) ? raw.ToArray() : Canonicalize(raw);
    }

    /// <summary>The canonical bytes of a JSON text.</summary>
    /// <exception cref="FormatException">The text is not JSON, or has no canonical form.</exception>
    public static byte[] Canonicalize(ReadOnlySpan<byte> utf8)
    {
        var writer = new CanonicalWriter(utf8.Length);
        try
        {
            return writer.Write(utf8).ToArray();
        }
        finally
        {
            writer.Dispose();
        }
    }

    /// <summary>
    /// Writes the canonical bytes of a value where the caller collects them, for hashing without a copy.
    /// </summary>
    /// <exception cref="FormatException">The value has no canonical form; nothing has been written.</exception>
    public static void Canonicalize(JsonElement value, IBufferWriter<byte> destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        ReadOnlySpan<byte> raw = JsonMarshal.GetRawUtf8Value(value);
        if (IsCanonical(value.ValueKind, raw))
            destination.Write(raw);
        else
            Canonicalize(raw, destination);
    }

    /// <summary>Writes the canonical bytes of a JSON text where the caller collects them.</summary>
    /// <exception cref="FormatException">
    /// The text is not JSON, or has no canonical form; nothing has been written.
    /// </exception>
    public static void Canonicalize(ReadOnlySpan<byte> utf8, IBufferWriter<byte> destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        var writer = new CanonicalWriter(utf8.Length);
        try
        {
            destination.Write(writer.Write(utf8));
        }
        finally
        {
            writer.Dispose();
        }
    }

    // Most values that are committed to one by one are plain texts, small whole numbers or literals, and already
    // stand in their only form. An element's own bytes have no space around them.
    static bool IsCanonical(JsonValueKind kind, ReadOnlySpan<byte> raw) => kind switch
    {
        JsonValueKind.True or JsonValueKind.False or JsonValueKind.Null => true,
        JsonValueKind.String => !raw.Contains((byte)'\\') && Utf8.IsValid(raw),
        JsonValueKind.Number => CanonicalNumber.IsCanonical(raw),
        _ => false,
    };
}
