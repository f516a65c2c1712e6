namespace Reintegration.Events.Events.Needs;

/// <summary>The help that a referral asked for has come to an end.</summary>
/// <remarks>How it ended, as the service sees it. A person who stopped coming has broken nothing by that.</remarks>
[EventType("reintegration.needs.service-referral-completed.v1", "service", Row = 32, Category = Category.Service,
    Producers = [Sector.Probation, Sector.Prison, Sector.Community],
    Summary = "The help that a referral asked for has come to an end.")]
public sealed record ServiceReferralCompleted : IEvent<ServiceReferralCompleted>
{
    /// <summary>The referral it answers.</summary>
    [Field("referral"), Label]
    public required EventName Referral { get; init; }

    /// <summary>The resource it is made to, as its owner registered it.</summary>
    [Field("service")]
    public required EventName Service { get; init; }

    [Field("outcome")]
    public required ReferralOutcome Outcome { get; init; }

    [Field("dates", Ladder = Ladder.Date)]
    public required DateOnly End { get; init; }

    public static ServiceReferralCompleted Example => new()
    {
        Referral = EventName.Parse("/agencies/probation/events/019001d7-09a0-7532-a7f8-af8d3e887197"),
        Service = EventName.Parse("/agencies/community-haven/events/019013f8-1974-737b-8587-1b42e7d078ca"),
        Outcome = ReferralOutcome.NeedMet,
        End = new DateOnly(2027, 5, 28),
    };
}

public enum ReferralOutcome { NeedMet, PartlyMet, NotMet, PersonStopped, PassedOn }
