namespace Reintegration.Events.Events.Governance;

/// <summary>Two agencies that disagreed about a statement have settled it, or agreed to differ.</summary>
/// <remarks>
/// How it ended, and for which contradiction. It changes neither statement: whoever was wrong corrects or retracts its
/// own. Agreeing to differ is an end too; then both go on being shown, each as its owner's.
/// </remarks>
[EventType("reintegration.governance.contradiction-resolved.v1", "contradiction", Row = 70, Category = Category.Dataq,
    FollowsTarget = true, OfOthers = true,
    Producers =
    [
        Sector.Prison, Sector.Probation, Sector.Police, Sector.Intelligence,
        Sector.Community, Sector.Health, Sector.Oversight, Sector.Coordination,
    ],
    HumanOnly = true,
    Summary = "Two agencies that disagreed about a statement have settled it, or agreed to differ.")]
public sealed record ContradictionResolved : IEvent<ContradictionResolved>
{
    /// <summary>The statement that was contradicted.</summary>
    [Field("target")]
    public required EventName TargetEvent { get; init; }

    /// <summary>The contradiction that is over.</summary>
    [Field("contradiction"), Label]
    public required EventName Contradiction { get; init; }

    [Field("outcome")]
    public required ContradictionOutcome Outcome { get; init; }

    [Field("decided-by"), Form(TextForm.Role)]
    public required string DecidedBy { get; init; }

    public static ContradictionResolved Example => new()
    {
        TargetEvent = EventName.Parse("/agencies/prison/events/0190a4d2-11b7-7e55-8a3c-6b7c8d9e0f12"),
        Contradiction = EventName.Parse("/agencies/probation/events/0190b1c0-33aa-7c10-9b2e-0f1e2d3c4b5a"),
        Outcome = ContradictionOutcome.StatementCorrected,
        DecidedBy = "panel-chair",
    };
}

public enum ContradictionOutcome { StatementCorrected, ContradictionWithdrawn, BothStand }
