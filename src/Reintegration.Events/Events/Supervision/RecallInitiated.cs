namespace Reintegration.Events.Events.Supervision;

/// <summary>Probation has asked that the person be returned to custody.</summary>
/// <remarks>
/// A request made by a human, with its reason and its legal basis. The person is not recalled by it: that is decided
/// apart.
/// </remarks>
[EventType("reintegration.supervision.recall-initiated.v1", "compliance", Row = 24, Category = Category.Compliance,
    Producers = [Sector.Probation], HumanOnly = true,
    Summary = "Probation has asked that the person be returned to custody.")]
public sealed record RecallInitiated : IEvent<RecallInitiated>
{
    [Field("reason")]
    public required EnforcementReason Reason { get; init; }

    /// <summary>The order and the provision it rests on.</summary>
    [Field("authority")]
    public required string LegalBasis { get; init; }

    [Field("decided-by"), Form(TextForm.Role)]
    public required string DecidedBy { get; init; }

    [Field("date", Ladder = Ladder.Date)]
    public required DateTimeOffset Effective { get; init; }

    public static RecallInitiated Example => new()
    {
        Reason = EnforcementReason.ResidenceBreach,
        LegalBasis = "Release order of 16 October 2026, paragraph 4",
        DecidedBy = "practitioner",
        Effective = new DateTimeOffset(2027, 1, 19, 16, 0, 0, TimeSpan.FromHours(1)),
    };
}
