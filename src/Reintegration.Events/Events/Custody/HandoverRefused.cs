namespace Reintegration.Events.Events.Custody;

/// <summary>An agency has declined to take over what another does for the person.</summary>
/// <remarks>
/// The offering agency goes on answering for it. The reason is one of a few words, and is about the agency's means,
/// never about the person.
/// </remarks>
[EventType("reintegration.custody.handover-refused.v1", "needs", Row = 14, Category = Category.Needs,
    Producers = [Sector.Prison, Sector.Probation, Sector.Health, Sector.Community], HumanOnly = true,
    Summary = "An agency has declined to take over what another does for the person.")]
public sealed record HandoverRefused : IEvent<HandoverRefused>
{
    [Field("handover"), Label]
    public required EventName Offer { get; init; }

    [Field("handover")]
    public required AgencyId FromOwner { get; init; }

    [Field("handover")]
    public required AgencyId ToOwner { get; init; }

    [Field("handover")]
    public required HandoverScope Scope { get; init; }

    [Field("reason")]
    public required HandoverRefusal Reason { get; init; }

    [Field("dates", Ladder = Ladder.Date)]
    public required DateTimeOffset At { get; init; }

    public static HandoverRefused Example => new()
    {
        Offer = EventName.Parse("/agencies/prison/events/0190cd68-40c9-78c2-b408-6e6f22dfbd46"),
        FromOwner = new AgencyId("prison"),
        ToOwner = new AgencyId("community-haven"),
        Scope = HandoverScope.Mentoring,
        Reason = HandoverRefusal.NoCapacity,
        At = new DateTimeOffset(2026, 10, 14, 11, 0, 0, TimeSpan.FromHours(2)),
    };
}

public enum HandoverRefusal { NoCapacity, OutsideRemit, OutsideArea, InformationMissing, NoConsent }
