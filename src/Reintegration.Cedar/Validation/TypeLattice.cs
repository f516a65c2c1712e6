namespace Reintegration.Cedar;

/// <summary>How types relate in strict mode.</summary>
internal static class TypeLattice
{
    /// <summary>
    /// The least type both belong to, or null: in strict mode only Bools of different knowledge have one.
    /// </summary>
    public static CedarType? Join(CedarType a, CedarType b) => (a, b) switch
    {
        (CedarType.BoolType x, CedarType.BoolType y) => x == y ? x : CedarType.Bool,
        (CedarType.SetType x, CedarType.SetType y) =>
            Join(x.Element, y.Element) is { } element ? new CedarType.SetType(element) : null,
        (CedarType.RecordType x, CedarType.RecordType y) => JoinRecords(x, y),
        _ => a == b ? a : null,
    };

    /// <summary>Whether no value has both types, so that comparing them for equality is always false.</summary>
    public static bool AreDisjoint(CedarType a, CedarType b) =>
        a is CedarType.EntityType x && b is CedarType.EntityType y && x.Name != y.Name;

    public static bool IsComparable(CedarType type) =>
        type is CedarType.PrimitiveType { Kind: ValueKind.Long or ValueKind.Datetime or ValueKind.Duration };

    private static CedarType.RecordType? JoinRecords(CedarType.RecordType a, CedarType.RecordType b)
    {
        if (a.Attributes.Count != b.Attributes.Count)
            return null;
        var joined = new List<KeyValuePair<string, AttributeType>>();
        foreach (var (name, x) in a.Attributes)
        {
            if (!b.Attributes.TryGetValue(name, out var y) || x.IsRequired != y.IsRequired
                || Join(x.Type, y.Type) is not { } type)
                return null;
            joined.Add(new(name, new AttributeType(type, x.IsRequired)));
        }

        return CedarType.RecordType.Of(joined);
    }
}
