namespace Reintegration.Cedar.Tests.Differential;

/// <summary>
/// Decides in the plainest way: every policy in turn, by the interpreter. Shares no code with the compiled one.
/// </summary>
internal static class Naive
{
    public static Response Decide(PolicySet policies, Request request, Entities entities, AuthorizerOptions options)
    {
        var interpreter = new Interpreter(request, entities);
        var permits = new List<string>();
        var forbids = new List<string>();
        var errors = new List<PolicyError>();
        foreach (var policy in policies.Policies)
        {
            var target = policy.Effect == Effect.Permit ? permits : forbids;
            try
            {
                if (interpreter.IsSatisfied(policy))
                    target.Add(policy.Id);
            }
            catch (EvaluationException e)
            {
                errors.Add(new PolicyError(policy.Id, e.Message));
                if (policy.Effect == Effect.Forbid && options.ErrorsInForbid == ErrorsInForbid.Deny)
                    target.Add(policy.Id);
            }
        }

        var isAllow = forbids.Count == 0 && permits.Count > 0;
        return new Response(isAllow ? Decision.Allow : Decision.Deny, isAllow ? permits : forbids, errors);
    }

    public static void AssertSame(Response expected, Response actual, string context)
    {
        Assert.True(
            expected.Decision == actual.Decision
            && expected.Determining.SequenceEqual(actual.Determining)




























                                                                                                                            && expected.Errors.Select(error => error.PolicyId).SequenceEqual(actual.Errors.Select(error => error.PolicyId)),
            $"{context}: expected {Show(expected)}, found {Show(actual)}");
    }

    private static string Show(Response response) =>
        $"{response.Decision} by [{string.Join(' ', response.Determining)}] with errors [{string.Join("; ", response.Errors)}]";
}
