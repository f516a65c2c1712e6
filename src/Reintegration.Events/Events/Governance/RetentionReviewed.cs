namespace Reintegration.Events.Events.Governance;

/// <summary>An owner has looked again whether a statement of its own is right and still needed.</summary>
/// <remarks>
/// A human has looked and sets the day of the next look, never beyond the longest time the statement may be kept. What
/// is needed no longer is not kept by this: its erasure is proposed.
/// </remarks>
[EventType("reintegration.governance.retention-reviewed.v1", "retention", Row = 70, Category = Category.Dataq,
    FollowsTarget = true,
    Producers =
    [
        Sector.Prison, Sector.Probation, Sector.Police, Sector.Intelligence,
        Sector.Community, Sector.Health, Sector.Oversight, Sector.Coordination,
    ],
    HumanOnly = true,
    Summary = "An owner has looked again whether a statement of its own is right and still needed.")]
public sealed record RetentionReviewed : IEvent<RetentionReviewed>
{
    [Field("target")]
    public required EventName TargetEvent { get; init; }

    [Field("outcome")]
    public required RetentionOutcome Outcome { get; init; }

    /// <summary>The day by which the owner looks again.</summary>
    [Field("dates")]
    public required DateOnly NextReview { get; init; }

    [Field("decided-by"), Form(TextForm.Role)]
    public required string DecidedBy { get; init; }

    public static RetentionReviewed Example => new()
    {
        TargetEvent = EventName.Parse("/agencies/prison/events/0190a4d2-11b7-7e55-8a3c-6b7c8d9e0f12"),
        Outcome = RetentionOutcome.StillNeeded,
        NextReview = new DateOnly(2027, 4, 1),
        DecidedBy = "data-protection-officer",
    };
}

public enum RetentionOutcome { StillNeeded, ErasureProposed, Held }
