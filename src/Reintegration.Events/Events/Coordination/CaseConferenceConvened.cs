namespace Reintegration.Events.Events.Coordination;

/// <summary>A conference on the case has been called.</summary>
/// <remarks>
/// When, and who is asked to come, by agency and role. It says what will be gone through, not what anybody thinks of
/// it.
/// </remarks>
[EventType("reintegration.coordination.case-conference-convened.v1", "meeting", Row = 64, Category = Category.Meeting,
    Producers = [Sector.Prison, Sector.Probation], Sensitivity = Sensitivity.S3, Handling = HandlingCode.H2,
    Retention = RetentionClass.Sensitive,
    Summary = "A conference on the case has been called.")]
public sealed record CaseConferenceConvened : IEvent<CaseConferenceConvened>
{
    [Field("date", Ladder = Ladder.Date)]
    public required DateTimeOffset At { get; init; }

    [Field("attendees", MinItems = 1), Label]
    public required ImmutableArray<ConferenceSeat> Attendees { get; init; }

    [Field("items", MaxItems = 200)]
    public required ImmutableArray<EventName> ItemsToConsider { get; init; }

    /// <summary>Part of it is for those cleared alone.</summary>
    [Field("session")]
    public required bool ClosedSession { get; init; }

    public static CaseConferenceConvened Example => new()
    {
        At = new DateTimeOffset(2026, 12, 3, 10, 0, 0, TimeSpan.FromHours(1)),
        Attendees =
        [
            new ConferenceSeat(new AgencyId("probation"), "panel-chair"),
            new ConferenceSeat(new AgencyId("community-haven"), "panel-member"),
        ],
        ItemsToConsider = [EventName.Parse("/agencies/probation/events/0190be83-bf8f-7e86-a988-40b2268d22ac")],
        ClosedSession = false,
    };
}

/// <summary>An agency at the table, by role; never by a person's name.</summary>
public sealed record ConferenceSeat(AgencyId Agency, [property: Form(TextForm.Role)] string Role);
