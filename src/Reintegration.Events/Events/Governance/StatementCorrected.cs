namespace Reintegration.Events.Events.Governance;

/// <summary>An owner has put right a statement of its own.</summary>
/// <remarks>
/// The first statement stays in the record, as what was known then. Only the owner corrects; another agency that
/// disagrees contradicts. Category, markings and audience are those of the statement it corrects.
/// </remarks>
[EventType("reintegration.governance.statement-corrected.v1", "correction", Row = 70, Category = Category.Dataq,
    FollowsTarget = true, Relation = RelationKind.Corrects,
    Producers =
    [
        Sector.Prison, Sector.Probation, Sector.Police, Sector.Intelligence,
        Sector.Community, Sector.Health, Sector.Oversight, Sector.Coordination,
    ],
    Summary = "An owner has put right a statement of its own.")]
public sealed record StatementCorrected : IEvent<StatementCorrected>
{
    [Field("target")]
    public required EventName TargetEvent { get; init; }

    [Field("reason")]
    public required CorrectionReason Reason { get; init; }

    /// <summary>The members of the corrected statement's facts that have a new value; the others stand.</summary>
    [Field("value")]
    public JsonElement? NewValue { get; init; }

    /// <summary>What shows that it was wrong.</summary>
    [Field("basis")]
    public required string Basis { get; init; }

    /// <summary>The role that decided to correct it.</summary>
    [Field("decided-by"), Form(TextForm.Role)]
    public required string DecidedBy { get; init; }

    public static StatementCorrected Example => new()
    {
        TargetEvent = EventName.Parse("/agencies/prison/events/0190a4d2-11b7-7e55-8a3c-6b7c8d9e0f12"),
        Reason = CorrectionReason.FactualError,
        NewValue = JsonElement.Parse("""{"earliestRelease":"2026-10-02"}"""),
        Basis = "Court order of 3 March: days on remand were counted once too few.",
        DecidedBy = "practitioner",
    };
}

public enum CorrectionReason { FactualError, IdentityError, LateInformation, Clarification }
