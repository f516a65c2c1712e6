namespace Reintegration.Cedar;

/// <summary>
/// What is known of an expression: its type, null if it has none, and what is known once it has held.
/// </summary>
internal readonly record struct Typing(CedarType? Type, Capabilities Shown)
{
    public static Typing None { get; } = new(null, Capabilities.None);

    public static implicit operator Typing(CedarType type) => new(type, Capabilities.None);
}

/// <summary>
/// Computes types under one request environment. An expression that can only be false hides what it short-circuits:
/// that part is not checked, because it is never evaluated.
/// </summary>
internal sealed class TypeChecker(Schema schema, RequestEnvironment environment)
{
    private readonly List<(string Message, SourceSpan Span)> errors = [];

    public IReadOnlyList<(string Message, SourceSpan Span)> Errors => errors;

    public Schema Schema { get; } = schema;

    public CedarType? CheckCondition(Expr condition) => Bool(condition, Capabilities.None).Type;

    public Typing Check(Expr expr, Capabilities known) => expr switch
    {
        Expr.Literal literal => CheckLiteral(literal.Value),
        Expr.Var variable => VariableType(variable.Variable),
        Expr.Slot slot => SlotType(slot.Variable),
        Expr.If choice => CheckIf(choice, known),
        Expr.And and => CheckAnd(and, known),
        Expr.Or or => CheckOr(or, known),
        Expr.Unary unary => CheckUnary(unary, known),
        Expr.Binary binary => new BinaryTypeChecker(this, environment).Check(binary, known),
        Expr.GetAttribute get => CheckGet(get, known),
        Expr.HasAttribute has => CheckHas(has, known),
        Expr.Like like => Expect(like.Target, known, "String", type => type == CedarType.String) is null
            ? Typing.None
            : CedarType.Bool,
        Expr.Is test => CheckIs(test, known),
        Expr.Set set => CheckSet(set, known),
        Expr.Record record => CheckRecord(record, known),
        Expr.Call call => new CallTypeChecker(this).Check(call, known),
        _ => Fail(expr, "This is not known when the policy is checked."),
    };

    public Typing Fail(Expr at, string message)
    {
        errors.Add((message, at.Span));
        return Typing.None;
    }

    /// <summary>The type of an expression that must be of a certain kind; null, after an error, if it is not.</summary>
    public CedarType? Expect(Expr expr, Capabilities known, string what, Func<CedarType, bool> fits)
    {
        var type = Check(expr, known).Type;
        if (type is null || fits(type))
            return type;
        Fail(expr, $"Expected {what}, found {type}.");
        return null;
    }

    public CedarType? ExpectEntity(Expr expr, Capabilities known) =>
        Expect(expr, known, "an entity", type => type is CedarType.EntityType);

    private Typing Bool(Expr expr, Capabilities known)
    {
        var typing = Check(expr, known);
        return typing.Type is null or CedarType.BoolType ? typing : Fail(expr, $"Expected Bool, found {typing.Type}.");
    }

    private Typing CheckLiteral(Value value) => value switch
    {
        BoolValue flag => flag.Flag ? CedarType.True : CedarType.False,
        LongValue => CedarType.Long,
        StringValue => CedarType.String,
        // An unknown entity has no type; NameCheck has already said so.
        EntityUid uid => Schema.EntityTypes.ContainsKey(uid.Type) || Schema.Actions.ContainsKey(uid)
            ? new CedarType.EntityType(uid.Type)
            : Typing.None,
        DecimalValue or IpValue or DatetimeValue or DurationValue => CedarType.Of(value.Kind),
        _ => Typing.None,
    };

    private CedarType VariableType(Variable variable) => variable switch
    {
        Variable.Principal => new CedarType.EntityType(environment.Principal),
        Variable.Action => new CedarType.EntityType(environment.Action.Uid.Type),
        Variable.Resource => new CedarType.EntityType(environment.Resource),
        _ => environment.Action.Context,
    };

    private Typing SlotType(Variable variable)
    {
        var type = variable == Variable.Principal ? environment.PrincipalSlot : environment.ResourceSlot;
        return type is null ? Typing.None : new CedarType.EntityType(type);
    }

    private Typing CheckIf(Expr.If choice, Capabilities known)
    {
        var test = Bool(choice.Condition, known);
        if (test.Type == CedarType.True)
        {
            var only = Check(choice.Then, known.Union(test.Shown));
            return only with { Shown = only.Shown.Union(test.Shown) };
        }

        if (test.Type == CedarType.False)
            return Check(choice.Else, known);
        var then = Check(choice.Then, known.Union(test.Shown));
        var otherwise = Check(choice.Else, known);
        if (then.Type is null || otherwise.Type is null)
            return Typing.None;
        if (TypeLattice.Join(then.Type, otherwise.Type) is not { } type)
            return Fail(choice, $"The branches have different types, {then.Type} and {otherwise.Type}.");
        var shown = otherwise.Shown.Intersect(then.Shown.Union(test.Shown));
        return test.Type is null ? Typing.None : new Typing(type, shown);
    }

