namespace Reintegration.Events.Events.Care;

/// <summary>A clinician says how far the person makes use of what is offered.</summary>
/// <remarks>
/// Counts and a band. What is treated, how, and what is said there have no member. A low band is not a breach and not
/// a risk: people stay away for many reasons.
/// </remarks>
[EventType("reintegration.care.therapeutic-engagement-reported.v1", "health", Row = 40, Category = Category.Health,
    Producers = [Sector.Health], Sensitivity = Sensitivity.S3, Handling = HandlingCode.H1,
    Retention = RetentionClass.Sensitive,
    Summary = "A clinician says how far the person makes use of what is offered; counts and a band.")]
public sealed record TherapeuticEngagementReported : IEvent<TherapeuticEngagementReported>
{
    [Field("attendance", Minimum = 0, Maximum = 1_000)]
    public required int Attended { get; init; }

    [Field("attendance", Minimum = 0, Maximum = 1_000)]
    public required int Offered { get; init; }

    [Field("band")]
    public required EngagementBand EngagementBand { get; init; }

    public static TherapeuticEngagementReported Example => new()
    {
        Attended = 9,
        Offered = 12,
        EngagementBand = EngagementBand.Steady,
    };
}

public enum EngagementBand { None, Occasional, Steady, Full }
