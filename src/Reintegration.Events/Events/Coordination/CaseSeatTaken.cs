namespace Reintegration.Events.Events.Coordination;

/// <summary>An official of the posting agency now works on the case in a role.</summary>
/// <remarks>
/// Told by the official's own agency in its own stream. Without a live seat the case does not exist for an official. An
/// intelligence agency joins by this act alone, and no other seat is shown it.
/// </remarks>
[EventType("reintegration.coordination.case-seat-taken.v1", "team", Row = 73, Category = Category.Team,
    Producers =
    [
        Sector.Prison, Sector.Probation, Sector.Police, Sector.Intelligence, Sector.Community, Sector.Health,
        Sector.Oversight,
    ],
    Governing = true,
    Summary = "An official of the posting agency now works on the case in a role.")]
public sealed record CaseSeatTaken : IEvent<CaseSeatTaken>
{
    /// <summary>The official, as their tokens name them (<c>sub</c>).</summary>
    [Field("official"), Label, Form(TextForm.Reference)]
    public required string Official { get; init; }

    [Field("role"), Label, Form(TextForm.Role)]
    public required string Role { get; init; }

    /// <summary>When the seat ends by itself; absent is until it is left.</summary>
    [Field("dates"), Label]
    public DateTimeOffset? Until { get; init; }

    public static CaseSeatTaken Example => new() { Official = "probation-officer", Role = "practitioner" };
}