    private Typing CheckAnd(Expr.And and, Capabilities known)
    {
        var left = Bool(and.Left, known);
        if (left.Type == CedarType.False)
            return CedarType.False;
        var right = Bool(and.Right, known.Union(left.Shown));
        if (right.Type == CedarType.False && left.Type is not null)
            return CedarType.False;
        if (left.Type is null || right.Type is null)
            return Typing.None;
        var shown = left.Shown.Union(right.Shown);
        return new Typing(
            right.Type == CedarType.True
                ? left.Type : left.Type == CedarType.True ? right.Type
                : CedarType.Bool, shown);
    }

    private Typing CheckOr(Expr.Or or, Capabilities known)
    {
        var left = Bool(or.Left, known);
        if (left.Type == CedarType.True)
            return left;
        var right = Bool(or.Right, known);
        if (left.Type is null || right.Type is null)
            return Typing.None;
        if (right.Type == CedarType.True)
            return right;
        if (right.Type == CedarType.False)
            return left;
        if (left.Type == CedarType.False)
            return right;
        return new Typing(CedarType.Bool, right.Shown.Intersect(left.Shown));
    }

    private Typing CheckUnary(Expr.Unary unary, Capabilities known)
    {
        switch (unary.Operator)
        {
            case UnaryOperator.Not:
                var type = Bool(unary.Operand, known).Type;
                return type switch
                {
                    null => Typing.None,
                    CedarType.BoolType { Known: { } flag } => flag ? CedarType.False : CedarType.True,
                    _ => CedarType.Bool,
                };
            case UnaryOperator.Negate:
                return Expect(unary.Operand, known, "Long", operand => operand == CedarType.Long)
                    ?? (Typing)Typing.None;
            default:
                var set = Expect(unary.Operand, known, "a Set", operand => operand is CedarType.SetType);
                return set is null ? Typing.None : CedarType.Bool;
        }
    }

    private Typing CheckGet(Expr.GetAttribute get, Capabilities known)
    {
        var target = ExpectHolder(get.Target, known);
        if (target is null)
            return Typing.None;
        if (AttributeOf(target, get.Name) is not { } attribute)
            return Fail(get, $"{target} has no attribute {Escapes.Quote(get.Name)}.");
        if (attribute.IsRequired || known.Contains(Capability.Attribute(get.Target, get.Name)))
            return attribute.Type;
        return Fail(
            get, $"The attribute {Escapes.Quote(get.Name)} is optional. Expected a test with `has` before it is used.");
    }

    private Typing CheckHas(Expr.HasAttribute has, Capabilities known)
    {
        var target = ExpectHolder(has.Target, known);
        if (target is null)
            return Typing.None;
        var capability = Capability.Attribute(has.Target, has.Name);
        if (AttributeOf(target, has.Name) is not { } attribute)
            return MayHaveOthers(target) ? CedarType.Bool : CedarType.False;
        // An entity need not exist, so even a required attribute may be missing, unless it was already seen.
        var isCertain = known.Contains(capability) || (attribute.IsRequired && target is CedarType.RecordType);
        return new Typing(isCertain ? CedarType.True : CedarType.Bool, Capabilities.Of(capability));
    }

    private CedarType? ExpectHolder(Expr expr, Capabilities known) =>
        Expect(expr, known, "a record or an entity", type => type is CedarType.RecordType or CedarType.EntityType);

    private AttributeType? AttributeOf(CedarType type, string name) => type switch
    {
        CedarType.RecordType record => record.Attributes.GetValueOrDefault(name),
        CedarType.EntityType entity => Schema.EntityTypes.GetValueOrDefault(entity.Name)?.Attributes.Attributes
            .GetValueOrDefault(name),
        _ => null,
    };

    /// <summary>Whether a type may have attributes that are not declared; none may, in a complete schema.</summary>
    private static bool MayHaveOthers(CedarType type) => type is not (CedarType.RecordType or CedarType.EntityType);

    private Typing CheckIs(Expr.Is test, Capabilities known) =>
        ExpectEntity(test.Target, known) is CedarType.EntityType entity
            ? entity.Name == test.EntityType ? CedarType.True : CedarType.False
            : Typing.None;

    private Typing CheckSet(Expr.Set set, Capabilities known)
    {
        if (set.Items.IsEmpty)
            return Fail(set, "An empty set has no type. Expected at least one element.");
        var types = set.Items.Select(item => Check(item, known).Type).ToList();
        if (types.Contains(null))
            return Typing.None;
        var joined = types.Aggregate((a, b) => a is null ? null : TypeLattice.Join(a, b!));
        return joined is null
            ? Fail(set, $"The elements have different types: {string.Join(", ", types.Distinct())}.")
            : new CedarType.SetType(joined);
    }

    private Typing CheckRecord(Expr.Record record, Capabilities known)
    {
        var types = record.Attributes.Select(pair => (pair.Key, Check(pair.Value, known).Type)).ToList();
        return types.Exists(pair => pair.Type is null)
            ? Typing.None
            : CedarType.RecordType.Of(types.Select(pair =>
                new KeyValuePair<string, AttributeType>(pair.Key, new AttributeType(pair.Type!))));
    }
}
