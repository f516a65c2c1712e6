namespace Reintegration.Events.Events.Supervision;

/// <summary>A monitoring device has raised an alert.</summary>
/// <remarks>
/// What the device reported, as it reported it; a machine may author it. An alert is no breach: devices lose signal and
/// batteries run down.
/// </remarks>
[EventType("reintegration.supervision.electronic-monitoring-alert-raised.v1", "compliance", Row = 21,
    Category = Category.Compliance, Producers = [Sector.Probation], Handling = HandlingCode.H1,
    Summary = "A monitoring device has raised an alert.")]
public sealed record ElectronicMonitoringAlertRaised : IEvent<ElectronicMonitoringAlertRaised>
{
    [Field("kind")]
    public required MonitoringAlert Kind { get; init; }

    [Field("date", Ladder = Ladder.Date)]
    public required DateTimeOffset At { get; init; }

    /// <summary>The condition that sets the zone, when it is about one.</summary>
    [Field("condition-ref")]
    public EventName? Zone { get; init; }

    public static ElectronicMonitoringAlertRaised Example => new()
    {
        Kind = MonitoringAlert.LowBattery,
        At = new DateTimeOffset(2026, 11, 28, 2, 14, 0, TimeSpan.FromHours(1)),
    };
}

public enum MonitoringAlert { ZoneEntered, ZoneLeft, CurfewMissed, StrapTampered, SignalLost, LowBattery }
