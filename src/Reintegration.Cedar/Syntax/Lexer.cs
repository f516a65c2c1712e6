namespace Reintegration.Cedar;

/// <summary>Cuts policy and schema texts into words; both languages have the same ones.</summary>
internal sealed class Lexer
{
    // Longer symbols first: the first that fits is taken.
    private static readonly string[] Symbols =
    [
        "::", "==", "!=", "<=", ">=", "||", "&&",
        "@", ".", ",", ";", ":", "(", ")", "{", "}", "[", "]", "<", ">", "+", "-", "*", "/", "%", "!", "=", "?",
    ];

    private readonly string source;
    private int[]? lineStarts;

    public Lexer(string source)
    {
        this.source = source;
        if (source.Length > Limits.TextLength)
            throw Error(0, 0, $"The text is longer than {Limits.TextLength} characters.");
        if (Escapes.LoneSurrogate(source) is >= 0 and var at)
            throw Error(at, at + 1, "Half a character stands here. Expected well-formed Unicode.");
    }

    public List<Token> Read()
    {
        var tokens = new List<Token>();
        var at = 0;
        while (true)
        {
            at = SkipBlank(at);
            if (at == source.Length)
            {
                tokens.Add(new Token(TokenKind.End, at, at, ""));
                return tokens;
            }

            var token = Next(at);
            tokens.Add(token);
            at = token.End;
        }
    }

    public SourceSpan Span(int start, int end)
    {
        lineStarts ??= LineStarts();
        var line = Array.BinarySearch(lineStarts, start);
        if (line < 0)
            line = ~line - 1;
        return new SourceSpan(start, end, line + 1, start - lineStarts[line] + 1);
    }

    public CedarSyntaxException Error(int start, int end, string problem) => new(problem, Span(start, end));

    private int SkipBlank(int at)
    {
        while (at < source.Length)
        {
            if (char.IsWhiteSpace(source[at]))
            {
                at++;
                continue;
            }

            if (source[at] != '/' || at + 1 == source.Length || source[at + 1] != '/')
                return at;
            while (at < source.Length && source[at] is not ('\n' or '\r'))
                at++;
        }

        return at;
    }

    private Token Next(int at)
    {
        var c = source[at];
        if (IsWordStart(c))
            return new Token(TokenKind.Identifier, at, WordEnd(at), string.Intern(source[at..WordEnd(at)]));
        if (char.IsAsciiDigit(c))
            return Number(at);
        if (c == '"')
            return String(at);
        if (c == '?' && at + 1 < source.Length && IsWordStart(source[at + 1]))
            return new Token(TokenKind.Slot, at, WordEnd(at + 1), source[at..WordEnd(at + 1)]);
        foreach (var symbol in Symbols)
        {
            if (string.CompareOrdinal(source, at, symbol, 0, symbol.Length) == 0)
                return new Token(TokenKind.Symbol, at, at + symbol.Length, symbol);
        }

        throw Error(at, at + 1, $"The character {Escapes.Quote(c.ToString())} has no meaning here.");
    }

    private Token Number(int at)
    {
        var end = at;
        while (end < source.Length && char.IsAsciiDigit(source[end]))
            end++;
        return new Token(TokenKind.Number, at, end, source[at..end]);
    }

    private Token String(int at)
    {
        for (var end = at + 1; end < source.Length; end++)
        {
            if (source[end] == '"')
                return new Token(TokenKind.String, at, end + 1, source[(at + 1)..end]);
            if (source[end] == '\\' && (++end == source.Length || source[end] == '\n'))
                break;
        }

        throw Error(at, at + 1, "This string has no closing quote.");
    }

    private int WordEnd(int at)
    {
        while (at < source.Length && (IsWordStart(source[at]) || char.IsAsciiDigit(source[at])))
            at++;
        return at;
    }

    private static bool IsWordStart(char c) => char.IsAsciiLetter(c) || c == '_';

    private int[] LineStarts()
    {
        var starts = new List<int> { 0 };
        for (var i = 0; i < source.Length; i++)
        {
            if (source[i] == '\n')
                starts.Add(i + 1);
        }

        return [.. starts];
    }
}
