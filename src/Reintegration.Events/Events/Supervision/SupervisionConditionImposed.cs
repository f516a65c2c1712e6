namespace Reintegration.Events.Events.Supervision;

/// <summary>A condition now binds the person under supervision.</summary>
/// <remarks>
/// One event per condition, in the words of the authority that imposed it. It does not say whether the condition is
/// kept. Community partners see only those marked relevant to them.
/// </remarks>
[EventType("reintegration.supervision.supervision-condition-imposed.v1", "condition", Row = 17,
    Category = Category.Condition, Producers = [Sector.Probation], Governing = true,
    Summary = "A condition now binds the person under supervision.")]
public sealed record SupervisionConditionImposed : IEvent<SupervisionConditionImposed>
{
    [Field("type")]
    public required ConditionType ConditionType { get; init; }

    /// <summary>The condition as it was told to the person.</summary>
    [Field("text", MaxLength = Limits.LongTextLength)]
    public required string Text { get; init; }

    [Field("dates", Ladder = Ladder.Date), Label]
    public required DateOnly From { get; init; }

    [Field("dates", Ladder = Ladder.Date), Label]
    public DateOnly? To { get; init; }

    /// <summary>The court or office that imposed it.</summary>
    [Field("authority")]
    public required string Authority { get; init; }

    /// <summary>Those who work with the person in the community must know it to help keep it.</summary>
    [Field("community-relevant"), Label]
    public required bool CommunityRelevant { get; init; }

    /// <summary>The agency whose service the person has to attend, when the condition is to attend one ({8}).</summary>
    [Field("community-relevant"), Label]
    public AgencyId? ServiceBy { get; init; }

    public static SupervisionConditionImposed Example => new()
    {
        ConditionType = ConditionType.Curfew,
        Text = "Stay at the approved address between 21:00 and 06:00.",
        From = new DateOnly(2026, 10, 16),
        To = new DateOnly(2027, 4, 16),
        Authority = "District court, harbour district",
        CommunityRelevant = true,
    };
}

public enum ConditionType
{
    Reporting, Residence, Curfew, ExclusionZone, NoContact, Internet, Travel, Programme, Employment, Other,
}
