namespace Reintegration.Events.Events.Custody;

/// <summary>The day of release is another than was told before.</summary>
/// <remarks>
/// It names both days, so that nobody plans by the old one. A later day is no sanction by itself. The window in which
/// partners see the case moves with it.
/// </remarks>
[EventType("reintegration.custody.release-date-changed.v1", "custody", Row = 9, Category = Category.Custody,
    Producers = [Sector.Prison], Governing = true,
    Summary = "The day of release is another than was told before.")]
public sealed record ReleaseDateChanged : IEvent<ReleaseDateChanged>
{
    [Field("dates", Ladder = Ladder.Date), Label]
    public required DateOnly Date { get; init; }

    [Field("dates", Ladder = Ladder.Date)]
    public required DateOnly Previous { get; init; }

    [Field("basis")]
    public required ReleaseBasis Basis { get; init; }

    [Field("notice", Ladder = Ladder.Date)]
    public required DateOnly NotifyBy { get; init; }

    public static ReleaseDateChanged Example => new()
    {
        Date = new DateOnly(2026, 10, 2),
        Previous = new DateOnly(2026, 10, 16),
        Basis = ReleaseBasis.Recalculation,
        NotifyBy = new DateOnly(2026, 7, 2),
    };
}
