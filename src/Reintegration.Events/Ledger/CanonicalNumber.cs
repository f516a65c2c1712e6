using System.Globalization;

namespace Reintegration.Events.Ledger;

/// <summary>A JSON number as ECMAScript writes the double it stands for (RFC 8785, section 3.2.2.3).</summary>
static class CanonicalNumber
{
    // Any integer of up to fifteen digits is exact in a double, and its decimal digits are its shortest form.
    const int ExactDigits = 15;

    // The shortest digits of a double number at most this many.
    const int MaxDigits = 17;

    /// <summary>Writes the canonical form of a JSON number token.</summary>
    /// <returns>How many bytes were written; never more than 25 or the token's own length.</returns>
    /// <exception cref="FormatException">No finite double is near the number.</exception>
    public static int Write(ReadOnlySpan<byte> token, Span<byte> to)
    {
        if (IsCanonical(token))
        {
            token.CopyTo(to);
            return token.Length;
        }

        double value = double.Parse(token, NumberStyles.Float, CultureInfo.InvariantCulture);
        if (!double.IsFinite(value))
            throw new FormatException("A number is beyond every double, so it has no canonical form.");
        return Write(value, to);
    }

    /// <summary>Whether a token is surely in its canonical form; false only means that it must be looked at.</summary>
    public static bool IsCanonical(ReadOnlySpan<byte> token) =>
        token.Length <= ExactDigits
        && token.IndexOfAny((byte)'.', (byte)'e', (byte)'E') < 0
        && !token.SequenceEqual("-0"u8);

    /// <summary>ECMAScript's Number::toString for a finite double.</summary>
    /// <returns>How many bytes were written.</returns>
    public static int Write(double value, Span<byte> to)
    {
        if (value == 0)
        {
            to[0] = (byte)'0'; // Also for minus zero.
            return 1;
        }

        int at = 0;
        if (value < 0)
            to[at++] = (byte)'-';
        Span<byte> buffer = stackalloc byte[MaxDigits];
        int point = ShortestDigits(Math.Abs(value), buffer, out int count);
        return at + Place(buffer[..count], point, to[at..]);
    }

    /// <summary>
    /// The shortest decimal digits that read back as the value, and where the point stands: 0.DIGITS x 10^point.
    /// </summary>
    static int ShortestDigits(double value, Span<byte> digits, out int count)
    {
        // .NET writes the shortest digits that read back, as 123.45, 1E+21 or 1.5E-07. Only their layout differs.
        Span<byte> text = stackalloc byte[32];
        value.TryFormat(text, out int length, "R", CultureInfo.InvariantCulture);
        text = text[..length];

        int exponent = 0;
        int e = text.IndexOf((byte)'E');
        if (e >= 0)
        {
            exponent = int.Parse(text[(e + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
            text = text[..e];
        }

        int point = text.IndexOf((byte)'.');
        if (point < 0)
            point = text.Length;

        count = 0;
        int leadingZeroes = 0;
        foreach (byte digit in text)
        {
            if (digit == '.')
                continue;
            if (count == 0 && digit == '0')
                leadingZeroes++;
            else if (count < digits.Length)
                digits[count++] = digit;
        }

        while (count > 1 && digits[count - 1] == '0')
            count--;
        return point + exponent - leadingZeroes;
    }

    /// <summary>Lays out digits by the five cases of Number::toString (ECMA-262, section 6.1.6.1.20).</summary>
    static int Place(ReadOnlySpan<byte> digits, int point, Span<byte> to)
    {
        int at = 0;
        if (digits.Length <= point && point <= 21)
        {
            digits.CopyTo(to);
            to[digits.Length..point].Fill((byte)'0');
            return point;
        }

        if (point is > 0 and <= 21)
        {
            digits[..point].CopyTo(to);
            to[point] = (byte)'.';
            digits[point..].CopyTo(to[(point + 1)..]);
            return digits.Length + 1;
        }

        if (point is > -6 and <= 0)
        {
            "0."u8.CopyTo(to);
            to.Slice(2, -point).Fill((byte)'0');
            digits.CopyTo(to[(2 - point)..]);
            return 2 - point + digits.Length;
        }

        to[at++] = digits[0];
        if (digits.Length > 1)
        {
            to[at++] = (byte)'.';
            digits[1..].CopyTo(to[at..]);
            at += digits.Length - 1;
        }

        to[at++] = (byte)'e';
        int exponent = point - 1;
        to[at++] = exponent < 0 ? (byte)'-' : (byte)'+';
        Math.Abs(exponent).TryFormat(to[at..], out int length, default, CultureInfo.InvariantCulture);
        return at + length;
    }
}
