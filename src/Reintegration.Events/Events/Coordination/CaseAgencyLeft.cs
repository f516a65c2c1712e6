namespace Reintegration.Events.Events.Coordination;

/// <summary>An agency is no longer on the case.</summary>
/// <remarks>
/// The lead says so, and from the end it names nothing of the case is shown to the agency. What the agency reported
/// stays in the case, and stays its own.
/// </remarks>
[EventType("reintegration.coordination.case-agency-left.v1", "team", Row = 72, Category = Category.Team,
    Producers = [Sector.Prison, Sector.Probation], Governing = true, HumanOnly = true,
    Summary = "An agency is no longer on the case.")]
public sealed record CaseAgencyLeft : IEvent<CaseAgencyLeft>
{
    [Field("agency"), Label]
    public required AgencyId Agency { get; init; }

    [Field("dates")]
    public DateTimeOffset? From { get; init; }

    [Field("dates"), Label]
    public required DateTimeOffset To { get; init; }

    public static CaseAgencyLeft Example => new()
    {
        Agency = new AgencyId("community-haven"),
        From = new DateTimeOffset(2026, 9, 1, 8, 0, 0, TimeSpan.FromHours(2)),
        To = new DateTimeOffset(2027, 6, 30, 18, 0, 0, TimeSpan.FromHours(2)),
    };
}
