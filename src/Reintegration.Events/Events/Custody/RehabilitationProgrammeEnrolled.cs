namespace Reintegration.Events.Events.Custody;

/// <summary>The person has taken up a rehabilitation programme.</summary>
/// <remarks>
/// It names the programme and its span. It does not say why this one, and taking part is never proof of a change of
/// mind.
/// </remarks>
[EventType("reintegration.custody.rehabilitation-programme-enrolled.v1", "service", Row = 8,
    Category = Category.Service, Producers = [Sector.Prison, Sector.Community],
    Summary = "The person has taken up a rehabilitation programme.")]
public sealed record RehabilitationProgrammeEnrolled : IEvent<RehabilitationProgrammeEnrolled>
{
    [Field("programme")]
    public required string Programme { get; init; }

    [Field("dates", Ladder = Ladder.Date)]
    public required DateOnly Start { get; init; }

    /// <summary>The last day as planned.</summary>
    [Field("dates", Ladder = Ladder.Date)]
    public DateOnly? End { get; init; }

    public static RehabilitationProgrammeEnrolled Example => new()
    {
        Programme = "Steps to Work, joinery",
        Start = new DateOnly(2026, 2, 2),
        End = new DateOnly(2026, 9, 30),
    };
}
