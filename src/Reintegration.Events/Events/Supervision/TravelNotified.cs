namespace Reintegration.Events.Events.Supervision;

/// <summary>The person has said that they will travel.</summary>
/// <remarks>
/// What was announced, not what took place. It is no request for leave; that is asked for and decided apart.
/// </remarks>
[EventType("reintegration.supervision.travel-notified.v1", "ident", Row = 23, Category = Category.Ident,
    Producers = [Sector.Probation, Sector.Police], StatementKind = StatementKind.SelfReport,
    Summary = "The person has said that they will travel.")]
public sealed record TravelNotified : IEvent<TravelNotified>
{
    /// <summary>Where to, written "district: detail".</summary>
    [Field("destination", Ladder = Ladder.District)]
    public required string Destination { get; init; }

    [Field("dates", Ladder = Ladder.Date)]
    public required DateOnly From { get; init; }

    [Field("dates", Ladder = Ladder.Date)]
    public required DateOnly To { get; init; }

    /// <summary>An officer has checked what was announced.</summary>
    [Field("verified")]
    public required bool Verified { get; init; }

    public static TravelNotified Example => new()
    {
        Destination = "North district: sister's home",
        From = new DateOnly(2027, 6, 18),
        To = new DateOnly(2027, 6, 21),
        Verified = false,
    };
}
