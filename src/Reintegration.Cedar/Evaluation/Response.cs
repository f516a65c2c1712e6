namespace Reintegration.Cedar;

public enum Decision
{
    Deny,
    Allow,
}

/// <summary>A policy whose conditions could not be evaluated, and why.</summary>
public sealed record PolicyError(string PolicyId, string Message);

/// <summary>An answer, the policies that made it so, and the policies that failed.</summary>
/// <param name="Determining">
/// The satisfied permits if the decision is allow, the satisfied forbids if forbids made it deny (among them, unless in
/// cedar-compat mode, the forbids that failed), and nothing if no permit was satisfied.
/// </param>
public sealed record Response(
    Decision Decision, IReadOnlyList<string> Determining, IReadOnlyList<PolicyError> Errors)
{
    public bool IsAllow => Decision == Decision.Allow;
}
