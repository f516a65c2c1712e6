namespace Reintegration.Events.Events.Supervision;

/// <summary>It has been decided that a condition was not kept.</summary>
/// <remarks>
/// A human decision with its grounds, and the role that took it. It does not say what follows: warning and recall are
/// told apart.
/// </remarks>
[EventType("reintegration.supervision.condition-breach-confirmed.v1", "compliance", Row = 20,
    Category = Category.Compliance, Producers = [Sector.Probation, Sector.Police], Handling = HandlingCode.H1,
    HumanOnly = true,
    Summary = "It has been decided that a condition was not kept.")]
public sealed record ConditionBreachConfirmed : IEvent<ConditionBreachConfirmed>
{
    /// <summary>The condition it is about.</summary>
    [Field("condition-ref")]
    public required EventName Condition { get; init; }

    /// <summary>The suspicion it answers.</summary>
    [Field("information"), Label]
    public EventName? Suspicion { get; init; }

    /// <summary>The facts that were found.</summary>
    [Field("narrative", Ladder = Ladder.Text)]
    public required string Basis { get; init; }

    [Field("kind")]
    public required BreachEvidence EvidenceKind { get; init; }

    [Field("decided-by"), Form(TextForm.Role)]
    public required string DecisionBy { get; init; }

    [Field("date", Ladder = Ladder.Date)]
    public required DateTimeOffset DecidedAt { get; init; }

    public static ConditionBreachConfirmed Example => new()
    {
        Condition = EventName.Parse("/agencies/probation/events/019048e8-7ec4-76bb-8fc6-8cac3d1a7a34"),
        Suspicion = EventName.Parse("/agencies/probation/events/0190d997-db0f-7ea6-a168-6858198a3028"),
        Basis = "He was met in the street at 23:10 by the patrol and said so himself.",
        EvidenceKind = BreachEvidence.Admission,
        DecisionBy = "practitioner",
        DecidedAt = new DateTimeOffset(2026, 11, 24, 10, 0, 0, TimeSpan.FromHours(1)),
    };
}
