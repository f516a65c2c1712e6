namespace Reintegration.Events.Events.Governance;

/// <summary>An owner lets named agencies have one of its events, until a day.</summary>
/// <remarks>
/// From the moment it is recorded the event is releasable to them ({5}), as if the owner had said so at first; the
/// rules still decide how much of it they are shown. It ends by itself, and at once when the owner refuses. Category,
/// markings and audience are those of the event.
/// </remarks>
[EventType("reintegration.governance.originator-consent-granted.v1", "release", Row = 68, Category = Category.Dataq,
    FollowsTarget = true, Governing = true,
    Producers =
    [
        Sector.Prison, Sector.Probation, Sector.Police, Sector.Intelligence, Sector.Community, Sector.Health,
    ],
    HumanOnly = true,
    Summary = "An owner lets named agencies have one of its events, until a day.")]
public sealed record OriginatorConsentGranted : IEvent<OriginatorConsentGranted>
{
    [Field("target")]
    public required EventName TargetEvent { get; init; }

    [Field("recipients", MinItems = 1), Label]
    public required ImmutableArray<AgencyId> Recipients { get; init; }

    /// <summary>The last day on which they may have it.</summary>
    [Field("dates"), Label]
    public required DateOnly ReleasedUntil { get; init; }

    public static OriginatorConsentGranted Example => new()
    {
        TargetEvent = EventName.Parse("/agencies/police/events/0190aa17-52c4-7b0d-9e13-7c8d9e0f1a2b"),
        Recipients = [new AgencyId("probation")],
        ReleasedUntil = new DateOnly(2027, 1, 31),
    };
}
