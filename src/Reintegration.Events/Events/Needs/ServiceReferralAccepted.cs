namespace Reintegration.Events.Events.Needs;

/// <summary>A service has agreed to help the person.</summary>
/// <remarks>
/// From then on somebody is waiting for the person, and a first day is named. It does not say that the person came.
/// </remarks>
[EventType("reintegration.needs.service-referral-accepted.v1", "service", Row = 32, Category = Category.Service,
    Producers = [Sector.Probation, Sector.Prison, Sector.Community],
    Summary = "A service has agreed to help the person.")]
public sealed record ServiceReferralAccepted : IEvent<ServiceReferralAccepted>
{
    /// <summary>The referral it answers.</summary>
    [Field("referral"), Label]
    public required EventName Referral { get; init; }

    /// <summary>The resource it is made to, as its owner registered it.</summary>
    [Field("service")]
    public required EventName Service { get; init; }

    [Field("dates", Ladder = Ladder.Date)]
    public DateOnly? FirstDay { get; init; }

    public static ServiceReferralAccepted Example => new()
    {
        Referral = EventName.Parse("/agencies/probation/events/019001d7-09a0-7532-a7f8-af8d3e887197"),
        Service = EventName.Parse("/agencies/community-haven/events/019013f8-1974-737b-8587-1b42e7d078ca"),
        FirstDay = new DateOnly(2026, 12, 3),
    };
}
