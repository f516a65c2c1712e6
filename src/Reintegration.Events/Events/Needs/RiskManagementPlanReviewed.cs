namespace Reintegration.Events.Events.Needs;

/// <summary>The measures taken to manage risk have been gone through again.</summary>
/// <remarks>
/// The measures whole, as they stand from now on. Whether risk has changed is told by an assessment, not by this.
/// </remarks>
[EventType("reintegration.needs.risk-management-plan-reviewed.v1", "risk", Row = 30, Category = Category.Risk,
    Producers = [Sector.Prison, Sector.Probation], Handling = HandlingCode.H2, Retention = RetentionClass.Sensitive,
    HumanOnly = true,
    Summary = "The measures taken to manage risk have been gone through again.")]
public sealed record RiskManagementPlanReviewed : IEvent<RiskManagementPlanReviewed>
{
    /// <summary>The plan that was reviewed.</summary>
    [Field("information")]
    public required EventName Plan { get; init; }

    /// <summary>What is done, by whom, on what sign.</summary>
    [Field("measures", MinItems = 1)]
    public required ImmutableArray<RiskMeasure> Measures { get; init; }

    /// <summary>The safety of victims was considered; how is not told here.</summary>
    [Field("measures")]
    public required bool VictimSafety { get; init; }

    [Field("due")]
    public required DateOnly ReviewDue { get; init; }

    public static RiskManagementPlanReviewed Example => new()
    {
        Plan = EventName.Parse("/agencies/probation/events/0190960e-271d-7fd5-befd-032b759b8413"),
        Measures =
        [
            new RiskMeasure(
                MeasureType.Contact, new AgencyId("probation"), "Two contacts missed in a row", "Visit the same day"),
        ],
        VictimSafety = true,
        ReviewDue = new DateOnly(2027, 4, 30),
    };
}
