namespace Reintegration.Events.Events;

/// <summary>Dates, times and ids in the one spelling each that we accept, read from UTF-8 without allocating.</summary>
static class Formats
{
    /// <summary>
    /// RFC 3339 with an offset, seconds, and at most the seven fractional digits that a tick can hold. Narrower than
    /// the format <c>date-time</c>: capitals only, no leap second, offsets up to fourteen hours.
    /// </summary>
    public const string DateTimePattern =
        "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-2][0-9]:[0-5][0-9]:[0-5][0-9](\\.[0-9]{1,7})?"
        + "(Z|[+-](0[0-9]|1[0-3]):[0-5][0-9]|[+-]14:00)$";

    /// <summary>A day that exists, as <c>yyyy-MM-dd</c>.</summary>
    public static bool IsDate(ReadOnlySpan<byte> text) => text.Length == 10 && StartsWithDate(text);

    /// <summary>An instant as <see cref="DateTimePattern"/> writes it, on a day and at a minute that exist.</summary>
    public static bool IsDateTime(ReadOnlySpan<byte> text)
    {
        if (text.Length < 20 || !StartsWithDate(text) || text[10] != 'T' || text[13] != ':' || text[16] != ':')
            return false;
        if (Two(text, 11) is < 0 or > 23 || Two(text, 14) is < 0 or > 59 || Two(text, 17) is < 0 or > 59) return false;
        var offset = text[19..];
        if (offset[0] == '.')
        {
            var digits = 0;
            while (digits + 1 < offset.Length && offset[digits + 1] is >= (byte)'0' and <= (byte)'9') digits++;
            if (digits is 0 or > 7) return false;
            offset = offset[(digits + 1)..];
        }

        if (offset is [(byte)'Z']) return true;
        if (offset.Length != 6 || offset[0] is not ((byte)'+' or (byte)'-') || offset[3] != ':') return false;
        var (hours, minutes) = (Two(offset, 1), Two(offset, 4));
        return hours is >= 0 and <= 13 && minutes is >= 0 and <= 59 || hours == 14 && minutes == 0;
    }

    /// <summary>A UUID in lower case with hyphens.</summary>
    public static bool IsLowerUuid(ReadOnlySpan<byte> text)
    {
        if (text.Length != 36) return false;
        for (var i = 0; i < text.Length; i++)
        {
            var isHyphenPlace = i is 8 or 13 or 18 or 23;
            var fits = isHyphenPlace
                ? text[i] == '-'
                : text[i] is >= (byte)'0' and <= (byte)'9' or >= (byte)'a' and <= (byte)'f';
            if (!fits) return false;
        }

        return true;
    }

    // The first and last years are left out: an offset could carry an instant in them past what a clock can hold.
    static bool StartsWithDate(ReadOnlySpan<byte> text)
    {
        if (text[4] != '-' || text[7] != '-') return false;
        var (century, rest, month, day) = (Two(text, 0), Two(text, 2), Two(text, 5), Two(text, 8));
        if (century < 0 || rest < 0 || month is < 1 or > 12 || day < 1) return false;
        var year = century * 100 + rest;
        return year is > 1 and < 9999 && day <= DateTime.DaysInMonth(year, month);
    }

    static int Two(ReadOnlySpan<byte> text, int at)
    {
        var (tens, ones) = (text[at] - '0', text[at + 1] - '0');
        return tens is >= 0 and <= 9 && ones is >= 0 and <= 9 ? tens * 10 + ones : -1;
    }
}
