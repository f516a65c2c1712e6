using System.Numerics;

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

/// <summary>
/// Answers requests by a set of policies: default deny, and forbid overrides permit. The policies are compiled once,
/// when
/// it is made; keep it and share it among threads.
/// </summary>
public sealed class Authorizer
{
    /// <summary>Words of policy bits kept on the stack, three times over; a larger set borrows an array.</summary>
    private const int StackWords = 64;

    private readonly bool failedForbidDenies;
    private readonly CompiledPolicy[] compiled;
    private readonly int sharedTestCount;
    private readonly ScopeIndex principals;
    private readonly ScopeIndex actions;
    private readonly ScopeIndex resources;
    private readonly ResponseCache responses;

    public Authorizer(PolicySet policies, AuthorizerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(policies);
        Policies = policies;
        failedForbidDenies = (options ?? AuthorizerOptions.Default).ErrorsInForbid == ErrorsInForbid.Deny;
        var compiler = new Compiler(policies.Policies.Select(policy => policy.Body));
        compiled = [.. policies.Policies.Select(policy => new CompiledPolicy(policy, compiler))];
        sharedTestCount = compiler.SharedTestCount;
        principals = new ScopeIndex(policies.Policies, policy => policy.Principal);
        actions = new ScopeIndex(policies.Policies, policy => policy.Action);
        resources = new ScopeIndex(policies.Policies, policy => policy.Resource);
        responses = new ResponseCache(compiled);
    }

    public PolicySet Policies { get; }

    /// <summary>
    /// Decides a request. The same inputs always give the same answer; policies that fail are named in it.
    /// </summary>
    public Response Decide(Request request, Entities entities)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(entities);
        var words = (compiled.Length + 63) / 64;
        Span<ulong> bits = words <= StackWords ? stackalloc ulong[3 * words] : new ulong[3 * words];
        Span<Truth> memo = stackalloc Truth[sharedTestCount];
        return Decide(new Frame(request, entities, memo), bits[..words], bits[words..(2 * words)], bits[(2 * words)..]);
    }

    private Response Decide(
        scoped Frame frame, scoped Span<ulong> candidates, scoped Span<ulong> permits, scoped Span<ulong> forbids)
    {
        candidates.Fill(ulong.MaxValue);
        principals.Narrow(candidates, permits, frame.Request.Principal, frame.Principal);
        actions.Narrow(candidates, permits, frame.Request.Action, frame.Action);
        resources.Narrow(candidates, permits, frame.Request.Resource, frame.Resource);
        permits.Clear();
        forbids.Clear();
        List<PolicyError>? errors = null;
        for (var word = 0; word < candidates.Length; word++)
        {
            for (var left = candidates[word]; left != 0; left &= left - 1)
            {
                var at = BitOperations.TrailingZeroCount(left);
                var policy = compiled[(word * 64) + at];
                var truth = policy.Test(ref frame);
                if (truth == Truth.False)
                    continue;
                if (truth == Truth.Failed)
                {
                    (errors ??= []).Add(new PolicyError(policy.Id, frame.Problem!));
                    frame.Forget();
                    if (!policy.IsForbid || !failedForbidDenies)
                        continue;
                }

                (policy.IsForbid ? forbids : permits)[word] |= 1UL << at;
            }
        }

        return Answer(permits, forbids, errors);
    }

    private Response Answer(ReadOnlySpan<ulong> permits, ReadOnlySpan<ulong> forbids, List<PolicyError>? errors)
    {
        var isAllow = !forbids.ContainsAnyExcept(0UL) && permits.ContainsAnyExcept(0UL);
        var decision = isAllow ? Decision.Allow : Decision.Deny;
        var determining = isAllow ? permits : forbids;
        return errors is null
            ? responses.Get(decision, determining)
            : new Response(decision, responses.Ids(determining), errors);
    }
}
