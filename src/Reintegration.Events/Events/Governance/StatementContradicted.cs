namespace Reintegration.Events.Events.Governance;

/// <summary>An agency disagrees with another's statement.</summary>
/// <remarks>
/// Both statements stand, each as its owner's, until the contradiction is resolved; neither is changed by it. The
/// statement must be one that the posting agency is itself shown. Only the owner corrects.
/// </remarks>
[EventType("reintegration.governance.statement-contradicted.v1", "contradiction", Row = 70, Category = Category.Dataq,
    FollowsTarget = true, Relation = RelationKind.Contradicts, OfOthers = true,
    Producers =
    [
        Sector.Probation, Sector.Prison, Sector.Police, Sector.Intelligence,
        Sector.Community, Sector.Health, Sector.Oversight, Sector.Coordination,
    ],
    StatementKind = StatementKind.Assessment, HumanOnly = true,
    Summary = "An agency disagrees with another's statement.")]
public sealed record StatementContradicted : IEvent<StatementContradicted>
{
    /// <summary>The other agency's statement.</summary>
    [Field("target")]
    public required EventName TargetEvent { get; init; }

    [Field("reason")]
    public required ContradictionReason Reason { get; init; }

    /// <summary>What this agency holds instead, in members of the other statement's facts.</summary>
    [Field("value")]
    public JsonElement? NewValue { get; init; }

    /// <summary>What it rests on.</summary>
    [Field("basis")]
    public required string Basis { get; init; }

    public static StatementContradicted Example => new()
    {
        TargetEvent = EventName.Parse("/agencies/prison/events/0190a4d2-11b7-7e55-8a3c-6b7c8d9e0f12"),
        Reason = ContradictionReason.OtherRecord,
        NewValue = JsonElement.Parse("""{"earliestRelease":"2026-10-12"}"""),
        Basis = "The court's register has the later day.",
    };
}

public enum ContradictionReason { OtherRecord, OtherAccount, OtherAssessment, WrongPerson, OutOfDate }
