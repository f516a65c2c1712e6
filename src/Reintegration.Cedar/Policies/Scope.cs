namespace Reintegration.Cedar;

public enum ScopeKind
{
    Any,
    Equal,
    In,
    Is,
    IsIn,
}

/// <summary>What a rule says of its principal, action or resource before its conditions.</summary>
public sealed record Scope
{
    public static Scope Any { get; } = new() { Kind = ScopeKind.Any };

    public required ScopeKind Kind { get; init; }

    /// <summary>The type of <see cref="ScopeKind.Is"/> and <see cref="ScopeKind.IsIn"/>.</summary>
    public string? EntityType { get; init; }

    /// <summary>The entities named: one, or for an action written <c>in [...]</c> any number.</summary>
    public ImmutableArray<EntityUid> Entities { get; init; } = [];

    /// <summary>Whether the entities were written as a list.</summary>
    public bool IsList { get; init; }

    /// <summary>Whether a slot stands in the place of the entity.</summary>
    public bool HasSlot { get; init; }

    public bool Equals(Scope? other) =>
        other is not null && Kind == other.Kind && EntityType == other.EntityType && IsList == other.IsList
        && HasSlot == other.HasSlot && Entities.SequenceEqual(other.Entities);

    public override int GetHashCode() => HashCode.Combine(Kind, EntityType, Entities.Length);

    public Expr ToExpr(Variable variable)
    {
        var subject = new Expr.Var(variable);
        return Kind switch
        {
            ScopeKind.Any => new Expr.Literal(true),
            ScopeKind.Equal => new Expr.Binary(BinaryOperator.Equal, subject, Target(variable)),
            ScopeKind.In => new Expr.Binary(BinaryOperator.In, subject, Target(variable)),
            ScopeKind.Is => new Expr.Is(subject, EntityType!),
            _ => new Expr.And(
                new Expr.Is(subject, EntityType!), new Expr.Binary(BinaryOperator.In, subject, Target(variable))),
        };
    }

    internal string Write(Variable variable)
    {
        var name = ExprPrinter.Name(variable);
        return Kind switch
        {
            ScopeKind.Any => name,
            ScopeKind.Equal => $"{name} == {Target(variable)}",
            ScopeKind.In => $"{name} in {Target(variable)}",
            ScopeKind.Is => $"{name} is {EntityType}",
            _ => $"{name} is {EntityType} in {Target(variable)}",
        };
    }

    private Expr Target(Variable variable)
    {
        if (HasSlot)
            return new Expr.Slot(variable);
        return IsList
            ? new Expr.Set([.. Entities.Select(uid => new Expr.Literal(uid))])
            : new Expr.Literal(Entities[0]);
    }
}
