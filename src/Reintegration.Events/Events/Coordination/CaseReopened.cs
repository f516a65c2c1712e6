namespace Reintegration.Events.Events.Coordination;

/// <summary>The lead has taken up a closed case again.</summary>
/// <remarks>
/// The case keeps its id and everything that was recorded in it. It does not bring back agencies, seats or consents:
/// each has to be given anew.
/// </remarks>
[EventType("reintegration.coordination.case-reopened.v1", "ident", Row = 1, Category = Category.Ident,
    Producers = [Sector.Prison, Sector.Probation], Governing = true, HumanOnly = true,
    Summary = "The lead has taken up a closed case again.")]
public sealed record CaseReopened : IEvent<CaseReopened>
{
    [Field("dates", Ladder = Ladder.Date)]
    public required DateTimeOffset At { get; init; }

    [Field("reason")]
    public required ReopeningReason ReopeningReason { get; init; }

    public static CaseReopened Example => new()
    {
        At = new DateTimeOffset(2028, 11, 6, 9, 0, 0, TimeSpan.FromHours(1)),
        ReopeningReason = ReopeningReason.SupportAskedFor,
    };
}

public enum ReopeningReason { SupportAskedFor, ReturnToCustody, NewSupervision, ClosedInError }
