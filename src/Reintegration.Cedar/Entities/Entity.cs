namespace Reintegration.Cedar;

/// <summary>A thing policies speak about: its name, what it has, and the groups it is directly in.</summary>
public sealed record Entity(EntityUid Uid, RecordValue Attributes, ImmutableArray<EntityUid> Parents, RecordValue Tags)
{
    public Entity(EntityUid uid, RecordValue? attributes = null, params ImmutableArray<EntityUid> parents)
        : this(uid, attributes ?? RecordValue.Empty, parents, RecordValue.Empty)
    {
    }

    public bool Equals(Entity? other) =>
        other is not null && Uid.Equals(other.Uid) && Attributes.Equals(other.Attributes) && Tags.Equals(other.Tags)
        && Parents.ToHashSet().SetEquals(other.Parents);

    public override int GetHashCode() => Uid.GetHashCode();
}
