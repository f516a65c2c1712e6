namespace Reintegration.Events.Events.Coordination;

/// <summary>The lead has brought an agency onto the case.</summary>
/// <remarks>
/// From then on the agency may post and its officials may take seats. It opens nothing by itself: what they see is for
/// the policy to say.
/// </remarks>
[EventType("reintegration.coordination.case-agency-joined.v1", "team", Row = 72, Category = Category.Team,
    Producers = [Sector.Prison, Sector.Probation], Governing = true,
    Summary = "The lead has brought an agency onto the case.")]
public sealed record CaseAgencyJoined : IEvent<CaseAgencyJoined>
{
    [Field("agency"), Label]
    public required AgencyId Agency { get; init; }

    [Field("dates"), Label]
    public required DateTimeOffset From { get; init; }

    /// <summary>When it is to leave again; absent is until it is told to.</summary>
    [Field("dates"), Label]
    public DateTimeOffset? To { get; init; }

    public static CaseAgencyJoined Example => new()
    {
        Agency = new AgencyId("community-haven"),
        From = new DateTimeOffset(2026, 9, 1, 8, 0, 0, TimeSpan.FromHours(2)),
    };
}
