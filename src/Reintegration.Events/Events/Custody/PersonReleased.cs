namespace Reintegration.Events.Events.Custody;

/// <summary>The person has left custody.</summary>
/// <remarks>
/// Told by the prison at the gate. It names the district they go to, not the address, and says nothing about how they
/// left or how they will fare. A temporary release is one of these too; a return is another event.
/// </remarks>
[EventType("reintegration.custody.person-released.v1", "custody", Row = 15, Category = Category.Custody,
    Producers = [Sector.Prison], Governing = true,
    Summary = "The person has left custody.")]
public sealed record PersonReleased : IEvent<PersonReleased>
{
    [Field("dates", Ladder = Ladder.Date), Label]
    public required DateTimeOffset At { get; init; }

    [Field("status")]
    public required ReleaseType ReleaseType { get; init; }

    /// <summary>Where to, written "district: detail".</summary>
    [Field("region", Ladder = Ladder.District)]
    public required string ToArea { get; init; }

    /// <summary>When the person is first expected at the supervising office.</summary>
    [Field("reporting", Ladder = Ladder.Date)]
    public DateTimeOffset? FirstReportingAt { get; init; }

    public static PersonReleased Example => new()
    {
        At = new DateTimeOffset(2026, 10, 16, 9, 20, 0, TimeSpan.FromHours(2)),
        ReleaseType = ReleaseType.Conditional,
        ToArea = "Harbour district: supported housing",
        FirstReportingAt = new DateTimeOffset(2026, 10, 17, 10, 0, 0, TimeSpan.FromHours(2)),
    };
}

public enum ReleaseType { Conditional, EndOfSentence, Temporary, Medical, Appeal }
