namespace Reintegration.Events.Events.Supervision;

/// <summary>It has been decided whether the person may do what they asked for.</summary>
/// <remarks>
/// The decision, who was consulted and why: an officer's, never a machine's. It binds for the one occasion; it changes
/// no condition.
/// </remarks>
[EventType("reintegration.supervision.permission-decided.v1", "condition", Row = 22, Category = Category.Condition,
    Producers = [Sector.Probation], HumanOnly = true,
    Summary = "It has been decided whether the person may do what they asked for.")]
public sealed record PermissionDecided : IEvent<PermissionDecided>
{
    [Field("condition-ref"), Label]
    public required EventName Request { get; init; }

    [Field("activity")]
    public required string Activity { get; init; }

    [Field("place")]
    public required string Place { get; init; }

    [Field("dates", Ladder = Ladder.Date)]
    public required DateOnly Date { get; init; }

    [Field("decision")]
    public required PermissionDecision Decision { get; init; }

    [Field("consulted")]
    public required ImmutableArray<AgencyId> Consulted { get; init; }

    /// <summary>Why it was decided so.</summary>
    [Field("rationale", Ladder = Ladder.Text)]
    public required string Rationale { get; init; }

    public static PermissionDecided Example => new()
    {
        Request = EventName.Parse("/agencies/probation/events/0190bbe3-a1b9-74e9-a480-2a15029365e3"),
        Activity = "Speak at the rowing club's open day",
        Place = "Harbour rowing club",
        Date = new DateOnly(2027, 5, 8),
        Decision = PermissionDecision.GrantedWithLimits,
        Consulted = [new AgencyId("police"), new AgencyId("community-haven")],
        Rationale = "Known hosts, daytime, his mentor comes along. No filming.",
    };
}

public enum PermissionDecision { Granted, GrantedWithLimits, Refused }
