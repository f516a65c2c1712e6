namespace Reintegration.Cedar;

/// <summary>What a forbid means whose conditions cannot be evaluated.</summary>
public enum ErrorsInForbid
{
    /// <summary>It denies: a rule that protects must not open the door by failing.</summary>
    Deny,

    /// <summary>It is passed over, as Cedar's reference implementation does (cedar-compat).</summary>
    Skip,
}

public sealed record AuthorizerOptions
{
    public static AuthorizerOptions Default { get; } = new();

    /// <summary>Decides exactly as Cedar's reference implementation.</summary>
    public static AuthorizerOptions CedarCompat { get; } = new() { ErrorsInForbid = ErrorsInForbid.Skip };

    public ErrorsInForbid ErrorsInForbid { get; init; } = ErrorsInForbid.Deny;
}

/// <summary>Answers requests by a set of policies: default deny, and forbid overrides permit. Safe to share among threads.</summary>
public sealed class Authorizer(PolicySet policies, AuthorizerOptions? options = null)
{
    private readonly AuthorizerOptions options = options ?? AuthorizerOptions.Default;

    public PolicySet Policies { get; } = policies;

    public Response Decide(Request request, Entities entities)
    {
        var interpreter = new Interpreter(request, entities);
        var permits = ImmutableArray.CreateBuilder<string>();
        var forbids = ImmutableArray.CreateBuilder<string>();
        var errors = ImmutableArray.CreateBuilder<PolicyError>();
        foreach (var policy in Policies.Policies)
        {
            try
            {
                if (interpreter.IsSatisfied(policy))
                    (policy.Effect == Effect.Permit ? permits : forbids).Add(policy.Id);
            }
            catch (EvaluationException e)
            {
                errors.Add(new PolicyError(policy.Id, e.Message));
                if (policy.Effect == Effect.Forbid && options.ErrorsInForbid == ErrorsInForbid.Deny)
                    forbids.Add(policy.Id);
            }
        }

        var allow = forbids.Count == 0 && permits.Count > 0;
        return new Response(
            allow ? Decision.Allow : Decision.Deny, (allow ? permits : forbids).ToImmutable(), errors.ToImmutable());
    }
}
