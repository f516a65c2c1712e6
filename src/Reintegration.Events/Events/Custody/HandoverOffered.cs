namespace Reintegration.Events.Events.Custody;

/// <summary>An agency has offered to hand over what it does for the person.</summary>
/// <remarks>
/// Until another agency accepts, the offering one goes on answering for it: nothing becomes nobody's. It names what is
/// still open.
/// </remarks>
[EventType("reintegration.custody.handover-offered.v1", "needs", Row = 14, Category = Category.Needs,
    Producers = [Sector.Prison, Sector.Probation, Sector.Health, Sector.Community],
    Summary = "An agency has offered to hand over what it does for the person.")]
public sealed record HandoverOffered : IEvent<HandoverOffered>
{
    [Field("handover"), Label]
    public required AgencyId FromOwner { get; init; }

    [Field("handover"), Label]
    public required AgencyId ToOwner { get; init; }

    [Field("handover")]
    public required HandoverScope Scope { get; init; }

    [Field("information")]
    public required ImmutableArray<EventName> OpenNeeds { get; init; }

    [Field("information")]
    public required ImmutableArray<EventName> OpenActions { get; init; }

    /// <summary>The day by which an answer is asked for.</summary>
    [Field("dates", Ladder = Ladder.Date)]
    public required DateOnly DueBy { get; init; }

    public static HandoverOffered Example => new()
    {
        FromOwner = new AgencyId("prison"),
        ToOwner = new AgencyId("probation"),
        Scope = HandoverScope.CaseManagement,
        OpenNeeds = [EventName.Parse("/agencies/probation/events/0190bdac-3459-7563-b2ed-e40e3829e41b")],
        OpenActions = [EventName.Parse("/agencies/prison/events/0190aa78-c576-72df-8493-8cccf5a00a68")],
        DueBy = new DateOnly(2026, 10, 16),
    };
}

/// <summary>What is handed over.</summary>
public enum HandoverScope { CaseManagement, Supervision, HealthCare, Mentoring, Service }
