namespace Reintegration.Events.Events.Care;

/// <summary>A psychologist tells others what they need to know to work with the person.</summary>
/// <remarks>
/// A summary and what it means for daily life. Diagnosis, medication and what was said in confidence have no member,
/// and notes cannot be stored. The professional decides what goes in.
/// </remarks>
[EventType("reintegration.care.psychological-summary-issued.v1", "health", Row = 39, Category = Category.Health,
    Producers = [Sector.Health], Sensitivity = Sensitivity.S3, Handling = HandlingCode.H2,
    StatementKind = StatementKind.Assessment, Retention = RetentionClass.Sensitive, HumanOnly = true,
    Summary = "A psychologist tells others what they need to know to work with the person.")]
public sealed record PsychologicalSummaryIssued : IEvent<PsychologicalSummaryIssued>
{
    /// <summary>The psychologist's understanding, in words meant for others.</summary>
    [Field("formulation", Ladder = Ladder.Text)]
    public required string FormulationSummary { get; init; }

    [Field("functional")]
    public required ImmutableArray<ImpactArea> FunctionalImpact { get; init; }

    /// <summary>What others can do; never treatment.</summary>
    [Field("recommendations")]
    public required ImmutableArray<string> Recommendations { get; init; }

    /// <summary>What allows the psychologist to speak.</summary>
    [Field("basis")]
    public required SummaryBasis Basis { get; init; }

    public static PsychologicalSummaryIssued Example => new()
    {
        FormulationSummary =
            "Long sleeplessness after loss; keeps to himself when tired, opens up when he works with his hands.",
        FunctionalImpact = [ImpactArea.Sleep, ImpactArea.Concentration],
        Recommendations = ["Appointments not before ten.", "One matter at a time."],
        Basis = SummaryBasis.Consent,
    };
}

public enum ImpactArea { Sleep, Concentration, Stress, Trust, Mobility, Work, None }

public enum SummaryBasis { Consent, CourtOrder, StatutoryDuty }
