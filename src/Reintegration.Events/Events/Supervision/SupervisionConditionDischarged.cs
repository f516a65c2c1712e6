namespace Reintegration.Events.Events.Supervision;

/// <summary>A condition no longer binds the person.</summary>
/// <remarks>
/// It ends one condition; the others stand. It does not say that the condition had been kept, nor that it had not.
/// </remarks>
[EventType("reintegration.supervision.supervision-condition-discharged.v1", "condition", Row = 17,
    Category = Category.Condition, Producers = [Sector.Probation], HumanOnly = true, Governing = true,
    Summary = "A condition no longer binds the person.")]
public sealed record SupervisionConditionDischarged : IEvent<SupervisionConditionDischarged>
{
    /// <summary>The condition as it was imposed.</summary>
    [Field("condition-ref"), Label]
    public required EventName Condition { get; init; }

    [Field("type")]
    public required ConditionType ConditionType { get; init; }

    /// <summary>The first day on which it no longer binds.</summary>
    [Field("dates", Ladder = Ladder.Date), Label]
    public required DateOnly From { get; init; }

    /// <summary>The court or office that discharged it.</summary>
    [Field("authority")]
    public required string Authority { get; init; }

    /// <summary>Those who were shown the condition must learn that it is gone.</summary>
    [Field("community-relevant"), Label]
    public required bool CommunityRelevant { get; init; }

    public static SupervisionConditionDischarged Example => new()
    {
        Condition = EventName.Parse("/agencies/probation/events/019048e8-7ec4-76bb-8fc6-8cac3d1a7a34"),
        ConditionType = ConditionType.Curfew,
        From = new DateOnly(2027, 2, 1),
        Authority = "District court, harbour district",
        CommunityRelevant = true,
    };
}
