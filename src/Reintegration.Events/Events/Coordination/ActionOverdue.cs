namespace Reintegration.Events.Events.Coordination;

/// <summary>The day by which an action was to be done has passed.</summary>
/// <remarks>A clock may author it. It says that nothing was heard, not that nothing was done.</remarks>
[EventType("reintegration.coordination.action-overdue.v1", "meeting", Row = 66, Category = Category.Meeting,
    Producers = [Sector.Prison, Sector.Probation], Handling = HandlingCode.H1,
    Summary = "The day by which an action was to be done has passed.")]
public sealed record ActionOverdue : IEvent<ActionOverdue>
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

    public static ActionOverdue Example => new()
    {
        Action = EventName.Parse("/agencies/probation/events/0190db9e-465c-78ce-a6e4-3b713a474b39"),
        Agency = new AgencyId("community-haven"),
        What = "Arrange a bridge course until the apprenticeship begins",
        DueBy = new DateOnly(2027, 1, 15),
    };
}
