namespace Reintegration.Events.Events.Needs;

/// <summary>An agency has asked a service to help the person.</summary>
/// <remarks>
/// The need it answers is named by its event, not in words. Nothing is promised: the service may decline.
/// </remarks>
[EventType("reintegration.needs.service-referral-made.v2", "service", Row = 32, Category = Category.Service,
    Producers = [Sector.Probation, Sector.Prison, Sector.Community],
    Summary = "An agency has asked a service to help the person.")]
public sealed record ServiceReferralMade : IEvent<ServiceReferralMade>
{
    /// <summary>The resource it is made to, as its owner registered it.</summary>
    [Field("service")]
    public required EventName Service { get; init; }

    /// <summary>The need it is made for.</summary>
    /// <summary>The agency whose service it is: it is shown the referral, and answers it.</summary>
    [Field("service"), Label]
    public required AgencyId Agency { get; init; }

    [Field("need")]
    public required EventName Need { get; init; }

    /// <summary>The day by which an answer is asked for.</summary>
    [Field("dates", Ladder = Ladder.Date)]
    public required DateOnly DueBy { get; init; }

    /// <summary>The consent it rests on, when it rests on one.</summary>
    [Field("consent")]
    public EventName? Consent { get; init; }

    /// <summary>The first version left it to be guessed from the entry in the directory whom it was made to.</summary>
    public static ServiceReferralMade Upcast(ServiceReferralMadeV1 earlier) => new()
    {
        Service = earlier.Service,
        Agency = earlier.Service.Owner,
        Need = earlier.Need,
        DueBy = earlier.DueBy,
        Consent = earlier.Consent,
    };

    public static ServiceReferralMade Example => new()
    {
        Service = EventName.Parse("/agencies/community-haven/events/019013f8-1974-737b-8587-1b42e7d078ca"),
        Agency = new AgencyId("community-haven"),
        Need = EventName.Parse("/agencies/probation/events/0190bdac-3459-7563-b2ed-e40e3829e41b"),
        DueBy = new DateOnly(2026, 11, 30),
        Consent = EventName.Parse("/agencies/probation/events/0190989f-d54c-78d9-9f75-781b1ac86ac8"),
    };
}

/// <summary>An agency has asked a service to help the person: the first version, which is read for ever.</summary>
[EventType("reintegration.needs.service-referral-made.v1", "service", Row = 32, Category = Category.Service,
    Producers = [Sector.Probation, Sector.Prison, Sector.Community],
    Summary = "An agency has asked a service to help the person.")]
public sealed record ServiceReferralMadeV1 : IEvent<ServiceReferralMadeV1>
{
    /// <summary>The resource it is made to, as its owner registered it.</summary>
    [Field("service")]
    public required EventName Service { get; init; }

    /// <summary>The need it is made for.</summary>
    [Field("need")]
    public required EventName Need { get; init; }

    /// <summary>The day by which an answer is asked for.</summary>
    [Field("dates", Ladder = Ladder.Date)]
    public required DateOnly DueBy { get; init; }

    /// <summary>The consent it rests on, when it rests on one.</summary>
    [Field("consent")]
    public EventName? Consent { get; init; }

    public static ServiceReferralMadeV1 Example => new()
    {
        Service = EventName.Parse("/agencies/community-haven/events/019013f8-1974-737b-8587-1b42e7d078ca"),
        Need = EventName.Parse("/agencies/probation/events/0190bdac-3459-7563-b2ed-e40e3829e41b"),
        DueBy = new DateOnly(2026, 11, 30),
        Consent = EventName.Parse("/agencies/probation/events/0190989f-d54c-78d9-9f75-781b1ac86ac8"),
    };
}
