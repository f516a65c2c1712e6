namespace Reintegration.Cedar;

/// <summary>One thing the validator has to say about a policy, and where.</summary>
public sealed record Finding(string PolicyId, string Message, SourceSpan Span)
{
    public override string ToString() => $"{PolicyId}, {Span}: {Message}";
}

/// <summary>
/// What the validator found. A policy with warnings only is valid: it is odd, but it cannot fail by its types.
/// </summary>
public sealed record ValidationReport(IReadOnlyList<Finding> Errors, IReadOnlyList<Finding> Warnings)
{
    public bool IsValid => Errors.Count == 0;
}
