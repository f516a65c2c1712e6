namespace Reintegration.Events.Events.Intelligence;

/// <summary>A service tells named agencies what they may know and what it suggests they do.</summary>
/// <remarks>
/// The text below the tear line: sanitised by the service, so that neither source nor method can be read from it. It is
/// advice, not an order and not evidence, and only the recipients named here may have it.
/// </remarks>
[EventType("reintegration.intelligence.intelligence-advisory-issued.v1", "intel-advisory", Row = 60,
    Category = Category.Intel, Producers = [Sector.Intelligence, Sector.Police], Sensitivity = Sensitivity.S4,
    Handling = HandlingCode.H2, StatementKind = StatementKind.Intelligence, Retention = RetentionClass.Intelligence,
    Labels = ["INTEL", "ORCON"],
    Summary = "A service tells named agencies what they may know and what it suggests they do.")]
public sealed record IntelligenceAdvisoryIssued : IEvent<IntelligenceAdvisoryIssued>
{
    /// <summary>The sanitised text.</summary>
    [Field("text", MaxLength = Limits.LongTextLength)]
    public required string Text { get; init; }

    [Field("action")]
    public required AdvisedAction RecommendedAction { get; init; }

    [Field("dates"), Label]
    public required DateOnly ValidUntil { get; init; }

    /// <summary>Who may have it; they become the agencies it is releasable to.</summary>
    [Field("recipients", MinItems = 1), Label]
    public required ImmutableArray<AgencyId> Recipients { get; init; }

    public static IntelligenceAdvisoryIssued Example => new()
    {
        Text = "Renewed contact with a former circle is likely in the coming weeks. Nothing points to violence.",
        RecommendedAction = AdvisedAction.IncreaseContact,
        ValidUntil = new DateOnly(2027, 1, 31),
        Recipients = [new AgencyId("probation"), new AgencyId("police")],
    };
}

public enum AdvisedAction { Inform, IncreaseContact, ReviewConditions, ReviewRisk, NoAction }
