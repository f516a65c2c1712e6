namespace Reintegration.Cedar;

/// <summary>Reads and writes addresses strictly: no octal, no zone, no IPv4 inside IPv6.</summary>
internal static class IpText
{
    private const int Groups = 8;

    public static bool TryParseV4(ReadOnlySpan<char> text, out UInt128 address)
    {
        address = 0;
        for (var part = 0; part < 4; part++)
        {
            if (part > 0)
            {
                if (text.IsEmpty || text[0] != '.')
                    return false;
                text = text[1..];
            }

            var digits = text.IndexOfAnyExceptInRange('0', '9');
            if (digits < 0)
                digits = text.Length;
            if (digits is < 1 or > 3 || (digits > 1 && text[0] == '0'))
                return false;
            var number = int.Parse(text[..digits], NumberStyles.None, CultureInfo.InvariantCulture);
            if (number > 255)
                return false;
            address = (address << 8) | (UInt128)number;
            text = text[digits..];
        }

        return text.IsEmpty;
    }

    public static bool TryParseV6(ReadOnlySpan<char> text, out UInt128 address)
    {
        address = 0;
        var gap = text.IndexOf("::");
        if (gap < 0)
            return TryParseGroups(text, out address, out var all) && all == Groups;
        if (!TryParseGroups(text[..gap], out var head, out var before)
            || !TryParseGroups(text[(gap + 2)..], out var tail, out var after)
            || before + after >= Groups)
            return false;
        address = before == 0 ? tail : (head << (16 * (Groups - before))) | tail;
        return true;
    }

    public static string WriteV6(UInt128 address)
    {
        var groups = new int[Groups];
        for (var i = 0; i < Groups; i++)
            groups[i] = (int)(address >> (16 * (Groups - 1 - i))) & 0xffff;
        var (start, length) = LongestZeroRun(groups);
        if (length < 2)
            return Join(groups);
        return $"{Join(groups.AsSpan(0, start))}::{Join(groups.AsSpan(start + length))}";
    }

    private static bool TryParseGroups(ReadOnlySpan<char> text, out UInt128 value, out int count)
    {
        value = 0;
        count = 0;
        if (text.IsEmpty)
            return true;
        while (true)
        {
            var end = text.IndexOf(':');
            var group = end < 0 ? text : text[..end];
            if (group.Length is < 1 or > 4 || ++count > Groups
                || !ushort.TryParse(group, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var bits))
                return false;
            value = (value << 16) | bits;
            if (end < 0)
                return true;
            text = text[(end + 1)..];
        }
    }

    private static (int Start, int Length) LongestZeroRun(int[] groups)
    {
        var best = (Start: 0, Length: 0);
        for (var i = 0; i < Groups; i++)
        {
            var end = i;
            while (end < Groups && groups[end] == 0)
                end++;
            if (end - i > best.Length)
                best = (i, end - i);
            i = Math.Max(i, end - 1);
        }

        return best;
    }

    private static string Join(ReadOnlySpan<int> groups)
    {
        var text = new StringBuilder();
        foreach (var group in groups)
            text.Append(text.Length == 0 ? "" : ":").Append(group.ToString("x", CultureInfo.InvariantCulture));
        return text.ToString();
    }
}
