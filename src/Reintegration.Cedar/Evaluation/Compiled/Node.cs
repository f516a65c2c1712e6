using System.Runtime.CompilerServices;

namespace Reintegration.Cedar;

/// <summary>The outcome of a condition. A failure leaves its reason in the frame.</summary>
internal enum Truth : byte
{
    /// <summary>Not asked yet; only a memo holds it.</summary>
    Unknown,
    False,
    True,
    Failed,
}

/// <summary>One evaluation: the request, the entities it is about, and the first thing that went wrong.</summary>
internal ref struct Frame(Request request, Entities entities, Span<Truth> memo = default)
{
    /// <summary>The outcome of each test several policies share, once one of them has asked for it.</summary>
    public readonly Span<Truth> Memo = memo;

    public readonly Request Request = request;
    public readonly Entities Entities = entities;
    public readonly Entities.Node? Principal = entities.Find(request.Principal);
    public readonly Entities.Node? Action = entities.Find(request.Action);
    public readonly Entities.Node? Resource = entities.Find(request.Resource);

    public string? Problem { get; private set; }

    /// <summary>Failures are values, not exceptions: a rule that fails must not cost a thousand that do not.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public Value? Fail(string problem)
    {
        Problem ??= problem;
        return null;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public Truth FailTest(string problem)
    {
        Problem ??= problem;
        return Truth.Failed;
    }

    public void Forget() => Problem = null;

    public readonly Entities.Node? Find(EntityUid uid)
    {
        if (ReferenceEquals(uid, Request.Principal))
            return Principal;
        return ReferenceEquals(uid, Request.Resource) ? Resource : Entities.Find(uid);
    }
}

/// <summary>A compiled expression. Immutable, so threads share it.</summary>
internal abstract class Node
{
    /// <summary>The value, or null when there is none; the frame then holds the reason.</summary>
    public abstract Value? Evaluate(ref Frame frame);

    /// <summary>The value of a condition.</summary>
    public virtual Truth Test(ref Frame frame)
    {
        var value = Evaluate(ref frame);
        if (ReferenceEquals(value, Value.True))
            return Truth.True;
        if (ReferenceEquals(value, Value.False))
            return Truth.False;
        return value is null ? Truth.Failed : frame.FailTest(Mismatch("a Bool", value));
    }

    /// <summary>The value of an arithmetic expression; false when it has none.</summary>
    public virtual bool TryNumber(ref Frame frame, out long number)
    {
        var value = Evaluate(ref frame);
        if (value is LongValue found)
        {
            number = found.Number;
            return true;
        }

        number = 0;
        if (value is not null)
            frame.Fail(Mismatch("a Long", value));
        return false;
    }

    protected static string Mismatch(string expected, Value found) => $"Expected {expected}, found {found.Kind}.";

    protected static T? Expect<T>(Value? value, string expected, ref Frame frame)
        where T : Value
    {
        if (value is T fitting)
            return fitting;
        if (value is not null)
            frame.Fail(Mismatch(expected, value));
        return null;
    }
}

/// <summary>A compiled condition: its truth comes first and its value from it.</summary>
internal abstract class TestNode : Node
{
    public sealed override Value? Evaluate(ref Frame frame) => Test(ref frame) switch
    {
        Truth.True => Value.True,
        Truth.False => Value.False,
        _ => null,
    };

    public abstract override Truth Test(ref Frame frame);

    protected static Truth Of(bool holds) => holds ? Truth.True : Truth.False;
}

/// <summary>A compiled arithmetic expression: computed without making values on the way.</summary>
internal abstract class NumberNode : Node
{
    public sealed override Value? Evaluate(ref Frame frame) =>
        TryNumber(ref frame, out var number) ? new LongValue(number) : null;

    public abstract override bool TryNumber(ref Frame frame, out long number);
}
