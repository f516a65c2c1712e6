namespace Reintegration.Events.Events.Intelligence;

/// <summary>The police have arrested the person.</summary>
/// <remarks>
/// An arrest is a suspicion and no more: it says nothing of guilt. How it ended is told by another event, and whoever
/// was shown this is shown that.
/// </remarks>
[EventType("reintegration.intelligence.arrest-recorded.v1", "police", Row = 58, Category = Category.Police,
    Producers = [Sector.Police], Handling = HandlingCode.H1,
    Summary = "The police have arrested the person.")]
public sealed record ArrestRecorded : IEvent<ArrestRecorded>
{
    [Field("offence")]
    public required ArrestGroup OffenceGroup { get; init; }

    [Field("date", Ladder = Ladder.Date)]
    public required DateTimeOffset At { get; init; }

    public static ArrestRecorded Example => new()
    {
        OffenceGroup = ArrestGroup.PublicOrder,
        At = new DateTimeOffset(2027, 3, 6, 1, 15, 0, TimeSpan.FromHours(1)),
    };
}

public enum ArrestGroup { TerrorismRelated, Violence, Property, Drugs, Traffic, PublicOrder, BreachOfOrder, Other }
