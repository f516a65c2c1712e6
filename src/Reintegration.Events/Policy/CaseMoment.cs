namespace Reintegration.Events.Policy;

/// <summary>Where the person stands on the way back, as far as governing events say.</summary>
public enum CasePhase { Opened, Custody, PreRelease, Release, Supervision, Aftercare }

/// <summary>How long around release and supervision statutory sharing lasts; set by the bundle.</summary>
public sealed record Windows(int PreReleaseDays, int AfterSupervisionDays)
{
    /// <summary>
    /// 180 days before the earliest release to 90 days after the end of supervision (domain.md 3.3, {2}).
    /// </summary>
    public static Windows Default { get; } = new(180, 90);
}

/// <summary>A case context at one instant: what the rules are told, and until when it stays true by itself.</summary>
public sealed class CaseMoment
{
    /// <summary>The case is open ({1}).</summary>
    public const string Active = "active";

    /// <summary>The time around release and supervision in which statute lets agencies share ({2}).</summary>
    public const string Statutory = "statutory";

    private readonly CaseContext context;
    private readonly Windows windows;
    private readonly (DateTimeOffset From, DateTimeOffset? To)? statutory;

    internal CaseMoment(CaseContext context, DateTimeOffset now, Windows windows)
    {
        this.context = context;
        this.windows = windows;
        Now = now;
        statutory = StatutoryWindow();
        OnCase = [.. context.Agencies.Where(m => m.IsLive(now)).Select(m => m.Agency)];
        LiveSeats = [.. context.Seats.Where(s => s.IsLive(now))];
        WindowsOpen = OpenWindows();
        ValidUntil = NextChange();
    }

    public DateTimeOffset Now { get; }
    public AgencyId? Lead => context.Lead;
    /// <summary>Whom the lead has offered the case; null when nobody is to take it.</summary>
    public AgencyId? OfferedTo => context.OfferedTo;
    /// <summary>The lead has closed it, now or for a later instant.</summary>
    public bool IsClosed => context.ClosedAt is not null;
    public bool Juvenile => context.Juvenile;

    /// <summary>Agencies on the case now: the lead, and whom the lead has asked to join.</summary>
    public ImmutableSortedSet<AgencyId> OnCase { get; }

    public ImmutableArray<CaseSeat> LiveSeats { get; }

    /// <summary><see cref="Active"/> and <see cref="Statutory"/>, as far as they are open.</summary>
    public ImmutableSortedSet<string> WindowsOpen { get; }

    /// <summary>
    /// The first instant after now at which any answer here changes without anything being recorded; null: never.
    /// </summary>
    public DateTimeOffset? ValidUntil { get; }

    /// <summary>Agencies that hold a live consent for a category ({4}).</summary>
    /// <remarks>
    /// Family matters rest on the relative's own consent, all else on the person's; a guardian speaks for either. A
    /// consent that does not say who gave it is the person's.
    /// </remarks>
    public ImmutableSortedSet<AgencyId> ConsentsFor(Category category) =>
    [
        .. context.Consents
            .Where(c => c.Category == category && (c.Until is null || Now < c.Until))
            .Where(c => MaySpeakFor(c.Giver, category))
            .Select(c => c.Recipient),
    ];

    public Restraints Restraints => context.Restraints;

    public Undertakings Undertakings => context.Undertakings;

    /// <summary>To whom the owner released the event: when recording it, or since by a grant that holds now ({5}).</summary>
    public ImmutableArray<AgencyId> ReleasableTo(Envelope envelope) =>
        context.Restraints.ReleasedTo(envelope, Now) is { IsEmpty: false } granted
            ? [.. envelope.Handling.ReleasableTo.Union(granted)]
            : envelope.Handling.ReleasableTo;

    /// <summary>The agency's service is one the person has to attend now ({8}).</summary>
    public bool IsCondition(AgencyId service) => context.Undertakings.Services.Any(s => s.Service == service && s.Binds(Now));

    /// <summary>Imminent harm stands declared ({9}) by somebody whose word counts for whoever asks.</summary>
    public bool HarmInForce(Func<AgencyId, bool> counts) =>
        context.Emergencies.Harms.Any(harm => harm.IsInForce(Now) && counts(harm.Declaration.Owner));

    /// <summary>
    /// Imminent harm as it counts for a seat: what an intelligence service declares governs its own seats alone (law 4).
    /// </summary>
    public bool HarmFor(Seat seat, OrganisationContext organisations) => HarmInForce(
        by => by == seat.Agency || organisations.Find(by) is { Sector: not Sector.Intelligence });

    /// <summary>Every emergency access there was to this case.</summary>
    public ImmutableArray<EmergencyAccess> EmergencyAccesses => context.Emergencies.Accesses;

    /// <summary>The official's emergency access to this case, if it has not ended by now.</summary>
    public EmergencyAccess? EmergencyOf(AgencyId agency, string official) =>
        !OnCase.Contains(agency)
            ? null
            : context.Emergencies.Accesses.LastOrDefault(access =>
                access.Agency == agency && access.Official == official && access.IsLive(Now));

