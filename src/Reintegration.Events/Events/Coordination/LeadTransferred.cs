namespace Reintegration.Events.Events.Coordination;

/// <summary>Another agency leads the case from now on.</summary>
/// <remarks>
/// Told twice: by the old lead, which offers it, and by the new one, which accepts it in its own stream. Only with the
/// second does it hold, so no case is without a lead for a moment, and nobody leads one it did not take.
/// </remarks>
[EventType("reintegration.coordination.lead-transferred.v1", "team", Row = 74, Category = Category.Team,
    Producers = [Sector.Prison, Sector.Probation], Governing = true, HumanOnly = true,
    Summary = "Another agency leads the case from now on.")]
public sealed record LeadTransferred : IEvent<LeadTransferred>
{
    /// <summary>The new lead.</summary>
    [Field("agency"), Label]
    public required AgencyId ToAgency { get; init; }

    /// <summary>The role in which the new lead accepted.</summary>
    [Field("role"), Form(TextForm.Role)]
    public required string AcceptedBy { get; init; }

    public static LeadTransferred Example => new() { ToAgency = new AgencyId("probation"), AcceptedBy = "coordinator" };
}
