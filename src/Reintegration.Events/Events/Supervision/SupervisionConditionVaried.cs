namespace Reintegration.Events.Events.Supervision;

/// <summary>A condition now binds the person in other words than before.</summary>
/// <remarks>
/// The condition whole, as it is from now on: the earlier words no longer bind. A human decides; a machine never
/// tightens or loosens what binds a person.
/// </remarks>
[EventType("reintegration.supervision.supervision-condition-varied.v1", "condition", Row = 17,
    Category = Category.Condition, Producers = [Sector.Probation], HumanOnly = true, Governing = true,
    Summary = "A condition now binds the person in other words than before.")]
public sealed record SupervisionConditionVaried : IEvent<SupervisionConditionVaried>
{
    /// <summary>The condition as it was imposed.</summary>
    [Field("condition-ref"), Label]
    public required EventName Condition { get; init; }

    [Field("type")]
    public required ConditionType ConditionType { get; init; }

    /// <summary>The condition as it was told to the person.</summary>
    [Field("text", MaxLength = Limits.LongTextLength)]
    public required string Text { get; init; }

    [Field("dates", Ladder = Ladder.Date), Label]
    public required DateOnly From { get; init; }

    [Field("dates", Ladder = Ladder.Date), Label]
    public DateOnly? To { get; init; }

    /// <summary>The court or office that varied it.</summary>
    [Field("authority")]
    public required string Authority { get; init; }

    /// <summary>Those who work with the person in the community must know it to help keep it.</summary>
    [Field("community-relevant"), Label]
    public required bool CommunityRelevant { get; init; }

    /// <summary>The agency whose service the person has to attend, when the condition is to attend one ({8}).</summary>
    [Field("community-relevant"), Label]
    public AgencyId? ServiceBy { get; init; }

    public static SupervisionConditionVaried Example => new()
    {
        Condition = EventName.Parse("/agencies/probation/events/019048e8-7ec4-76bb-8fc6-8cac3d1a7a34"),
        ConditionType = ConditionType.Curfew,
        Text = "Stay at the approved address between 22:00 and 05:00.",
        From = new DateOnly(2027, 1, 11),
        To = new DateOnly(2027, 4, 16),
        Authority = "District court, harbour district",
        CommunityRelevant = true,
    };
}
