global using Steps = System.Collections.Immutable.ImmutableSortedDictionary<
    string, System.Collections.Immutable.ImmutableArray<Reintegration.Events.Policy.Step>>;
using Reintegration.Cedar;

namespace Reintegration.Events.Policy;

/// <summary>What the rules say of one level of one field, before the dates of obligations are looked at.</summary>
internal readonly record struct Step(bool IsAllowed, ImmutableArray<string> Rules, ImmutableArray<string> Errors);

/// <summary>The requester under one column of the matrix: as a member of the own sector, or of a panel.</summary>
internal sealed class Column
{
    private readonly Bundle bundle;
    private readonly Entities entities;
    private readonly RecordValue context;
    private readonly string key;

    /// <param name="entities">The standing entities, and the requester.</param>
    public Column(Bundle bundle, Entities entities, RecordValue context)
    {
        (this.bundle, this.entities, this.context) = (bundle, entities, context);
        key = string.Join(',', Ancestors(CaseEntities.Principal).Order(StringComparer.Ordinal));
    }

    /// <summary>
    /// For every class of the type the levels from the lowest up, ending with the first that is denied.
    /// </summary>
    public Steps Evaluate(EventType type, RecordValue attributes) =>
        type.Classes.ToImmutableSortedDictionary(name => name, name => LevelsOf(name, attributes), StringComparer.Ordinal);

    private ImmutableArray<Step> LevelsOf(string fieldClass, RecordValue attributes)
    {
        var store = entities.With(CaseEntities.Field(fieldClass, attributes));
        var steps = ImmutableArray.CreateBuilder<Step>(Levels.Granted.Length);
        foreach (var level in Levels.Granted)
        {
            var request = new Request(CaseEntities.Principal, CaseEntities.Action(level), CaseEntities.Datum, context);
            var rules = bundle.Select(key, fieldClass, level, policy => MayApply(policy, fieldClass, level));
            var response = rules.Decide(request, store);
            steps.Add(new Step(
                response.IsAllow, [.. response.Determining],
                [.. response.Errors.Select(error => $"{error.PolicyId}: {error.Message}")]));
            if (!response.IsAllow) break;
        }

        return steps.ToImmutable();
    }

    /// <summary>
    /// Whether a rule's scopes admit this requester, class and level; one that cannot apply need not be evaluated.
    /// </summary>
    private bool MayApply(Reintegration.Cedar.Policy policy, string fieldClass, Level level) =>
        Admits(policy.Principal, scope => entities.IsIn(CaseEntities.Principal, scope))
        && Admits(policy.Resource, scope => entities.IsIn(CaseEntities.Class(fieldClass), scope))
        && Admits(policy.Action, scope => entities.IsIn(CaseEntities.Action(level), scope));

    private static bool Admits(Scope scope, Func<EntityUid, bool> isIn) =>
        scope.Kind is ScopeKind.Any or ScopeKind.Is || scope.Entities.Any(isIn);

    private IEnumerable<string> Ancestors(EntityUid uid) =>
        entities.TryGet(uid, out var entity)
            ? entity.Parents.SelectMany(parent => Ancestors(parent).Prepend(parent.ToString()))
            : [];
}
