namespace Reintegration.Events.Events.Custody;

/// <summary>The prison has told named agencies when and where the person will be released.</summary>
/// <remarks>
/// It is told to those it names and asks each to acknowledge; silence is not an acknowledgement. The agencies it names
/// become those it is releasable to. It names the district, not the address.
/// </remarks>
[EventType("reintegration.custody.release-notified.v1", "custody", Row = 13, Category = Category.Custody,
    Producers = [Sector.Prison],
    Summary = "The prison has told named agencies when and where the person will be released.")]
public sealed record ReleaseNotified : IEvent<ReleaseNotified>
{
    [Field("recipients", MinItems = 1)]
    public required ImmutableArray<AgencyId> Recipients { get; init; }

    [Field("dates", Ladder = Ladder.Date)]
    public required DateTimeOffset ReleaseAt { get; init; }

    /// <summary>Where to, written "district: detail".</summary>
    [Field("region", Ladder = Ladder.District)]
    public required string Area { get; init; }

    /// <summary>When each recipient is to have acknowledged.</summary>
    [Field("notice", Ladder = Ladder.Date)]
    public required DateTimeOffset AckBy { get; init; }

    public static ReleaseNotified Example => new()
    {
        Recipients = [new AgencyId("probation"), new AgencyId("police")],
        ReleaseAt = new DateTimeOffset(2026, 10, 16, 9, 0, 0, TimeSpan.FromHours(2)),
        Area = "Harbour district: supported housing",
        AckBy = new DateTimeOffset(2026, 9, 18, 12, 0, 0, TimeSpan.FromHours(2)),
    };
}
