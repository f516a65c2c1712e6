namespace Reintegration.Events.Events.Community;

/// <summary>People of a neighbourhood have come together for somebody's return.</summary>
/// <remarks>What kind of meeting, when, how many. Nobody who came is named, and what was said is theirs.</remarks>
[EventType("reintegration.community.reception-activity-held.v1", "community", Row = 46, Category = Category.Community,
    Producers = [Sector.Community], Sensitivity = Sensitivity.S1,
    Summary = "People of a neighbourhood have come together for somebody's return.")]
public sealed record ReceptionActivityHeld : IEvent<ReceptionActivityHeld>
{
    [Field("activity")]
    public required ReceptionActivity Kind { get; init; }

    [Field("date", Ladder = Ladder.Date)]
    public required DateOnly Date { get; init; }

    [Field("participants", Minimum = 1, Maximum = 10_000)]
    public required int Participants { get; init; }

    [Field("outcome")]
    public required ActivityOutcome OutcomeBand { get; init; }

    public static ReceptionActivityHeld Example => new()
    {
        Kind = ReceptionActivity.CircleOfSupport,
        Date = new DateOnly(2026, 11, 12),
        Participants = 9,
        OutcomeBand = ActivityOutcome.Encouraging,
    };
}

public enum ReceptionActivity { CircleOfSupport, RestorativeDialogue, OpenHouse, SharedWork, Other }

public enum ActivityOutcome { Difficult, Mixed, Encouraging }
