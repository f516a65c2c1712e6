namespace Reintegration.Events.Events.Community;

/// <summary>A measure of the national action plan has been adopted.</summary>
/// <remarks>
/// One event per measure: who answers for it, by when, and by what it can be told. It binds organisations, not people.
/// </remarks>
[EventType("reintegration.community.national-action-plan-adopted.v1", "capacity", Row = 56,
    Category = Category.Capacity, Producers = [Sector.Coordination], Sensitivity = Sensitivity.S0,
    Place = CasePlace.NoCase, Retention = RetentionClass.Organisation, HumanOnly = true,
    Summary = "A measure of the national action plan has been adopted.")]
public sealed record NationalActionPlanAdopted : IEvent<NationalActionPlanAdopted>
{
    [Field("pillar")]
    public required PlanPillar Pillar { get; init; }

    [Field("measure")]
    public required string Measure { get; init; }

    /// <summary>The agency that answers for it.</summary>
    [Field("measure")]
    public required AgencyId OwnerAgency { get; init; }

    [Field("date", Ladder = Ladder.Date)]
    public required DateOnly Due { get; init; }

    /// <summary>By what it is told that it was done.</summary>
    [Field("indicator")]
    public required string Indicator { get; init; }

    public static NationalActionPlanAdopted Example => new()
    {
        Pillar = PlanPillar.CapacityBuilding,
        Measure = "Train two psychologists in every prison",
        OwnerAgency = new AgencyId("prison"),
        Due = new DateOnly(2027, 12, 31),
        Indicator = "Certified psychologists per prison",
    };
}

/// <summary>The six pillars of a reintegration framework.</summary>
public enum PlanPillar { CapacityAssessment, ActionPlan, Networks, CapacityBuilding, Coordination, Awareness }
