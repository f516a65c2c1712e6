namespace Reintegration.Cedar;

/// <summary>Reads expressions: from the loosest binding form (if) to the tightest (literals and brackets).</summary>
internal sealed class ExprParser(TokenStream tokens)
{
    private const int LongestPrefix = 4;

    private readonly PrimaryParser primaries = new(tokens);

    public Expr Parse() => tokens.Nested(ParseNested);

    private Expr ParseNested()
    {
        var start = tokens.Current.Start;
        // `if` also names an attribute in `{if: 1}` and `x has if`, which are errors with their own words.
        if (!tokens.TryTake("if"))
            return ParseOr();
        var condition = Parse();
        tokens.Expect("then", "after the condition of `if`");
        var then = Parse();
        tokens.Expect("else", "after the `then` branch");
        var otherwise = Parse();
        return Checked(new Expr.If(condition, then, otherwise), start);
    }

    private Expr ParseOr()
    {
        var start = tokens.Current.Start;
        var left = ParseAnd();
        while (tokens.TryTake("||"))
            left = Checked(new Expr.Or(left, ParseAnd()), start);
        return left;
    }

    private Expr ParseAnd()
    {
        var start = tokens.Current.Start;
        var left = ParseRelation();
        while (tokens.TryTake("&&"))
            left = Checked(new Expr.And(left, ParseRelation()), start);
        return left;
    }

    private Expr ParseRelation()
    {
        var start = tokens.Current.Start;
        var left = ParseSum();
        Expr? relation = tokens.Current switch
        {
            { Kind: TokenKind.Identifier, Text: "has" } => ParseHas(left, start),
            { Kind: TokenKind.Identifier, Text: "like" } => ParseLike(left),
            { Kind: TokenKind.Identifier, Text: "is" } => ParseIs(left, start),
            _ when RelationOperator() is { } op => new Expr.Binary(op, left, TakeThen(ParseSum)),
            _ => null,
        };
        if (tokens.Current.Is("="))
            throw tokens.Unexpected("an operator; to compare write `==`, and");
        if (relation is null)
            return left;
        if (RelationOperator() is not null || tokens.Current.Is("has") || tokens.Current.Is("like") || tokens.Current.Is("is"))
            throw tokens.Unexpected("no second comparison in a row (use brackets or `&&`), and");
        return Checked(relation, start);
    }

    private T TakeThen<T>(Func<T> read)
    {
        tokens.Take();
        return read();
    }

    private BinaryOperator? RelationOperator() => tokens.Current switch
    {
        { Kind: TokenKind.Symbol } symbol => symbol.Text switch
        {
            "==" => BinaryOperator.Equal,
            "!=" => BinaryOperator.NotEqual,
            "<" => BinaryOperator.Less,
            "<=" => BinaryOperator.LessOrEqual,
            ">" => BinaryOperator.Greater,
            ">=" => BinaryOperator.GreaterOrEqual,
            _ => null,
        },
        { Kind: TokenKind.Identifier, Text: "in" } => BinaryOperator.In,
        _ => null,
    };

    /// <summary><c>x has a.b.c</c> asks for every step of the way: x has a, x.a has b, x.a.b has c.</summary>
    private Expr ParseHas(Expr target, int start)
    {
        tokens.Take();
        if (tokens.Current.Kind == TokenKind.String)
            return new Expr.HasAttribute(target, string.Intern(tokens.ExpectString("an attribute name")));
        var name = primaries.ExpectIdentifier("an attribute name after `has`");
        Expr result = Checked(new Expr.HasAttribute(target, name), start);
        while (tokens.TryTake("."))
        {
            target = Checked(new Expr.GetAttribute(target, name), start);
            name = primaries.ExpectIdentifier("an attribute name after `.`");
            result = Checked(new Expr.And(result, Checked(new Expr.HasAttribute(target, name), start)), start);
        }

        return result;
    }

    private Expr.Like ParseLike(Expr target)
    {
        tokens.Take();
        var text = tokens.ExpectString("a pattern in quotes after `like`", pattern: true);
        return new Expr.Like(target, Pattern.FromUnescaped(text));
    }

    private Expr ParseIs(Expr target, int start)
    {
        tokens.Take();
        var type = primaries.ExpectName("an entity type after `is`");
        Expr test = Checked(new Expr.Is(target, type), start);
        if (!tokens.TryTake("in"))
            return test;
        var group = Checked(new Expr.Binary(BinaryOperator.In, target, ParseSum()), start);
        return new Expr.And(test, group);
    }

