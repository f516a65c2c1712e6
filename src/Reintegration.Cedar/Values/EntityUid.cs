namespace Reintegration.Cedar;

/// <summary>The name of an entity: its type (with namespace, as in <c>Case::Agency</c>) and its id.</summary>
public sealed class EntityUid : Value, IEquatable<EntityUid>
{
    private readonly int hash;

    public EntityUid(string type, string id)
    {
        ArgumentNullException.ThrowIfNull(type);
        ArgumentNullException.ThrowIfNull(id);
        Type = string.IsInterned(type) ?? type;
        Id = id;
        hash = HashCode.Combine(
            type.GetHashCode(StringComparison.Ordinal), id.GetHashCode(StringComparison.Ordinal));
    }

    public override ValueKind Kind => ValueKind.Entity;

    public string Type { get; }

    public string Id { get; }

    /// <summary>Reads the form <c>Case::Agency::"police"</c>.</summary>
    /// <exception cref="CedarSyntaxException">The text is not an entity name.</exception>
    public static EntityUid Parse(string text) => PolicyParser.ParseEntityUid(text);

    public bool Equals(EntityUid? other) =>
        ReferenceEquals(this, other)
        || (other is not null && hash == other.hash && Id == other.Id && Type == other.Type);

    public override bool Equals(object? obj) => Equals(obj as EntityUid);

    public override bool Equals(Value? other) => Equals(other as EntityUid);

    public override int GetHashCode() => hash;

    public override string ToString() => $"{Type}::{Escapes.Quote(Id)}";

    public void Deconstruct(out string type, out string id) => (type, id) = (Type, Id);
}
