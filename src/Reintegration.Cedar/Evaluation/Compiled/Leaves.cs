namespace Reintegration.Cedar;

internal sealed class ConstantNode(Value value) : Node
{
    public Value Value { get; } = value;

    public override Value Evaluate(ref Frame frame) => Value;
}

internal sealed class PrincipalNode : Node
{
    public override Value Evaluate(ref Frame frame) => frame.Request.Principal;
}

internal sealed class ActionNode : Node
{
    public override Value Evaluate(ref Frame frame) => frame.Request.Action;
}

internal sealed class ResourceNode : Node
{
    public override Value Evaluate(ref Frame frame) => frame.Request.Resource;
}

internal sealed class ContextNode : Node
{
    public override Value Evaluate(ref Frame frame) => frame.Request.Context;
}

/// <summary>What cannot be evaluated, such as an unknown left by partial evaluation.</summary>
internal sealed class FailingNode(string problem) : Node
{
    public override Value? Evaluate(ref Frame frame) => frame.Fail(problem);
}
