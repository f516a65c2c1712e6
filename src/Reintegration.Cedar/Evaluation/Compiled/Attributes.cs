namespace Reintegration.Cedar;

internal sealed class GetNode(Node target, string name) : Node
{
    public override Value? Evaluate(ref Frame frame)
    {
        switch (target.Evaluate(ref frame))
        {
            case null:
                return null;
            case RecordValue record:
                return record.Find(name) ?? frame.Fail($"The record has no attribute {Escapes.Quote(name)}.");
            case EntityUid uid:
                if (frame.Find(uid) is not { } found)
                    return frame.Fail($"The entity {uid} does not exist.");
                return found.Entity.Attributes.Find(name)
                    ?? frame.Fail($"The entity {uid} has no attribute {Escapes.Quote(name)}.");
            case var other:
                return frame.Fail(Mismatch("a record or an entity", other));
        }
    }
}

internal sealed class HasNode(Node target, string name) : TestNode
{
    public override Truth Test(ref Frame frame) => target.Evaluate(ref frame) switch
    {
        null => Truth.Failed,
        RecordValue record => Of(record.Has(name)),
        EntityUid uid => Of(frame.Find(uid) is { } found && found.Entity.Attributes.Has(name)),
        var other => frame.FailTest(Mismatch("a record or an entity", other)),
    };
}

internal sealed class HasTagNode(Node target, Node key) : TestNode
{
    public override Truth Test(ref Frame frame)
    {
        if (Expect<EntityUid>(target.Evaluate(ref frame), "an entity", ref frame) is not { } uid
            || Expect<StringValue>(key.Evaluate(ref frame), "a String", ref frame) is not { } name)
            return Truth.Failed;
        return Of(frame.Find(uid) is { } found && found.Entity.Tags.Has(name.Text));
    }
}

internal sealed class GetTagNode(Node target, Node key) : Node
{
    public override Value? Evaluate(ref Frame frame)
    {
        if (Expect<EntityUid>(target.Evaluate(ref frame), "an entity", ref frame) is not { } uid
            || Expect<StringValue>(key.Evaluate(ref frame), "a String", ref frame) is not { } name)
            return null;
        return frame.Find(uid)?.Entity.Tags.Find(name.Text)
            ?? frame.Fail($"{uid} has no tag {Escapes.Quote(name.Text)}.");
    }
}
