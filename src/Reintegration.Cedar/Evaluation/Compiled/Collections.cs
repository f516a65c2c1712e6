namespace Reintegration.Cedar;

internal sealed class InNode(Node child, Node groups) : TestNode
{
    public override Truth Test(ref Frame frame)
    {
        if (Expect<EntityUid>(child.Evaluate(ref frame), "an entity", ref frame) is not { } uid)
            return Truth.Failed;
        return groups.Evaluate(ref frame) switch
        {
            null => Truth.Failed,
            EntityUid group => Of(IsIn(uid, frame.Find(uid), group)),
            SetValue set => IsInAny(uid, set, ref frame),
            var other => frame.FailTest(Mismatch("an entity or a set of entities", other)),
        };
    }

    private static bool IsIn(EntityUid uid, Entities.Node? found, EntityUid group) =>
        uid.Equals(group) || (found is not null && found.IsBelow(group));

    private static Truth IsInAny(EntityUid uid, SetValue set, ref Frame frame)
    {
        var found = frame.Find(uid);
        var isIn = false;
        // No early answer: an element that is no entity is an error wherever it stands.
        foreach (var item in set.Items)
        {
            if (item is not EntityUid group)
                return frame.FailTest(Mismatch("an entity", item));
            isIn |= IsIn(uid, found, group);
        }

        return Of(isIn);
    }
}

internal sealed class ContainsNode(Node set, Node item) : TestNode
{
    public override Truth Test(ref Frame frame)
    {
        if (Expect<SetValue>(set.Evaluate(ref frame), "a Set", ref frame) is not { } items)
            return Truth.Failed;
        return item.Evaluate(ref frame) is { } value ? Of(items.Contains(value)) : Truth.Failed;
    }
}

internal sealed class ContainsManyNode(Node left, Node right, bool isAll) : TestNode
{
    public override Truth Test(ref Frame frame)
    {
        if (Expect<SetValue>(left.Evaluate(ref frame), "a Set", ref frame) is not { } a
            || Expect<SetValue>(right.Evaluate(ref frame), "a Set", ref frame) is not { } b)
            return Truth.Failed;
        return Of(isAll ? a.ContainsAll(b) : a.ContainsAny(b));
    }
}

internal sealed class IsEmptyNode(Node set) : TestNode
{
    public override Truth Test(ref Frame frame) =>
        Expect<SetValue>(set.Evaluate(ref frame), "a Set", ref frame) is { } items
            ? Of(items.Count == 0)
            : Truth.Failed;
}

internal sealed class SetNode(Node[] parts) : Node
{
    public override Value? Evaluate(ref Frame frame)
    {
        var values = new Value[parts.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            if (parts[i].Evaluate(ref frame) is not { } value)
                return null;
            values[i] = value;
        }

        return new SetValue(values);
    }
}

internal sealed class RecordNode(string[] names, Node[] parts) : Node
{
    public override Value? Evaluate(ref Frame frame)
    {
        var attributes = new KeyValuePair<string, Value>[parts.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            if (parts[i].Evaluate(ref frame) is not { } value)
                return null;
            attributes[i] = new(names[i], value);
        }

        return RecordValue.From(attributes);
    }
}

/// <summary>A call of an extension function of one or two parameters.</summary>
internal sealed class CallNode(ExtensionFunction function, Node[] arguments) : Node
{
    public override Value? Evaluate(ref Frame frame)
    {
        Value? first = null;
        Value? last = null;
        for (var i = 0; i < arguments.Length; i++)
        {
            last = arguments[i].Evaluate(ref frame);
            if (last is null)
                return null;
            first ??= last;
            if (i < function.Parameters.Length && last.Kind != function.Parameters[i])
                return frame.Fail(Mismatch(function.Parameters[i].ToString(), last));
        }

        if (arguments.Length != function.Parameters.Length)
            return frame.Fail(
                $"Expected {function.Parameters.Length} arguments for `{function.Name}`, found {arguments.Length}.");
        return function.Compute(first!, last!)
            ?? frame.Fail($"`{function.Name}` has no result for {first} and {last}.");
    }
}
