namespace Reintegration.Cedar;

/// <summary>An attribute in a record or entity type: its type, and whether it must be there.</summary>
public sealed record AttributeType(CedarType Type, bool IsRequired = true);

/// <summary>A type as schemas declare it and the validator computes it. Equal types are equal values.</summary>
public abstract record CedarType
{
    private protected CedarType()
    {
    }

    public static CedarType Bool { get; } = new BoolType(null);

    public static CedarType True { get; } = new BoolType(true);

    public static CedarType False { get; } = new BoolType(false);

    public static CedarType Long { get; } = new PrimitiveType(ValueKind.Long);

    public static CedarType String { get; } = new PrimitiveType(ValueKind.String);

    public static CedarType Of(ValueKind kind) => kind switch
    {
        ValueKind.Bool => Bool,
        ValueKind.Long => Long,
        ValueKind.String => String,
        ValueKind.Decimal or ValueKind.Ip or ValueKind.Datetime or ValueKind.Duration => new PrimitiveType(kind),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "This kind alone makes no type."),
    };

    /// <summary>A Bool; the validator also knows Bools that can only be true or only be false.</summary>
    public sealed record BoolType(bool? Known) : CedarType
    {
        public override string ToString() => Known switch { true => "True", false => "False", null => "Bool" };
    }

    /// <summary>Long, String, or one of the extension types.</summary>
    public sealed record PrimitiveType(ValueKind Kind) : CedarType
    {
        public override string ToString() => Kind switch
        {
            ValueKind.Long => "Long",
            ValueKind.String => "String",
            ValueKind.Ip => "ipaddr",
            _ => Kind.ToString().ToLowerInvariant(),
        };
    }

    public sealed record SetType(CedarType Element) : CedarType
    {
        public override string ToString() => $"Set<{Element}>";
    }

    /// <summary>A reference to an entity of one type.</summary>
    public sealed record EntityType(string Name) : CedarType
    {
        public override string ToString() => Name;
    }

    public sealed record RecordType(ImmutableSortedDictionary<string, AttributeType> Attributes) : CedarType
    {
        public static RecordType Empty { get; } = Of([]);

        public static RecordType Of(IEnumerable<KeyValuePair<string, AttributeType>> attributes) =>
            new(attributes.ToImmutableSortedDictionary(StringComparer.Ordinal));

        public bool Equals(RecordType? other) =>
            other is not null && Attributes.Count == other.Attributes.Count
            && Attributes.All(pair =>
                other.Attributes.TryGetValue(pair.Key, out var that) && pair.Value.Equals(that));

        public override int GetHashCode() => Attributes.Count;

        public override string ToString() =>
            $"{{{string.Join(", ", Attributes.Select(Write))}}}";

        private static string Write(KeyValuePair<string, AttributeType> pair)
        {
            var name = Words.IsIdentifier(pair.Key) ? pair.Key : Escapes.Quote(pair.Key);
            return $"{name}{(pair.Value.IsRequired ? "" : "?")}: {pair.Value.Type}";
        }
    }
}
