namespace Reintegration.Events.Events.Governance;

/// <summary>A contact desk has dealt with a hit.</summary>
/// <remarks>
/// Ends the answer clock. Where it names an agency, that agency is told the answer; after a silent hit it had better
/// name none. It holds no content: what is shared is shared by an event of its own.
/// </remarks>
[EventType("reintegration.governance.hit-answered.v1", "hit", Row = 75, Category = Category.Dataq,
    CategoryFrom = "scope",
    Producers =
    [
        Sector.Prison, Sector.Probation, Sector.Police, Sector.Intelligence, Sector.Community, Sector.Health,
    ],
    Labels = ["ORCON"], HumanOnly = true,
    Summary = "A contact desk has dealt with a hit.")]
public sealed record HitAnswered : IEvent<HitAnswered>
{
    /// <summary>The hit, as it was registered in the own stream.</summary>
    [Field("hit"), Label]
    public required EventName Hit { get; init; }

    /// <summary>The kinds of information it was about.</summary>
    [Field("scope", MinItems = 1)]
    public required ImmutableArray<Category> Scope { get; init; }

    [Field("answer")]
    public required HitAnswer Answer { get; init; }

    /// <summary>Who is told this answer; absent: nobody.</summary>
    [Field("recipients", MinItems = 1), Label]
    public ImmutableArray<AgencyId>? Recipients { get; init; }

    public static HitAnswered Example => new()
    {
        Hit = EventName.Parse("/agencies/police/events/0190c1d2-0b3a-7c51-8d1e-4a5b6c7d8e9f"),
        Scope = [Category.Intel],
        Answer = HitAnswer.ContactMade,
        Recipients = [new AgencyId("probation")],
    };
}

public enum HitAnswer { ContactMade, NothingToShare, AdvisoryFollows, ReferredElsewhere }
