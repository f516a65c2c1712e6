namespace Reintegration.Events.Events.Supervision;

/// <summary>An alert of a monitoring device has been looked into and laid to rest.</summary>
/// <remarks>
/// It says what the cause was found to be. Where the cause was a breach, that is decided and told apart, by a human.
/// </remarks>
[EventType("reintegration.supervision.electronic-monitoring-alert-cleared.v1", "compliance", Row = 21,
    Category = Category.Compliance, Producers = [Sector.Probation], Handling = HandlingCode.H1,
    Summary = "An alert of a monitoring device has been looked into and laid to rest.")]
public sealed record ElectronicMonitoringAlertCleared : IEvent<ElectronicMonitoringAlertCleared>
{
    [Field("information"), Label]
    public required EventName Alert { get; init; }

    [Field("kind")]
    public required MonitoringAlert Kind { get; init; }

    [Field("date", Ladder = Ladder.Date)]
    public required DateTimeOffset At { get; init; }

    [Field("cause")]
    public required AlertCause ClearedReason { get; init; }

    public static ElectronicMonitoringAlertCleared Example => new()
    {
        Alert = EventName.Parse("/agencies/probation/events/01901bac-b46b-7178-8d1e-ac77d5cde059"),
        Kind = MonitoringAlert.LowBattery,
        At = new DateTimeOffset(2026, 11, 28, 2, 40, 0, TimeSpan.FromHours(1)),
        ClearedReason = AlertCause.DeviceFault,
    };
}

public enum AlertCause { DeviceFault, SignalLoss, AuthorisedAbsence, Emergency, PassedToOfficer }
