namespace Reintegration.Events.Events.Coordination;

/// <summary>An action that was not done has been put before somebody who can see to it.</summary>
/// <remarks>To whom, by role. It is a call for help, not a reproach.</remarks>
[EventType("reintegration.coordination.action-escalated.v1", "meeting", Row = 66, Category = Category.Meeting,
    Producers = [Sector.Prison, Sector.Probation], Handling = HandlingCode.H1,
    Summary = "An action that was not done has been put before somebody who can see to it.")]
public sealed record ActionEscalated : IEvent<ActionEscalated>
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

    [Field("due"), Form(TextForm.Role)]
    public required string EscalatedTo { get; init; }

    public static ActionEscalated Example => new()
    {
        Action = EventName.Parse("/agencies/probation/events/0190db9e-465c-78ce-a6e4-3b713a474b39"),
        Agency = new AgencyId("community-haven"),
        What = "Arrange a bridge course until the apprenticeship begins",
        DueBy = new DateOnly(2027, 1, 15),
        EscalatedTo = "panel-chair",
    };
}
