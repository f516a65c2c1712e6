using Reintegration.Cedar;

namespace Reintegration.Events.Policy.Change;

/// <summary>One way in which a bundle could show more than another.</summary>
/// <param name="Why">What differs, in words; names rules and settings, no event.</param>
/// <param name="Types">Event types of which more could be shown.</param>
public sealed record Widening(string Why, ImmutableSortedSet<string> Types)
{
    /// <summary>Every way in which one bundle could show more than another; none proves that it only narrows.</summary>
    /// <remarks>
    /// Rests on two laws: adding a forbid never raises a level, and taking a permit away never raises one. So what is not
    /// an added forbid or a missing permit counts as wider, even where it may not be. Never too little; sometimes one more
    /// is asked than would have to be.
    /// </remarks>
    public static ImmutableArray<Widening> Of(Bundle before, Bundle after, Catalog catalog) =>
    [
        .. OfHeader(before.Header, after.Header).Select(why => new Widening(why, [.. catalog.All.Select(type => type.Name)])),
        .. new Comparison(before, after, catalog).OfRules().Where(found => !found.Types.IsEmpty),
    ];

    /// <summary>Whose data is shown more of: every enrolled agency that may report one of the types.</summary>
    public static ImmutableSortedSet<AgencyId> Originators(
        IEnumerable<Widening> found, Catalog catalog, OrganisationContext organisations)
    {
        var types = found.SelectMany(widening => widening.Types).ToHashSet();
        var sectors = types.SelectMany(name => catalog.Find(name).Producers).ToHashSet();
        return
        [
            .. organisations.Members.Values
                .Where(member => sectors.Contains(member.Sector) || member.ProducesTypes.Overlaps(types))
                .Select(member => member.Agency),
        ];
    }

    private static IEnumerable<string> OfHeader(BundleHeader before, BundleHeader after)
    {
        if (after.Windows.PreReleaseDays > before.Windows.PreReleaseDays) yield return "windows.preReleaseDays is longer.";
        if (after.Windows.AfterSupervisionDays > before.Windows.AfterSupervisionDays)
            yield return "windows.afterSupervisionDays is longer.";
        foreach (var sensitivity in Enum.GetValues<Sensitivity>())
            if (after.MinimumClearance(sensitivity) < before.MinimumClearance(sensitivity))
                yield return $"clearances.{sensitivity} is lower.";
        foreach (var (purpose, compatible) in after.CompatiblePurposes)
            if (!compatible.IsSubsetOf(before.CompatiblePurposes.GetValueOrDefault(purpose, [])))
                yield return $"compatiblePurposes.{purpose} holds more.";
        if (before.Until is { } until && !(after.Until <= until)) yield return "until is later.";
    }

    private sealed class Comparison(Bundle before, Bundle after, Catalog catalog)
    {
        public IEnumerable<Widening> OfRules()
        {
            foreach (var rule in after.Rules.Values.Where(rule => !rule.IsForbid))
                yield return IsKept(rule, before)
                    ? new Widening($"permit {rule.Id} reaches more classes.", Types(Named(rule).SelectMany(name => Gained(name, before, after))))
                    : new Widening($"permit {rule.Id} is new or changed.", Types(Reached(rule, after)));
            foreach (var rule in before.Rules.Values.Where(rule => rule.IsForbid))
                yield return IsKept(rule, after)
                    ? new Widening($"forbid {rule.Id} reaches fewer classes.", Types(Named(rule).SelectMany(name => Gained(name, after, before))))
                    : new Widening($"forbid {rule.Id} is gone or changed.", Types(Reached(rule, before)));
        }

        /// <summary>The same rule to the letter, annotations and all: its obligations say when it ends.</summary>
        private static bool IsKept(Rule rule, Bundle within) =>
            within.Rules.TryGetValue(rule.Id, out var other) && other.Policy.Text == rule.Policy.Text;

        /// <summary>Every class and group the rule names, in its scope or its conditions.</summary>
        private static IEnumerable<string> Named(Rule rule) => ExprWalk.All(rule.Policy.Condition).OfType<Expr.Literal>()
            .Select(literal => literal.Value).OfType<EntityUid>()
            .Where(uid => uid.Type == CaseEntities.FieldClass).Select(uid => uid.Id).Distinct();

        private static ImmutableSortedSet<string> Gained(string group, Bundle from, Bundle to) =>
            to.Classes.Of(group).Except(from.Classes.Of(group));

        /// <summary>The classes a rule's scope admits; null: every one.</summary>
        private static IEnumerable<string>? Reached(Rule rule, Bundle within) => rule.Policy.Resource.Entities.IsEmpty
            ? null
            : rule.Policy.Resource.Entities.SelectMany(uid => within.Classes.Of(uid.Id).Add(uid.Id));

        private ImmutableSortedSet<string> Types(IEnumerable<string>? classes)
        {
            if (classes is null) return [.. catalog.All.Select(type => type.Name)];
            var wanted = classes.ToHashSet();
            return [.. catalog.All.Where(type => wanted.Overlaps(type.Classes)).Select(type => type.Name)];
        }
    }
}
