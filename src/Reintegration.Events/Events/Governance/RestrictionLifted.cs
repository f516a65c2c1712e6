namespace Reintegration.Events.Events.Governance;

/// <summary>An owner has reviewed one of its events and lifts the restriction on its use.</summary>
/// <remarks>
/// Also what ends the restriction that an acquittal or a dismissal set off: naming the outcome lifts all of it, naming
/// one event lifts it for that event. Category, markings and audience are those of the event.
/// </remarks>
[EventType("reintegration.governance.restriction-lifted.v1", "restriction", Row = 70, Category = Category.Dataq,
    FollowsTarget = true, Governing = true,
    Producers =
    [
        Sector.Prison, Sector.Probation, Sector.Police, Sector.Intelligence, Sector.Community, Sector.Health,
    ],
    HumanOnly = true,
    Summary = "An owner has reviewed one of its events and lifts the restriction on its use.")]
public sealed record RestrictionLifted : IEvent<RestrictionLifted>
{
    [Field("target")]
    public required EventName TargetEvent { get; init; }

    [Field("reason")]
    public required LiftingReason Reason { get; init; }

    /// <summary>The role that decided it.</summary>
    [Field("decided-by"), Form(TextForm.Role)]
    public required string DecidedBy { get; init; }

    public static RestrictionLifted Example => new()
    {
        TargetEvent = EventName.Parse("/agencies/police/events/0190aa17-52c4-7b0d-9e13-7c8d9e0f1a2b"),
        Reason = LiftingReason.AccuracyConfirmed,
        DecidedBy = "data-protection-officer",
    };
}

public enum LiftingReason { AccuracyConfirmed, Corrected, StillNeeded }
