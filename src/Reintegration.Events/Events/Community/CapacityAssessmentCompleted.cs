namespace Reintegration.Events.Events.Community;

/// <summary>It has been assessed what an institution or a place can offer to those who come back.</summary>
/// <remarks>
/// About an organisation or an area, never about people in it. The scores are of the instrument's sections; the gaps
/// are what it lacks.
/// </remarks>
[EventType("reintegration.community.capacity-assessment-completed.v1", "capacity", Row = 50,
    Category = Category.Capacity, Producers = [Sector.Coordination, Sector.Prison, Sector.Community],
    Sensitivity = Sensitivity.S1, StatementKind = StatementKind.Assessment, Place = CasePlace.NoCase,
    Retention = RetentionClass.Organisation,
    Summary = "It has been assessed what an institution or a place can offer to those who come back.")]
public sealed record CapacityAssessmentCompleted : IEvent<CapacityAssessmentCompleted>
{
    [Field("scope")]
    public required CapacityScope Scope { get; init; }

    [Field("instrument")]
    public required string Instrument { get; init; }

    [Field("perception")]
    public required ImmutableArray<SectionScore> Scores { get; init; }

    [Field("gaps")]
    public required ImmutableArray<CapacityGap> Gaps { get; init; }

    public static CapacityAssessmentCompleted Example => new()
    {
        Scope = CapacityScope.Community,
        Instrument = "Reintegration capacity checklist, community part",
        Scores = [new SectionScore("Housing", 40), new SectionScore("Mentoring", 75)],
        Gaps = [CapacityGap.Housing, CapacityGap.Interpreters],
    };
}

/// <summary>One section of the instrument, from 0 to 100.</summary>
public sealed record SectionScore(
    string Section, [property: Field("perception", Minimum = 0, Maximum = 100)] int Score);

public enum CapacityScope { Prison, Community }

public enum CapacityGap
{
    Housing, Work, Mentoring, Psychologists, Interpreters, Training, FamilySupport, Security, Coordination,
}
