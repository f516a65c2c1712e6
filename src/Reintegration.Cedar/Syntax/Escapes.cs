namespace Reintegration.Cedar;

/// <summary>Cedar's string escapes, both ways.</summary>
internal static class Escapes
{
    /// <summary>Stands for <c>\*</c> in an unescaped pattern; a lone surrogate, so no text can hold it.</summary>
    public const char EscapedStar = '\uDFFF';

    private const int LongestUnicodeEscape = 6;

    /// <summary>The place of the first half of a surrogate pair that stands alone; -1 in a proper text.</summary>
    public static int LoneSurrogate(string text)
    {
        var at = text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF');
        while (at >= 0 && at < text.Length)
        {
            if (at + 1 < text.Length && char.IsSurrogatePair(text, at))
                at++;
            else if (char.IsSurrogate(text[at]))
                return at;
            at++;
        }

        return -1;
    }

    public static string Quote(string text)
    {
        var quoted = new StringBuilder(text.Length + 2).Append('"');
        foreach (var c in text)
            AppendEscaped(quoted, c);
        return quoted.Append('"').ToString();
    }

    public static void AppendEscaped(StringBuilder to, char c)
    {
        switch (c)
        {
            case '"':
                to.Append("\\\"");
                break;
            case '\\':
                to.Append(@"\\");
                break;
            case '\n':
                to.Append(@"\n");
                break;
            case '\r':
                to.Append(@"\r");
                break;
            case '\t':
                to.Append(@"\t");
                break;
            case '\0':
                to.Append(@"\0");
                break;
            case < ' ' or (>= '\u007f' and < '\u00a0') or '\u2028' or '\u2029':
                to.Append(CultureInfo.InvariantCulture, $"\\u{{{(int)c:x}}}");
                break;
            default:
                to.Append(c);
                break;
        }
    }

    /// <summary>Undoes the escapes of a string literal's inside.</summary>
    /// <param name="raw">What stands between the quotes.</param>
    /// <param name="pattern">Whether <c>\*</c> is allowed; it becomes <see cref="EscapedStar"/>.</param>
    /// <param name="at">The offset in <paramref name="raw"/> of the offending escape.</param>
    /// <returns>The text, or null when an escape is not one of Cedar's.</returns>
    public static string? Unescape(ReadOnlySpan<char> raw, bool pattern, out int at)
    {
        at = 0;
        if (!raw.ContainsAny('\\', '\r'))
            return raw.ToString();
        var text = new StringBuilder(raw.Length);
        while (at < raw.Length)
        {
            if (raw[at] == '\r')
                return null;
            if (raw[at] != '\\')
            {
                text.Append(raw[at++]);
                continue;
            }

            var used = UnescapeOne(raw[(at + 1)..], pattern, text);
            if (used == 0)
                return null;
            at += used + 1;
        }

        return text.ToString();
    }

    /// <summary>
    /// Appends what one escape means and returns how many characters after the backslash it took; 0 if none.
    /// </summary>
    private static int UnescapeOne(ReadOnlySpan<char> rest, bool pattern, StringBuilder to)
    {
        if (rest.IsEmpty)
            return 0;
        char? plain = rest[0] switch
        {
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            '0' => '\0',
            '\\' => '\\',
            '\'' => '\'',
            '"' => '"',
            '*' when pattern => EscapedStar,
            _ => null,
        };
        if (plain is { } c)
        {
            to.Append(c);
            return 1;
        }

        return rest[0] switch
        {
            'x' => UnescapeHex(rest, to),
            'u' => UnescapeUnicode(rest, to),
            _ => 0,
        };
    }

    private static int UnescapeHex(ReadOnlySpan<char> rest, StringBuilder to)
    {
        if (rest.Length < 3 || !char.IsAsciiHexDigit(rest[1]) || !char.IsAsciiHexDigit(rest[2]))
            return 0;
        var code = int.Parse(rest[1..3], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        if (code > 0x7f)
            return 0;
        to.Append((char)code);
        return 3;
    }

    private static int UnescapeUnicode(ReadOnlySpan<char> rest, StringBuilder to)
    {
        var close = rest.IndexOf('}');
        if (rest.Length < 4 || rest[1] != '{' || close < 3 || rest[2] == '_')
            return 0;
        var code = 0;
        var digits = 0;
        foreach (var c in rest[2..close])
        {
            if (c == '_')
                continue;
            if (!char.IsAsciiHexDigit(c) || ++digits > LongestUnicodeEscape)
                return 0;
            code = (code << 4) | Convert.ToInt32(c.ToString(), 16);
        }

        if (!Rune.IsValid(code))
            return 0;
        to.Append(new Rune(code).ToString());
        return close + 1;
    }
}
