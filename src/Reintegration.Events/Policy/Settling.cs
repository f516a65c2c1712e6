namespace Reintegration.Events.Policy;

/// <summary>
/// Turns what the rules say of a shape into what holds of it: dates of obligations, hidden events, the lower column.
/// </summary>
/// <param name="panel">What the panel's column says, where the requester sits on one.</param>
internal sealed class Settling(Bundle bundle, string eventClass, Steps own, Steps? panel)
{
    /// <param name="dated">Rules with a date.</param>
    /// <param name="past">Those of them, as bits, whose date is past: they do not count.</param>
    public Settled Settle(ImmutableArray<string> dated, ulong past)
    {
        var counted = 0UL;
        var fields = ImmutableSortedDictionary.CreateBuilder<string, FieldDecision>(StringComparer.Ordinal);
        var @event = ShownAsEvent(Lower(eventClass));
        fields.Add(eventClass, @event);
        foreach (var fieldClass in own.Keys)
        {
            if (fieldClass == eventClass) continue;
            fields.Add(fieldClass, @event.Level == Level.Full
                ? Lower(fieldClass)
                : new FieldDecision(fieldClass, Level.Nothing, [], [Obstacles.EventHidden], []));
        }

        return new Settled(
            @event, fields.ToImmutable(), Obligations(fields.Values),
            @event.Level == Level.Nothing && @event.StoppedBy.Any(Notifies), counted);

        FieldDecision Lower(string fieldClass)
        {
            var mine = Reached(fieldClass, own[fieldClass], id => Counts(id));
            if (panel is null) return mine;
            var panels = Reached(fieldClass, panel[fieldClass], id => Counts(id));
            if (mine.Level != panels.Level) return mine.Level < panels.Level ? mine : panels;
            return mine with
            {
                Permits = [.. mine.Permits.Union(panels.Permits)],
                StoppedBy = [.. mine.StoppedBy.Union(panels.StoppedBy)],
                Errors = [.. mine.Errors.Union(panels.Errors)],
            };
        }

        bool Counts(string rule)
        {
            var at = dated.IndexOf(rule);
            if (at < 0) return true;
            if ((past >> at & 1) != 0) return false;
            counted |= 1UL << at;
            return true;
        }
    }

    private static FieldDecision Reached(string fieldClass, ImmutableArray<Step> steps, Predicate<string> counts)
    {
        var reached = Level.Nothing;
        ImmutableArray<string> permits = [];
        ImmutableArray<string> errors = [];
        foreach (var step in steps)
        {
            if (!step.Errors.IsEmpty) errors = [.. errors.Union(step.Errors)];
            if (!step.IsAllowed)
                return new FieldDecision(
                    fieldClass, reached, permits, step.Rules.IsEmpty ? [Obstacles.NoRule] : step.Rules, errors);
            var counting = step.Rules.RemoveAll(id => !counts(id));
            if (counting.IsEmpty)
                return new FieldDecision(fieldClass, reached, permits, [Obstacles.Expired], errors);
            reached++;
            permits = counting;
        }

        return new FieldDecision(fieldClass, reached, permits, [], errors);
    }

    /// <summary>An event is either named or a bare existence: between them nothing is defined.</summary>
    private static FieldDecision ShownAsEvent(FieldDecision decision) =>
        decision.Level is Level.Coarse or Level.Fine ? decision with { Level = Level.Exists } : decision;

    private ImmutableArray<Obligation> Obligations(IEnumerable<FieldDecision> fields) =>
    [
        .. fields.SelectMany(field => field.Permits).Distinct().SelectMany(id => bundle.Rules[id].Obligations)
            .Distinct().OrderBy(duty => duty.ToString(), StringComparer.Ordinal),
    ];

    private bool Notifies(string id) =>
        bundle.Rules.TryGetValue(id, out var rule) && rule.Obligations.Any(duty => duty.Code == Obligation.NotifyOwner);
}
