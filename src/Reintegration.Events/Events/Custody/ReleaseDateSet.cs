namespace Reintegration.Events.Events.Custody;

/// <summary>A day of release has been set.</summary>
/// <remarks>
/// Partners plan by it and are told by the notice day at the latest. It may still change. In place of the earliest day
/// that the sentence allows, it is the day from which the window in which partners see the case is counted.
/// </remarks>
[EventType("reintegration.custody.release-date-set.v1", "custody", Row = 9, Category = Category.Custody,
    Producers = [Sector.Prison], Governing = true,
    Summary = "A day of release has been set.")]
public sealed record ReleaseDateSet : IEvent<ReleaseDateSet>
{
    [Field("dates", Ladder = Ladder.Date), Label]
    public required DateOnly Date { get; init; }

    [Field("basis")]
    public required ReleaseBasis Basis { get; init; }

    /// <summary>The day by which partners are to be told.</summary>
    [Field("notice", Ladder = Ladder.Date)]
    public required DateOnly NotifyBy { get; init; }

    public static ReleaseDateSet Example => new()
    {
        Date = new DateOnly(2026, 10, 16),
        Basis = ReleaseBasis.EarliestDate,
        NotifyBy = new DateOnly(2026, 7, 16),
    };
}

/// <summary>What a day of release rests on.</summary>
public enum ReleaseBasis { EarliestDate, ParoleDecision, EndOfSentence, CourtOrder, Recalculation }
