namespace Reintegration.Events.Events.Needs;

/// <summary>A service cannot or will not help the person.</summary>
/// <remarks>
/// The need stays open, and whoever made the referral goes on answering for it. The reason is about the service, never
/// about the person.
/// </remarks>
[EventType("reintegration.needs.service-referral-declined.v1", "service", Row = 32, Category = Category.Service,
    Producers = [Sector.Probation, Sector.Prison, Sector.Community],
    Summary = "A service cannot or will not help the person.")]
public sealed record ServiceReferralDeclined : IEvent<ServiceReferralDeclined>
{
    /// <summary>The referral it answers.</summary>
    [Field("referral"), Label]
    public required EventName Referral { get; init; }

    /// <summary>The resource it is made to, as its owner registered it.</summary>
    [Field("service")]
    public required EventName Service { get; init; }

    [Field("reason")]
    public required ReferralRefusal Reason { get; init; }

    public static ServiceReferralDeclined Example => new()
    {
        Referral = EventName.Parse("/agencies/probation/events/019001d7-09a0-7532-a7f8-af8d3e887197"),
        Service = EventName.Parse("/agencies/community-haven/events/019013f8-1974-737b-8587-1b42e7d078ca"),
        Reason = ReferralRefusal.NoCapacity,
    };
}

public enum ReferralRefusal { NoCapacity, NotEligible, OutsideArea, WrongService, PersonDeclined, NoConsent }
