namespace Reintegration.Events.Events.Community;

/// <summary>Staff of a member organisation have been trained.</summary>
/// <remarks>
/// How many, never who. That somebody may use a tool is told of each by <see cref="PractitionerCertified"/>, not by
/// this.
/// </remarks>
[EventType("reintegration.community.training-delivered.v1", "capacity", Row = 53, Category = Category.Capacity,
    Producers = [Sector.Coordination, Sector.Prison, Sector.Probation, Sector.Police], Sensitivity = Sensitivity.S1,
    Place = CasePlace.NoCase, Retention = RetentionClass.Organisation,
    Summary = "Staff of a member organisation have been trained.")]
public sealed record TrainingDelivered : IEvent<TrainingDelivered>
{
    [Field("curriculum")]
    public required string Curriculum { get; init; }

    [Field("audience")]
    public required TrainingAudience Audience { get; init; }

    [Field("date", Ladder = Ladder.Date)]
    public required DateOnly Date { get; init; }

    /// <summary>How many took part.</summary>
    [Field("count", Minimum = 1, Maximum = 100_000)]
    public required int Count { get; init; }

    public static TrainingDelivered Example => new()
    {
        Curriculum = "Dynamic security and rehabilitation, two days",
        Audience = TrainingAudience.PrisonStaff,
        Date = new DateOnly(2026, 4, 22),
        Count = 18,
    };
}

public enum TrainingAudience { PrisonStaff, ProbationStaff, PoliceOfficers, CommunityPartners, HealthStaff, Mentors }
