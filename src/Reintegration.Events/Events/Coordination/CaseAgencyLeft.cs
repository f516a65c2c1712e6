namespace Reintegration.Events.Events.Coordination;

/// <summary>An agency is no longer on the case.</summary>
/// <remarks>
/// From then on nothing of the case is to be shown to it, and what it reported is known to exist. The lead says the
/// same today by naming an end, and that is acted on.
/// </remarks>
[EventType("reintegration.coordination.case-agency-left.v1", "team", Row = 72, Category = Category.Team,
    Producers = [Sector.Prison, Sector.Probation], HumanOnly = true,
    NotYetAccepted = "Send case-agency-joined again with the member to: the latest one counts.",
    Summary = "An agency is no longer on the case.")]
public sealed record CaseAgencyLeft : IEvent<CaseAgencyLeft>
{
    [Field("agency")]
    public required AgencyId Agency { get; init; }

    [Field("dates")]
    public DateTimeOffset? From { get; init; }

    [Field("dates")]
    public required DateTimeOffset To { get; init; }

    public static CaseAgencyLeft Example => new()
    {
        Agency = new AgencyId("community-haven"),
        From = new DateTimeOffset(2026, 9, 1, 8, 0, 0, TimeSpan.FromHours(2)),
        To = new DateTimeOffset(2027, 6, 30, 18, 0, 0, TimeSpan.FromHours(2)),
    };
}
