namespace Reintegration.Cedar;

/// <summary>The typing rules of the operators with two operands.</summary>
internal sealed class BinaryTypeChecker(TypeChecker checker, RequestEnvironment environment)
{
    public Typing Check(Expr.Binary binary, Capabilities known) => binary.Operator switch
    {
        BinaryOperator.Equal => CheckEquality(binary, known),
        BinaryOperator.NotEqual => Negated(CheckEquality(binary, known)),
        BinaryOperator.Less or BinaryOperator.LessOrEqual or BinaryOperator.Greater or BinaryOperator.GreaterOrEqual =>
            CheckOrder(binary, known),
        BinaryOperator.Add or BinaryOperator.Subtract or BinaryOperator.Multiply => CheckArithmetic(binary, known),
        BinaryOperator.In => CheckIn(binary, known),
        BinaryOperator.Contains => CheckContains(binary, known),
        BinaryOperator.ContainsAll or BinaryOperator.ContainsAny => CheckContainsMany(binary, known),
        _ => CheckTag(binary, known),
    };

    private static Typing Negated(Typing typing) => typing.Type switch
    {
        CedarType.BoolType { Known: { } flag } => flag ? CedarType.False : CedarType.True,
        _ => new Typing(typing.Type, Capabilities.None),
    };

    private Typing CheckEquality(Expr.Binary binary, Capabilities known)
    {
        var left = checker.Check(binary.Left, known).Type;
        var right = checker.Check(binary.Right, known).Type;
        if (left is not null && right is not null && TypeLattice.AreDisjoint(left, right))
            return CedarType.False;
        if (Known(binary.Left) is Expr.Literal x && Known(binary.Right) is Expr.Literal y)
            return x.Value.Equals(y.Value) ? CedarType.True : CedarType.False;
        return left is null || right is null ? Typing.None : Joined(binary, left, right);
    }

    private Typing Joined(Expr.Binary binary, CedarType left, CedarType right) =>
        TypeLattice.Join(left, right) is null
            ? checker.Fail(binary, $"Expected operands of one type, found {left} and {right}.")
            : CedarType.Bool;

    /// <summary>In one environment the action is known, so <c>action</c> counts as the literal it stands for.</summary>
    private Expr Known(Expr expr) =>
        expr is Expr.Var { Variable: Variable.Action } ? new Expr.Literal(environment.Action.Uid) : expr;

    private Typing CheckOrder(Expr.Binary binary, Capabilities known)
    {
        var left = checker.Check(binary.Left, known).Type;
        var right = checker.Check(binary.Right, known).Type;
        if (left is null || right is null)
            return Typing.None;
        return left == right && TypeLattice.IsComparable(left)
            ? CedarType.Bool
            : checker.Fail(binary, $"Expected two Longs, datetimes or durations to compare, found {left} and {right}.");
    }

    private Typing CheckArithmetic(Expr.Binary binary, Capabilities known)
    {
        var left = checker.Expect(binary.Left, known, "Long", type => type == CedarType.Long);
        var right = checker.Expect(binary.Right, known, "Long", type => type == CedarType.Long);
        return left is null || right is null ? Typing.None : CedarType.Long;
    }

    private Typing CheckContains(Expr.Binary binary, Capabilities known)
    {
        var set = checker.Expect(binary.Left, known, "a Set", type => type is CedarType.SetType) as CedarType.SetType;
        var item = checker.Check(binary.Right, known).Type;
        return set is null || item is null ? Typing.None : Joined(binary, set.Element, item);
    }

    private Typing CheckContainsMany(Expr.Binary binary, Capabilities known)
    {
        var left = checker.Expect(binary.Left, known, "a Set", type => type is CedarType.SetType);
        var right = checker.Expect(binary.Right, known, "a Set", type => type is CedarType.SetType);
        return left is null || right is null ? Typing.None : Joined(binary, left, right);
    }

    private Typing CheckTag(Expr.Binary binary, Capabilities known)
    {
        var entity = checker.ExpectEntity(binary.Left, known) as CedarType.EntityType;
        var key = checker.Expect(binary.Right, known, "String", type => type == CedarType.String);
        if (entity is null || key is null)
            return Typing.None;
        var tags = checker.Schema.EntityTypes.GetValueOrDefault(entity.Name)?.Tags;
        var capability = Capability.Tag(binary.Left, binary.Right);
        if (binary.Operator == BinaryOperator.HasTag)
        {
            var type = tags is null ? CedarType.False : known.Contains(capability) ? CedarType.True : CedarType.Bool;
            return new Typing(type, Capabilities.Of(capability));
        }

        if (!known.Contains(capability))
            return checker.Fail(binary, "The tag may be missing. Expected a test with `hasTag` before it is used.");
        return tags is null ? checker.Fail(binary, $"Entities of the type `{entity.Name}` have no tags.") : tags;
    }

    private Typing CheckIn(Expr.Binary binary, Capabilities known)
    {
        var left = checker.ExpectEntity(binary.Left, known) as CedarType.EntityType;
        var right = checker.Expect(
            binary.Right, known, "an entity or a set of entities",
            type => type is CedarType.EntityType or CedarType.SetType { Element: CedarType.EntityType });
        if (left is null || right is null)
            return Typing.None;
        if (Known(binary.Left) is Expr.Literal { Value: EntityUid uid } && Schema.IsActionType(uid.Type)
            && KnownEntities(binary.Right) is { } groups)
            return IsActionIn(uid, groups) ? CedarType.True : CedarType.False;
        var group = (CedarType.EntityType)(right is CedarType.SetType set ? set.Element : right);
        return MayBeIn(left.Name, group.Name) ? CedarType.Bool : CedarType.False;
    }

    private List<EntityUid>? KnownEntities(Expr expr)
    {
        var exprs = expr is Expr.Set set ? set.Items : [expr];
        var found = new List<EntityUid>();
        foreach (var item in exprs)
        {
            if (Known(item) is not Expr.Literal { Value: EntityUid uid })
                return null;
            found.Add(uid);
        }

        return found;
    }

    private bool IsActionIn(EntityUid action, List<EntityUid> groups) => groups.Exists(group =>
        checker.Schema.Actions.TryGetValue(group, out var declared)
        && (group.Equals(action) || declared.Descendants.Contains(action)));

    private bool MayBeIn(string type, string ancestor) =>
        checker.Schema.MayBeIn(type, ancestor)
        || checker.Schema.Actions.Values.Any(action =>
            action.Uid.Type == ancestor && action.Descendants.Any(below => below.Type == type));
}
