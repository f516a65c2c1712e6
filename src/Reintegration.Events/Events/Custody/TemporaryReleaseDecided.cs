namespace Reintegration.Events.Events.Custody;

/// <summary>The prison has decided on leave from custody for some days or hours.</summary>
/// <remarks>
/// A decision by a named human, with what was considered, so that it can be asked later what had been known. Leave that
/// was granted has not yet been taken; a person outside is told by their release.
/// </remarks>
[EventType("reintegration.custody.temporary-release-decided.v1", "custody", Row = 12, Category = Category.Custody,
    Producers = [Sector.Prison], HumanOnly = true,
    Summary = "The prison has decided on leave from custody for some days or hours.")]
public sealed record TemporaryReleaseDecided : IEvent<TemporaryReleaseDecided>
{
    [Field("decision")]
    public required LeaveDecision Decision { get; init; }

    [Field("dates", Ladder = Ladder.Date)]
    public required DateTimeOffset From { get; init; }

    [Field("dates", Ladder = Ladder.Date)]
    public required DateTimeOffset To { get; init; }

    [Field("conditions")]
    public required ImmutableArray<string> Conditions { get; init; }

    /// <summary>What lay on the table.</summary>
    [Field("considered", MaxItems = 200)]
    public required ImmutableArray<EventName> EventsConsidered { get; init; }

    public static TemporaryReleaseDecided Example => new()
    {
        Decision = LeaveDecision.Granted,
        From = new DateTimeOffset(2026, 9, 12, 8, 0, 0, TimeSpan.FromHours(2)),
        To = new DateTimeOffset(2026, 9, 13, 18, 0, 0, TimeSpan.FromHours(2)),
        Conditions = ["Stays with his sister overnight.", "Phones the wing at 20:00."],
        EventsConsidered =
        [
            EventName.Parse("/agencies/prison/events/019064d4-9749-716a-997e-b8967cce3bf4"),
            EventName.Parse("/agencies/probation/events/0190be83-bf8f-7e86-a988-40b2268d22ac"),
        ],
    };
}

public enum LeaveDecision { Granted, GrantedWithEscort, Refused, Deferred }
