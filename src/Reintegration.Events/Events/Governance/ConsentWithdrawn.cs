namespace Reintegration.Events.Events.Governance;

/// <summary>Somebody has taken back an agreement to share certain kinds of information.</summary>
/// <remarks>
/// It works by scope and at once, so any agency on the case may record it without having seen the consent. What has
/// already been told stays told; those who were told are asked to give it up. Duties under statute go on.
/// </remarks>
[EventType("reintegration.governance.consent-withdrawn.v1", "consent", Row = 68, Category = Category.Dataq,
    CategoryFrom = "scope", Governing = true,
    Producers = [Sector.Community, Sector.Probation, Sector.Prison, Sector.Health, Sector.Police],
    Summary = "Somebody has taken back an agreement to share certain kinds of information.")]
public sealed record ConsentWithdrawn : IEvent<ConsentWithdrawn>
{
    [Field("giver"), Label]
    public required ConsentGiver Giver { get; init; }

    /// <summary>The kinds of information it takes back.</summary>
    [Field("scope", MinItems = 1), Label]
    public required ImmutableArray<Category> Scope { get; init; }

    [Field("dates")]
    public required DateTimeOffset WithdrawnAt { get; init; }

    /// <summary>From whom it is taken back; absent means from all.</summary>
    [Field("recipients", MinItems = 1), Label]
    public ImmutableArray<AgencyId>? Recipients { get; init; }

    public static ConsentWithdrawn Example => new()
    {
        Giver = ConsentGiver.Person,
        Scope = [Category.Needs],
        WithdrawnAt = new DateTimeOffset(2027, 2, 3, 15, 30, 0, TimeSpan.FromHours(1)),
        Recipients = [new AgencyId("community-haven")],
    };
}
