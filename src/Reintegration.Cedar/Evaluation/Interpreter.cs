namespace Reintegration.Cedar;

/// <summary>
/// Evaluates expressions in the plainest way, straight from the language's definition. Slow on purpose: it is what the
/// compiled evaluator is tested against, and shares no code with it but the values.
/// </summary>
internal sealed class Interpreter(Request request, Entities entities, Action<Expr>? trace = null)
{
    public bool IsSatisfied(Policy policy) => Bool(Evaluate(policy.Condition));

    public Value Evaluate(Expr expr)
    {
        trace?.Invoke(expr);
        switch (expr)
        {
            case Expr.Literal literal:
                return literal.Value;
            case Expr.Var variable:
                return VariableValue(variable.Variable);
            case Expr.If choice:
                return Evaluate(Bool(Evaluate(choice.Condition)) ? choice.Then : choice.Else);
            case Expr.And and:
                return Value.Of(Bool(Evaluate(and.Left)) && Bool(Evaluate(and.Right)));
            case Expr.Or or:
                return Value.Of(Bool(Evaluate(or.Left)) || Bool(Evaluate(or.Right)));
            case Expr.Unary unary:
                return Unary(unary.Operator, Evaluate(unary.Operand));
            case Expr.Binary binary:
                return Binary(binary.Operator, Evaluate(binary.Left), Evaluate(binary.Right));
            case Expr.GetAttribute get:
                return GetAttribute(Evaluate(get.Target), get.Name);
            case Expr.HasAttribute has:
                return HasAttribute(Evaluate(has.Target), has.Name);
            case Expr.Like like:
                return like.Pattern.Matches(String(Evaluate(like.Target)));
            case Expr.Is @is:
                return Entity(Evaluate(@is.Target)).Type == @is.EntityType;
            case Expr.Set set:
                return Value.Set(set.Items.Select(Evaluate).ToArray());
            case Expr.Record record:
                return Value.Record(record.Attributes.Select(pair => (pair.Key, Evaluate(pair.Value))));
            case Expr.Call call:
                return Call(call.Function, [.. call.Arguments.Select(Evaluate)]);
            default:
                throw new EvaluationException($"`{expr}` has no value: it is not linked or not known.");
        }
    }

    internal static EvaluationException Mismatch(string expected, Value found) =>
        new($"Expected {expected}, found {found.Kind}.");

    private Value VariableValue(Variable variable) => variable switch
    {
        Variable.Principal => request.Principal,
        Variable.Action => request.Action,
        Variable.Resource => request.Resource,
        _ => request.Context,
    };

    private static Value Unary(UnaryOperator op, Value operand) => op switch
    {
        UnaryOperator.Not => !Bool(operand),
        UnaryOperator.IsEmpty => Set(operand).Count == 0,
        _ => Long(operand) == long.MinValue ? throw Overflow("-") : -Long(operand),
    };

    private Value Binary(BinaryOperator op, Value left, Value right) => op switch
    {
        BinaryOperator.Equal => left.Equals(right),
        BinaryOperator.NotEqual => !left.Equals(right),
        BinaryOperator.Less => Compare(left, right) < 0,
        BinaryOperator.LessOrEqual => Compare(left, right) <= 0,
        BinaryOperator.Greater => Compare(left, right) > 0,
        BinaryOperator.GreaterOrEqual => Compare(left, right) >= 0,
        BinaryOperator.Add => Fit((Int128)Long(left) + Long(right), "+"),
        BinaryOperator.Subtract => Fit((Int128)Long(left) - Long(right), "-"),
        BinaryOperator.Multiply => Fit((Int128)Long(left) * Long(right), "*"),
        BinaryOperator.In => IsIn(Entity(left), right),
        BinaryOperator.Contains => Set(left).Contains(right),
        BinaryOperator.ContainsAll => Set(left).ContainsAll(Set(right)),
        BinaryOperator.ContainsAny => Set(left).ContainsAny(Set(right)),
        BinaryOperator.HasTag => HasTag(left, String(right)),
        _ => GetTag(left, String(right)),
    };

    private static int Compare(Value left, Value right) => (left, right) switch
    {
        (LongValue a, LongValue b) => a.Number.CompareTo(b.Number),
        (DatetimeValue a, DatetimeValue b) => a.EpochMilliseconds.CompareTo(b.EpochMilliseconds),
        (DurationValue a, DurationValue b) => a.Milliseconds.CompareTo(b.Milliseconds),
        _ => throw new EvaluationException(
            $"Expected two Longs, datetimes or durations to compare, found {left.Kind} and {right.Kind}."),
    };

    private static Value Fit(Int128 number, string op) =>
        number < long.MinValue || number > long.MaxValue ? throw Overflow(op) : (long)number;

    private static EvaluationException Overflow(string op) => new($"The result of `{op}` does not fit 64 bits.");

    private bool IsIn(EntityUid child, Value groups)
    {
        if (groups is EntityUid group)
            return entities.IsIn(child, group);
        if (groups is not SetValue set)
            throw Mismatch("an entity or a set of entities", groups);
        return set.Select(Entity).ToList().Exists(uid => entities.IsIn(child, uid));
    }

    private Value GetAttribute(Value target, string name)
    {
        if (target is RecordValue record)
            return record.Find(name)
                ?? throw new EvaluationException($"The record has no attribute {Escapes.Quote(name)}.");
        if (target is not EntityUid uid)
            throw Mismatch("a record or an entity", target);
        if (!entities.TryGet(uid, out var entity))
            throw new EvaluationException($"The entity {uid} does not exist.");
        return entity.Attributes.Find(name)
            ?? throw new EvaluationException($"The entity {uid} has no attribute {Escapes.Quote(name)}.");
    }

    private Value HasAttribute(Value target, string name) => target switch
    {
        RecordValue record => record.Has(name),
        EntityUid uid => entities.TryGet(uid, out var entity) && entity.Attributes.Has(name),
        _ => throw Mismatch("a record or an entity", target),
    };

    private RecordValue? Tags(Value target) => entities.TryGet(Entity(target), out var entity) ? entity.Tags : null;

    private Value HasTag(Value target, string name) => Tags(target)?.Has(name) ?? false;

    private Value GetTag(Value target, string name) =>
        Tags(target)?.Find(name) ?? throw new EvaluationException($"{target} has no tag {Escapes.Quote(name)}.");

    private static Value Call(string name, Value[] arguments)
    {
        var function = ExtensionFunctions.ByName[name];
        if (arguments.Length != function.Parameters.Length)
        {
            throw new EvaluationException(
                $"Expected {function.Parameters.Length} arguments for `{name}`, found {arguments.Length}.");
        }

        for (var i = 0; i < arguments.Length; i++)
        {
            if (arguments[i].Kind != function.Parameters[i])
                throw Mismatch(function.Parameters[i].ToString(), arguments[i]);
        }

        return function.Compute(arguments[0], arguments[^1])
            ?? throw new EvaluationException($"`{name}` has no result for {string.Join<Value>(", ", arguments)}.");
    }

    private static bool Bool(Value value) => value is BoolValue b ? b.Flag : throw Mismatch("a Bool", value);

    private static long Long(Value value) => value is LongValue l ? l.Number : throw Mismatch("a Long", value);

    private static string String(Value value) => value is StringValue s ? s.Text : throw Mismatch("a String", value);

    private static SetValue Set(Value value) => value as SetValue ?? throw Mismatch("a Set", value);

    private static EntityUid Entity(Value value) => value as EntityUid ?? throw Mismatch("an entity", value);
}
