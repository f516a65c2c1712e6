namespace Reintegration.Cedar;

/// <summary>A chain of conditions that must all hold, tested from the left until one does not.</summary>
internal sealed class AllNode(Node[] parts) : TestNode
{
    public override Truth Test(ref Frame frame)
    {
        foreach (var part in parts)
        {
            var truth = part.Test(ref frame);
            if (truth != Truth.True)
                return truth;
        }

        return Truth.True;
    }
}

/// <summary>A chain of conditions of which one must hold, tested from the left until one does.</summary>
internal sealed class AnyNode(Node[] parts) : TestNode
{
    public override Truth Test(ref Frame frame)
    {
        foreach (var part in parts)
        {
            var truth = part.Test(ref frame);
            if (truth != Truth.False)
                return truth;
        }

        return Truth.False;
    }
}

internal sealed class NotNode(Node operand) : TestNode
{
    public override Truth Test(ref Frame frame) => operand.Test(ref frame) switch
    {
        Truth.True => Truth.False,
        Truth.False => Truth.True,
        _ => Truth.Failed,
    };
}

internal sealed class IfNode(Node condition, Node then, Node otherwise) : Node
{
    public override Value? Evaluate(ref Frame frame) => condition.Test(ref frame) switch
    {
        Truth.True => then.Evaluate(ref frame),
        Truth.False => otherwise.Evaluate(ref frame),
        _ => null,
    };
}

/// <summary>
/// A test that occurs in several policies: it is computed for the first and remembered for the rest of the decision.
/// A failure is not remembered; computing it again gives the next policy its own reason.
/// </summary>
internal sealed class SharedNode(Node test, int place) : TestNode
{
    public override Truth Test(ref Frame frame)
    {
        if (place >= frame.Memo.Length)
            return test.Test(ref frame);
        var known = frame.Memo[place];
        if (known != Truth.Unknown)
            return known;
        var truth = test.Test(ref frame);
        if (truth != Truth.Failed)
            frame.Memo[place] = truth;
        return truth;
    }
}
