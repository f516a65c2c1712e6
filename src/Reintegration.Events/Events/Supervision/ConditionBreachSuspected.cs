namespace Reintegration.Events.Events.Supervision;

/// <summary>An officer suspects that a condition was not kept.</summary>
/// <remarks>
/// A suspicion with its grounds, shown as a judgement and never as a fact. Only a later decision confirms or dismisses
/// it, and nothing may follow from it by itself.
/// </remarks>
[EventType("reintegration.supervision.condition-breach-suspected.v1", "compliance", Row = 20,
    Category = Category.Compliance, Producers = [Sector.Probation, Sector.Police], Handling = HandlingCode.H1,
    StatementKind = StatementKind.Assessment, HumanOnly = true,
    Summary = "An officer suspects that a condition was not kept.")]
public sealed record ConditionBreachSuspected : IEvent<ConditionBreachSuspected>
{
    /// <summary>The condition it is about.</summary>
    [Field("condition-ref")]
    public required EventName Condition { get; init; }

    /// <summary>What the suspicion rests on.</summary>
    [Field("assessment", Ladder = Ladder.Text)]
    public required string Basis { get; init; }

    [Field("kind")]
    public required BreachEvidence EvidenceKind { get; init; }

    [Field("date", Ladder = Ladder.Date)]
    public required DateTimeOffset At { get; init; }

    public static ConditionBreachSuspected Example => new()
    {
        Condition = EventName.Parse("/agencies/probation/events/019048e8-7ec4-76bb-8fc6-8cac3d1a7a34"),
        Basis = "Two neighbours report music after 23:00; nobody has yet spoken with him.",
        EvidenceKind = BreachEvidence.ThirdParty,
        At = new DateTimeOffset(2026, 11, 21, 23, 10, 0, TimeSpan.FromHours(1)),
    };
}

public enum BreachEvidence { Observation, ElectronicMonitoring, Document, ThirdParty, Admission }
