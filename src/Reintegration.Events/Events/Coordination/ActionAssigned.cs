namespace Reintegration.Events.Events.Coordination;

/// <summary>An agency has been asked to do something by a day.</summary>
/// <remarks>
/// One action, one agency, one day. It does not order the agency about: it may decline, and then the panel has to think
/// again.
/// </remarks>
[EventType("reintegration.coordination.action-assigned.v1", "meeting", Row = 66, Category = Category.Meeting,
    Producers = [Sector.Prison, Sector.Probation], Handling = HandlingCode.H1,
    Summary = "An agency has been asked to do something by a day.")]
public sealed record ActionAssigned : IEvent<ActionAssigned>
{
    /// <summary>Who has to do it; its own rule shows it to that agency.</summary>
    [Field("action-owner"), Label]
    public required AgencyId Agency { get; init; }

    [Field("action")]
    public required string What { get; init; }

    [Field("due"), Label]
    public required DateOnly DueBy { get; init; }

    /// <summary>The decision it follows from.</summary>
    [Field("items")]
    public EventName? Decision { get; init; }

    public static ActionAssigned Example => new()
    {
        Agency = new AgencyId("community-haven"),
        What = "Arrange a bridge course until the apprenticeship begins",
        DueBy = new DateOnly(2027, 1, 15),
        Decision = EventName.Parse("/agencies/probation/events/0190e0bb-4abd-762b-8b44-3e1b253b8516"),
    };
}
