using Reintegration.Cedar;

namespace Reintegration.Events.Policy;

/// <summary>Decides many events of one case for one seat at one instant: the one decision point.</summary>
/// <remarks>
/// Looks at envelopes and contexts only. Events that look alike to the rules are evaluated once, so a case of a hundred
/// events costs a handful of evaluations; what depends on an event's own dates is settled per event. Not for several
/// threads at once; make one per answer.
/// </remarks>
public sealed class Decider
{
    private readonly Bundle bundle;
    private readonly Catalog catalog;
    private readonly Seat seat;
    private readonly OrganisationContext organisations;
    private readonly CaseContext? context;
    private readonly CaseMoment? moment;
    private readonly DateTimeOffset now;
    private readonly Column own;
    private readonly Column? panel;
    private readonly DateTimeOffset? contextEnds;
    private readonly Dictionary<(EventType, RecordValue), ShapeDecision> shapes = [];

    /// <param name="context">The case of the events; null for events of no case.</param>
    public Decider(
        Bundle bundle, Catalog catalog, Seat seat, CaseContext? context, OrganisationContext organisations,
        DateTimeOffset now)
    {
        (this.bundle, this.catalog, this.seat, this.organisations, this.now) = (bundle, catalog, seat, organisations, now);
        this.context = context;
        moment = context?.At(now, bundle.Header.Windows);
        var standing = bundle.Standing(organisations);
        var request = CaseEntities.Context(seat, bundle.Header, now);
        var seated = moment?.IsSeated(seat) ?? false;
        var member = organisations.Find(seat.Agency);
        own = new Column(bundle, standing.With(CaseEntities.Official(seat, asPanel: false, seated, member)), request);
        if (seat.IsPanel)
            panel = new Column(
                bundle, standing.With(CaseEntities.Official(seat, asPanel: true, seated, member)), request);
        contextEnds = ContextEnds();
    }

    /// <summary>How many different shapes of events had to be evaluated so far.</summary>
    public int Evaluated => shapes.Count;

    /// <exception cref="ArgumentException">The event belongs to another case than this decider's.</exception>
    public Decision Decide(Envelope envelope)
    {
        if (envelope.Case is not null && envelope.Case != context?.Case)
            throw new ArgumentException(
                $"{envelope.Name} belongs to another case than the one decided about.", nameof(envelope));
        if (!catalog.TryFind(envelope.Type, out var type)) return Refused(envelope, Obstacles.UnknownType);
        EventType? target = null;
        if (type.FollowsTarget && (envelope.MarkedAs is null || !catalog.TryFind(envelope.MarkedAs, out target)))
            return Refused(envelope, Obstacles.UnknownType);
        if (!bundle.Header.IsInForce(now)) return Refused(envelope, Obstacles.NotInForce);
        return Settle(envelope, type, target, Shape(envelope, target ?? type));
    }

    private ShapeDecision Shape(Envelope envelope, EventType marked)
    {
        var inCase = envelope.Case is null ? null : moment;
        var attributes = CaseEntities.Attributes(envelope, inCase, bundle.Header);
        if (shapes.TryGetValue((marked, attributes), out var known)) return known;
        var shape = new ShapeDecision(own.Evaluate(marked, attributes), panel?.Evaluate(marked, attributes));
        shapes.Add((marked, attributes), shape);
        return shape;
    }

    /// <summary>
    /// Turns what the rules say of the shape into what holds for this event: dates of obligations, the lower column.
    /// </summary>
    private Decision Settle(Envelope envelope, EventType type, EventType? target, ShapeDecision shape)
    {
        var settling = new Settling(bundle, envelope, now);
        var fields = ImmutableSortedDictionary.CreateBuilder<string, FieldDecision>(StringComparer.Ordinal);
        var eventClass = $"{(target ?? type).Root}.$event";
        var @event = ShownAsEvent(Settle(settling, shape, eventClass));
        fields.Add(eventClass, @event);
        foreach (var fieldClass in shape.Own.Keys.Where(name => name != eventClass))
        {
            fields.Add(fieldClass, @event.Level == Level.Full
                ? Settle(settling, shape, fieldClass)
                : new FieldDecision(fieldClass, Level.Nothing, [], [Obstacles.EventHidden], []));
        }

        return new Decision(envelope, seat, type, target)
        {
            Bundle = bundle.Hash,
            DecidedAt = now,
            Event = @event,
            Fields = fields.ToImmutable(),
            Obligations = Obligations(fields.Values),
            ValidUntil = LabelReading.Earlier(contextEnds, settling.Ends),
            NotifiesOwner = @event.Level == Level.Nothing && @event.StoppedBy.Any(Notifies),
            ContactDesk = organisations.Find(envelope.Owner)?.ContactDesk ?? "",
        };
    }

    private static FieldDecision Settle(Settling settling, ShapeDecision shape, string fieldClass)
    {
        var mine = settling.Settle(fieldClass, shape.Own[fieldClass]);
        if (shape.Panel is null) return mine;
        var panels = settling.Settle(fieldClass, shape.Panel[fieldClass]);
        if (mine.Level != panels.Level) return mine.Level < panels.Level ? mine : panels;
        return mine with
        {
            Permits = [.. mine.Permits.Union(panels.Permits)],
            StoppedBy = [.. mine.StoppedBy.Union(panels.StoppedBy)],
            Errors = [.. mine.Errors.Union(panels.Errors)],
        };
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

    private Decision Refused(Envelope envelope, string obstacle)
    {
        var @event = new FieldDecision("$event", Level.Nothing, [], [obstacle], []);
        return new Decision(envelope, seat, null, null)
        {
            Bundle = bundle.Hash,
            DecidedAt = now,
            Event = @event,
            Fields = ImmutableSortedDictionary<string, FieldDecision>.Empty.Add(@event.Class, @event),
            Obligations = [],
            ValidUntil = contextEnds,
            NotifiesOwner = false,
            ContactDesk = "",
        };
    }

    private DateTimeOffset? ContextEnds()
    {
        var ends = LabelReading.Earlier(moment?.ValidUntil, organisations.NextChange(seat.Official, now));
        if (bundle.Header.From > now) ends = LabelReading.Earlier(ends, bundle.Header.From);
        if (bundle.Header.Until > now) ends = LabelReading.Earlier(ends, bundle.Header.Until);
        return ends;
    }

    private sealed record ShapeDecision(
        ImmutableSortedDictionary<string, ImmutableArray<Step>> Own,
        ImmutableSortedDictionary<string, ImmutableArray<Step>>? Panel);
}
