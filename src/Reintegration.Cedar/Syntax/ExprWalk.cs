namespace Reintegration.Cedar;

/// <summary>Walks over an expression and all its parts.</summary>
public static class ExprWalk
{
    /// <summary>The expression and everything in it, each before its parts.</summary>
    public static IEnumerable<Expr> All(Expr expr)
    {
        var open = new Stack<Expr>();
        open.Push(expr);
        while (open.TryPop(out var next))
        {
            yield return next;
            var parts = Parts(next);
            for (var i = parts.Count - 1; i >= 0; i--)
                open.Push(parts[i]);
        }
    }

    /// <summary>The direct parts of an expression, from left to right.</summary>
    public static IReadOnlyList<Expr> Parts(Expr expr) => expr switch
    {
        Expr.If choice => [choice.Condition, choice.Then, choice.Else],
        Expr.And and => [and.Left, and.Right],
        Expr.Or or => [or.Left, or.Right],
        Expr.Unary unary => [unary.Operand],
        Expr.Binary binary => [binary.Left, binary.Right],
        Expr.GetAttribute get => [get.Target],
        Expr.HasAttribute has => [has.Target],
        Expr.Like like => [like.Target],
        Expr.Is @is => [@is.Target],
        Expr.Set set => set.Items,
        Expr.Record record => [.. record.Attributes.Select(pair => pair.Value)],
        Expr.Call call => call.Arguments,
        _ => [],
    };
}
