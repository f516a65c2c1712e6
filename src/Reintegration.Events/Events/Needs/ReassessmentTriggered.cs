namespace Reintegration.Events.Events.Needs;

/// <summary>Something has happened that calls for looking at the assessment again.</summary>
/// <remarks>
/// It names what triggered it and by when somebody has to look. A clock may author it; it judges nothing, and the
/// earlier assessment stands until a human completes another.
/// </remarks>
[EventType("reintegration.needs.reassessment-triggered.v1", "risk", Row = 26, Category = Category.Risk,
    Producers = [Sector.Prison, Sector.Probation, Sector.Police, Sector.Community, Sector.Health],
    Summary = "Something has happened that calls for looking at the assessment again.")]
public sealed record ReassessmentTriggered : IEvent<ReassessmentTriggered>
{
    /// <summary>What gave rise to it.</summary>
    [Field("trigger")]
    public required EventName TriggerEvent { get; init; }

    [Field("due")]
    public required DateOnly DueBy { get; init; }

    [Field("due")]
    public required ReassessmentReason Reason { get; init; }

    public static ReassessmentTriggered Example => new()
    {
        TriggerEvent = EventName.Parse("/agencies/probation/events/01901e71-124a-7554-9f7d-b5d8d205985d"),
        DueBy = new DateOnly(2026, 12, 15),
        Reason = ReassessmentReason.ChangeOfCircumstances,
    };
}

public enum ReassessmentReason
{
    ValidityEnding, ChangeOfCircumstances, NewInformation, Breach, CourtOutcome, ProtectiveFactorLost,
}
