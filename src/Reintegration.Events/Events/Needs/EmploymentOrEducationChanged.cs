namespace Reintegration.Events.Events.Needs;

/// <summary>The person has taken up, changed or ended work or learning.</summary>
/// <remarks>
/// The kind and where it stands, not the employer's name. Whether the employer knows of the case is told, so that
/// nobody tells them by accident.
/// </remarks>
[EventType("reintegration.needs.employment-or-education-changed.v1", "service", Row = 33, Category = Category.Service,
    Producers = [Sector.Community, Sector.Probation],
    Summary = "The person has taken up, changed or ended work or learning.")]
public sealed record EmploymentOrEducationChanged : IEvent<EmploymentOrEducationChanged>
{
    [Field("kind")]
    public required OccupationKind Kind { get; init; }

    [Field("status")]
    public required OccupationStatus Status { get; init; }

    [Field("dates", Ladder = Ladder.Date)]
    public required DateOnly From { get; init; }

    /// <summary>The employer or school knows that there is a case.</summary>
    [Field("employer")]
    public required bool EmployerInformed { get; init; }

    public static EmploymentOrEducationChanged Example => new()
    {
        Kind = OccupationKind.Apprenticeship,
        Status = OccupationStatus.Started,
        From = new DateOnly(2026, 11, 2),
        EmployerInformed = false,
    };
}

public enum OccupationKind { Employment, Apprenticeship, Training, School, Volunteering }

public enum OccupationStatus { Offered, Started, Changed, Interrupted, Ended }
