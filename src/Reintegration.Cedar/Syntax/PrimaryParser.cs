namespace Reintegration.Cedar;

/// <summary>
/// Reads the innermost forms: literals, entity names, variables, function calls, sets, records, brackets.
/// </summary>
internal sealed class PrimaryParser(TokenStream tokens)
{
    public Expr Parse(ExprParser inner)
    {
        var start = tokens.Current.Start;
        var expr = ParseBare(inner);
        return expr.Span == default ? expr with { Span = tokens.SpanFrom(start) } : expr;
    }

    /// <summary>Reads digits. Only with a sign before them may they stand for the smallest Int64.</summary>
    public Expr.Literal ParseNumber(bool negative)
    {
        var token = tokens.Take();
        var digits = negative ? $"-{token.Text}" : token.Text;
        return long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? new Expr.Literal(number)
            : throw tokens.Error(token, $"Expected a number from {long.MinValue} to {long.MaxValue}.");
    }

    public string ExpectIdentifier(string what)
    {
        if (tokens.Current.Kind != TokenKind.Identifier)
            throw tokens.Unexpected(what);
        if (Words.IsReserved(tokens.Current.Text))
            throw tokens.Error(tokens.Current, $"`{tokens.Current.Text}` is a reserved word. Expected {what}.");
        return tokens.Take().Text;
    }

    /// <summary>Identifiers joined by <c>::</c>, as types have.</summary>
    public string ExpectName(string what)
    {
        var name = ExpectIdentifier(what);
        while (tokens.Current.Is("::") && tokens.Peek(1).Kind == TokenKind.Identifier)
        {
            tokens.Take();
            name = $"{name}::{ExpectIdentifier(what)}";
        }

        return string.Intern(name);
    }

    public EntityUid ExpectEntityUid()
    {
        const string what = "an entity such as User::\"alice\"";
        var type = ExpectName(what);
        tokens.Expect("::", "and an id in quotes");
        return new EntityUid(type, tokens.ExpectString(what));
    }

    private Expr ParseBare(ExprParser inner)
    {
        var token = tokens.Current;
        switch (token.Kind)
        {
            case TokenKind.Number:
                return ParseNumber(negative: false);
            case TokenKind.String:
                return new Expr.Literal(tokens.ExpectString("a string"));
            case TokenKind.Identifier:
                return ParseWord(inner);
            case TokenKind.Slot:
                throw tokens.Error(token, $"The slot `{token.Text}` may only stand in the scope of a template.");
            default:
                return ParseBracketed(inner);
        }
    }

    private Expr ParseBracketed(ExprParser inner)
    {
        if (tokens.TryTake("("))
        {
            var expr = inner.Parse();
            tokens.Expect(")", "to close the bracket");
            return expr;
        }

        if (tokens.TryTake("["))
            return new Expr.Set([.. tokens.CommaList("]", inner.Parse, "in the set")]);
        if (tokens.TryTake("{"))
            return ParseRecord(inner);
        throw tokens.Unexpected("an expression");
    }

    private Expr.Record ParseRecord(ExprParser inner)
    {
        var names = new HashSet<string>();
        var attributes = tokens.CommaList("}", Attribute, "in the record");
        // Sorted, so that two ways of writing one record are one expression.
        return new Expr.Record([.. attributes.OrderBy(pair => pair.Key, StringComparer.Ordinal)]);

        KeyValuePair<string, Expr> Attribute()
        {
            var token = tokens.Current;
            var name = token.Kind == TokenKind.String
                ? string.Intern(tokens.ExpectString("an attribute name"))
                : ExpectIdentifier("an attribute name");
            if (!names.Add(name))
                throw tokens.Error(token, $"The attribute {Escapes.Quote(name)} stands twice in this record.");
            tokens.Expect(":", "after the attribute name");
            return new KeyValuePair<string, Expr>(name, inner.Parse());
        }
    }

    private Expr ParseWord(ExprParser inner)
    {
        var token = tokens.Current;
        var next = tokens.Peek(1);
        if (next.Is("::"))
            return new Expr.Literal(ExpectEntityUid());
        if (token.Text is "true" or "false")
        {
            tokens.Take();
            return new Expr.Literal(token.Text == "true");
        }

        var name = ExpectIdentifier("an expression");
        if (next.Is("("))
            return ParseCall(token, name, inner);
        return name switch
        {
            "principal" => new Expr.Var(Variable.Principal),
            "action" => new Expr.Var(Variable.Action),
            "resource" => new Expr.Var(Variable.Resource),
            "context" => new Expr.Var(Variable.Context),
            _ => throw tokens.Error(
                token, $"`{name}` is not a variable. Expected `principal`, `action`, `resource` or `context`."),
        };
    }

    private Expr.Call ParseCall(Token token, string name, ExprParser inner)
    {
        tokens.Take();
        var arguments = tokens.CommaList(")", inner.Parse, "in the arguments");
        if (!ExtensionFunctions.ByName.TryGetValue(name, out var function))
            throw tokens.Error(
                token, $"`{name}` is not a function. Expected `decimal`, `ip`, `datetime` or `duration`.");
        return function.IsMethod
            ? throw tokens.Error(token, $"`{name}` is a method, not a function. Expected `x.{name}(...)`.")
            : new Expr.Call(name, [.. arguments]);
    }
}
