namespace Reintegration.Events.Policy.Analysis;

/// <summary>One thing the analysis has to say of a bundle.</summary>
/// <param name="File">Where: path within the bundle, and line.</param>
/// <param name="Witness">A request that shows it, where one does.</param>
public sealed record Finding(string File, int Line, string Problem, Witness? Witness = null)
{
    public override string ToString() =>
        $"{File}:{Line}: {Problem}" + (Witness is null ? "" : $"\n    {Witness}");

    internal static Finding Of(Rule rule, string problem, Witness? witness = null) =>
        new(rule.File, rule.Line, $"rule '{rule.Id}' {problem}", witness);
}

/// <summary>What the analysis found.</summary>
/// <param name="Errors">What keeps the bundle from being activated.</param>
public sealed record CheckReport(ImmutableArray<Finding> Errors)
{
    public bool IsSound => Errors.IsEmpty;
}
