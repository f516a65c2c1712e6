using System.Collections.Frozen;

namespace Reintegration.Cedar;

/// <summary>
/// One function of the extension types: how it is written, what it takes and gives, and what it computes.
/// </summary>
/// <param name="Compute">Null when the arguments are of the right kinds but have no result: malformed or too
/// large.</param>
internal sealed record ExtensionFunction(
    string Name, bool IsMethod, ValueKind[] Parameters, ValueKind Result, Func<Value, Value, Value?> Compute)
{
    /// <summary>Makes a value of an extension type from a string.</summary>
    public bool IsConstructor => !IsMethod;
}

internal static class ExtensionFunctions
{
    public static FrozenDictionary<string, ExtensionFunction> ByName { get; } =
        All().ToFrozenDictionary(function => function.Name);

    public static ExtensionFunction ConstructorOf(ValueKind kind) =>
        ByName[kind switch
        {
            ValueKind.Decimal => "decimal",
            ValueKind.Ip => "ip",
            ValueKind.Datetime => "datetime",
            ValueKind.Duration => "duration",
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "This kind has no constructor."),
        }];

    private static IEnumerable<ExtensionFunction> All() =>
    [
        Constructor("decimal", ValueKind.Decimal, DecimalValue.TryParse),
        Constructor("ip", ValueKind.Ip, IpValue.TryParse),
        Constructor("datetime", ValueKind.Datetime, DatetimeValue.TryParse),
        Constructor("duration", ValueKind.Duration, DurationValue.TryParse),
        Compare("lessThan", (a, b) => a < b),
        Compare("lessThanOrEqual", (a, b) => a <= b),
        Compare("greaterThan", (a, b) => a > b),
        Compare("greaterThanOrEqual", (a, b) => a >= b),
        Ask("isIpv4", ip => ip.IsV4),
        Ask("isIpv6", ip => !ip.IsV4),
        Ask("isLoopback", ip => ip.IsLoopback),
        Ask("isMulticast", ip => ip.IsMulticast),
        new("isInRange", true, [ValueKind.Ip, ValueKind.Ip], ValueKind.Bool,
            (ip, range) => Value.Of(((IpValue)ip).IsInRange((IpValue)range))),
        new("offset", true, [ValueKind.Datetime, ValueKind.Duration], ValueKind.Datetime, Offset),
        new("durationSince", true, [ValueKind.Datetime, ValueKind.Datetime], ValueKind.Duration, DurationSince),
        new("toDate", true, [ValueKind.Datetime], ValueKind.Datetime, (at, _) => ((DatetimeValue)at).Date()),
        new("toTime", true, [ValueKind.Datetime], ValueKind.Duration, (at, _) => ((DatetimeValue)at).TimeOfDay()),
        Count("toMilliseconds", 1),
        Count("toSeconds", 1_000),
        Count("toMinutes", 60_000),
        Count("toHours", 3_600_000),
        Count("toDays", 86_400_000),
    ];

    private static ExtensionFunction Constructor(string name, ValueKind result, Func<string, Value?> parse) =>
        new(name, false, [ValueKind.String], result, (text, _) => parse(((StringValue)text).Text));

    private static ExtensionFunction Compare(string name, Func<long, long, bool> holds) =>
        new(name, true, [ValueKind.Decimal, ValueKind.Decimal], ValueKind.Bool,
            (a, b) => Value.Of(holds(((DecimalValue)a).TenThousandths, ((DecimalValue)b).TenThousandths)));

    private static ExtensionFunction Ask(string name, Func<IpValue, bool> holds) =>
        new(name, true, [ValueKind.Ip], ValueKind.Bool, (ip, _) => Value.Of(holds((IpValue)ip)));

    private static ExtensionFunction Count(string name, long unit) =>
        new(name, true, [ValueKind.Duration], ValueKind.Long,
            (span, _) => Value.Of(((DurationValue)span).Milliseconds / unit));

    private static DatetimeValue? Offset(Value at, Value span)
    {
        var sum = (Int128)((DatetimeValue)at).EpochMilliseconds + ((DurationValue)span).Milliseconds;
        return sum < long.MinValue || sum > long.MaxValue ? null : new DatetimeValue((long)sum);
    }

    private static DurationValue? DurationSince(Value at, Value since)
    {
        var span = (Int128)((DatetimeValue)at).EpochMilliseconds - ((DatetimeValue)since).EpochMilliseconds;
        return span < long.MinValue || span > long.MaxValue ? null : new DurationValue((long)span);
    }
}
