namespace Reintegration.Events.Events.Intelligence;

/// <summary>Police officers and the person have met in the course of police work.</summary>
/// <remarks>
/// As witness, complainant or passer-by as much as anything else: a contact is not suspicion. Arrests and proceedings
/// are other events.
/// </remarks>
[EventType("reintegration.intelligence.police-contact-recorded.v1", "police", Row = 57, Category = Category.Police,
    Producers = [Sector.Police], Handling = HandlingCode.H1,
    Summary = "Police officers and the person have met in the course of police work.")]
public sealed record PoliceContactRecorded : IEvent<PoliceContactRecorded>
{
    [Field("kind")]
    public required PoliceContactKind Kind { get; init; }

    [Field("date", Ladder = Ladder.Date)]
    public required DateTimeOffset At { get; init; }

    [Field("district")]
    public required string District { get; init; }

    /// <summary>What happened; no judgement.</summary>
    [Field("narrative", Ladder = Ladder.Text)]
    public required string FactNote { get; init; }

    public static PoliceContactRecorded Example => new()
    {
        Kind = PoliceContactKind.Witness,
        At = new DateTimeOffset(2026, 12, 9, 18, 45, 0, TimeSpan.FromHours(1)),
        District = "Harbour district",
        FactNote = "Gave a statement as witness to a traffic accident and waited until the ambulance had left.",
    };
}

public enum PoliceContactKind { Stop, CallOut, Witness, Complaint, Welfare, Other }
