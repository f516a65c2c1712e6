namespace Reintegration.Cedar;

/// <summary>A number with four digits after the point, held as a count of ten-thousandths.</summary>
public sealed class DecimalValue(long tenThousandths) : Value
{
    private const int Digits = 4;
    private const long Scale = 10_000;

    public override ValueKind Kind => ValueKind.Decimal;

    public long TenThousandths { get; } = tenThousandths;

    /// <summary>Reads <c>-?[0-9]+.[0-9]{1,4}</c>; null when the text is not of that form or does not fit.</summary>
    public static DecimalValue? TryParse(string text)
    {
        var negative = text.StartsWith('-');
        var body = text.AsSpan(negative ? 1 : 0);
        var point = body.IndexOf('.');
        if (point < 1 || body.Length - point - 1 is < 1 or > Digits)
            return null;
        var whole = body[..point];
        var fraction = body[(point + 1)..];
        if (whole.ContainsAnyExceptInRange('0', '9') || fraction.ContainsAnyExceptInRange('0', '9'))
            return null;
        Int128 total = 0;
        foreach (var digit in whole)
        {
            total = (total * 10) + (digit - '0');
            if (total > long.MaxValue)
                return null;
        }

        foreach (var digit in fraction)
            total = (total * 10) + (digit - '0');
        for (var i = fraction.Length; i < Digits; i++)
            total *= 10;
        if (negative)
            total = -total;
        return total < long.MinValue || total > long.MaxValue ? null : new DecimalValue((long)total);
    }

    public override bool Equals(Value? other) => other is DecimalValue that && that.TenThousandths == TenThousandths;

    public override int GetHashCode() => HashCode.Combine(nameof(DecimalValue), TenThousandths);

    public override string ToString() => $"decimal(\"{Text}\")";

    internal string Text
    {
        get
        {
            var size = Int128.Abs(TenThousandths);
            var fraction = ((long)(size % Scale)).ToString("D4", CultureInfo.InvariantCulture).TrimEnd('0');
            var sign = TenThousandths < 0 ? "-" : "";
            return $"{sign}{size / Scale}.{(fraction.Length == 0 ? "0" : fraction)}";
        }
    }
}
