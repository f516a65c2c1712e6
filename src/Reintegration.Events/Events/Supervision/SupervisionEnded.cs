namespace Reintegration.Events.Events.Supervision;

/// <summary>Supervision in the community is over.</summary>
/// <remarks>
/// The order's end, or an earlier one, and why. It is not the end of help. The window in which partners see the case is
/// counted from this end, in place of the one told when supervision began.
/// </remarks>
[EventType("reintegration.supervision.supervision-ended.v1", "condition", Row = 16, Category = Category.Condition,
    Producers = [Sector.Probation], Governing = true,
    Summary = "Supervision in the community is over.")]
public sealed record SupervisionEnded : IEvent<SupervisionEnded>
{
    [Field("order")]
    public required SupervisionOrder Order { get; init; }

    [Field("dates", Ladder = Ladder.Date), Label]
    public required DateOnly Start { get; init; }

    [Field("dates", Ladder = Ladder.Date), Label]
    public required DateOnly End { get; init; }

    [Field("officer")]
    public required string OfficerRole { get; init; }

    [Field("end-reason")]
    public required SupervisionEndReason EndReason { get; init; }

    public static SupervisionEnded Example => new()
    {
        Order = SupervisionOrder.ConditionalRelease,
        Start = new DateOnly(2026, 10, 16),
        End = new DateOnly(2028, 4, 16),
        OfficerRole = "Senior probation officer, harbour office",
        EndReason = SupervisionEndReason.Completed,
    };
}

public enum SupervisionEndReason { Completed, EndedEarly, Recalled, Revoked, Transferred, Deceased }
