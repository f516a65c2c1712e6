namespace Reintegration.Cedar;

/// <summary>
/// Finds entity types, actions and ids of enumerated types that a policy names and the schema does not know.
/// </summary>
internal static class NameCheck
{
    public static void Run(Schema schema, Policy policy, Expr condition, HashSet<Finding> errors)
    {
        foreach (var expr in ExprWalk.All(condition))
        {
            var message = expr switch
            {
                Expr.Is test => CheckType(schema, test.EntityType),
                Expr.Literal { Value: EntityUid uid } => CheckUid(schema, uid),
                _ => null,
            };
            if (message is not null)
                errors.Add(new Finding(policy.Id, message, expr.Span == default ? policy.Span : expr.Span));
        }
    }

    private static string? CheckType(Schema schema, string type) =>
        Schema.IsActionType(type) || schema.EntityTypes.ContainsKey(type)
            ? null
            : $"The entity type `{type}` is not in the schema.";

    private static string? CheckUid(Schema schema, EntityUid uid)
    {
        if (Schema.IsActionType(uid.Type))
            return schema.Actions.ContainsKey(uid) ? null : $"The action {uid} is not in the schema.";
        if (!schema.EntityTypes.TryGetValue(uid.Type, out var type))
            return CheckType(schema, uid.Type);
        return !type.IsEnumerated || type.Choices.Contains(uid.Id)
            ? null
            : $"{uid} is not one of the entities the schema lists for `{uid.Type}`.";
    }
}
