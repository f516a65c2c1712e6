namespace Reintegration.Cedar;

/// <summary>One combination of types a request may have: a policy is checked under each.</summary>
/// <param name="PrincipalSlot">For a template the type of the entity that will fill its slot.</param>
internal sealed record RequestEnvironment(
    ActionDeclaration Action, string Principal, string Resource, string? PrincipalSlot, string? ResourceSlot)
{
    public static IEnumerable<RequestEnvironment> All(Schema schema, Policy policy) =>
        from action in schema.Actions.Values
        from principal in action.Principals
        from resource in action.Resources
        from principalSlot in SlotTypes(schema, policy.Principal, principal)
        from resourceSlot in SlotTypes(schema, policy.Resource, resource)
        select new RequestEnvironment(action, principal, resource, principalSlot, resourceSlot);

    private static IEnumerable<string?> SlotTypes(Schema schema, Scope scope, string type)
    {
        if (!scope.HasSlot)
            return [null];
        return scope.Kind == ScopeKind.Equal
            ? [type]
            : schema.EntityTypes.Values.Where(group => group.Descendants.Contains(type)).Select(group => group.Name)
                .Append(type).Distinct();
    }
}
