namespace Reintegration.Events.Events.Needs;

/// <summary>The person and those who support them have agreed on what to work towards.</summary>
/// <remarks>
/// Goals, each with a day, and whether the person agreed. It is not an order: missing a goal is no breach of anything.
/// </remarks>
[EventType("reintegration.needs.support-plan-agreed.v1", "needs", Row = 31, Category = Category.Needs,
    Producers = [Sector.Probation, Sector.Community], HumanOnly = true,
    Summary = "The person and those who support them have agreed on what to work towards.")]
public sealed record SupportPlanAgreed : IEvent<SupportPlanAgreed>
{
    [Field("goals", MinItems = 1)]
    public required ImmutableArray<SupportGoal> Goals { get; init; }

    [Field("agreement")]
    public required bool PersonAgreed { get; init; }

    public static SupportPlanAgreed Example => new()
    {
        Goals =
        [
            new SupportGoal(
                NeedDomain.Employment, "Finish the first year of the apprenticeship", new DateOnly(2027, 9, 30)),
        ],
        PersonAgreed = true,
    };
}

/// <summary>What to work towards in one domain, and by when.</summary>
public sealed record SupportGoal(NeedDomain Domain, string Target, DateOnly Date);
