namespace Reintegration.Events.Events.Custody;

/// <summary>An agency has taken over what another did for the person.</summary>
/// <remarks>
/// From the instant it names, the accepting agency answers for the needs and actions it lists, and for no others. It is
/// not the lead by this.
/// </remarks>
[EventType("reintegration.custody.handover-accepted.v1", "needs", Row = 14, Category = Category.Needs,
    Producers = [Sector.Prison, Sector.Probation, Sector.Health, Sector.Community], HumanOnly = true,
    Summary = "An agency has taken over what another did for the person.")]
public sealed record HandoverAccepted : IEvent<HandoverAccepted>
{
    /// <summary>The offer it answers.</summary>
    [Field("handover"), Label]
    public required EventName Offer { get; init; }

    [Field("handover")]
    public required AgencyId FromOwner { get; init; }

    [Field("handover")]
    public required AgencyId ToOwner { get; init; }

    [Field("handover")]
    public required HandoverScope Scope { get; init; }

    /// <summary>The needs it takes over.</summary>
    [Field("information")]
    public required ImmutableArray<EventName> OpenNeeds { get; init; }

    /// <summary>The actions it takes over.</summary>
    [Field("information")]
    public required ImmutableArray<EventName> OpenActions { get; init; }

    [Field("dates", Ladder = Ladder.Date)]
    public required DateTimeOffset At { get; init; }

    public static HandoverAccepted Example => new()
    {
        Offer = EventName.Parse("/agencies/prison/events/0190cd68-40c9-78c2-b408-6e6f22dfbd46"),
        FromOwner = new AgencyId("prison"),
        ToOwner = new AgencyId("probation"),
        Scope = HandoverScope.CaseManagement,
        OpenNeeds = [EventName.Parse("/agencies/probation/events/0190bdac-3459-7563-b2ed-e40e3829e41b")],
        OpenActions = [EventName.Parse("/agencies/prison/events/0190aa78-c576-72df-8493-8cccf5a00a68")],
        At = new DateTimeOffset(2026, 10, 14, 11, 0, 0, TimeSpan.FromHours(2)),
    };
}
