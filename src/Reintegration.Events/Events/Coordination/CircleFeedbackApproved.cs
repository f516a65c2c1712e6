namespace Reintegration.Events.Events.Coordination;

/// <summary>A participant agrees that the summary of a conference of the social circle goes to the police.</summary>
/// <remarks>
/// Recorded by each participant in its own stream; the summary goes out when the last of them has. There is no duty to
/// speak: who does not record it has not agreed (Belgian Constitutional Court 52/2021).
/// </remarks>
[EventType("reintegration.coordination.circle-feedback-approved.v1", "meeting", Row = 64, Category = Category.Meeting,
    Producers = [Sector.Prison, Sector.Probation, Sector.Community, Sector.Health], HumanOnly = true, Governing = true,
    Summary = "A participant agrees that the summary of a conference of the social circle goes to the police.")]
public sealed record CircleFeedbackApproved : IEvent<CircleFeedbackApproved>
{
    /// <summary>The conference, as it was recorded.</summary>
    [Field("items"), Label]
    public required EventName Conference { get; init; }

    public static CircleFeedbackApproved Example => new()
    {
        Conference = EventName.Parse("/agencies/probation/events/0190c3a1-5d0e-7f4b-9a51-2f6f1f0a9b11"),
    };
}
