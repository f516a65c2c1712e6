namespace Reintegration.Events.Events.Intelligence;

/// <summary>Proceedings against the person have come to an end.</summary>
/// <remarks>
/// The outcome as the court or prosecutor gave it. An acquittal or a dismissal sets off a reassessment, and restricts
/// what the same police recorded on the way until they have reviewed it and lifted the restriction, or erased it.
/// </remarks>
[EventType("reintegration.intelligence.proceedings-outcome-recorded.v1", "police", Row = 58, Category = Category.Police,
    Producers = [Sector.Police], Handling = HandlingCode.H1, Governing = true,
    Summary = "Proceedings against the person have come to an end.")]
public sealed record ProceedingsOutcomeRecorded : IEvent<ProceedingsOutcomeRecorded>
{
    /// <summary>The arrest it began with, when it began with one.</summary>
    [Field("arrest")]
    public EventName? Arrest { get; init; }

    [Field("offence")]
    public required ArrestGroup OffenceGroup { get; init; }

    [Field("date", Ladder = Ladder.Date)]
    public required DateTimeOffset At { get; init; }

    [Field("outcome"), Label]
    public required ProceedingsOutcome Outcome { get; init; }

    public static ProceedingsOutcomeRecorded Example => new()
    {
        Arrest = EventName.Parse("/agencies/police/events/019006d6-badf-75a0-b74b-aaa9e66db08b"),
        OffenceGroup = ArrestGroup.PublicOrder,
        At = new DateTimeOffset(2027, 5, 11, 10, 0, 0, TimeSpan.FromHours(2)),
        Outcome = ProceedingsOutcome.Dismissed,
    };
}

public enum ProceedingsOutcome { NoCharge, Dismissed, Acquitted, Convicted, Diverted }
