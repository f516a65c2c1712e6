namespace Reintegration.Cedar;

/// <summary>A policy ready to be tested against requests the scope index has let through.</summary>
internal sealed class CompiledPolicy
{
    // The index knows groups and types apart; a scope that asks for both is asked for its type here.
    private readonly string? principalType;
    private readonly string? resourceType;
    private readonly Node body;

    public CompiledPolicy(Policy policy, Compiler compiler)
    {
        Id = policy.Id;
        IsForbid = policy.Effect == Effect.Forbid;
        principalType = policy.Principal.Kind == ScopeKind.IsIn ? policy.Principal.EntityType : null;
        resourceType = policy.Resource.Kind == ScopeKind.IsIn ? policy.Resource.EntityType : null;
        body = compiler.Compile(policy.Body);
    }

    public string Id { get; }

    public bool IsForbid { get; }

    public Truth Test(ref Frame frame)
    {
        if (principalType is not null && frame.Request.Principal.Type != principalType)
            return Truth.False;
        if (resourceType is not null && frame.Request.Resource.Type != resourceType)
            return Truth.False;
        return body.Test(ref frame);
    }
}
