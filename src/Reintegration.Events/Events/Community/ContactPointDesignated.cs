namespace Reintegration.Events.Events.Community;

/// <summary>An agency says which desk others should turn to.</summary>
/// <remarks>
/// A desk and its hours, never a person. What is shown beside a bare existence is still the desk the agency was
/// enrolled with.
/// </remarks>
[EventType("reintegration.community.contact-point-designated.v1", "govern", Row = 55, Category = Category.Govern,
    Producers =
    [
        Sector.Prison, Sector.Probation, Sector.Police, Sector.Intelligence, Sector.Community, Sector.Health,
        Sector.Oversight, Sector.Coordination,
    ],
    Sensitivity = Sensitivity.S1, Place = CasePlace.NoCase, Retention = RetentionClass.Organisation,
    Summary = "An agency says which desk others should turn to.")]
public sealed record ContactPointDesignated : IEvent<ContactPointDesignated>
{
    [Field("agency")]
    public required AgencyId Agency { get; init; }

    [Field("agency")]
    public required ContactPointRole Role { get; init; }

    [Field("desk")]
    public required string ContactDesk { get; init; }

    [Field("desk")]
    public required string Hours { get; init; }

    public static ContactPointDesignated Example => new()
    {
        Agency = new AgencyId("probation"),
        Role = ContactPointRole.Hits,
        ContactDesk = "Duty desk of the harbour office",
        Hours = "Every day 8:00 to 20:00",
    };
}

/// <summary>What the desk is for.</summary>
public enum ContactPointRole { General, Hits, Emergencies, DataProtection }
