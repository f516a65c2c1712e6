namespace Reintegration.Events.Events.Coordination;

/// <summary>A conference that had been called does not take place.</summary>
/// <remarks>Which, and why. What was to be considered is still to be considered.</remarks>
[EventType("reintegration.coordination.case-conference-cancelled.v1", "meeting", Row = 64, Category = Category.Meeting,
    Producers = [Sector.Prison, Sector.Probation], Sensitivity = Sensitivity.S3, Handling = HandlingCode.H2,
    Retention = RetentionClass.Sensitive,
    Summary = "A conference that had been called does not take place.")]
public sealed record CaseConferenceCancelled : IEvent<CaseConferenceCancelled>
{
    /// <summary>The conference as it was called.</summary>
    [Field("items"), Label]
    public required EventName Conference { get; init; }

    [Field("date", Ladder = Ladder.Date)]
    public required DateTimeOffset At { get; init; }

    [Field("session")]
    public required CancellationReason Reason { get; init; }

    public static CaseConferenceCancelled Example => new()
    {
        Conference = EventName.Parse("/agencies/probation/events/01905f6b-4b09-72b2-a957-ad759e222d26"),
        At = new DateTimeOffset(2026, 12, 3, 10, 0, 0, TimeSpan.FromHours(1)),
        Reason = CancellationReason.Postponed,
    };
}

public enum CancellationReason { Postponed, NoLongerNeeded, Quorum, Emergency }
