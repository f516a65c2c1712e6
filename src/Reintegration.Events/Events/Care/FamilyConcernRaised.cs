namespace Reintegration.Events.Events.Care;

/// <summary>Somebody close to the person is worried.</summary>
/// <remarks>
/// What was said stays sealed, and who said it has no member here at all: whoever turns to us must not be found out by
/// it. A worry is not a finding, and help may be all that is asked for.
/// </remarks>
[EventType("reintegration.care.family-concern-raised.v1", "family", Row = 37, Category = Category.Family,
    Producers = [Sector.Probation, Sector.Community, Sector.Police], Sensitivity = Sensitivity.S3,
    Handling = HandlingCode.H3, StatementKind = StatementKind.ThirdPartyReport, Retention = RetentionClass.Sensitive,
    Summary = "Somebody close to the person is worried.")]
public sealed record FamilyConcernRaised : IEvent<FamilyConcernRaised>
{
    [Field("concern"), About]
    public required FamilyConcern ConcernType { get; init; }

    [Field("urgency"), About]
    public required ConcernUrgency Urgency { get; init; }

    /// <summary>Whoever spoke must not be identified to anybody.</summary>
    [Field("reporter"), About]
    public required bool ReporterProtected { get; init; }

    /// <summary>What was said, as far as it does not show who said it.</summary>
    [Field("content", Ladder = Ladder.Text), About]
    public required string Content { get; init; }

    public static FamilyConcernRaised Example => new()
    {
        ConcernType = FamilyConcern.Withdrawal,
        Urgency = ConcernUrgency.Soon,
        ReporterProtected = true,
        Content =
            "Has stopped coming to Sunday lunch and does not say why; his sister asks that somebody he trusts look in.",
    };
}

public enum FamilyConcern { Withdrawal, NewCompany, Threats, Violence, SelfHarm, Money, Travel, Other }

public enum ConcernUrgency { Whenever, Soon, Today, Now }
