namespace Reintegration.Cedar;

/// <summary>What a condition that held has shown: this attribute, or this tag, of this expression is there.</summary>
/// <param name="Key">The name of the attribute as a literal, or the expression of the tag's name.</param>
internal sealed record Capability(Expr On, Expr Key, bool IsTag)
{
    public static Capability Attribute(Expr on, string name) => new(on, new Expr.Literal(name), false);

    public static Capability Tag(Expr on, Expr key) => new(on, key, true);
}

/// <summary>The capabilities known at one place of a policy.</summary>
internal sealed class Capabilities
{
    private readonly ImmutableHashSet<Capability> known;

    private Capabilities(ImmutableHashSet<Capability> known) => this.known = known;

    public static Capabilities None { get; } = new([]);

    public static Capabilities Of(Capability capability) => new([capability]);

    public bool Contains(Capability capability) => known.Contains(capability);

    public Capabilities Union(Capabilities other) =>
        other.known.IsEmpty ? this : known.IsEmpty ? other : new(known.Union(other.known));

    public Capabilities Intersect(Capabilities other) => new(known.Intersect(other.known));
}
