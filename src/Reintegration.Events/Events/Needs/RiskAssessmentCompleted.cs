using System.Text.Json.Serialization;

namespace Reintegration.Events.Events.Needs;

/// <summary>A certified assessor has completed a structured professional judgement of risk.</summary>
/// <remarks>
/// A human judgement with its grounds: evidence for and against, what was used and what was missing. There is no score,
/// here or anywhere, and no machine may author it. It is not a decision about the person and lapses on
/// <see cref="ValidUntil"/>.
/// </remarks>
[EventType("reintegration.needs.risk-assessment-completed.v1", "risk", Row = 25, Category = Category.Risk,
    Producers = [Sector.Probation, Sector.Prison, Sector.Health, Sector.Police], Sensitivity = Sensitivity.S3,
    Handling = HandlingCode.H2, StatementKind = StatementKind.Assessment, Retention = RetentionClass.Sensitive,
    HumanOnly = true,
    Summary = "A certified assessor has completed a structured professional judgement of risk.")]
public sealed record RiskAssessmentCompleted : IEvent<RiskAssessmentCompleted>
{
    [Field("level"), Label]
    public required AssessmentTool Tool { get; init; }

    [Field("level")]
    public required string ToolVersion { get; init; }

    /// <summary>The event that certified the assessor for this tool.</summary>
    [Field("assessor")]
    public required EventName AssessorCertRef { get; init; }

    [Field("level")]
    public required RiskLevel Overall { get; init; }

    [Field("items")]
    public required ImmutableArray<RiskDomain> Domains { get; init; }

    [Field("evidence", Ladder = Ladder.Text, MaxLength = 1_000)]
    public required ImmutableArray<string> EvidenceFor { get; init; }

    [Field("evidence", Ladder = Ladder.Text, MaxLength = 1_000)]
    public required ImmutableArray<string> EvidenceAgainst { get; init; }

    /// <summary>The events the judgement rests on.</summary>
    [Field("information", MaxItems = 200)]
    public required ImmutableArray<EventName> InfoUsed { get; init; }

    /// <summary>What the assessor would have needed and did not have.</summary>
    [Field("information")]
    public required ImmutableArray<string> InfoMissing { get; init; }

    [Field("scenarios", Ladder = Ladder.Text, MaxLength = Limits.LongTextLength, MaxItems = 10)]
    public required ImmutableArray<string> Scenarios { get; init; }

    /// <summary>How those who manage the case should act on it.</summary>
    [Field("guidance", Ladder = Ladder.Text)]
    public string? ManageGuidance { get; init; }

    /// <summary>What those who meet the person must know to be safe, of the form "if this, then call there".</summary>
    [Field("safety-note", MaxLength = 1_000)]
    public string? SafetyNote { get; init; }

    [Field("level"), Label]
    public required DateOnly ValidUntil { get; init; }

    public static RiskAssessmentCompleted Example => new()
    {
        Tool = AssessmentTool.Vera2R,
        ToolVersion = "2R-2021",
        AssessorCertRef = EventName.Parse("/agencies/coordination/events/018f2b1c-5a70-7c11-9d2e-3f4a5b6c7d80"),
        Overall = RiskLevel.Moderate,
        Domains =
        [
            new RiskDomain("Beliefs, attitudes and ideology", RiskLevel.Moderate),
            new RiskDomain("Social context and intention", RiskLevel.Low),
            new RiskDomain("Protective and risk-mitigating", RiskLevel.High),
        ],
        EvidenceFor = ["Kept letters from a former associate until spring."],
        EvidenceAgainst = ["Handed the letters over unasked.", "Fourteen months of steady work in the joinery."],
        InfoUsed = [EventName.Parse("/agencies/prison/events/0190a4d2-11b7-7e55-8a3c-6b7c8d9e0f12")],
        InfoMissing = ["Online contacts since the last phone check."],
        Scenarios = ["Loses the promised workplace and is offered money and company by former associates."],
        ManageGuidance = "Secure the apprenticeship before release; keep one contact person through the first year.",
        SafetyNote = "If he stays away from two sessions in a row, call the harbour probation office.",
        ValidUntil = new DateOnly(2027, 3, 31),
    };
}

/// <summary>One domain of the tool with the assessor's judgement; a word, never a number.</summary>
public sealed record RiskDomain(string Name, RiskLevel Level);

public enum RiskLevel { Low, Moderate, High }

/// <summary>Tools of structured professional judgement that assessors are certified for.</summary>
public enum AssessmentTool
{
    [JsonStringEnumMemberName("vera-2r")] Vera2R,
    [JsonStringEnumMemberName("erg22-plus")] Erg22Plus,
    [JsonStringEnumMemberName("ir46")] Ir46,
    Savry,
    [JsonStringEnumMemberName("radar-ite")] RadarIte,
    Other,
}
