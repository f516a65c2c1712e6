namespace Reintegration.Events.Events.Needs;

/// <summary>The person needs something that nobody nearby offers.</summary>
/// <remarks>
/// It names the domain, the area and who has been asked to see to it, so that a need without an offer is somebody's. It
/// blames no service.
/// </remarks>
[EventType("reintegration.needs.support-gap-identified.v1", "needs", Row = 34, Category = Category.Needs,
    Producers = [Sector.Prison, Sector.Probation, Sector.Police, Sector.Community, Sector.Health],
    Summary = "The person needs something that nobody nearby offers.")]
public sealed record SupportGapIdentified : IEvent<SupportGapIdentified>
{
    [Field("gaps")]
    public required NeedDomain NeedDomain { get; init; }

    [Field("area")]
    public required string Area { get; init; }

    [Field("dates", Ladder = Ladder.Date)]
    public required DateOnly Since { get; init; }

    /// <summary>The agency that was asked to close it.</summary>
    [Field("escalated")]
    public AgencyId? EscalatedTo { get; init; }

    public static SupportGapIdentified Example => new()
    {
        NeedDomain = NeedDomain.SubstanceUse,
        Area = "Harbour district",
        Since = new DateOnly(2026, 11, 9),
        EscalatedTo = new AgencyId("coordination"),
    };
}
