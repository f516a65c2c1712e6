namespace Reintegration.Cedar;

/// <summary>
/// Replaces what is known by its value. An expression that would fail is left as it is, so that it fails later, at the
/// same place and for the same reason.
/// </summary>
internal sealed class PartialRewriter(PartialRequest request, Entities entities)
{
    private static readonly EntityUid Nobody = new("None", "");

    // Only ever asked for expressions of literals, so what the request holds is never looked at.
    private readonly Interpreter interpreter = new(new Request(Nobody, Nobody, Nobody), entities);

    public static bool IsLiteral(Expr expr, Value value) => expr is Expr.Literal literal && literal.Value.Equals(value);

    public Expr Rewrite(Expr expr) => expr switch
    {
        Expr.Literal or Expr.Slot or Expr.Unknown => expr,
        Expr.Var variable => KnownValue(variable.Variable) is { } value ? new Expr.Literal(value) : expr,
        Expr.If choice => RewriteIf(choice),
        Expr.And and => RewriteAnd(and),
        Expr.Or or => RewriteOr(or),
        Expr.Unary unary => Compute(unary with { Operand = Rewrite(unary.Operand) }),
        Expr.Binary binary => RewriteBinary(binary with { Left = Rewrite(binary.Left), Right = Rewrite(binary.Right) }),
        Expr.GetAttribute { Target: Expr.Var { Variable: Variable.Context } } get => RewriteContext(get, get.Name),
        Expr.HasAttribute { Target: Expr.Var { Variable: Variable.Context } } has => RewriteContext(has, has.Name),
        Expr.GetAttribute get => OfEntity(get with { Target = Rewrite(get.Target) }),
        Expr.HasAttribute has => OfEntity(has with { Target = Rewrite(has.Target) }),
        Expr.Like like => Compute(like with { Target = Rewrite(like.Target) }),
        Expr.Is test => Compute(test with { Target = Rewrite(test.Target) }),
        Expr.Set set => Compute(set with { Items = [.. set.Items.Select(Rewrite)] }),
        Expr.Record record => Compute(record with
        {
            Attributes = [.. record.Attributes.Select(pair => KeyValuePair.Create(pair.Key, Rewrite(pair.Value)))],
        }),
        Expr.Call call => Compute(call with { Arguments = [.. call.Arguments.Select(Rewrite)] }),
        _ => expr,
    };

    private Value? KnownValue(Variable variable) => variable switch
    {
        Variable.Principal => request.Principal,
        Variable.Action => request.Action,
        Variable.Resource => request.Resource,
        _ => request.UnknownContext.IsEmpty ? request.Context : null,
    };

    /// <summary>An attribute of the context may be known although others are not.</summary>
    private Expr RewriteContext(Expr expr, string name)
    {
        if (request.Context is null || request.UnknownContext.Contains(name))
            return expr;
        var context = new Expr.Literal(request.Context);
        Expr asked = expr is Expr.GetAttribute
            ? new Expr.GetAttribute(context, name)
            : new Expr.HasAttribute(context, name);
        var computed = Compute(asked);
        return computed is Expr.Literal ? computed : expr;
    }

    /// <summary>What asks for something of an entity, its first part, waits until the entity is known.</summary>
    private Expr OfEntity(Expr expr) => IsUnknownEntity(ExprWalk.Parts(expr)[0]) ? expr : Compute(expr);

    private Expr RewriteBinary(Expr.Binary binary) => binary.Operator switch
    {
        BinaryOperator.HasTag or BinaryOperator.GetTag => OfEntity(binary),
        BinaryOperator.In when IsUnknownEntity(binary.Left) && !IsSurelyIn(binary) => binary,
        _ => Compute(binary),
    };

    private bool IsUnknownEntity(Expr expr) =>
        expr is Expr.Literal { Value: EntityUid uid } && !entities.TryGet(uid, out _);

    private static bool IsSurelyIn(Expr.Binary binary) => binary.Left.Equals(binary.Right);

    private Expr RewriteIf(Expr.If choice)
    {
        var condition = Rewrite(choice.Condition);
        if (condition is Expr.Literal { Value: BoolValue known })
            return Rewrite(known.Flag ? choice.Then : choice.Else);
        return choice with { Condition = condition, Then = Rewrite(choice.Then), Else = Rewrite(choice.Else) };
    }

    private Expr RewriteAnd(Expr.And and)
    {
        var left = Rewrite(and.Left);
        if (IsLiteral(left, Value.False))
            return left;
        var right = Rewrite(and.Right);
        if (IsLiteral(left, Value.True) && IsBool(right))
            return right;
        if (IsLiteral(right, Value.True) && IsBool(left))
            return left;
        return IsLiteral(right, Value.False) && CannotFail(left) ? right : and with { Left = left, Right = right };
    }

    private Expr RewriteOr(Expr.Or or)
    {
        var left = Rewrite(or.Left);
        if (IsLiteral(left, Value.True))
            return left;
        var right = Rewrite(or.Right);
        if (IsLiteral(left, Value.False) && IsBool(right))
            return right;
        if (IsLiteral(right, Value.False) && IsBool(left))
            return left;
        return IsLiteral(right, Value.True) && CannotFail(left) ? right : or with { Left = left, Right = right };
    }

    /// <summary>The value as a literal when all parts are literals and it has one.</summary>
    private Expr Compute(Expr expr)
    {
        foreach (var part in ExprWalk.Parts(expr))
        {
            if (part is not Expr.Literal)
                return expr;
        }

        try
        {
            return new Expr.Literal(interpreter.Evaluate(expr)) { Span = expr.Span };
        }
        catch (EvaluationException)
        {
            return expr;
        }
    }

    /// <summary>Whether an expression, if it has a value at all, has a Bool.</summary>
    private static bool IsBool(Expr expr) => expr switch
    {
        Expr.Literal literal => literal.Value is BoolValue,
        Expr.And or Expr.Or or Expr.HasAttribute or Expr.Like or Expr.Is => true,
        Expr.Unary unary => unary.Operator != UnaryOperator.Negate,
        Expr.Binary { Operator: BinaryOperator.Add or BinaryOperator.Subtract or BinaryOperator.Multiply } => false,
        Expr.Binary binary => binary.Operator != BinaryOperator.GetTag,
        Expr.If choice => IsBool(choice.Then) && IsBool(choice.Else),
        _ => false,
    };

    /// <summary>Whether a condition has a value on every request.</summary>
    private static bool CannotFail(Expr expr) => expr switch
    {
        Expr.Literal literal => literal.Value is BoolValue,
        Expr.And and => CannotFail(and.Left) && CannotFail(and.Right),
        Expr.Or or => CannotFail(or.Left) && CannotFail(or.Right),
        Expr.Unary { Operator: UnaryOperator.Not } not => CannotFail(not.Operand),
        Expr.Is test => IsEntity(test.Target),
        Expr.HasAttribute has => IsEntity(has.Target) || has.Target is Expr.Var,
        Expr.Binary { Operator: BinaryOperator.Equal or BinaryOperator.NotEqual } equal =>
            HasValue(equal.Left) && HasValue(equal.Right),
        Expr.Binary { Operator: BinaryOperator.In } within => IsEntity(within.Left) && IsEntity(within.Right),
        _ => false,
    };

    private static bool HasValue(Expr expr) => expr is Expr.Literal or Expr.Var;

    private static bool IsEntity(Expr expr) =>
        expr is Expr.Literal { Value: EntityUid } or Expr.Var { Variable: not Variable.Context };
}
