namespace Reintegration.Events.Events.Needs;

/// <summary>What the person needed and nobody offered is now offered, or no longer needed.</summary>
/// <remarks>It names the gap it closes and how. It does not say that the person makes use of it.</remarks>
[EventType("reintegration.needs.support-gap-closed.v1", "needs", Row = 34, Category = Category.Needs,
    Producers = [Sector.Prison, Sector.Probation, Sector.Police, Sector.Community, Sector.Health],
    Summary = "What the person needed and nobody offered is now offered, or no longer needed.")]
public sealed record SupportGapClosed : IEvent<SupportGapClosed>
{
    [Field("information"), Label]
    public required EventName Gap { get; init; }

    [Field("gaps")]
    public required NeedDomain NeedDomain { get; init; }

    [Field("area")]
    public required string Area { get; init; }

    [Field("dates", Ladder = Ladder.Date)]
    public required DateOnly Since { get; init; }

    [Field("progress")]
    public required GapClosure ClosedBy { get; init; }

    public static SupportGapClosed Example => new()
    {
        Gap = EventName.Parse("/agencies/probation/events/0190546d-b23e-73dc-ab23-c24f0181a0af"),
        NeedDomain = NeedDomain.SubstanceUse,
        Area = "Harbour district",
        Since = new DateOnly(2026, 11, 9),
        ClosedBy = GapClosure.ServiceFound,
    };
}

public enum GapClosure { ServiceFound, ServiceSetUp, NeedPassed, OfferedElsewhere }
