namespace Reintegration.Cedar;

/// <summary>Writes policies in one plain style that reads back to the same meaning.</summary>
public static class PolicyPrinter
{
    public static string Print(Policy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        var text = new StringBuilder();
        foreach (var (name, value) in policy.Annotations)
            text.Append('@').Append(name).Append('(').Append(Escapes.Quote(value)).Append(")\n");
        text.Append(policy.Effect == Effect.Permit ? "permit" : "forbid").Append(" (");
        text.Append(policy.Principal.Write(Variable.Principal)).Append(", ");
        text.Append(policy.Action.Write(Variable.Action)).Append(", ");
        text.Append(policy.Resource.Write(Variable.Resource)).Append(')');
        foreach (var condition in policy.Conditions)
            text.Append(condition.IsUnless ? "\nunless { " : "\nwhen { ").Append(condition.Body).Append(" }");
        return text.Append(';').ToString();
    }

    public static string Print(PolicySet policies)
    {
        ArgumentNullException.ThrowIfNull(policies);
        return string.Join("\n\n", policies.Templates.Concat(policies.Policies).Select(Print));
    }
}
