namespace Reintegration.Events.Events.Governance;

/// <summary>Somebody who may has agreed that certain kinds of information go to named agencies, until a day.</summary>
/// <remarks>
/// A condition on top of a legal basis, never a basis by itself for those who act under statute. It covers the kinds
/// and recipients it names and nothing else. It takes the category of the first kind it names, and may be taken back
/// at any time.
/// </remarks>
[EventType("reintegration.governance.consent-given.v1", "consent", Row = 68, Category = Category.Dataq,
    CategoryFrom = "scope", Governing = true,
    Producers = [Sector.Community, Sector.Probation, Sector.Prison, Sector.Health, Sector.Police],
    Summary = "Somebody who may has agreed that certain kinds of information go to named agencies, until a day.")]
public sealed record ConsentGiven : IEvent<ConsentGiven>
{
    [Field("giver"), Label]
    public required ConsentGiver Giver { get; init; }

    /// <summary>The kinds of information it covers.</summary>
    [Field("scope", MinItems = 1), Label]
    public required ImmutableArray<Category> Scope { get; init; }

    [Field("recipients", MinItems = 1), Label]
    public required ImmutableArray<AgencyId> Recipients { get; init; }

    [Field("dates")]
    public required DateTimeOffset GivenAt { get; init; }

    [Field("dates"), Label]
    public required DateOnly Expires { get; init; }

    /// <summary>The events it was asked for, when it was asked for some in particular.</summary>
    [Field("refs")]
    public ImmutableArray<EventName>? EventRefs { get; init; }

    public static ConsentGiven Example => new()
    {
        Giver = ConsentGiver.Person,
        Scope = [Category.Needs, Category.Service],
        Recipients = [new AgencyId("community-haven")],
        GivenAt = new DateTimeOffset(2026, 10, 20, 11, 0, 0, TimeSpan.FromHours(2)),
        Expires = new DateOnly(2027, 10, 19),
    };
}

public enum ConsentGiver { Person, Relative, Guardian }
