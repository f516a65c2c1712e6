namespace Reintegration.Events.Events.Needs;

/// <summary>The person has something to hold on to.</summary>
/// <remarks>
/// A word of a short list and since when; whether it is fact, the person's own account or somebody's view stands in
/// about. It is never set against anything as a number.
/// </remarks>
[EventType("reintegration.needs.protective-factor-recorded.v1", "needs", Row = 28, Category = Category.Needs,
    Producers = [Sector.Prison, Sector.Probation, Sector.Police, Sector.Community, Sector.Health],
    Summary = "The person has something to hold on to.")]
public sealed record ProtectiveFactorRecorded : IEvent<ProtectiveFactorRecorded>
{
    [Field("factor")]
    public required ProtectiveFactor Factor { get; init; }

    [Field("dates", Ladder = Ladder.Date)]
    public required DateOnly Since { get; init; }

    public static ProtectiveFactorRecorded Example => new()
    {
        Factor = ProtectiveFactor.SteadyWork,
        Since = new DateOnly(2026, 11, 2),
    };
}

public enum ProtectiveFactor
{
    SteadyWork, Education, StableHousing, FamilyTies, Friendship, Mentor, Faith, Purpose, HealthCare,
}
