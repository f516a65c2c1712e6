namespace Reintegration.Cedar;

public enum Effect
{
    Permit,
    Forbid,
}

/// <summary>One <c>when { ... }</c> or <c>unless { ... }</c>.</summary>
public sealed record Condition(bool IsUnless, Expr Body);

/// <summary>One rule: permit or forbid, the scope it speaks about, and the conditions under which it holds.</summary>
/// <remarks>A policy with slots is a template: it decides nothing until <see cref="PolicySet.Link"/> fills
/// them.</remarks>
public sealed record Policy
{
    /// <summary>
    /// Unique within a set: given by position (<c>policy0</c>), by <c>@id</c>, or by who made the set.
    /// </summary>
    public required string Id { get; init; }

    public required Effect Effect { get; init; }

    public required Scope Principal { get; init; }

    public required Scope Action { get; init; }

    public required Scope Resource { get; init; }

    public ImmutableArray<Condition> Conditions { get; init; } = [];

    /// <summary>The annotations; one written without a value has the empty text.</summary>
    public ImmutableSortedDictionary<string, string> Annotations { get; init; } =
        ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Where the policy stands in the text it was read from.</summary>
    public SourceSpan Span { get; init; }

    /// <summary>The text it was read from; for a policy that was not read from text, as it would be written.</summary>
    public string Text
    {
        get => field ??= PolicyPrinter.Print(this);
        init;
    }

    /// <summary>For a linked policy the id of its template.</summary>
    public string? TemplateId { get; init; }

    public bool IsTemplate => Principal.HasSlot || Resource.HasSlot;

    /// <summary>The whole rule as one expression: the three scopes and then each condition, joined by and.</summary>
    public Expr Condition
    {
        get
        {
            Expr all = new Expr.And(
                Principal.ToExpr(Variable.Principal),
                new Expr.And(Action.ToExpr(Variable.Action), Resource.ToExpr(Variable.Resource)));
            return Conditions.IsEmpty ? all : new Expr.And(all, Body);
        }
    }

    /// <summary>The conditions alone as one expression; <c>true</c> when there are none.</summary>
    public Expr Body
    {
        get
        {
            Expr? all = null;
            foreach (var condition in Conditions)
            {
                var next = condition.IsUnless ? new Expr.Unary(UnaryOperator.Not, condition.Body) : condition.Body;
                all = all is null ? next : new Expr.And(all, next);
            }

            return all ?? new Expr.Literal(true);
        }
    }

    public override string ToString() => Text;
}
