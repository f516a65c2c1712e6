namespace Reintegration.Events.Policy;

/// <summary>One rule of a bundle: a Cedar policy with what its annotations say beyond Cedar.</summary>
/// <param name="File">The file it stands in, and the line, for messages and explanations.</param>
/// <param name="IsHard">A floor rule: nothing lifts it, break-glass included.</param>
public sealed record Rule(
    string Id, Cedar.Policy Policy, string File, int Line, ImmutableArray<Obligation> Obligations, string? LegalBasis,
    bool IsHard)
{
    public bool IsForbid => Policy.Effect == Cedar.Effect.Forbid;

    /// <summary>Reads the annotations of a policy.</summary>
    /// <exception cref="BundleRefused">No <c>@id</c>, an unknown obligation or tier, or a hard rule that is not
    /// one.</exception>
    internal static Rule Of(Cedar.Policy policy, string file)
    {
        var line = policy.Span.Line;
        if (policy.IsTemplate)
            throw new BundleRefused(file, line, "a rule has no slots; templates are not used in bundles.");
        if (!policy.Annotations.TryGetValue("id", out var id) || id.Length == 0)
            throw new BundleRefused(file, line, "a rule needs an @id, so that decisions can name it.");
        foreach (var name in policy.Annotations.Keys)
            if (name is not ("id" or "legalBasis" or "obligations" or "tier" or "cell"))
                throw new BundleRefused(file, line, $"rule '{id}' has the unknown annotation @{name}.");
        var rule = new Rule(
            id, policy, file, line, ReadObligations(policy, id, file),
            policy.Annotations.GetValueOrDefault("legalBasis"),
            ReadTier(policy, id, file));
        if (rule.LegalBasis is { } basis && !Vocabulary.LegalBases.Contains(basis))
            throw new BundleRefused(file, line, $"rule '{id}' names the unknown legal basis '{basis}'.");
        return rule;
    }

    private static ImmutableArray<Obligation> ReadObligations(Cedar.Policy policy, string id, string file)
    {
        var words = policy.Annotations.GetValueOrDefault("obligations", "");
        var obligations = ImmutableArray.CreateBuilder<Obligation>();
        foreach (var word in words.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!Obligation.TryParse(word, out var obligation))
                throw new BundleRefused(file, policy.Span.Line, $"rule '{id}' has the unknown obligation '{word}'.");
            if (obligation.Code == Obligation.NotifyOwner != (policy.Effect == Cedar.Effect.Forbid))
                throw new BundleRefused(
                    file, policy.Span.Line,
                    $"rule '{id}': a forbid may only carry notify-owner, and a permit may not ('{word}').");
            obligations.Add(obligation);
        }

        return obligations.ToImmutable();
    }

    private static bool ReadTier(Cedar.Policy policy, string id, string file)
    {
        if (!policy.Annotations.TryGetValue("tier", out var tier)) return false;
        if (tier is not ("hard" or "soft") || policy.Effect != Cedar.Effect.Forbid)
            throw new BundleRefused(file, policy.Span.Line, $"rule '{id}': only a forbid has a @tier, hard or soft.");
        if (tier == "soft") return false;
        if (policy.Action.Entities.Any(action => action.Id != "disclose") || policy.Text.Contains("breakGlass", StringComparison.Ordinal))
            throw new BundleRefused(
                file, policy.Span.Line, $"hard rule '{id}' may name neither a level below disclose nor break-glass.");
        return true;
    }
}

/// <summary>A bundle cannot be used; the message names the file, the line, and what is wrong there.</summary>
public sealed class BundleRefused(string file, int line, string problem) : FormatException($"{file}:{line}: {problem}")
{
    public string File { get; } = file;

    public int Line { get; } = line;
}
