namespace Reintegration.Events.Events.Coordination;

/// <summary>An official of the posting agency no longer works on the case in a role.</summary>
/// <remarks>From that instant nothing more of the case is shown to them; what they were shown stays on
/// record.</remarks>
[EventType("reintegration.coordination.case-seat-left.v1", "team", Row = 73, Category = Category.Team,
    Producers =
    [
        Sector.Prison, Sector.Probation, Sector.Police, Sector.Intelligence, Sector.Community, Sector.Health,
        Sector.Oversight,
    ],
    Governing = true,
    Summary = "An official of the posting agency no longer works on the case in a role.")]
public sealed record CaseSeatLeft : IEvent<CaseSeatLeft>
{
    /// <summary>The official, as their tokens name them (<c>sub</c>).</summary>
    [Field("official"), Label, Form(TextForm.Reference)]
    public required string Official { get; init; }

    [Field("role"), Label, Form(TextForm.Role)]
    public required string Role { get; init; }

    public static CaseSeatLeft Example => new() { Official = "probation-officer", Role = "practitioner" };
}
