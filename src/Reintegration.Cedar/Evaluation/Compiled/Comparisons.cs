namespace Reintegration.Cedar;

internal sealed class EqualNode(Node left, Node right, bool isNegated) : TestNode
{
    public override Truth Test(ref Frame frame)
    {
        var a = left.Evaluate(ref frame);
        if (a is null)
            return Truth.Failed;
        var b = right.Evaluate(ref frame);
        return b is null ? Truth.Failed : Of(a.Equals(b) != isNegated);
    }
}

/// <summary>Less, and with its operands exchanged or its result negated the other three.</summary>
internal sealed class OrderNode(BinaryOperator op, Node left, Node right) : TestNode
{
    private readonly bool isArithmetic = left is NumberNode || right is NumberNode;

    public override Truth Test(ref Frame frame)
    {
        long a, b;
        if (isArithmetic)
        {
            if (!left.TryNumber(ref frame, out a) || !right.TryNumber(ref frame, out b))
                return Truth.Failed;
        }
        else if (!TryScalars(ref frame, out a, out b))
        {
            return Truth.Failed;
        }

        return Of(op switch
        {
            BinaryOperator.Less => a < b,
            BinaryOperator.LessOrEqual => a <= b,
            BinaryOperator.Greater => a > b,
            _ => a >= b,
        });
    }

    private bool TryScalars(ref Frame frame, out long a, out long b)
    {
        (a, b) = (0, 0);
        var x = left.Evaluate(ref frame);
        if (x is null)
            return false;
        var y = right.Evaluate(ref frame);
        switch (x, y)
        {
            case (_, null):
                return false;
            case (LongValue m, LongValue n):
                (a, b) = (m.Number, n.Number);
                return true;
            case (DatetimeValue m, DatetimeValue n):
                (a, b) = (m.EpochMilliseconds, n.EpochMilliseconds);
                return true;
            case (DurationValue m, DurationValue n):
                (a, b) = (m.Milliseconds, n.Milliseconds);
                return true;
            default:
                frame.Fail($"Expected two Longs, datetimes or durations to compare, found {x.Kind} and {y.Kind}.");
                return false;
        }
    }
}

internal sealed class ArithmeticNode(BinaryOperator op, Node left, Node right) : NumberNode
{
    public override bool TryNumber(ref Frame frame, out long number)
    {
        number = 0;
        if (!left.TryNumber(ref frame, out var a) || !right.TryNumber(ref frame, out var b))
            return false;
        var isLost = op switch
        {
            BinaryOperator.Add => ((a ^ (number = unchecked(a + b))) & (b ^ number)) < 0,
            BinaryOperator.Subtract => ((a ^ b) & (a ^ (number = unchecked(a - b)))) < 0,
            _ => Math.BigMul(a, b, out number) != number >> 63,
        };
        if (isLost)
            frame.Fail($"The result of `{ExprPrinter.Symbol(op)}` does not fit 64 bits.");
        return !isLost;
    }
}

internal sealed class NegateNode(Node operand) : NumberNode
{
    public override bool TryNumber(ref Frame frame, out long number)
    {
        if (!operand.TryNumber(ref frame, out number))
            return false;
        if (number == long.MinValue)
        {
            frame.Fail("The result of `-` does not fit 64 bits.");
            return false;
        }

        number = -number;
        return true;
    }
}

internal sealed class LikeNode(Node target, Pattern pattern) : TestNode
{
    public override Truth Test(ref Frame frame) =>
        Expect<StringValue>(target.Evaluate(ref frame), "a String", ref frame) is { } text
            ? Of(pattern.Matches(text.Text))
            : Truth.Failed;
}

internal sealed class IsNode(Node target, string type) : TestNode
{
    public override Truth Test(ref Frame frame) =>
        Expect<EntityUid>(target.Evaluate(ref frame), "an entity", ref frame) is { } uid
            ? Of(uid.Type == type)
            : Truth.Failed;
}
