namespace Reintegration.Events.Events.Custody;

/// <summary>The person is now held somewhere else.</summary>
/// <remarks>
/// Wing or establishment, and the kind of reason. A move is no punishment by itself and says nothing about conduct;
/// where there was an incident, it is told apart.
/// </remarks>
[EventType("reintegration.custody.placement-changed.v1", "custody", Row = 5, Category = Category.Custody,
    Producers = [Sector.Prison],
    Summary = "The person is now held somewhere else.")]
public sealed record PlacementChanged : IEvent<PlacementChanged>
{
    [Field("place")]
    public required string From { get; init; }

    [Field("place")]
    public required string To { get; init; }

    [Field("reason")]
    public required PlacementReason Reason { get; init; }

    [Field("dates", Ladder = Ladder.Date)]
    public required DateOnly Effective { get; init; }

    public static PlacementChanged Example => new()
    {
        From = "Northgate prison, wing C",
        To = "Northgate prison, pre-release wing",
        Reason = PlacementReason.PreRelease,
        Effective = new DateOnly(2026, 4, 20),
    };
}

public enum PlacementReason { PreRelease, Programme, Safety, FamilyTies, Health, Security, Capacity }
