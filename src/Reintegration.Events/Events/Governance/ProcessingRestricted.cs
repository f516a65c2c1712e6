namespace Reintegration.Events.Events.Governance;

/// <summary>An owner has restricted the use of one of its events, because its accuracy is contested.</summary>
/// <remarks>
/// Agencies that were on the case then learn that it is under restriction, and no more than that it exists; those that
/// come later learn nothing of it. The owner's own system, its data-protection officer and oversight still read it
/// (Directive (EU) 2016/680, article 16(3)). Category, markings and audience are those of the event.
/// </remarks>
[EventType("reintegration.governance.processing-restricted.v1", "restriction", Row = 70, Category = Category.Dataq,
    FollowsTarget = true, Governing = true,
    Producers =
    [
        Sector.Prison, Sector.Probation, Sector.Police, Sector.Intelligence, Sector.Community, Sector.Health,
    ],
    HumanOnly = true,
    Summary = "An owner has restricted the use of one of its events, because its accuracy is contested.")]
public sealed record ProcessingRestricted : IEvent<ProcessingRestricted>
{
    [Field("target")]
    public required EventName TargetEvent { get; init; }

    [Field("reason")]
    public required RestrictionReason Reason { get; init; }

    /// <summary>The role that decided it.</summary>
    [Field("decided-by"), Form(TextForm.Role)]
    public required string DecidedBy { get; init; }

    public static ProcessingRestricted Example => new()
    {
        TargetEvent = EventName.Parse("/agencies/police/events/0190aa17-52c4-7b0d-9e13-7c8d9e0f1a2b"),
        Reason = RestrictionReason.AccuracyContested,
        DecidedBy = "data-protection-officer",
    };
}

public enum RestrictionReason { AccuracyContested, NeededAsEvidence, UnlawfulProcessing, ObjectionPending }
