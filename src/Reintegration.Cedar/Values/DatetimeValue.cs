namespace Reintegration.Cedar;

/// <summary>An instant, in milliseconds since 1970-01-01T00:00:00Z; the year may lie outside 0 to 9999.</summary>
public sealed class DatetimeValue(long epochMilliseconds) : Value
{
    private const long Day = 86_400_000;

    public override ValueKind Kind => ValueKind.Datetime;

    public long EpochMilliseconds { get; } = epochMilliseconds;

    public static DatetimeValue Of(DateTimeOffset instant) => new(instant.ToUnixTimeMilliseconds());

    /// <summary>
    /// Reads <c>YYYY-MM-DD</c>, or <c>YYYY-MM-DDThh:mm:ss</c> with optional <c>.SSS</c> and then <c>Z</c> or
    /// <c>+hhmm</c> or <c>-hhmm</c>; null for anything else. Leap seconds do not exist.
    /// </summary>
    public static DatetimeValue? TryParse(string text)
    {
        var rest = text.AsSpan();
        if (!Number(ref rest, 4, out var year) || !Mark(ref rest, '-') || !Number(ref rest, 2, out var month)
            || !Mark(ref rest, '-') || !Number(ref rest, 2, out var day) || !IsDate(year, month, day))
            return null;
        var total = DaysFromCivil(year, month, day) * Day;
        if (rest.IsEmpty)
            return new DatetimeValue(total);
        if (!Mark(ref rest, 'T') || !Number(ref rest, 2, out var hour) || !Mark(ref rest, ':')
            || !Number(ref rest, 2, out var minute) || !Mark(ref rest, ':') || !Number(ref rest, 2, out var second)
            || hour > 23 || minute > 59 || second > 59)
            return null;
        var millisecond = 0;
        if (Mark(ref rest, '.') && !Number(ref rest, 3, out millisecond))
            return null;
        if (!Offset(ref rest, out var offset) || !rest.IsEmpty)
            return null;
        return new DatetimeValue(
            total + (((hour * 60L) + minute - offset) * 60_000) + (second * 1_000L) + millisecond);
    }

    /// <summary>Midnight of the same day in UTC; null when that instant does not fit.</summary>
    internal DatetimeValue? Date()
    {
        var rest = EpochMilliseconds % Day;
        var back = rest < 0 ? rest + Day : rest;
        return EpochMilliseconds < long.MinValue + back ? null : new DatetimeValue(EpochMilliseconds - back);
    }

    internal DurationValue TimeOfDay()
    {
        var rest = EpochMilliseconds % Day;
        return new DurationValue(rest < 0 ? rest + Day : rest);
    }

    public override bool Equals(Value? other) =>
        other is DatetimeValue that && that.EpochMilliseconds == EpochMilliseconds;

    public override int GetHashCode() => HashCode.Combine(nameof(DatetimeValue), EpochMilliseconds);

    public override string ToString() =>
        WritableText is { } text
            ? $"datetime(\"{text}\")"
            : $"datetime(\"1970-01-01\").offset(duration(\"{EpochMilliseconds}ms\"))";

    /// <summary>
    /// The text <see cref="TryParse"/> reads back; null when the year cannot be written with four digits.
    /// </summary>
    internal string? WritableText
    {
        get
        {
            const long firstWritable = -62_135_596_800_000; // 0001-01-01
            const long lastWritable = 253_402_300_799_999; // 9999-12-31T23:59:59.999
            return EpochMilliseconds is < firstWritable or > lastWritable
                ? null
                : DateTimeOffset.FromUnixTimeMilliseconds(EpochMilliseconds)
                    .ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        }
    }

    private static bool Number(ref ReadOnlySpan<char> rest, int digits, out int number)
    {
        number = 0;
        if (rest.Length < digits)
            return false;
        foreach (var digit in rest[..digits])
        {
            if (digit is < '0' or > '9')
                return false;
            number = (number * 10) + (digit - '0');
        }

        rest = rest[digits..];
        return true;
    }

    private static bool Mark(ref ReadOnlySpan<char> rest, char mark)
    {
        if (rest.IsEmpty || rest[0] != mark)
            return false;
        rest = rest[1..];
        return true;
    }

    /// <summary>The offset from UTC in minutes.</summary>
    private static bool Offset(ref ReadOnlySpan<char> rest, out long minutes)
    {
        minutes = 0;
        if (Mark(ref rest, 'Z'))
            return true;
        var sign = Mark(ref rest, '+') ? 1 : Mark(ref rest, '-') ? -1 : 0;
        if (sign == 0 || !Number(ref rest, 2, out var hour) || !Number(ref rest, 2, out var minute)
            || hour > 23 || minute > 59)
            return false;
        minutes = sign * ((hour * 60L) + minute);
        return true;
    }

    private static bool IsDate(int year, int month, int day)
    {
        if (month is < 1 or > 12 || day < 1)
            return false;
        // The year 0 is a leap year in the proleptic calendar, and DateTime does not know it.
        return day <= DateTime.DaysInMonth(year == 0 ? 4 : year, month);
    }

    /// <summary>Days since 1970-01-01 in the proleptic Gregorian calendar.</summary>
    private static long DaysFromCivil(int year, int month, int day)
    {
        if (year > 0)
            return (new DateTime(year, month, day) - DateTime.UnixEpoch).Days;
        const int daysInFourCenturies = 146_097;
        return (new DateTime(400, month, day) - DateTime.UnixEpoch).Days - daysInFourCenturies;
    }
}
