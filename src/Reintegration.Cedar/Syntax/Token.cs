namespace Reintegration.Cedar;

internal enum TokenKind
{
    End,
    Identifier,
    Number,
    String,
    Slot,
    Symbol,
}

/// <summary>
/// One word of a text. Its text is the source between its offsets; a symbol and an identifier carry it.
/// </summary>
internal readonly record struct Token(TokenKind Kind, int Start, int End, string Text)
{
    public bool Is(string text) => Kind is TokenKind.Symbol or TokenKind.Identifier && Text == text;
}