    private Expr ParseSum()
    {
        var start = tokens.Current.Start;
        var left = ParseProduct();
        while (tokens.Current.Is("+") || tokens.Current.Is("-"))
        {
            var op = tokens.Take().Text == "+" ? BinaryOperator.Add : BinaryOperator.Subtract;
            left = Checked(new Expr.Binary(op, left, ParseProduct()), start);
        }

        return left;
    }

    private Expr ParseProduct()
    {
        var start = tokens.Current.Start;
        var left = ParsePrefix();
        while (tokens.TryTake("*"))
            left = Checked(new Expr.Binary(BinaryOperator.Multiply, left, ParsePrefix()), start);
        if (tokens.Current.Is("/") || tokens.Current.Is("%"))
            throw tokens.Error(tokens.Current, "Cedar has no division and no remainder. Expected `+`, `-` or `*`.");
        return left;
    }

    private Expr ParsePrefix()
    {
        var start = tokens.Current.Start;
        var sign = tokens.Current.Is("!") ? "!" : tokens.Current.Is("-") ? "-" : null;
        if (sign is null)
            return ParseMember();
        var count = 0;
        while (tokens.TryTake(sign))
        {
            if (++count > LongestPrefix)
                throw tokens.Error(start, $"Expected at most {LongestPrefix} `{sign}` in a row.");
        }

        Expr operand;
        if (sign == "-" && tokens.Current.Kind == TokenKind.Number && !tokens.Peek(1).Is(".") && !tokens.Peek(1).Is("["))
        {
            operand = primaries.ParseNumber(negative: true);
            count--;
        }
        else
        {
            operand = ParseMember();
        }

        var op = sign == "!" ? UnaryOperator.Not : UnaryOperator.Negate;
        for (; count > 0; count--)
            operand = Checked(new Expr.Unary(op, operand), start);
        return operand with { Span = tokens.SpanFrom(start) };
    }

    private Expr ParseMember()
    {
        var start = tokens.Current.Start;
        var target = primaries.Parse(this);
        while (true)
        {
            if (tokens.TryTake("."))
                target = Checked(ParseAccess(target), start);
            else if (tokens.Current.Is("["))
                target = Checked(ParseIndex(target), start);
            else if (tokens.Current.Is("("))
                throw tokens.Unexpected("no call here: only functions and methods can be called, and");
            else
                return target;
        }
    }

    private Expr ParseAccess(Expr target)
    {
        var token = tokens.Current;
        var name = primaries.ExpectIdentifier("an attribute or method name after `.`");
        if (!tokens.TryTake("("))
            return new Expr.GetAttribute(target, name);
        var arguments = tokens.CommaList(")", Parse, "in the arguments");
        BinaryOperator? known = name switch
        {
            "contains" => BinaryOperator.Contains,
            "containsAll" => BinaryOperator.ContainsAll,
            "containsAny" => BinaryOperator.ContainsAny,
            "hasTag" => BinaryOperator.HasTag,
            "getTag" => BinaryOperator.GetTag,
            _ => null,
        };
        if (known is { } op)
            return new Expr.Binary(op, target, Single(arguments, token));
        if (name == "isEmpty")
        {
            return arguments.Count == 0
                ? new Expr.Unary(UnaryOperator.IsEmpty, target)
                : throw tokens.Error(token, "Expected no argument for `isEmpty`.");
        }

        if (!ExtensionFunctions.ByName.TryGetValue(name, out var function))
            throw tokens.Error(token, $"`{name}` is not a method. Expected one such as `contains` or `isInRange`.");
        return function.IsMethod
            ? new Expr.Call(name, [target, .. arguments])
            : throw tokens.Error(token, $"`{name}` is a function, not a method. Expected `{name}(...)`.");
    }

    private Expr Single(List<Expr> arguments, Token method) =>
        arguments.Count == 1
            ? arguments[0]
            : throw tokens.Error(method, $"Expected one argument for `{method.Text}`, found {arguments.Count}.");

    private Expr.GetAttribute ParseIndex(Expr target)
    {
        tokens.Take();
        var name = tokens.ExpectString("an attribute name in quotes");
        tokens.Expect("]", "after the attribute name");
        return new Expr.GetAttribute(target, string.Intern(name));
    }

    private Expr Checked(Expr expr, int start)
    {
        if (expr.Depth > Limits.Depth)
            throw tokens.Error(start, $"This expression is more than {Limits.Depth} levels high.");
        return expr with { Span = tokens.SpanFrom(start) };
    }
}
