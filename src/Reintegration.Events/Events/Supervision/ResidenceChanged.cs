namespace Reintegration.Events.Events.Supervision;

/// <summary>The person lives somewhere else now.</summary>
/// <remarks>
/// Where, since when, and whether anybody has verified it. Moving is not a breach by itself; whether leave was needed
/// is told by the conditions.
/// </remarks>
[EventType("reintegration.supervision.residence-changed.v1", "ident", Row = 23, Category = Category.Ident,
    Producers = [Sector.Probation, Sector.Police],
    Summary = "The person lives somewhere else now.")]
public sealed record ResidenceChanged : IEvent<ResidenceChanged>
{
    /// <summary>Where, written "district: detail".</summary>
    [Field("address", Ladder = Ladder.District)]
    public required string Address { get; init; }

    [Field("dates", Ladder = Ladder.Date)]
    public required DateOnly From { get; init; }

    /// <summary>An officer has seen that the person lives there.</summary>
    [Field("verified")]
    public required bool Verified { get; init; }

    public static ResidenceChanged Example => new()
    {
        Address = "Harbour district: 4 Mill Lane",
        From = new DateOnly(2027, 3, 1),
        Verified = true,
    };
}
