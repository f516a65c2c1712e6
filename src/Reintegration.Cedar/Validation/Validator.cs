namespace Reintegration.Cedar;

/// <summary>Checks policies against a schema, as strictly as Cedar's strict mode.</summary>
/// <remarks>
/// A valid policy cannot fail at run time by a wrong type or a missing attribute, given that request and entities
/// conform to the schema too; what remains are overflows and entities that do not exist.
/// </remarks>
public sealed class Validator(Schema schema)
{
    public Schema Schema { get; } = schema;

    public ValidationReport Validate(PolicySet policies)
    {
        ArgumentNullException.ThrowIfNull(policies);
        var errors = new List<Finding>();
        var warnings = new List<Finding>();
        foreach (var policy in policies.Templates.Concat(policies.Policies))
        {
            var found = Validate(policy);
            errors.AddRange(found.Errors);
            warnings.AddRange(found.Warnings);
        }

        return new ValidationReport(errors, warnings);
    }

    public ValidationReport Validate(Policy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        var errors = new HashSet<Finding>();
        var warnings = new List<Finding>();
        var condition = policy.Condition;
        NameCheck.Run(Schema, policy, condition, errors);
        var isImpossible = true;
        foreach (var environment in RequestEnvironment.All(Schema, policy))
        {
            var checker = new TypeChecker(Schema, environment);
            var type = checker.CheckCondition(condition);
            isImpossible &= type == CedarType.False;
            foreach (var (message, span) in checker.Errors)
                errors.Add(new Finding(policy.Id, message, span == default ? policy.Span : span));
        }

        if (isImpossible)
            warnings.Add(
                new Finding(policy.Id, "This policy can never apply: its conditions are always false.", policy.Span));
        return new ValidationReport([.. errors], warnings);
    }
}
