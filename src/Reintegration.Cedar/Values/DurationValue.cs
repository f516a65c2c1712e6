namespace Reintegration.Cedar;

/// <summary>A span of time in milliseconds.</summary>
public sealed class DurationValue(long milliseconds) : Value
{
    private static readonly (string Unit, long Milliseconds)[] Units =
        [("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1_000), ("ms", 1)];

    public override ValueKind Kind => ValueKind.Duration;

    public long Milliseconds { get; } = milliseconds;

    /// <summary>
    /// Reads <c>-?(Nd)?(Nh)?(Nm)?(Ns)?(Nms)?</c>, at least one part; null when malformed or too large.
    /// </summary>
    public static DurationValue? TryParse(string text)
    {
        var negative = text.StartsWith('-');
        var rest = text.AsSpan(negative ? 1 : 0);
        if (rest.IsEmpty)
            return null;
        Int128 total = 0;
        var next = 0;
        while (!rest.IsEmpty)
        {
            var digits = rest.IndexOfAnyExceptInRange('0', '9');
            if (digits < 1)
                return null;
            if (!ulong.TryParse(rest[..digits], NumberStyles.None, CultureInfo.InvariantCulture, out var count))
                return null;
            rest = rest[digits..];
            var letters = rest.IndexOfAnyInRange('0', '9');
            var unit = letters < 0 ? rest : rest[..letters];
            while (next < Units.Length && !unit.SequenceEqual(Units[next].Unit))
                next++;
            if (next == Units.Length || count > long.MaxValue + (negative && next == Units.Length - 1 ? 1UL : 0UL))
                return null;
            var part = (Int128)count * Units[next].Milliseconds;
            total += negative ? -part : part;
            if (total < long.MinValue || total > long.MaxValue)
                return null;
            rest = rest[unit.Length..];
            next++;
        }

        return new DurationValue((long)total);
    }

    public override bool Equals(Value? other) => other is DurationValue that && that.Milliseconds == Milliseconds;

    public override int GetHashCode() => HashCode.Combine(nameof(DurationValue), Milliseconds);

    public override string ToString() => $"duration(\"{Milliseconds}ms\")";
}
