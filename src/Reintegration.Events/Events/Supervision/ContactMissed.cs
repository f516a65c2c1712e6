namespace Reintegration.Events.Events.Supervision;

/// <summary>The person was expected and did not come.</summary>
/// <remarks>
/// A fact, not a breach: it says by when somebody will follow it up, so that silence is not read as calm. Whether it
/// counts as a breach is decided by a person and told by another event.
/// </remarks>
[EventType("reintegration.supervision.contact-missed.v1", "compliance", Row = 19, Category = Category.Compliance,
    Producers = [Sector.Probation, Sector.Community],
    Summary = "The person was expected and did not come.")]
public sealed record ContactMissed : IEvent<ContactMissed>
{
    [Field("date", Ladder = Ladder.Date)]
    public required DateTimeOffset ExpectedAt { get; init; }

    /// <summary>The office or service that expected them.</summary>
    [Field("service")]
    public required string Service { get; init; }

    /// <summary>What the person or somebody for them said about it.</summary>
    [Field("narrative", Ladder = Ladder.Text)]
    public string? Explanation { get; init; }

    [Field("date", Ladder = Ladder.Date)]
    public required DateOnly FollowUpBy { get; init; }

    public static ContactMissed Example => new()
    {
        ExpectedAt = new DateTimeOffset(2026, 11, 5, 9, 30, 0, TimeSpan.FromHours(1)),
        Service = "Harbour probation office",
        Explanation = "Phoned at noon: the bus line was cancelled.",
        FollowUpBy = new DateOnly(2026, 11, 7),
    };
}
