namespace Reintegration.Cedar;

/// <summary>A text is not what it should be: the message says where and what was expected there.</summary>
public sealed class CedarSyntaxException(string problem, SourceSpan span)
    : FormatException($"{span}: {problem}")
{
    /// <summary>What is wrong, without the place.</summary>
    public string Problem { get; } = problem;

    public SourceSpan Span { get; } = span;

    public int Line => Span.Line;

    public int Column => Span.Column;
}
