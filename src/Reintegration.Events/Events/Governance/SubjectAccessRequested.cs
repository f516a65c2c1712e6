namespace Reintegration.Events.Events.Governance;

/// <summary>A person has asked what an agency holds about them.</summary>
/// <remarks>
/// Asked of one agency, about what that agency recorded: each owner answers for its own. It gives no reason, because
/// none is needed, and nobody else is shown that it was asked.
/// </remarks>
[EventType("reintegration.governance.subject-access-requested.v1", "rights", Row = 70, Category = Category.Dataq,
    Producers =
    [
        Sector.Prison, Sector.Probation, Sector.Police, Sector.Community, Sector.Health, Sector.Oversight,
        Sector.Coordination,
    ],
    Summary = "A person has asked what an agency holds about them.")]
public sealed record SubjectAccessRequested : IEvent<SubjectAccessRequested>
{
    [Field("dates", Ladder = Ladder.Date)]
    public required DateTimeOffset RequestedAt { get; init; }

    [Field("kind")]
    public required RightsRequest Kind { get; init; }

    [Field("kind")]
    public required RequestChannel Channel { get; init; }

    /// <summary>The day by which the law asks for an answer.</summary>
    [Field("dates", Ladder = Ladder.Date)]
    public required DateOnly DueBy { get; init; }

    public static SubjectAccessRequested Example => new()
    {
        RequestedAt = new DateTimeOffset(2027, 1, 11, 10, 0, 0, TimeSpan.FromHours(1)),
        Kind = RightsRequest.Access,
        Channel = RequestChannel.InPerson,
        DueBy = new DateOnly(2027, 2, 11),
    };
}

/// <summary>What was asked for.</summary>
public enum RightsRequest { Access, Rectification, Erasure, Restriction }

public enum RequestChannel { InPerson, Letter, Representative, SupervisoryAuthority }
