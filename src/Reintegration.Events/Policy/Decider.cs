namespace Reintegration.Events.Policy;

/// <summary>Decides many events of one case for one seat at one instant: the one decision point.</summary>
/// <remarks>
/// Looks at envelopes and contexts only. What the rules say of events that look alike to them is looked up in the
/// bundle's table, which all deciders share; what depends on an event's own dates is settled per event. Not for several
/// threads at once; make one per answer.
/// </remarks>
public sealed class Decider
{
    private readonly Bundle bundle;
    private readonly Catalog catalog;
    private readonly Seat seat;
    private readonly OrganisationContext organisations;
    private readonly CaseContext? context;
    private readonly CaseFacts? facts;
    private readonly DateTimeOffset now;
    private readonly Standpoint standpoint;
    private readonly DateTimeOffset? contextEnds;

    /// <param name="context">The case of the events; null for events of no case.</param>
    public Decider(
        Bundle bundle, Catalog catalog, Seat seat, CaseContext? context, OrganisationContext organisations,
        DateTimeOffset now)
    {
        (this.bundle, this.catalog, this.seat, this.organisations, this.now) = (bundle, catalog, seat, organisations, now);
        this.context = context;
        facts = context is null ? null : new CaseFacts(context.At(now, bundle.Header.Windows), seat, organisations);
        standpoint = new Standpoint(bundle, seat, facts, organisations, now);
        contextEnds = ContextEnds();
    }

    /// <summary>How many shapes of events had to be put to the rules so far, because nobody had asked before.</summary>
    public int Evaluated => standpoint.Evaluated;

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
        var datum = new DatumFacts(envelope, envelope.Case is null ? null : facts, bundle.Header);
        var settled = standpoint.Of(target ?? type, datum).At(envelope, now, out var ends);
        return new Decision(envelope, seat, type, target)
        {
            Bundle = bundle.Hash,
            DecidedAt = now,
            Event = settled.Event,
            Fields = settled.Fields,
            Obligations = settled.Obligations,
            ValidUntil = LabelReading.Earlier(contextEnds, ends),
            NotifiesOwner = settled.NotifiesOwner,
            ContactDesk = standpoint.ContactDesk(envelope.Owner),
        };
    }

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
        var ends = LabelReading.Earlier(facts?.Moment.ValidUntil, organisations.NextChange(seat.Official, now));
        if (bundle.Header.From > now) ends = LabelReading.Earlier(ends, bundle.Header.From);
        if (bundle.Header.Until > now) ends = LabelReading.Earlier(ends, bundle.Header.Until);
        return ends;
    }
}
