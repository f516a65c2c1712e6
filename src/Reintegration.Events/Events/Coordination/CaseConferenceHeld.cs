namespace Reintegration.Events.Events.Coordination;

/// <summary>A conference on the case has taken place.</summary>
/// <remarks>
/// Who came, what was considered and what was not, and why not: a list of its own, so that it can be asked later. A
/// summary, no minutes; decisions and actions are told apart.
/// </remarks>
[EventType("reintegration.coordination.case-conference-held.v1", "meeting", Row = 64, Category = Category.Meeting,
    Producers = [Sector.Prison, Sector.Probation], Sensitivity = Sensitivity.S3, Handling = HandlingCode.H2,
    Retention = RetentionClass.Sensitive,
    Summary = "A conference on the case has taken place.")]
public sealed record CaseConferenceHeld : IEvent<CaseConferenceHeld>
{
    [Field("date", Ladder = Ladder.Date)]
    public required DateTimeOffset At { get; init; }

    [Field("attendees", MinItems = 1), Label]
    public required ImmutableArray<ConferenceSeat> Attendees { get; init; }

    [Field("items", MaxItems = 200)]
    public required ImmutableArray<EventName> ItemsConsidered { get; init; }

    [Field("items")]
    public required ImmutableArray<UnconsideredItem> ItemsNotConsidered { get; init; }

    [Field("summary", Ladder = Ladder.Text)]
    public required string ExecutiveSummary { get; init; }

    /// <summary>Part of it was for those cleared alone.</summary>
    [Field("session")]
    public required bool ClosedSession { get; init; }

    /// <summary>
    /// Whose table it was. What was said in the social circle goes to police and intelligence only when every
    /// participant has approved it by a <see cref="CircleFeedbackApproved"/>. Absent: a table of all.
    /// </summary>
    [Field("session"), Label]
    public ConferenceCircle? Circle { get; init; }

    public static CaseConferenceHeld Example => new()
    {
        At = new DateTimeOffset(2026, 12, 3, 10, 0, 0, TimeSpan.FromHours(1)),
        Attendees =
        [
            new ConferenceSeat(new AgencyId("probation"), "panel-chair"),
            new ConferenceSeat(new AgencyId("community-haven"), "panel-member"),
        ],
        ItemsConsidered =
        [
            EventName.Parse("/agencies/probation/events/0190be83-bf8f-7e86-a988-40b2268d22ac"),
            EventName.Parse("/agencies/prison/events/019064d4-9749-716a-997e-b8967cce3bf4"),
        ],
        ItemsNotConsidered =
        [
            new UnconsideredItem(
                EventName.Parse("/agencies/police/events/0190aa17-52c4-7b0d-9e13-7c8d9e0f1a2b"),
                UnconsideredReason.ForNextTime),
        ],
        ExecutiveSummary =
            "Housing is settled; the question is the gap between course and apprenticeship. Next meeting in February.",
        ClosedSession = false,
    };
}

/// <summary>Something that lay on the table and was not gone through, with the reason.</summary>
public sealed record UnconsideredItem(EventName Item, UnconsideredReason Reason);

/// <summary>Those who help, those who protect, or all together.</summary>
public enum ConferenceCircle { Social, Security, Joint }

public enum UnconsideredReason { ForNextTime, NotRelevant, OwnerAbsent, NotReleased }
