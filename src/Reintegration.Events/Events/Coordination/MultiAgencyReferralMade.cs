namespace Reintegration.Events.Events.Coordination;

/// <summary>An agency has asked that several agencies manage the case together.</summary>
/// <remarks>It names the level it asks for and why. Nothing is decided by it: the level is set by the panel.</remarks>
[EventType("reintegration.coordination.multi-agency-referral-made.v1", "meeting", Row = 63, Category = Category.Meeting,
    Producers = [Sector.Prison, Sector.Probation, Sector.Police, Sector.Community, Sector.Health],
    Summary = "An agency has asked that several agencies manage the case together.")]
public sealed record MultiAgencyReferralMade : IEvent<MultiAgencyReferralMade>
{
    /// <summary>1: one agency leads; 2: meetings add something; 3: as 2, with senior staff.</summary>
    [Field("level", Minimum = 1, Maximum = 3)]
    public required int Level { get; init; }

    [Field("level", MinItems = 1)]
    public required ImmutableArray<ReferralCriterion> Criteria { get; init; }

    [Field("rationale", Ladder = Ladder.Text)]
    public required string Rationale { get; init; }

    public static MultiAgencyReferralMade Example => new()
    {
        Level = 2,
        Criteria = [ReferralCriterion.SeveralAgenciesInvolved],
        Rationale = "Housing, work and conditions pull in three directions; one plan is needed.",
    };
}

public enum ReferralCriterion { SeveralAgenciesInvolved, HighRisk, ComplexNeeds, PublicInterest, CrossBorder, Juvenile }
