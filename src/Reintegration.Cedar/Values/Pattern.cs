namespace Reintegration.Cedar;

/// <summary>What stands right of <c>like</c>: pieces of text with any text allowed between them.</summary>
public sealed class Pattern : IEquatable<Pattern>
{
    private readonly string[] pieces;

    /// <param name="pieces">The texts between the wildcards; n wildcards make n + 1 pieces, some of them empty.</param>
    public Pattern(IEnumerable<string> pieces)
    {
        this.pieces = [.. pieces];
        if (this.pieces.Length == 0)
            throw new ArgumentException("A pattern has at least one piece.", nameof(pieces));
    }

    public IReadOnlyList<string> Pieces => pieces;

    public bool Matches(string text)
    {
        var rest = text.AsSpan();
        if (pieces.Length == 1)
            return rest.SequenceEqual(pieces[0]);
        if (!rest.StartsWith(pieces[0], StringComparison.Ordinal))
            return false;
        rest = rest[pieces[0].Length..];
        // The first place a piece fits leaves the most text for the pieces after it.
        foreach (var piece in pieces.AsSpan(1, pieces.Length - 2))
        {
            var at = rest.IndexOf(piece, StringComparison.Ordinal);
            if (at < 0)
                return false;
            rest = rest[(at + piece.Length)..];
        }

        return rest.EndsWith(pieces[^1], StringComparison.Ordinal);
    }

    public bool Equals(Pattern? other) => other is not null && pieces.AsSpan().SequenceEqual(other.pieces);

    public override bool Equals(object? obj) => Equals(obj as Pattern);

    public override int GetHashCode() => HashCode.Combine(pieces.Length, pieces[0], pieces[^1]);

    /// <summary>The pattern as a quoted Cedar literal.</summary>
    public override string ToString()
    {
        var text = new StringBuilder("\"");
        for (var i = 0; i < pieces.Length; i++)
        {
            text.Append(i == 0 ? "" : "*");
            foreach (var c in pieces[i])
            {
                if (c == '*')
                    text.Append(@"\*");
                else
                    Escapes.AppendEscaped(text, c);
            }
        }

        return text.Append('"').ToString();
    }

    internal static Pattern FromUnescaped(string text) =>
        new(text.Split('*').Select(piece => piece.Replace(Escapes.EscapedStar, '*')));
}
