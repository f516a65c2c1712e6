namespace Reintegration.Events.Policy;

/// <summary>An agency's place on a case, from an instant to another (null: until further notice).</summary>
public sealed record Membership(AgencyId Agency, DateTimeOffset From, DateTimeOffset? To)
{
    public bool IsLive(DateTimeOffset at) => From <= at && (To is null || at < To);
}

/// <summary>An official's place on a case, taken by the official's own agency.</summary>
public sealed record CaseSeat(AgencyId Agency, string Official, string Role, DateTimeOffset From, DateTimeOffset? Until)
{
    public bool IsLive(DateTimeOffset at) => From <= at && (Until is null || at < Until);
}

/// <summary>One agency may rely on the consent of one kind of giver for one category until an instant.</summary>
public sealed record ConsentGrant(string? Giver, Category Category, AgencyId Recipient, DateTimeOffset? Until);

/// <summary>The dates a sentence sets.</summary>
public sealed record SentenceDates(DateOnly? EarliestRelease, DateOnly? Expiry);

/// <summary>A time under supervision, both days included; no end while it is open.</summary>
public sealed record SupervisionPeriod(DateOnly Start, DateOnly? End);

/// <summary>What a case's governing events say that sharing depends on: team, windows, consents, phase.</summary>
/// <remarks>
/// A pure fold over one case's governing events in position order. It reads names, labels, markings and recorded times,
/// never facts (law 10). An event marked INTEL or SOURCE changes nothing here, unless it is about one event of its owner
/// and governs that alone (law 4). Ask it about an instant by <see cref="At"/>.
/// </remarks>
public sealed record CaseContext(CaseId Case)
{
    private const string Opened = "reintegration.coordination.case-opened.v1";
    private const string Sentenced = "reintegration.custody.sentence-recorded.v1";
    private const string Released = "reintegration.custody.person-released.v1";
    private const string Supervised = "reintegration.supervision.supervision-commenced.v1";
    private const string SupervisionOver = "reintegration.supervision.supervision-ended.v1";
    private const string ReleaseSet = "reintegration.custody.release-date-set.v1";
    private const string ReleaseMoved = "reintegration.custody.release-date-changed.v1";
    private const string Closed = "reintegration.coordination.case-closed.v1";
    private const string Reopened = "reintegration.coordination.case-reopened.v1";
    private const string LeadMoved = "reintegration.coordination.lead-transferred.v1";
    private const string AgencyLeft = "reintegration.coordination.case-agency-left.v1";
    private const string AgencyJoined = "reintegration.coordination.case-agency-joined.v1";
    private const string SeatTaken = "reintegration.coordination.case-seat-taken.v1";
    private const string SeatLeft = "reintegration.coordination.case-seat-left.v1";
    private const string ConsentGiven = "reintegration.governance.consent-given.v1";
    private const string ConsentWithdrawn = "reintegration.governance.consent-withdrawn.v1";

    /// <summary>The event types this fold reads.</summary>
    public static ImmutableSortedSet<string> Governing { get; } =
    [
        Opened, Closed, Reopened, LeadMoved, Sentenced, ReleaseSet, ReleaseMoved, Released, Supervised, SupervisionOver,
        AgencyJoined, AgencyLeft, SeatTaken, SeatLeft, ConsentGiven, ConsentWithdrawn,
        .. Emergencies.Governing, .. Restraints.Governing, .. Undertakings.Governing,
    ];

    /// <summary>The agency that opened the case, or took it over; null before the opening is folded.</summary>
    public AgencyId? Lead { get; init; }
    /// <summary>Whom the lead has offered the case and who has not taken it yet.</summary>
    public AgencyId? OfferedTo { get; init; }
    /// <summary>Whose word can change who is on the case: the lead, and who may take it over at any moment.</summary>
    public IEnumerable<AgencyId> Deciders => new[] { Lead, OfferedTo }.OfType<AgencyId>();
    public DateTimeOffset? OpenedAt { get; init; }
    /// <summary>From when on it is closed; null while nobody has closed it.</summary>
    public DateTimeOffset? ClosedAt { get; init; }
    /// <summary>The day of release that was set last, for the sentence that was recorded last.</summary>
    public DateOnly? ReleaseDate { get; init; }
    public bool Juvenile { get; init; }
    public ImmutableArray<Membership> Agencies { get; init; } = [];
    public ImmutableArray<CaseSeat> Seats { get; init; } = [];
    public SentenceDates? Sentence { get; init; }
    public DateTimeOffset? ReleasedAt { get; init; }
    public ImmutableArray<SupervisionPeriod> Supervision { get; init; } = [];
    public ImmutableArray<ConsentGrant> Consents { get; init; } = [];
    /// <summary>Imminent harm, and who broke the glass because of it.</summary>
    public Emergencies Emergencies { get; init; } = Emergencies.None;
    /// <summary>What owners said about single events of theirs later: released, restricted, called back.</summary>
    public Restraints Restraints { get; init; } = Restraints.None;
    /// <summary>Services that are conditions, and who agreed to feedback.</summary>
    public Undertakings Undertakings { get; init; } = Undertakings.None;

