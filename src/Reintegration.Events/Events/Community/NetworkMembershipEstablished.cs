namespace Reintegration.Events.Events.Community;

/// <summary>An organisation belongs to the network of those who work on reintegration.</summary>
/// <remarks>It makes the organisation known; it neither enrols it here nor puts it on any case.</remarks>
[EventType("reintegration.community.network-membership-established.v1", "govern", Row = 55, Category = Category.Govern,
    Producers = [Sector.Coordination], Sensitivity = Sensitivity.S1, Place = CasePlace.NoCase,
    Retention = RetentionClass.Organisation,
    Summary = "An organisation belongs to the network of those who work on reintegration.")]
public sealed record NetworkMembershipEstablished : IEvent<NetworkMembershipEstablished>
{
    [Field("agency")]
    public required AgencyId Agency { get; init; }

    [Field("agency")]
    public required NetworkRole Role { get; init; }

    [Field("desk")]
    public required string ContactDesk { get; init; }

    [Field("desk")]
    public required string Hours { get; init; }

    public static NetworkMembershipEstablished Example => new()
    {
        Agency = new AgencyId("community-haven"),
        Role = NetworkRole.ServiceProvider,
        ContactDesk = "Mentoring office, weekdays 9 to 17",
        Hours = "Weekdays 9:00 to 17:00",
    };
}

public enum NetworkRole { Lead, StatutoryPartner, ServiceProvider, Research, Observer }
