namespace Reintegration.Events.Events.Governance;

/// <summary>An owner has withdrawn a statement of its own.</summary>
/// <remarks>
/// It should not have been said, or not of this person. What was known by it then stays in the record with a mark, and
/// is no longer what is known now. It erases nothing; erasure is proposed and approved apart.
/// </remarks>
[EventType("reintegration.governance.statement-retracted.v1", "retraction", Row = 70, Category = Category.Dataq,
    FollowsTarget = true, Relation = RelationKind.Retracts,
    Producers =
    [
        Sector.Prison, Sector.Probation, Sector.Police, Sector.Intelligence,
        Sector.Community, Sector.Health, Sector.Oversight, Sector.Coordination,
    ],
    HumanOnly = true,
    Summary = "An owner has withdrawn a statement of its own.")]
public sealed record StatementRetracted : IEvent<StatementRetracted>
{
    [Field("target")]
    public required EventName TargetEvent { get; init; }

    [Field("reason")]
    public required RetractionReason Reason { get; init; }

    /// <summary>What shows that it should not stand.</summary>
    [Field("basis")]
    public required string Basis { get; init; }

    [Field("decided-by"), Form(TextForm.Role)]
    public required string DecidedBy { get; init; }

    public static StatementRetracted Example => new()
    {
        TargetEvent = EventName.Parse("/agencies/prison/events/0190a4d2-11b7-7e55-8a3c-6b7c8d9e0f12"),
        Reason = RetractionReason.WrongPerson,
        Basis = "Written into the wrong file; the observer confirms it.",
        DecidedBy = "practitioner",
    };
}

public enum RetractionReason { WrongPerson, Unfounded, UnlawfullyObtained, NotNeeded }
