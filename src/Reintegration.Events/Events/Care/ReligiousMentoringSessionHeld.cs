namespace Reintegration.Events.Events.Care;

/// <summary>A religious mentor and the person had an appointed session.</summary>
/// <remarks>
/// Attendance alone. What was spoken of has no member here and never will: a mentor who can be made to report belief is
/// no mentor. It says nothing about conviction or change.
/// </remarks>
[EventType("reintegration.care.religious-mentoring-session-held.v1", "religion", Row = 42, Category = Category.Religion,
    Producers = [Sector.Prison, Sector.Probation, Sector.Community], Sensitivity = Sensitivity.S3,
    Handling = HandlingCode.H2, Retention = RetentionClass.Sensitive,
    Summary = "A religious mentor and the person had an appointed session; attendance alone.")]
public sealed record ReligiousMentoringSessionHeld : IEvent<ReligiousMentoringSessionHeld>
{
    [Field("date", Ladder = Ladder.Date)]
    public required DateOnly Date { get; init; }

    [Field("attended")]
    public required bool Attended { get; init; }

    public static ReligiousMentoringSessionHeld Example => new() { Date = new DateOnly(2026, 11, 3), Attended = true };
}
