namespace Reintegration.Events.Events.Custody;

/// <summary>An agency has said that it knows of a release it was told of.</summary>
/// <remarks>
/// Somebody read it and answers for having read it; that a machine fetched it is in the access ledger. It promises
/// nothing else: a handover is accepted by an event of its own.
/// </remarks>
[EventType("reintegration.custody.release-notification-acknowledged.v1", "custody", Row = 13,
    Category = Category.Custody, Producers = [Sector.Probation, Sector.Police, Sector.Community, Sector.Health],
    HumanOnly = true, Summary = "An agency has said that it knows of a release it was told of.")]
public sealed record ReleaseNotificationAcknowledged : IEvent<ReleaseNotificationAcknowledged>
{
    /// <summary>The notification it answers.</summary>
    [Field("notice")]
    public required EventName Notification { get; init; }

    [Field("dates", Ladder = Ladder.Date)]
    public required DateTimeOffset At { get; init; }

    public static ReleaseNotificationAcknowledged Example => new()
    {
        Notification = EventName.Parse("/agencies/prison/events/0190a4d2-4f0c-7a0e-9b1d-2c3d4e5f6a7b"),
        At = new DateTimeOffset(2026, 9, 15, 16, 20, 0, TimeSpan.FromHours(2)),
    };
}
