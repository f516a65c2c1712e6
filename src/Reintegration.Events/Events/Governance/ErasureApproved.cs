namespace Reintegration.Events.Events.Governance;

/// <summary>A second human of the agency has approved an erasure; with this it is in force.</summary>
/// <remarks>
/// Whoever proposed it cannot approve it, and nobody can while a legal hold of the agency stands on what is to go. The
/// ledger records the erasure with this event, as one act, and then destroys.
/// </remarks>
[EventType("reintegration.governance.erasure-approved.v1", "erasure", Row = 75, Category = Category.Dataq,
    Producers =
    [
        Sector.Prison, Sector.Probation, Sector.Police, Sector.Intelligence, Sector.Community, Sector.Health,
        Sector.Oversight, Sector.Coordination,
    ],
    Place = CasePlace.NoCase, Retention = RetentionClass.Organisation, HumanOnly = true,
    Summary = "A second human of the agency has approved an erasure; with this it is in force.")]
public sealed record ErasureApproved : IEvent<ErasureApproved>
{
    /// <summary>The proposal it approves, of the same agency.</summary>
    [Field("proposal"), Label]
    public required EventName Proposal { get; init; }

    public static ErasureApproved Example => new()
    {
        Proposal = EventName.Parse("/agencies/prison/events/0190c61d-7a50-7c11-9b0e-5f8f2ad3c901"),
    };
}
