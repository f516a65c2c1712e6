namespace Reintegration.Events.Policy;

/// <summary>What owners say about single events of theirs after they recorded them.</summary>
/// <remarks>
/// A part of <see cref="CaseContext"/>, folded with it. Each of these events governs nothing but the event it names, so
/// that one about intelligence changes nothing for what is not intelligence (law 4).
/// </remarks>
public sealed record Restraints
{
    private const string Granted = "reintegration.governance.originator-consent-granted.v1";
    private const string Refused = "reintegration.governance.originator-consent-refused.v1";
    private const string Restricted = "reintegration.governance.processing-restricted.v1";
    private const string Lifted = "reintegration.governance.restriction-lifted.v1";
    private const string Recalled = "reintegration.governance.disclosure-recalled.v1";
    private const string Ended = "reintegration.intelligence.proceedings-outcome-recorded.v1";

    /// <summary>Types that follow a target and govern it alone.</summary>
    public static ImmutableArray<string> AboutOneEvent { get; } = [Granted, Refused, Restricted, Lifted, Recalled];

    public static ImmutableArray<string> Governing { get; } = [.. AboutOneEvent, Ended];

    /// <summary>Outcomes after which nobody is to go on reading what was recorded on the way (domain.md 3.5, 15).</summary>
    private static readonly ImmutableArray<string> Cleared = ["acquitted", "dismissed"];

    /// <summary>Police matters that are not about the proceedings, and stay as they are when those end well.</summary>
    private static readonly ImmutableArray<string> NotOfProceedings =
        ["reintegration.intelligence.imminent-harm-declared.v1", "reintegration.intelligence.imminent-harm-stood-down.v1", Ended];

    public static Restraints None { get; } = new();

    /// <summary>An owner released one of its events to an agency until an instant.</summary>
    private sealed record Release(EventName Target, AgencyId Recipient, DateTimeOffset Until);

    /// <summary>Proceedings ended without a conviction; who was on the case then.</summary>
    private sealed record Clearing(EventName Outcome, DateTimeOffset At, ImmutableSortedSet<AgencyId> Present);

    private ImmutableArray<Release> Releases { get; init; } = [];

    private ImmutableDictionary<EventName, ImmutableSortedSet<AgencyId>> Restrictions { get; init; } =
        ImmutableDictionary<EventName, ImmutableSortedSet<AgencyId>>.Empty;

    private ImmutableDictionary<EventName, ImmutableSortedSet<AgencyId>> Recalls { get; init; } =
        ImmutableDictionary<EventName, ImmutableSortedSet<AgencyId>>.Empty;

    private ImmutableArray<Clearing> Clearings { get; init; } = [];

    private ImmutableHashSet<EventName> Reviewed { get; init; } = [];

    /// <summary>Instants at which something of it ends by itself.</summary>
    public IEnumerable<DateTimeOffset?> Instants => Releases.Select(release => (DateTimeOffset?)release.Until);

    /// <summary>To whom the event is releasable now by a grant, beside whom its owner named at first ({5}).</summary>
    public ImmutableArray<AgencyId> ReleasedTo(Envelope envelope, DateTimeOffset at)
    {
        if (Releases.IsEmpty) return [];
        var about = About(envelope);
        return [.. Releases.Where(release => release.Target == about && at < release.Until).Select(release => release.Recipient).Distinct()];
    }

    /// <summary>From whom the event was called back.</summary>
    public ImmutableSortedSet<AgencyId> RecalledFrom(Envelope envelope) =>
        envelope.Type == Recalled ? [] : Recalls.GetValueOrDefault(About(envelope), []);

    /// <summary>Under restriction; the events that say so are not.</summary>
    public bool IsRestricted(Envelope envelope) =>
        envelope.Type is not (Restricted or Lifted) && Present(envelope) is not null;

    /// <summary>For an event under restriction, the agencies that were on the case before; null where it is not.</summary>
    public ImmutableSortedSet<AgencyId>? Present(Envelope envelope)
    {
        var about = About(envelope);
        if (Restrictions.TryGetValue(about, out var present)) return present;
        if (envelope.Category != Category.Police || NotOfProceedings.Contains(envelope.MarkedAs ?? envelope.Type)) return null;
        return Clearings.FirstOrDefault(clearing =>
            clearing.Outcome.Owner == envelope.Owner && envelope.HappenedAt <= clearing.At && !Reviewed.Contains(about))?.Present;
    }

    /// <summary>Of an event that follows another, that other.</summary>
    private static EventName About(Envelope envelope) =>
        envelope.MarkedAs is not null && envelope.Relates is { } relation ? relation.Target : envelope.Name;

    /// <param name="present">The agencies on the case when it was recorded.</param>
    internal Restraints Apply(Envelope envelope, Func<ImmutableSortedSet<AgencyId>> present)
    {
        var target = About(envelope);
        return envelope.Type switch
        {
            Granted => Grant(target, envelope),
            Refused => Refuse(target, envelope),
            Restricted => this with { Restrictions = Restrictions.SetItem(target, present()) },
            Lifted => this with
            {
                Restrictions = Restrictions.Remove(target),
                Reviewed = Reviewed.Add(target),
                Clearings = Clearings.RemoveAll(clearing => clearing.Outcome == target),
            },
            Recalled => this with
            {
                Recalls = Recalls.SetItem(target, Recalls.GetValueOrDefault(target, []).Union(envelope.AgenciesLabel("from"))),
            },
            Ended when Cleared.Contains(envelope.TextLabel("outcome") ?? "") => this with
            {
                Clearings = Clearings.Add(new Clearing(envelope.Name, envelope.HappenedAt, present())),
                Reviewed = [],
            },
            _ => this,
        };
    }

    /// <summary>What was called back from an agency is given to it anew by granting it again.</summary>
    private Restraints Grant(EventName target, Envelope envelope)
    {
        if (envelope.DateLabel("releasedUntil") is not { } until) return this;
        var recipients = envelope.AgenciesLabel("recipients");
        return this with
        {
            Releases = Releases.AddRange(recipients.Select(recipient => new Release(target, recipient, until.Ends()))),
            Recalls = Recalls.SetItem(target, Recalls.GetValueOrDefault(target, []).Except(recipients)),
        };
    }

    private Restraints Refuse(EventName target, Envelope envelope)
    {
        var all = !envelope.Labels.ContainsKey("from");
        var from = envelope.AgenciesLabel("from");
        return this with
        {
            Releases = Releases.RemoveAll(release => release.Target == target && (all || from.Contains(release.Recipient))),
        };
    }
}
