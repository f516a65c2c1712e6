namespace Reintegration.Events.Events.Custody;

/// <summary>The person has come to the end of a rehabilitation programme.</summary>
/// <remarks>
/// The band says how far the aims of the programme were met, in the eyes of those who run it. It is no measure of the
/// person, and says nothing about risk.
/// </remarks>
[EventType("reintegration.custody.rehabilitation-programme-completed.v1", "service", Row = 8,
    Category = Category.Service, Producers = [Sector.Prison, Sector.Community],
    StatementKind = StatementKind.Assessment,
    Summary = "The person has come to the end of a rehabilitation programme.")]
public sealed record RehabilitationProgrammeCompleted : IEvent<RehabilitationProgrammeCompleted>
{
    [Field("programme")]
    public required string Programme { get; init; }

    [Field("dates", Ladder = Ladder.Date)]
    public required DateOnly Start { get; init; }

    [Field("dates", Ladder = Ladder.Date)]
    public required DateOnly End { get; init; }

    [Field("band")]
    public required OutcomeBand OutcomeBand { get; init; }

    public static RehabilitationProgrammeCompleted Example => new()
    {
        Programme = "Steps to Work, joinery",
        Start = new DateOnly(2026, 2, 2),
        End = new DateOnly(2026, 9, 30),
        OutcomeBand = OutcomeBand.MostlyMet,
    };
}

/// <summary>How far the aims of a programme were met.</summary>
public enum OutcomeBand { NotMet, PartlyMet, MostlyMet, Met }
