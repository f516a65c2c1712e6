namespace Reintegration.Cedar;

/// <summary>A place in a source text: character offsets and the line and column (from 1) where it starts.</summary>
public readonly record struct SourceSpan(int Start, int End, int Line, int Column)
{
    public override string ToString() => $"line {Line}, column {Column}";
}
