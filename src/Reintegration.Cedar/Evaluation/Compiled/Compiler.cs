namespace Reintegration.Cedar;

/// <summary>Turns expressions into nodes that evaluate themselves, once, when a policy set is taken into use.</summary>
internal sealed class Compiler
{
    /// <summary>Tests remembered during one decision. More would cost more to clear than they spare.</summary>
    private const int SharedTestLimit = 512;

    private static readonly EntityUid Nobody = new("None", "");
    private readonly Dictionary<Expr, Node?> shared = [];

    /// <param name="bodies">The conditions of all policies: a test that occurs in two of them is computed once.</param>
    public Compiler(IEnumerable<Expr> bodies)
    {
        var counts = new Dictionary<Expr, int>();
        foreach (var expr in bodies.SelectMany(ExprWalk.All).Where(IsSharable))
            counts[expr] = counts.GetValueOrDefault(expr) + 1;
        foreach (var (expr, _) in counts.Where(pair => pair.Value > 1).OrderByDescending(pair => pair.Value).Take(SharedTestLimit))
            shared.Add(expr, null);
    }

    public int SharedTestCount { get; private set; }

    public Node Compile(Expr expr)
    {
        if (!IsSharable(expr) || !shared.TryGetValue(expr, out var node))
            return CompileOne(expr);
        return node ?? (shared[expr] = new SharedNode(CompileOne(expr), SharedTestCount++));
    }

    /// <summary>Tests dearer than remembering them; deep ones are left alone, as comparing them is dear too.</summary>
    private static bool IsSharable(Expr expr) =>
        expr is Expr.And or Expr.Or or Expr.HasAttribute or Expr.Like or Expr.Is or Expr.Unary { Operator: not UnaryOperator.Negate }
            or Expr.Binary { Operator: not (BinaryOperator.Add or BinaryOperator.Subtract or BinaryOperator.Multiply or BinaryOperator.GetTag) }
        && expr.Depth <= 16;

    private Node CompileOne(Expr expr) => expr switch
    {
        Expr.Literal literal => new ConstantNode(literal.Value),
        Expr.Var variable => OfVariable(variable.Variable),
        Expr.If choice => new IfNode(Compile(choice.Condition), Compile(choice.Then), Compile(choice.Else)),
        Expr.And => new AllNode([.. Chain(expr, node => node is Expr.And and ? (and.Left, and.Right) : null)]),
        Expr.Or => new AnyNode([.. Chain(expr, node => node is Expr.Or or ? (or.Left, or.Right) : null)]),
        Expr.Unary unary => Unary(unary.Operator, Compile(unary.Operand)),
        Expr.Binary binary => Binary(binary.Operator, Compile(binary.Left), Compile(binary.Right)),
        Expr.GetAttribute get => new GetNode(Compile(get.Target), get.Name),
        Expr.HasAttribute has => new HasNode(Compile(has.Target), has.Name),
        Expr.Like like => new LikeNode(Compile(like.Target), like.Pattern),
        Expr.Is test => new IsNode(Compile(test.Target), test.EntityType),
        Expr.Set set => Fold(new SetNode([.. set.Items.Select(Compile)]), set.Items),
        Expr.Record record => Fold(
            new RecordNode(
                [.. record.Attributes.Select(pair => pair.Key)],
                [.. record.Attributes.Select(pair => Compile(pair.Value))]),
            record.Attributes.Select(pair => pair.Value)),
        Expr.Call call => Fold(
            new CallNode(
                ExtensionFunctions.ByName[call.Function], [.. call.Arguments.Select(Compile)]), call.Arguments),
        _ => new FailingNode($"`{expr}` has no value: it is not linked or not known."),
    };

    /// <summary>
    /// What has only constants inside is computed now, unless it fails: an error must stay an error of the evaluation.
    /// </summary>
    private static Node Fold(Node node, IEnumerable<Expr> parts)
    {
        if (!parts.All(IsConstant))
            return node;
        var frame = new Frame(new Request(Nobody, Nobody, Nobody), Entities.Empty);
        return node.Evaluate(ref frame) is { } value ? new ConstantNode(value) : node;
    }

    private static bool IsConstant(Expr expr) => expr switch
    {
        Expr.Literal => true,
        Expr.Set set => set.Items.All(IsConstant),
        Expr.Record record => record.Attributes.All(pair => IsConstant(pair.Value)),
        Expr.Call call => call.Arguments.All(IsConstant),
        _ => false,
    };

    private List<Node> Chain(Expr expr, Func<Expr, (Expr Left, Expr Right)?> split)
    {
        var parts = new List<Node>();
        var open = new Stack<Expr>([expr]);
        while (open.TryPop(out var next))
        {
            if (split(next) is not var (left, right))
            {
                parts.Add(Compile(next));
                continue;
            }

            open.Push(right);
            open.Push(left);
        }

        return parts;
    }

    private static Node OfVariable(Variable variable) => variable switch
    {
        Variable.Principal => new PrincipalNode(),
        Variable.Action => new ActionNode(),
        Variable.Resource => new ResourceNode(),
        _ => new ContextNode(),
    };

    private static Node Unary(UnaryOperator op, Node operand) => op switch
    {
        UnaryOperator.Not => new NotNode(operand),
        UnaryOperator.Negate => new NegateNode(operand),
        _ => new IsEmptyNode(operand),
    };

    private static Node Binary(BinaryOperator op, Node left, Node right) => op switch
    {
        BinaryOperator.Equal => new EqualNode(left, right, isNegated: false),
        BinaryOperator.NotEqual => new EqualNode(left, right, isNegated: true),
        BinaryOperator.Add or BinaryOperator.Subtract or BinaryOperator.Multiply => new ArithmeticNode(op, left, right),
        BinaryOperator.In => new InNode(left, right),
        BinaryOperator.Contains => new ContainsNode(left, right),
        BinaryOperator.ContainsAll => new ContainsManyNode(left, right, isAll: true),
        BinaryOperator.ContainsAny => new ContainsManyNode(left, right, isAll: false),
        BinaryOperator.HasTag => new HasTagNode(left, right),
        BinaryOperator.GetTag => new GetTagNode(left, right),
        _ => new OrderNode(op, left, right),
    };
}
