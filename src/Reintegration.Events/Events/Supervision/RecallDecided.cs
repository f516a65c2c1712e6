namespace Reintegration.Events.Events.Supervision;

/// <summary>It has been decided whether the person is returned to custody.</summary>
/// <remarks>
/// The decision of the authority that may take it, as probation holds it. A return is told by the prison when it
/// happens; windows and conditions do not change by this.
/// </remarks>
[EventType("reintegration.supervision.recall-decided.v1", "compliance", Row = 24, Category = Category.Compliance,
    Producers = [Sector.Probation], HumanOnly = true,
    Summary = "It has been decided whether the person is returned to custody.")]
public sealed record RecallDecided : IEvent<RecallDecided>
{
    [Field("information"), Label]
    public required EventName Initiation { get; init; }

    [Field("decision")]
    public required RecallDecision Decision { get; init; }

    [Field("reason")]
    public required EnforcementReason Reason { get; init; }

    /// <summary>The order and the provision it rests on.</summary>
    [Field("authority")]
    public required string LegalBasis { get; init; }

    [Field("decided-by"), Form(TextForm.Role)]
    public required string DecidedBy { get; init; }

    [Field("date", Ladder = Ladder.Date)]
    public required DateTimeOffset Effective { get; init; }

    public static RecallDecided Example => new()
    {
        Initiation = EventName.Parse("/agencies/probation/events/019030ed-fdee-7206-9603-0fe9c660680e"),
        Decision = RecallDecision.Refused,
        Reason = EnforcementReason.ResidenceBreach,
        LegalBasis = "Release order of 16 October 2026, paragraph 4",
        DecidedBy = "panel-chair",
        Effective = new DateTimeOffset(2027, 1, 21, 14, 0, 0, TimeSpan.FromHours(1)),
    };
}

public enum RecallDecision { Recalled, Refused, ReplacedByConditions }
