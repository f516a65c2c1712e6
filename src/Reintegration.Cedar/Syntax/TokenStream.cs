namespace Reintegration.Cedar;

/// <summary>The words of a text, read one after the other, with the steps every reader needs.</summary>
internal sealed class TokenStream
{
    private readonly Lexer lexer;
    private readonly List<Token> tokens;
    private int at;
    private int nesting;

    public TokenStream(string source)
    {
        ArgumentNullException.ThrowIfNull(source);
        Source = source;
        lexer = new Lexer(source);
        tokens = lexer.Read();
    }

    public string Source { get; }

    public Token Current => tokens[at];

    public int LastEnd => at == 0 ? 0 : tokens[at - 1].End;

    public Token Peek(int ahead) => tokens[Math.Min(at + ahead, tokens.Count - 1)];

    public Token Take() => Current.Kind == TokenKind.End ? Current : tokens[at++];

    public bool TryTake(string text)
    {
        if (!Current.Is(text))
            return false;
        at++;
        return true;
    }

    public Token Expect(string text, string where) =>
        Current.Is(text) ? Take() : throw Unexpected($"`{text}` {where}");

    public SourceSpan SpanFrom(int start) => lexer.Span(start, Math.Max(start, LastEnd));

    public CedarSyntaxException Unexpected(string expected)
    {
        var found = Current.Kind == TokenKind.End ? "the end of the text" : $"`{Source[Current.Start..Current.End]}`";
        return Error(Current, $"Expected {expected}, found {found}.");
    }

    public CedarSyntaxException Error(Token token, string problem) => lexer.Error(token.Start, token.End, problem);

    public CedarSyntaxException Error(int start, string problem) =>
        lexer.Error(start, Math.Max(start, LastEnd), problem);

    /// <summary>
    /// Reads something that may hold itself, and refuses to go deeper than <see cref="Limits.Nesting"/>.
    /// </summary>
    public T Nested<T>(Func<T> read)
    {
        if (++nesting > Limits.Nesting)
            throw Error(Current, $"This nests more than {Limits.Nesting} levels deep.");
        var result = read();
        nesting--;
        return result;
    }

    /// <summary>Takes a string literal and undoes its escapes.</summary>
    public string ExpectString(string what, bool pattern = false)
    {
        if (Current.Kind != TokenKind.String)
            throw Unexpected(what);
        var token = Take();
        return Escapes.Unescape(token.Text, pattern, out var bad)
            ?? throw lexer.Error(
                token.Start + 1 + bad, token.End,
                "This escape is unknown. Expected one of \\n \\r \\t \\0 \\\\ \\' \\\" \\x41 \\u{1F600}"
                + (pattern ? " \\*." : "."));
    }

    public List<T> CommaList<T>(string close, Func<T> read, string what)
    {
        var items = new List<T>();
        while (!TryTake(close))
        {
            items.Add(read());
            if (!TryTake(",") && !Current.Is(close))
                throw Unexpected($"`,` or `{close}` {what}");
        }

        return items;
    }
}
