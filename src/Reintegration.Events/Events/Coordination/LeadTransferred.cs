namespace Reintegration.Events.Events.Coordination;

/// <summary>Another agency leads the case from now on.</summary>
/// <remarks>
/// Offered by the old lead and accepted by the new one, by role. The lead decides who is on the case, so intake does
/// not take this until the case context follows it.
/// </remarks>
[EventType("reintegration.coordination.lead-transferred.v1", "team", Row = 74, Category = Category.Team,
    Producers = [Sector.Prison, Sector.Probation], HumanOnly = true,
    NotYetAccepted = "The agency that opened the case still counts as its lead.",
    Summary = "Another agency leads the case from now on.")]
public sealed record LeadTransferred : IEvent<LeadTransferred>
{
    /// <summary>The new lead.</summary>
    [Field("agency")]
    public required AgencyId ToAgency { get; init; }

    /// <summary>The role in which the new lead accepted.</summary>
    [Field("role"), Form(TextForm.Role)]
    public required string AcceptedBy { get; init; }

    public static LeadTransferred Example => new() { ToAgency = new AgencyId("probation"), AcceptedBy = "coordinator" };
}
