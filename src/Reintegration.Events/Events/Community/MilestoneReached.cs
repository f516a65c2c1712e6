namespace Reintegration.Events.Events.Community;

/// <summary>A measure of the national action plan has come to where it was meant to come.</summary>
/// <remarks>
/// It repeats the measure, so that it can be read alone. It says that something was done, not that it helped.
/// </remarks>
[EventType("reintegration.community.milestone-reached.v1", "capacity", Row = 56, Category = Category.Capacity,
    Producers = [Sector.Coordination], Sensitivity = Sensitivity.S0, Place = CasePlace.NoCase,
    Retention = RetentionClass.Organisation,
    Summary = "A measure of the national action plan has come to where it was meant to come.")]
public sealed record MilestoneReached : IEvent<MilestoneReached>
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

    [Field("date", Ladder = Ladder.Date)]
    public required DateOnly ReachedOn { get; init; }

    public static MilestoneReached Example => new()
    {
        Pillar = PlanPillar.CapacityBuilding,
        Measure = "Train two psychologists in every prison",
        OwnerAgency = new AgencyId("prison"),
        Due = new DateOnly(2027, 12, 31),
        Indicator = "Certified psychologists per prison",
        ReachedOn = new DateOnly(2027, 10, 4),
    };
}
