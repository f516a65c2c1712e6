namespace Reintegration.Events.Events.Governance;

/// <summary>Another person has reviewed an emergency access.</summary>
/// <remarks>
/// By somebody of the agency that broke the glass, or of the lead; never by the officer who did. Until it is there, and
/// once three days have passed, that officer cannot break the glass again anywhere.
/// </remarks>
[EventType("reintegration.governance.emergency-access-reviewed.v1", "emergency", Row = 69, Category = Category.Team,
    Governing = true, Sensitivity = Sensitivity.S3, Retention = RetentionClass.Sensitive,
    Producers = [Sector.Prison, Sector.Probation, Sector.Police, Sector.Community, Sector.Health],
    HumanOnly = true,
    Summary = "Another person has reviewed an emergency access.")]
public sealed record EmergencyAccessReviewed : IEvent<EmergencyAccessReviewed>
{
    /// <summary>The access it reviews.</summary>
    [Field("invocation"), Label]
    public required EventName Invocation { get; init; }

    [Field("outcome")]
    public required EmergencyReview Outcome { get; init; }

    /// <summary>What the review rests on, and what follows from it.</summary>
    [Field("facts", MaxLength = Limits.LongTextLength)]
    public required string Findings { get; init; }

    public static EmergencyAccessReviewed Example => new()
    {
        Invocation = EventName.Parse("/agencies/police/events/01904861-0b3a-7c51-8d1e-4a5b6c7d8e9f"),
        Outcome = EmergencyReview.Justified,
        Findings = "The letter was shown to me; eleven reads, all of them needed to find him. Nothing was kept.",
    };
}

public enum EmergencyReview { Justified, JustifiedInPart, NotJustified }
