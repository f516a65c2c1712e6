namespace Reintegration.Cedar;

/// <summary>Works what is known of a request into policies, and leaves the rest to be decided later.</summary>
/// <remarks>
/// Entities that are in the store are known entirely, with all they are in; they must not be different later. Entities
/// that are not in the store are unknown, and may be added later.
/// </remarks>
public static class PartialEvaluator
{
    public static PartialResponse Evaluate(PolicySet policies, PartialRequest request, Entities entities)
    {
        ArgumentNullException.ThrowIfNull(policies);
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(entities);
        var rewriter = new PartialRewriter(request, entities);
        var residuals = new PolicySet(policies.Policies.Select(policy => Residual(policy, rewriter)).OfType<Policy>());
        return new PartialResponse(Decide(residuals), residuals);
    }

    /// <summary>What is left of a policy; null when it can neither be satisfied nor fail.</summary>
    private static Policy? Residual(Policy policy, PartialRewriter rewriter)
    {
        Scope[] scopes = [policy.Principal, policy.Action, policy.Resource];
        for (var i = 0; i < scopes.Length; i++)
        {
            var variable = (Variable)i;
            var known = rewriter.Rewrite(scopes[i].ToExpr(variable));
            if (PartialRewriter.IsLiteral(known, Value.False))
                return null;
            if (PartialRewriter.IsLiteral(known, Value.True))
                scopes[i] = Scope.Any;
        }

        var body = rewriter.Rewrite(policy.Body);
        if (PartialRewriter.IsLiteral(body, Value.False))
            return null;
        return policy with
        {
            Principal = scopes[0],
            Action = scopes[1],
            Resource = scopes[2],
            Conditions = PartialRewriter.IsLiteral(body, Value.True) ? [] : [new Condition(false, body)],
            Text = null!,
        };
    }

    private static Decision? Decide(PolicySet residuals)
    {
        var forbids = residuals.Policies.Where(policy => policy.Effect == Effect.Forbid).ToList();
        var permits = residuals.Policies.Where(policy => policy.Effect == Effect.Permit).ToList();
        if (permits.Count == 0 || forbids.Exists(IsCertain))
            return Decision.Deny;
        return forbids.Count == 0 && permits.Exists(IsCertain) ? Decision.Allow : null;
    }

    private static bool IsCertain(Policy policy) =>
        policy.Conditions.IsEmpty
        && policy.Principal.Kind == ScopeKind.Any && policy.Action.Kind == ScopeKind.Any
        && policy.Resource.Kind == ScopeKind.Any;
}