    private static bool MaySpeakFor(string? giver, Category category) =>
        category == Category.Family ? giver is "relative" or "guardian" : giver is null or "person" or "guardian";

    public CasePhase Phase
    {
        get
        {
            var today = DateOnly.FromDateTime(Now.UtcDateTime);
            var released = context.ReleasedAt <= Now;
            if (context.Supervision.Any(s => s.Start <= today && (s.End is null || today <= s.End)))
                return CasePhase.Supervision;
            if (released)
                return context.Supervision.Any(s => s.End < today) ? CasePhase.Aftercare : CasePhase.Release;
            if (context.Sentence is null) return CasePhase.Opened;
            return Expected is { } expected && PreRelease(expected) <= Now
                ? CasePhase.PreRelease
                : CasePhase.Custody;
        }
    }

    /// <summary>
    /// Whether a seat is held now: its official has taken it, or it is the agency's own machine or audience, and the
    /// agency is on the case. Intelligence joins by its own act, so a seat it took is enough.
    /// </summary>
    public bool IsSeated(Seat seat)
    {
        var taken = LiveSeats.Any(s =>
            s.Agency == seat.Agency && s.Role == seat.Role && (seat.IsAudience || s.Official == seat.Official));
        if (seat.Sector == Sector.Intelligence)
            return taken || (seat.Role == Seat.AgencySystem && LiveSeats.Any(s => s.Agency == seat.Agency));
        return OnCase.Contains(seat.Agency) && (taken || seat.Role == Seat.AgencySystem);
    }

    private ImmutableSortedSet<string> OpenWindows()
    {
        var open = ImmutableSortedSet.CreateBuilder<string>(StringComparer.Ordinal);
        if (context.OpenedAt <= Now && !(context.ClosedAt <= Now)) open.Add(Active);
        if (statutory is { } window && window.From <= Now && (window.To is null || Now < window.To))
            open.Add(Statutory);
        return open.ToImmutable();
    }

    private DateTimeOffset? NextChange()
    {
        DateTimeOffset? next = null;
        foreach (var instant in Instants())
            if (instant > Now) next = LabelReading.Earlier(next, instant);
        return next;
    }

    private IEnumerable<DateTimeOffset?> Instants()
    {
        yield return context.OpenedAt;
        yield return context.ClosedAt;
        yield return context.ReleasedAt;
        foreach (var place in context.Agencies) { yield return place.From; yield return place.To; }
        foreach (var seat in context.Seats) { yield return seat.From; yield return seat.Until; }
        foreach (var grant in context.Consents) yield return grant.Until;
        foreach (var period in context.Supervision)
        { yield return period.Start.Begins(); yield return period.End?.Ends(); }
        foreach (var instant in context.Emergencies.Instants) yield return instant;
        foreach (var instant in context.Restraints.Instants) yield return instant;
        foreach (var instant in context.Undertakings.Instants) yield return instant;
        if (Expected is { } expected) yield return PreRelease(expected);
        yield return statutory?.From;
        yield return statutory?.To;
    }

    /// <summary>The day of release that was set, or else the first the sentence allows.</summary>
    private DateOnly? Expected => context.ReleaseDate ?? context.Sentence?.EarliestRelease;

    private DateTimeOffset PreRelease(DateOnly expected) => Shift(expected, -windows.PreReleaseDays).Begins();

    /// <summary>
    /// From some days before the expected release, or from release or supervision where no sentence is known, to some
    /// days after the last supervision; open-ended while a supervision has no end.
    /// </summary>
    private (DateTimeOffset From, DateTimeOffset? To)? StatutoryWindow()
    {
        DateTimeOffset? from = Expected is { } expected ? PreRelease(expected) : null;
        if (from is null)
        {
            from = context.ReleasedAt;
            foreach (var period in context.Supervision) from = LabelReading.Earlier(from, period.Start.Begins());
        }

        if (from is not { } start) return null;
        // Supervision that ended before this window began belongs to an earlier sentence.
        var periods = context.Supervision.Where(s => s.End is null || s.End.Value.Ends() > start).ToList();
        if (periods.Exists(s => s.End is null)) return (start, null);
        if (periods.Count > 0) return (start, After(periods.Max(s => s.End!.Value)));
        // Nobody supervises (yet): the window ends with the release, or with the sentence, so that it ends at all.
        if (context.ReleasedAt is { } released && released >= start)
            return (start, After(DateOnly.FromDateTime(released.UtcDateTime)));
        return (start, context.Sentence?.Expiry is { } expiry ? After(expiry) : null);
    }

    private DateTimeOffset After(DateOnly day) => Shift(day, windows.AfterSupervisionDays).Ends();

    private static DateOnly Shift(DateOnly day, int days) =>
        DateOnly.FromDayNumber(
            Math.Clamp(day.DayNumber + days, DateOnly.MinValue.DayNumber, DateOnly.MaxValue.DayNumber));
}
