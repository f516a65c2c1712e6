namespace Reintegration.Events.Policy;

/// <summary>Why some field classes of an event are shown at a level.</summary>
/// <param name="Rules">
/// Permits that show them at this level. None: the reason is not among what the seat is shown.
/// </param>
public sealed record Reason(Level Level, ImmutableArray<string> Classes, ImmutableArray<Rule> Rules);

/// <summary>Makes explanations for one seat from what it is shown: each event with its decision, in the ledger's order.</summary>
public delegate Func<Decision, Explanation> Explaining(
    IReadOnlyList<(Recorded Recorded, Decision Decision)> shown, Explanation.Viewpoint viewpoint);

/// <summary>Why a seat is shown what it is shown of one event, as far as the seat may know why.</summary>
/// <remarks>
/// INVARIANT (law 4): a function of what the seat is shown, and of nothing else. It names not the rules that decided but
/// those that would show as much if the case held only the events that the seat is shown by name. A consent nobody told the
/// seat of, or a danger it does not know, may be why it is shown something; then no rule is named. What keeps more away is
/// never told: that a rule stopped something says what there is to be stopped. Auditors are told everything.
/// </remarks>
public sealed class Explanation
{
    private Explanation(ImmutableArray<Reason> reasons) => Reasons = reasons;

    /// <summary>By level and rules, the highest level first; only what is shown.</summary>
    public ImmutableArray<Reason> Reasons { get; }

    /// <summary>Who asks, by which rules, and when.</summary>
    public sealed record Viewpoint(
        CaseId Case, Seat Seat, Bundle Bundle, Catalog Catalog, OrganisationContext Organisations, DateTimeOffset Now);

    /// <summary>Decides again over the case as the seat sees it.</summary>
    public static Func<Decision, Explanation> OfShown(
        IReadOnlyList<(Recorded Recorded, Decision Decision)> shown, Viewpoint viewpoint)
    {
        var context = CaseContext.Fold(
            viewpoint.Case, shown.Where(each => each.Decision.Event.Level == Level.Full).Select(each => each.Recorded));
        var alone = new Decider(
            viewpoint.Bundle, viewpoint.Catalog, viewpoint.Seat, context, viewpoint.Organisations, viewpoint.Now);
        return decision => Of(decision, alone.Decide(decision.Envelope), viewpoint.Bundle);
    }

    /// <param name="decided">What is shown.</param>
    /// <param name="alone">What the rules say where nothing else is known than what is shown.</param>
    public static Explanation Of(Decision decided, Decision alone, Bundle bundle)
    {
        // Of an event known to exist not even the type is known, and a rule could tell it.
        if (decided.Event.Level != Level.Full) return new([new Reason(decided.Event.Level, [EventAlone], [])]);
        var reasons =
            from field in decided.Fields.Values
            where field.Level > Level.Nothing
            let rules = Rules(alone.Fields[field.Class], field.Level, bundle)
            group field.Class by (field.Level, Rules: string.Join(' ', rules)) into alike
            orderby alike.Key.Level descending, alike.First() // Classes come in their order.
            select new Reason(
                alike.Key.Level, [.. alike],
                [.. alike.Key.Rules.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(id => bundle.Rules[id])]);
        return new([.. reasons]);
    }

    private const string EventAlone = "$event";

    private static IEnumerable<string> Rules(FieldDecision alone, Level shown, Bundle bundle) =>
        alone.Level < shown ? [] : alone.Permits.Where(id => Speaks(bundle.Rules[id], shown)).Order(StringComparer.Ordinal);

    /// <summary>Whether the rule's scope holds the level: what permits more need not permit this.</summary>
    private static bool Speaks(Rule rule, Level level) =>
        rule.Policy.Action.Entities is { IsEmpty: false } actions
            ? actions.Any(action => action.Id == CaseEntities.Disclose || action == CaseEntities.Action(level))
            : true;
}
