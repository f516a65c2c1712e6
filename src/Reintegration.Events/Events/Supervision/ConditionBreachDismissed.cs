namespace Reintegration.Events.Events.Supervision;

/// <summary>It has been decided that there was no breach after all.</summary>
/// <remarks>
/// The suspicion stays on record as a suspicion that was dismissed, and whoever was told of it is shown this too. It
/// may not be held against the person.
/// </remarks>
[EventType("reintegration.supervision.condition-breach-dismissed.v1", "compliance", Row = 20,
    Category = Category.Compliance, Producers = [Sector.Probation, Sector.Police], Handling = HandlingCode.H1,
    HumanOnly = true,
    Summary = "It has been decided that there was no breach after all.")]
public sealed record ConditionBreachDismissed : IEvent<ConditionBreachDismissed>
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

    public static ConditionBreachDismissed Example => new()
    {
        Condition = EventName.Parse("/agencies/probation/events/019048e8-7ec4-76bb-8fc6-8cac3d1a7a34"),
        Suspicion = EventName.Parse("/agencies/probation/events/0190d997-db0f-7ea6-a168-6858198a3028"),
        Basis = "The music came from the flat above; he was asleep.",
        EvidenceKind = BreachEvidence.Observation,
        DecisionBy = "practitioner",
        DecidedAt = new DateTimeOffset(2026, 11, 24, 10, 0, 0, TimeSpan.FromHours(1)),
    };
}
