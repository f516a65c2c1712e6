namespace Reintegration.Events.Events.Coordination;

/// <summary>An agency has done what it was asked to do.</summary>
/// <remarks>With the event that shows it, when one does. It says that it was done, not that it helped.</remarks>
[EventType("reintegration.coordination.action-completed.v1", "meeting", Row = 66, Category = Category.Meeting,
    Producers = [Sector.Prison, Sector.Probation, Sector.Police, Sector.Community, Sector.Health],
    Handling = HandlingCode.H1,
    Summary = "An agency has done what it was asked to do.")]
public sealed record ActionCompleted : IEvent<ActionCompleted>
{
    /// <summary>The action as it was assigned.</summary>
    [Field("action"), Label]
    public required EventName Action { get; init; }

    /// <summary>Who has to do it; its own rule shows it to that agency.</summary>
    [Field("action-owner"), Label]
    public required AgencyId Agency { get; init; }

    [Field("action")]
    public required string What { get; init; }

    [Field("due")]
    public required DateOnly DueBy { get; init; }

    /// <summary>What shows it.</summary>
    [Field("items")]
    public EventName? Evidence { get; init; }

    public static ActionCompleted Example => new()
    {
        Action = EventName.Parse("/agencies/probation/events/0190db9e-465c-78ce-a6e4-3b713a474b39"),
        Agency = new AgencyId("community-haven"),
        What = "Arrange a bridge course until the apprenticeship begins",
        DueBy = new DateOnly(2027, 1, 15),
        Evidence = EventName.Parse("/agencies/community-haven/events/0190a375-6fce-71c7-a812-746937784130"),
    };
}
