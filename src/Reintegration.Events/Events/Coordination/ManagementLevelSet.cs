namespace Reintegration.Events.Events.Coordination;

/// <summary>A panel has set the level at which the case is managed.</summary>
/// <remarks>
/// How much the agencies meet over it, and who comes. It is a decision about work, not a judgement of the person, and
/// opens nothing to anybody.
/// </remarks>
[EventType("reintegration.coordination.management-level-set.v1", "meeting", Row = 63, Category = Category.Meeting,
    Producers = [Sector.Prison, Sector.Probation], HumanOnly = true,
    Summary = "A panel has set the level at which the case is managed.")]
public sealed record ManagementLevelSet : IEvent<ManagementLevelSet>
{
    /// <summary>The referral it answers.</summary>
    [Field("items")]
    public EventName? Referral { get; init; }

    /// <summary>1: one agency leads; 2: meetings add something; 3: as 2, with senior staff.</summary>
    [Field("level", Minimum = 1, Maximum = 3)]
    public required int Level { get; init; }

    [Field("level", MinItems = 1)]
    public required ImmutableArray<ReferralCriterion> Criteria { get; init; }

    [Field("rationale", Ladder = Ladder.Text)]
    public required string Rationale { get; init; }

    public static ManagementLevelSet Example => new()
    {
        Referral = EventName.Parse("/agencies/probation/events/0190a691-ca2b-74ed-abca-232b67ecc8c4"),
        Level = 2,
        Criteria = [ReferralCriterion.SeveralAgenciesInvolved],
        Rationale = "Three agencies with open actions; monthly until the summer.",
    };
}
