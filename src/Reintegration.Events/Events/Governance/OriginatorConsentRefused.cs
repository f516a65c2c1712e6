namespace Reintegration.Events.Events.Governance;

/// <summary>An owner does not, or no longer, let agencies have one of its events.</summary>
/// <remarks>
/// Takes back what was granted to the agencies it names, at once; without names, to all. What the owner released when
/// it recorded the event stands: a recall takes that back. Category, markings and audience are those of the event.
/// </remarks>
[EventType("reintegration.governance.originator-consent-refused.v1", "release", Row = 68, Category = Category.Dataq,
    FollowsTarget = true, Governing = true,
    Producers =
    [
        Sector.Prison, Sector.Probation, Sector.Police, Sector.Intelligence, Sector.Community, Sector.Health,
    ],
    HumanOnly = true,
    Summary = "An owner does not, or no longer, let agencies have one of its events.")]
public sealed record OriginatorConsentRefused : IEvent<OriginatorConsentRefused>
{
    [Field("target")]
    public required EventName TargetEvent { get; init; }

    /// <summary>From whom it is withheld; absent: from all to whom it had been granted.</summary>
    [Field("recipients", MinItems = 1), Label]
    public ImmutableArray<AgencyId>? From { get; init; }

    [Field("reason")]
    public required RefusalReason Reason { get; init; }

    public static OriginatorConsentRefused Example => new()
    {
        TargetEvent = EventName.Parse("/agencies/police/events/0190aa17-52c4-7b0d-9e13-7c8d9e0f1a2b"),
        From = [new AgencyId("probation")],
        Reason = RefusalReason.SourceProtection,
    };
}

public enum RefusalReason { SourceProtection, OngoingInvestigation, ThirdPartyRule, NotNecessary, NoLongerNecessary }
