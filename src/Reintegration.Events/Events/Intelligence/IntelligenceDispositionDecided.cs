namespace Reintegration.Events.Events.Intelligence;

/// <summary>A liaison officer has decided what becomes of a piece of intelligence on an active case.</summary>
/// <remarks>
/// One accountable human says: shared, advised on, or withheld, why, and when it is looked at again. What the
/// intelligence is has no member. It goes to nobody but its own agency and oversight; the chair of a panel is told how
/// many pieces there are, whose, and how many are still undecided after three days, and nothing of what they say.
/// </remarks>
[EventType("reintegration.intelligence.intelligence-disposition-decided.v1", "intel-pointer", Row = 61,
    Category = Category.Intel, Producers = [Sector.Police, Sector.Intelligence, Sector.Prison], Sensitivity = Sensitivity.S4,
    Handling = HandlingCode.H3, StatementKind = StatementKind.Intelligence, Retention = RetentionClass.Intelligence,
    Labels = ["INTEL", "ORCON"], HumanOnly = true,
    Summary = "A liaison officer has decided what becomes of a piece of intelligence on an active case.")]
public sealed record IntelligenceDispositionDecided : IEvent<IntelligenceDispositionDecided>
{
    /// <summary>The registration it is about: one of the same agency in the same case.</summary>
    [Field("pointer"), Label]
    public required EventName Intelligence { get; init; }

    [Field("decision"), Label]
    public required IntelligenceDisposition Decision { get; init; }

    [Field("decision")]
    public required DispositionReason Reason { get; init; }

    /// <summary>When it has to be decided again.</summary>
    [Field("review", Ladder = Ladder.Date), Label]
    public required DateTimeOffset ReviewBy { get; init; }

    [Field("decided-by"), Form(TextForm.Role)]
    public required string DecidedBy { get; init; }

    public static IntelligenceDispositionDecided Example => new()
    {
        Intelligence = EventName.Parse("/agencies/intelligence/events/01909b92-e30f-72f2-8cc9-444b1d877364"),
        Decision = IntelligenceDisposition.Withheld,
        Reason = DispositionReason.SourceProtection,
        ReviewBy = new DateTimeOffset(2026, 12, 1, 12, 0, 0, TimeSpan.FromHours(1)),
        DecidedBy = "liaison-officer",
    };
}

public enum IntelligenceDisposition { Shared, Advisory, Withheld }

public enum DispositionReason
{
    Actionable, NotRelevant, SourceProtection, OngoingInvestigation, ThirdPartyRule, AlreadyKnown,
}
