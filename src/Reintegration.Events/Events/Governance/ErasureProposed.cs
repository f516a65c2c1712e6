namespace Reintegration.Events.Events.Governance;

/// <summary>A data-protection officer has proposed that data of the own agency be erased.</summary>
/// <remarks>
/// One event by its name, or all that the agency recorded in one case. It names what is to go and says nothing of what
/// stands there: no member could hold a value. Nothing is erased until another human of the agency approves.
/// Directive (EU) 2016/680, article 16; Regulation (EU) 2016/679, article 17.
/// </remarks>
[EventType("reintegration.governance.erasure-proposed.v1", "erasure", Row = 75, Category = Category.Dataq,
    Producers =
    [
        Sector.Prison, Sector.Probation, Sector.Police, Sector.Intelligence, Sector.Community, Sector.Health,
        Sector.Oversight, Sector.Coordination,
    ],
    Place = CasePlace.NoCase, Retention = RetentionClass.Organisation, HumanOnly = true,
    Summary = "A data-protection officer has proposed that data of the own agency be erased.")]
public sealed record ErasureProposed : IEvent<ErasureProposed>
{
    /// <summary>The event to be erased, with its corrections. Either this or the case.</summary>
    [Field("target"), Label]
    public EventName? TargetEvent { get; init; }

    /// <summary>The case in which everything the agency recorded is to be erased.</summary>
    [Field("target"), Label]
    public CaseId? Case { get; init; }

    [Field("reason")]
    public required ErasureReason Reason { get; init; }

    public static ErasureProposed Example => new()
    {
        TargetEvent = EventName.Parse("/agencies/prison/events/0190a4d2-11b7-7e55-8a3c-6b7c8d9e0f12"),
        Reason = ErasureReason.NoLongerNeeded,
    };
}

public enum ErasureReason { NoLongerNeeded, UnlawfullyRecorded, WrongPerson, RetentionEnded, RightsRequest, CourtOrder }
