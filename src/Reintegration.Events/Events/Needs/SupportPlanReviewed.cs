namespace Reintegration.Events.Events.Needs;

/// <summary>The person and those who support them have gone through the plan again.</summary>
/// <remarks>
/// The goals whole, as they stand from now on, and how far the last ones came. It measures the plan, not the person.
/// </remarks>
[EventType("reintegration.needs.support-plan-reviewed.v1", "needs", Row = 31, Category = Category.Needs,
    Producers = [Sector.Probation, Sector.Community],
    Summary = "The person and those who support them have gone through the plan again.")]
public sealed record SupportPlanReviewed : IEvent<SupportPlanReviewed>
{
    /// <summary>The plan that was reviewed.</summary>
    [Field("information")]
    public required EventName Plan { get; init; }

    [Field("goals")]
    public required ImmutableArray<SupportGoal> Goals { get; init; }

    [Field("agreement")]
    public required bool PersonAgreed { get; init; }

    [Field("progress")]
    public required PlanProgress Progress { get; init; }

    public static SupportPlanReviewed Example => new()
    {
        Plan = EventName.Parse("/agencies/probation/events/019008f3-4c1b-7247-b557-f3d5d556e557"),
        Goals =
        [
            new SupportGoal(
                NeedDomain.Employment, "Finish the first year of the apprenticeship", new DateOnly(2027, 9, 30)),
        ],
        PersonAgreed = true,
        Progress = PlanProgress.OnTrack,
    };
}

public enum PlanProgress { NotStarted, Behind, OnTrack, Reached }
