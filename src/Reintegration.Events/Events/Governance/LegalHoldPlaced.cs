namespace Reintegration.Events.Events.Governance;

/// <summary>An agency must keep some of its own data until a day, whatever else the law would have erased.</summary>
/// <remarks>
/// For an inquiry, a trial, a complaint. It stands on one event or on all that the agency recorded in one case, blocks
/// their erasure, and ends by itself: there is no lifting, only a shorter or longer day when it is placed. Holds of
/// other agencies have no effect on it and are not looked at. Oversight is shown every hold.
/// </remarks>
[EventType("reintegration.governance.legal-hold-placed.v1", "hold", Row = 70, Category = Category.Dataq,
    Producers =
    [
        Sector.Prison, Sector.Probation, Sector.Police, Sector.Intelligence, Sector.Community, Sector.Health,
        Sector.Oversight, Sector.Coordination,
    ],
    Place = CasePlace.NoCase, Retention = RetentionClass.Organisation, HumanOnly = true,
    Summary = "An agency must keep some of its own data until a day.")]
public sealed record LegalHoldPlaced : IEvent<LegalHoldPlaced>
{
    /// <summary>The event that is held. Either this or the case.</summary>
    [Field("target"), Label]
    public EventName? TargetEvent { get; init; }

    /// <summary>The case in which everything the agency recorded is held.</summary>
    [Field("target"), Label]
    public CaseId? Case { get; init; }

    [Field("reason")]
    public required HoldReason Reason { get; init; }

    /// <summary>The last day on which it stands.</summary>
    [Field("dates"), Label]
    public required DateOnly Until { get; init; }

    public static LegalHoldPlaced Example => new()
    {
        Case = CaseId.Parse("8f2f6c1e-40b7-8d11-9a55-0c4e1b7a2d91"),
        Reason = HoldReason.PublicInquiry,
        Until = new DateOnly(2028, 6, 30),
    };
}

public enum HoldReason { CriminalProceedings, CivilProceedings, PublicInquiry, OversightReview, Complaint }