    /// <summary>
    /// What was folded so far, kept so that a correction can be folded as if it had been said at first.
    /// </summary>
    private ImmutableArray<(Envelope Envelope, DateTimeOffset RecordedAt)> Folded { get; init; } = [];

    /// <summary>The context after one more event; unchanged by one of another case or that does not govern.</summary>
    /// <remarks>A correction of a governing event that sets a label anew takes the place of what it corrects.</remarks>
    public CaseContext Apply(Recorded recorded) => Apply(recorded.Envelope, recorded.RecordedAt);

    /// <summary>As if it had been recorded at an instant.</summary>
    public CaseContext Apply(Envelope envelope, DateTimeOffset recordedAt)
    {
        if (envelope.Case != Case) return this;
        if (Restraints.AboutOneEvent.Contains(envelope.Type)) return Fold(envelope, recordedAt);
        if (envelope.HasLabel("INTEL") || envelope.HasLabel("SOURCE")) return this;
        if (envelope.MarkedAs is { } marked)
            return Governing.Contains(marked) && envelope.Relates is { Kind: RelationKind.Corrects } ? Correct(envelope) : this;
        return Governing.Contains(envelope.Type) ? Fold(envelope, recordedAt) : this;
    }

    private CaseContext Fold(Envelope envelope, DateTimeOffset recordedAt)
    {
        var next = envelope.Type switch
        {
            Opened => Open(envelope, recordedAt),
            Sentenced => this with
            {
                Sentence = new SentenceDates(envelope.DateLabel("earliestRelease"), envelope.DateLabel("expiry")),
                ReleaseDate = null,
            },
            ReleaseSet or ReleaseMoved => this with { ReleaseDate = envelope.DateLabel("date") ?? ReleaseDate },
            Released => this with { ReleasedAt = envelope.TimeLabel("at") ?? ReleasedAt },
            Supervised => Supervise(envelope),
            SupervisionOver => EndSupervision(envelope),
            Closed => envelope.Owner == Lead ? this with { ClosedAt = envelope.TimeLabel("at") ?? recordedAt } : this,
            Reopened => Reopen(envelope),
            LeadMoved => Transfer(envelope),
            AgencyJoined => Join(envelope, recordedAt),
            AgencyLeft => Leave(envelope, recordedAt),
            SeatTaken => TakeSeat(envelope, recordedAt),
            SeatLeft => LeaveSeat(envelope),
            ConsentGiven => Consent(envelope),
            ConsentWithdrawn => Withdraw(envelope),
            _ => this with
            {
                Emergencies = Emergencies.Apply(envelope, recordedAt, Lead),
                Restraints = Restraints.Apply(envelope, () => Present(recordedAt)),
                Undertakings = Undertakings.Apply(envelope),
            },
        };
        return next with { Juvenile = Juvenile || envelope.Juvenile, Folded = Folded.Add((envelope, recordedAt)) };
    }

    private CaseContext Correct(Envelope correction)
    {
        var again = new CaseContext(Case);
        foreach (var (envelope, recordedAt) in Folded)
        {
            var isTarget = envelope.Name == correction.Relates?.Target && envelope.Stream == correction.Stream;
            again = again.Fold(
                isTarget
                    ? envelope with { Labels = envelope.Labels.SetItems(correction.Labels) }
                    : envelope, recordedAt);
        }

        return again;
    }

    /// <summary>What holds at an instant, and until when it holds if nothing more is recorded.</summary>
    public CaseMoment At(DateTimeOffset now, Windows windows) => new(this, now, windows);

    /// <summary>Agencies on the case at an instant, those included that joined by their own act, whom the lead does not list.</summary>
    private ImmutableSortedSet<AgencyId> Present(DateTimeOffset at) =>
    [
        .. Agencies.Where(place => place.IsLive(at)).Select(place => place.Agency),
        .. Seats.Where(seat => seat.IsLive(at) && Agencies.All(place => place.Agency != seat.Agency)).Select(seat => seat.Agency),
    ];

    /// <summary>The context of a whole case: its events, in position order.</summary>
    public static CaseContext Fold(CaseId @case, IEnumerable<Recorded> events) =>
        events.Aggregate(new CaseContext(@case), (context, recorded) => context.Apply(recorded));

    private CaseContext Open(Envelope envelope, DateTimeOffset at) =>
        Lead is not null
            ? this
            : this with
            {
                Lead = envelope.Owner,
                OpenedAt = at,
                Agencies = [new Membership(envelope.Owner, at, null)],
            };

