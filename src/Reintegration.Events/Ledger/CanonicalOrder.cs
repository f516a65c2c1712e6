namespace Reintegration.Events.Ledger;

/// <summary>How RFC 8785 orders member names and writes texts, done on UTF-8 without decoding it.</summary>
static class CanonicalOrder
{
    /// <summary>Compares two names by their UTF-16 code units (RFC 8785, section 3.2.3).</summary>
    public static int Compare(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        int same = a.CommonPrefixLength(b);
        if (same == a.Length || same == b.Length)
            return a.Length - b.Length;
        return Utf16Rank(a[same]) - Utf16Rank(b[same]);
    }

    // UTF-8 sorts by code point. UTF-16 differs in one place: characters beyond U+FFFF begin with a surrogate
    // (U+D800..DFFF) and so come before U+E000..FFFF. In UTF-8 these begin with 0xF0..F4 and 0xEE..EF, which are
    // never continuation bytes, so the first byte that differs decides once those two ranges change places.
    static int Utf16Rank(byte value) => value switch
    {
        >= 0xF0 => value - 2,
        >= 0xEE => value + 5,
        _ => value,
    };

    /// <summary>Writes a text in quotes with the escapes of RFC 8785, section 3.2.2.2, and no others.</summary>
    /// <returns>How many bytes were written.</returns>
    public static int WriteEscaped(ReadOnlySpan<byte> text, Span<byte> to)
    {
        int at = 0;
        to[at++] = (byte)'"';
        foreach (byte value in text)
        {
            byte letter = ShortEscape(value);
            if (letter != 0)
            {
                to[at++] = (byte)'\\';
                to[at++] = letter;
            }
            else if (value < 0x20)
            {
                "\\u00"u8.CopyTo(to[at..]);
                to[at + 4] = (byte)('0' + (value >> 4));
                to[at + 5] = "0123456789abcdef"u8[value & 0xF];
                at += 6;
            }
            else
            {
                to[at++] = value;
            }
        }

        to[at++] = (byte)'"';
        return at;
    }

    static byte ShortEscape(byte value) => value switch
    {
        (byte)'"' or (byte)'\\' => value,
        (byte)'\b' => (byte)'b',
        (byte)'\t' => (byte)'t',
        (byte)'\n' => (byte)'n',
        (byte)'\f' => (byte)'f',
        (byte)'\r' => (byte)'r',
        _ => 0,
    };
}
