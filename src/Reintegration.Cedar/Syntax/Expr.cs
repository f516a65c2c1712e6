namespace Reintegration.Cedar;

public enum Variable
{
    Principal,
    Action,
    Resource,
    Context,
}

public enum UnaryOperator
{
    Not,
    Negate,
    IsEmpty,
}

public enum BinaryOperator
{
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Add,
    Subtract,
    Multiply,
    In,
    Contains,
    ContainsAll,
    ContainsAny,
    HasTag,
    GetTag,
}

/// <summary>An expression of a policy. Two are equal when they are built alike, wherever they were written.</summary>
public abstract record Expr
{
    private protected Expr()
    {
    }

    /// <summary>Where it was written; empty for an expression that was not read from text.</summary>
    public SourceSpan Span { get; init; }

    /// <summary>How high the tree is: 1 for a leaf.</summary>
    internal abstract int Depth { get; }

    public virtual bool Equals(Expr? other) => other is not null && EqualityContract == other.EqualityContract;

    public override int GetHashCode() => EqualityContract.GetHashCode();

    /// <summary>The expression as Cedar text.</summary>
    public sealed override string ToString() => ExprPrinter.Print(this);

    public sealed record Literal(Value Value) : Expr
    {
        internal override int Depth => 1;
    }

    public sealed record Var(Variable Variable) : Expr
    {
        internal override int Depth => 1;
    }

    /// <summary>A place in a template to be filled when it is linked: <c>?principal</c> or <c>?resource</c>.</summary>
    public sealed record Slot(Variable Variable) : Expr
    {
        internal override int Depth => 1;
    }

    /// <summary>A value that is not known yet; only partial evaluation makes and accepts it.</summary>
    public sealed record Unknown(string Name) : Expr
    {
        internal override int Depth => 1;
    }

    public sealed record If(Expr Condition, Expr Then, Expr Else) : Expr
    {
        internal override int Depth { get; } = 1 + Math.Max(Condition.Depth, Math.Max(Then.Depth, Else.Depth));
    }

    public sealed record And(Expr Left, Expr Right) : Expr
    {
        internal override int Depth { get; } = 1 + Math.Max(Left.Depth, Right.Depth);
    }

    public sealed record Or(Expr Left, Expr Right) : Expr
    {
        internal override int Depth { get; } = 1 + Math.Max(Left.Depth, Right.Depth);
    }

    public sealed record Unary(UnaryOperator Operator, Expr Operand) : Expr
    {
        internal override int Depth { get; } = 1 + Operand.Depth;
    }

    public sealed record Binary(BinaryOperator Operator, Expr Left, Expr Right) : Expr
    {
        internal override int Depth { get; } = 1 + Math.Max(Left.Depth, Right.Depth);
    }

    public sealed record GetAttribute(Expr Target, string Name) : Expr
    {
        internal override int Depth { get; } = 1 + Target.Depth;
    }

    public sealed record HasAttribute(Expr Target, string Name) : Expr
    {
        internal override int Depth { get; } = 1 + Target.Depth;
    }

    public sealed record Like(Expr Target, Pattern Pattern) : Expr
    {
        internal override int Depth { get; } = 1 + Target.Depth;
    }

    public sealed record Is(Expr Target, string EntityType) : Expr
    {
        internal override int Depth { get; } = 1 + Target.Depth;
    }

    public sealed record Set(ImmutableArray<Expr> Items) : Expr
    {
        internal override int Depth { get; } = 1 + Items.Select(item => item.Depth).DefaultIfEmpty().Max();

        public bool Equals(Set? other) => other is not null && Items.SequenceEqual(other.Items);

        public override int GetHashCode() => Items.Length;
    }

    public sealed record Record(ImmutableArray<KeyValuePair<string, Expr>> Attributes) : Expr
    {
        internal override int Depth { get; } = 1 + Attributes.Select(pair => pair.Value.Depth).DefaultIfEmpty().Max();

        public bool Equals(Record? other) => other is not null && Attributes.SequenceEqual(other.Attributes);

        public override int GetHashCode() => Attributes.Length;
    }

    /// <summary>A call of an extension function; a method's receiver is its first argument.</summary>
    public sealed record Call(string Function, ImmutableArray<Expr> Arguments) : Expr
    {
        internal override int Depth { get; } = 1 + Arguments.Select(item => item.Depth).DefaultIfEmpty().Max();

        public bool Equals(Call? other) =>
            other is not null && Function == other.Function && Arguments.SequenceEqual(other.Arguments);

        public override int GetHashCode() => HashCode.Combine(Function, Arguments.Length);
    }
}