    private CaseContext Supervise(Envelope envelope) =>
        envelope.DateLabel("start") is { } start
            ? this with { Supervision = Supervision.Add(new SupervisionPeriod(start, envelope.DateLabel("end"))) }
            : this;

    /// <summary>Ends the period that began on the day it names, or else the last one.</summary>
    private CaseContext EndSupervision(Envelope envelope)
    {
        if (envelope.DateLabel("end") is not { } end || Supervision.IsEmpty) return this;
        var began = Supervision.LastOrDefault(period => period.Start == envelope.DateLabel("start")) ?? Supervision[^1];
        return this with { Supervision = Supervision.Replace(began, began with { End = end }) };
    }

    /// <summary>The lead alone is on it again; agencies, seats and consents have to be given anew.</summary>
    private CaseContext Reopen(Envelope envelope) =>
        envelope.Owner != Lead || ClosedAt is null
            ? this
            : this with
            {
                ClosedAt = null,
                Agencies = Agencies.RemoveAll(place => place.Agency != Lead),
                Seats = [],
                Consents = [],
                Emergencies = Emergencies with { Accesses = [.. Emergencies.Accesses.Select(access => access with { Until = access.From })] },
            };

    /// <summary>Offered by the lead to an agency on the case, and taken by that agency in its own stream.</summary>
    private CaseContext Transfer(Envelope envelope)
    {
        var to = envelope.AgencyLabel("toAgency");
        if (envelope.Owner == Lead) return this with { OfferedTo = to };
        if (to is not { } agency || agency != envelope.Owner || agency != OfferedTo) return this;
        var place = Agencies.FirstOrDefault(place => place.Agency == agency);
        return place is null
            ? this
            : Until(place, null) with { Lead = agency, OfferedTo = null };
    }

    private CaseContext Leave(Envelope envelope, DateTimeOffset recordedAt)
    {
        var place = Agencies.FirstOrDefault(place => place.Agency == envelope.AgencyLabel("agency"));
        return envelope.Owner != Lead || place is null || place.Agency == Lead
            ? this
            : Until(place, envelope.TimeLabel("to") ?? recordedAt);
    }

    private CaseContext Until(Membership place, DateTimeOffset? to) =>
        this with { Agencies = Agencies.Replace(place, place with { To = to }) };

    /// <summary>
    /// The lead's latest word on an agency is the one that counts; the lead itself cannot be put off its case.
    /// </summary>
    private CaseContext Join(Envelope envelope, DateTimeOffset recordedAt)
    {
        if (envelope.Owner != Lead || envelope.AgencyLabel("agency") is not { } agency || agency == Lead) return this;
        var place = new Membership(agency, envelope.TimeLabel("from") ?? recordedAt, envelope.TimeLabel("to"));
        return this with { Agencies = Agencies.RemoveAll(m => m.Agency == agency).Add(place) };
    }

    private CaseContext TakeSeat(Envelope envelope, DateTimeOffset at)
    {
        if (envelope.TextLabel("official") is not { } official || envelope.TextLabel("role") is not { } role)
            return this;
        var without = LeaveSeat(envelope);
        var seat = new CaseSeat(envelope.Owner, official, role, at, envelope.TimeLabel("until"));
        return without with { Seats = without.Seats.Add(seat) };
    }

    private CaseContext LeaveSeat(Envelope envelope)
    {
        var (official, role) = (envelope.TextLabel("official"), envelope.TextLabel("role"));
        return this with
        {
            Seats = Seats.RemoveAll(s => s.Agency == envelope.Owner && s.Official == official && s.Role == role),
        };
    }

    /// <summary>One grant for every category and recipient named; a consent that names nobody reaches nobody.</summary>
    private CaseContext Consent(Envelope envelope)
    {
        if (envelope.DateLabel("expires") is not { } expires) return this;
        var giver = envelope.TextLabel("giver");
        var grants =
            from category in envelope.CategoriesLabel("scope")
            from recipient in envelope.AgenciesLabel("recipients")
            select new ConsentGrant(giver, category, recipient, expires.Ends());
        return this with { Consents = Consents.AddRange(grants) };
    }

    /// <summary>
    /// Takes effect at once, for the scope and recipients it names; without recipients, for all of them.
    /// </summary>
    private CaseContext Withdraw(Envelope envelope)
    {
        var scope = envelope.CategoriesLabel("scope");
        var all = !envelope.Labels.ContainsKey("recipients");
        var recipients = envelope.AgenciesLabel("recipients");
        // The giver is no label of a withdrawal: whoever withdraws, taking back too much is the safe mistake.
        return this with
        {
            Consents = Consents.RemoveAll(c =>
                scope.Contains(c.Category) && (all || recipients.Contains(c.Recipient))),
        };
    }
}
