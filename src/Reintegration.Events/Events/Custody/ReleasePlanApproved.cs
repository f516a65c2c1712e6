namespace Reintegration.Events.Events.Custody;

/// <summary>The plan for life after release has been approved.</summary>
/// <remarks>
/// The plan as it was approved, whole, so that nobody has to put it together from proposals. Approving is a human's
/// decision; it neither grants release nor sets a day.
/// </remarks>
[EventType("reintegration.custody.release-plan-approved.v1", "needs", Row = 11, Category = Category.Needs,
    Producers = [Sector.Probation], HumanOnly = true,
    Summary = "The plan for life after release has been approved.")]
public sealed record ReleasePlanApproved : IEvent<ReleasePlanApproved>
{
    /// <summary>The proposal that was approved.</summary>
    [Field("proposal"), Label]
    public required EventName Proposal { get; init; }

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

    [Field("decided-by"), Form(TextForm.Role)]
    public required string ApprovedBy { get; init; }

    public static ReleasePlanApproved Example => new()
    {
        Proposal = EventName.Parse("/agencies/probation/events/0190f1f5-691a-7343-b44f-972fd22ed21a"),
        Accommodation = "Supported housing in the harbour district from the day of release; visit on 2 October.",
        Income = IncomeSource.Apprenticeship,
        Services = [EventName.Parse("/agencies/probation/events/019001d7-09a0-7532-a7f8-af8d3e887197")],
        Contacts = ["Supervising officer, harbour office", "Mentor, Haven neighbourhood centre"],
        Contingency = "If the room falls through: emergency place at the centre for two weeks.",
        ApprovedBy = "coordinator",
    };
}
