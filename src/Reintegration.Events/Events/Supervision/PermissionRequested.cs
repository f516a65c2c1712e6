namespace Reintegration.Events.Events.Supervision;

/// <summary>The person has asked for leave to do something their conditions speak of.</summary>
/// <remarks>
/// Recorded when it is asked, so that no invitation or journey goes by without having been discussed. It says nothing
/// of the answer.
/// </remarks>
[EventType("reintegration.supervision.permission-requested.v1", "condition", Row = 22, Category = Category.Condition,
    Producers = [Sector.Probation],
    Summary = "The person has asked for leave to do something their conditions speak of.")]
public sealed record PermissionRequested : IEvent<PermissionRequested>
{
    [Field("activity")]
    public required string Activity { get; init; }

    [Field("place")]
    public required string Place { get; init; }

    [Field("dates", Ladder = Ladder.Date)]
    public required DateOnly Date { get; init; }

    public static PermissionRequested Example => new()
    {
        Activity = "Speak at the rowing club's open day",
        Place = "Harbour rowing club",
        Date = new DateOnly(2027, 5, 8),
    };
}
