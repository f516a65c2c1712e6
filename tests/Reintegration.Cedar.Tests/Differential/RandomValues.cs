namespace Reintegration.Cedar.Tests.Differential;

/// <summary>Random values of a given type, from small pools so that they often meet.</summary>
internal sealed class RandomValues(Random random, RandomSchema schema)
{
    private static readonly long[] Longs = [0, 1, -1, 2, 3, 7, 100, 4_503_599_627_370_496, -4_503_599_627_370_496];
    private static readonly string[] Strings = ["", "a", "ab", "abc", "a*b", "ä\n\"\\", "😀", "x y", "0", "1", "name"];
    private static readonly string[] Decimals =
        ["0.0", "1.0", "1.5", "-1.5", "0.0001", "922337203685477.5807", "-922337203685477.5808", "12.34"];

    private static readonly string[] Ips =
    [
        "127.0.0.1", "10.0.0.0/8", "10.1.2.3", "10.1.2.3/24", "224.0.0.1", "224.0.0.0/3", "::1", "ff00::1/8", "::/0",
        "0.0.0.0/0", "2001:db8::/32", "2001:db8:0:0:1::1", "255.255.255.255/32", "127.0.0.0/7",
    ];

    private static readonly string[] Datetimes =
    [
        "2024-10-15", "2024-10-15T11:35:00Z", "2024-10-15T11:35:00.123Z", "2024-10-15T11:35:00+0130", "1969-12-31",
        "0000-01-01", "9999-12-31T23:59:59.999-2359", "2024-02-29T00:00:00.001-0001",
    ];

    private static readonly string[] Durations =
        ["0ms", "1ms", "-1ms", "1d2h3m4s5ms", "90m", "-36h", "9223372036854775807ms", "-9223372036854775808ms", "1s"];

    public Value Of(CedarType type) => type switch
    {
        CedarType.BoolType => random.Next(2) == 0,
        CedarType.EntityType entity => Uid(entity.Name),
        CedarType.SetType set => Value.Set(Enumerable.Range(0, random.Next(0, 4)).Select(_ => Of(set.Element))),
        CedarType.RecordType record => Record(record),
        CedarType.PrimitiveType primitive => primitive.Kind switch
        {
            ValueKind.Long => Pick(Longs),
            ValueKind.String => Pick(Strings),
            ValueKind.Decimal => DecimalValue.TryParse(Pick(Decimals))!,
            ValueKind.Ip => IpValue.TryParse(Pick(Ips))!,
            ValueKind.Datetime => DatetimeValue.TryParse(Pick(Datetimes))!,
            _ => DurationValue.TryParse(Pick(Durations))!,
        },
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    };

    public string Text() => Pick(Strings);

    /// <summary>The call that makes a value of an extension type, now and then of a text that is none.</summary>
    public string Constructor(ValueKind kind)
    {
        var (name, pool) = kind switch
        {
            ValueKind.Decimal => ("decimal", Decimals),
            ValueKind.Ip => ("ip", Ips),
            ValueKind.Datetime => ("datetime", Datetimes),
            _ => ("duration", Durations),
        };
        var text = random.Next(25) == 0 ? Pick(Strings) : Pick(pool);
        return $"{name}({new StringValue(text)})";
    }

    public RecordValue Record(CedarType.RecordType type) => Value.Record(
        type.Attributes.Where(pair => pair.Value.IsRequired || random.Next(2) == 0)
            .Select(pair => (pair.Key, Of(pair.Value.Type))));

    /// <summary>One of few ids, so that some name entities that exist and some do not.</summary>
    public EntityUid Uid(string type) => new(type, random.Next(type == schema.Enumerated ? 3 : 5).ToString());

    private T Pick<T>(T[] pool) => pool[random.Next(pool.Length)];
}
