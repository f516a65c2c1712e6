namespace Reintegration.Events.Events.Custody;

/// <summary>Probation has proposed how the person is to live after release.</summary>
/// <remarks>
/// A proposal: nobody is bound by it and nothing in it is promised yet. What is required of the person is told by
/// conditions, not here.
/// </remarks>
[EventType("reintegration.custody.release-plan-proposed.v1", "needs", Row = 11, Category = Category.Needs,
    Producers = [Sector.Probation],
    Summary = "Probation has proposed how the person is to live after release.")]
public sealed record ReleasePlanProposed : IEvent<ReleasePlanProposed>
{
    [Field("plan", Ladder = Ladder.Text)]
    public required string Accommodation { get; init; }

    [Field("income")]
    public required IncomeSource Income { get; init; }

    /// <summary>The referrals it rests on.</summary>
    [Field("services")]
    public required ImmutableArray<EventName> Services { get; init; }

    /// <summary>Whom the person turns to, by role.</summary>
    [Field("contacts")]
    public required ImmutableArray<string> Contacts { get; init; }

    /// <summary>What happens if it does not work out.</summary>
    [Field("plan", Ladder = Ladder.Text)]
    public required string Contingency { get; init; }

    public static ReleasePlanProposed Example => new()
    {
        Accommodation = "Supported housing in the harbour district from the day of release; visit on 2 October.",
        Income = IncomeSource.Apprenticeship,
        Services = [EventName.Parse("/agencies/probation/events/019001d7-09a0-7532-a7f8-af8d3e887197")],
        Contacts = ["Supervising officer, harbour office", "Mentor, Haven neighbourhood centre"],
        Contingency = "If the room falls through: emergency place at the centre for two weeks.",
    };
}

public enum IncomeSource { Employment, Apprenticeship, Benefits, Family, Savings, None }
