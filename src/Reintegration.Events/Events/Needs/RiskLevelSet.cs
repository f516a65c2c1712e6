namespace Reintegration.Events.Events.Needs;

/// <summary>A panel has set the level by which the case is to be managed.</summary>
/// <remarks>
/// The panel's own judgement, after reading and talking: never computed, never taken over from a tool, and not without
/// its reasons. Those who saw it otherwise are recorded beside it. It is owned by the case's lead.
/// </remarks>
[EventType("reintegration.needs.risk-level-set.v1", "risk", Row = 29, Category = Category.Risk,
    Producers = [Sector.Prison, Sector.Probation], Handling = HandlingCode.H2, StatementKind = StatementKind.Assessment,
    Retention = RetentionClass.Sensitive, HumanOnly = true,
    Summary = "A panel has set the level by which the case is to be managed.")]
public sealed record RiskLevelSet : IEvent<RiskLevelSet>
{
    /// <summary>The level until now, when there was one.</summary>
    [Field("level")]
    public RiskLevel? From { get; init; }

    [Field("level")]
    public required RiskLevel To { get; init; }

    [Field("scenarios", Ladder = Ladder.Text)]
    public required string Rationale { get; init; }

    /// <summary>What the panel had before it.</summary>
    [Field("information", MaxItems = 200)]
    public required ImmutableArray<EventName> BasedOn { get; init; }

    /// <summary>Who saw it otherwise, and why.</summary>
    [Field("evidence")]
    public required ImmutableArray<PanelDissent> Dissent { get; init; }

    public static RiskLevelSet Example => new()
    {
        From = RiskLevel.Moderate,
        To = RiskLevel.Low,
        Rationale = "Eight months of work and housing; the former circle has dissolved. Review if the job ends.",
        BasedOn =
        [
            EventName.Parse("/agencies/probation/events/0190be83-bf8f-7e86-a988-40b2268d22ac"),
            EventName.Parse("/agencies/prison/events/019064d4-9749-716a-997e-b8967cce3bf4"),
        ],
        Dissent = [new PanelDissent(new AgencyId("police"), "Too early: wait for the first summer.")],
    };
}

/// <summary>An agency's own view where the panel took another.</summary>
public sealed record PanelDissent(AgencyId Agency, [property: Field("evidence", MaxLength = 1_000)] string View);
