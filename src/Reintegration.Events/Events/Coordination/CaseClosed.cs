namespace Reintegration.Events.Events.Coordination;

/// <summary>The lead has closed the case of one person's way back.</summary>
/// <remarks>
/// It says why, and who answers for what may still come up. It does not say that anything was achieved, and it deletes
/// nothing: what was recorded is kept for as long as its retention class allows. From then on the case is not active:
/// what is shared only of active cases is shared no more, and intelligence may report to it no more.
/// </remarks>
[EventType("reintegration.coordination.case-closed.v1", "ident", Row = 1, Category = Category.Ident,
    Producers = [Sector.Prison, Sector.Probation], Governing = true, HumanOnly = true,
    Summary = "The lead has closed the case of one person's way back.")]
public sealed record CaseClosed : IEvent<CaseClosed>
{
    [Field("dates", Ladder = Ladder.Date), Label]
    public required DateTimeOffset At { get; init; }

    [Field("reason")]
    public required ClosingReason ClosingReason { get; init; }

    /// <summary>Who answers questions about the case from now on.</summary>
    [Field("status")]
    public required AgencyId AnsweringAgency { get; init; }

    public static CaseClosed Example => new()
    {
        At = new DateTimeOffset(2028, 7, 14, 12, 0, 0, TimeSpan.FromHours(2)),
        ClosingReason = ClosingReason.PlanFulfilled,
        AnsweringAgency = new AgencyId("probation"),
    };
}

public enum ClosingReason { PlanFulfilled, SupervisionEnded, MovedAway, Deceased, OpenedInError, Other }
