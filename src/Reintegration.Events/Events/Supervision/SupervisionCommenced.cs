namespace Reintegration.Events.Events.Supervision;

/// <summary>Supervision in the community has begun under an order.</summary>
/// <remarks>
/// It names the kind of order, its span and the role that supervises, not the officer by name. What is required of the
/// person is told by <see cref="SupervisionConditionImposed"/>, one event per condition.
/// </remarks>
[EventType("reintegration.supervision.supervision-commenced.v1", "condition", Row = 16, Category = Category.Condition,
    Producers = [Sector.Probation], Governing = true,
    Summary = "Supervision in the community has begun under an order.")]
public sealed record SupervisionCommenced : IEvent<SupervisionCommenced>
{
    [Field("order")]
    public required SupervisionOrder Order { get; init; }

    [Field("dates", Ladder = Ladder.Date), Label]
    public required DateOnly Start { get; init; }

    [Field("dates", Ladder = Ladder.Date), Label]
    public required DateOnly End { get; init; }

    /// <summary>The supervising officer's role and office.</summary>
    [Field("officer")]
    public required string OfficerRole { get; init; }

    public static SupervisionCommenced Example => new()
    {
        Order = SupervisionOrder.ConditionalRelease,
        Start = new DateOnly(2026, 10, 16),
        End = new DateOnly(2028, 4, 16),
        OfficerRole = "Senior probation officer, harbour office",
    };
}

public enum SupervisionOrder { Licence, CommunityOrder, PostSentence, ConditionalRelease }
