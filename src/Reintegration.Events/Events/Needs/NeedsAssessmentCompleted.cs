namespace Reintegration.Events.Events.Needs;

/// <summary>An assessor has set down what the person needs, what they can build on, and how best to reach
/// them.</summary>
/// <remarks>
/// Follows risk-need-responsivity: who to help is told by risk, what with by needs, how by responsivity. It promises no
/// service and refers to none.
/// </remarks>
[EventType("reintegration.needs.needs-assessment-completed.v1", "needs", Row = 27, Category = Category.Needs,
    Producers = [Sector.Probation, Sector.Community], StatementKind = StatementKind.Assessment,
    Summary = "An assessor has set down what the person needs, what they can build on, and how best to reach them.")]
public sealed record NeedsAssessmentCompleted : IEvent<NeedsAssessmentCompleted>
{
    [Field("domains", Ladder = Ladder.NeedBands)]
    public required ImmutableArray<AssessedNeed> Needs { get; init; }

    [Field("strengths")]
    public required ImmutableArray<string> Strengths { get; init; }

    [Field("responsivity")]
    public required ImmutableArray<ResponsivityFactor> Responsivity { get; init; }

    [Field("dates", Ladder = Ladder.Date)]
    public required DateOnly NextReview { get; init; }

    public static NeedsAssessmentCompleted Example => new()
    {
        Needs =
        [
            new AssessedNeed(NeedDomain.Accommodation, NeedSeverity.High, false),
            new AssessedNeed(NeedDomain.Employment, NeedSeverity.Medium, true),
            new AssessedNeed(NeedDomain.IdentityBelonging, NeedSeverity.Medium, true),
        ],
        Strengths = ["Trained joiner", "Close to his sister's family"],
        Responsivity = [ResponsivityFactor.Language, ResponsivityFactor.Motivation],
        NextReview = new DateOnly(2027, 1, 15),
    };
}

/// <param name="Criminogenic">The assessor judges that leaving the need unmet makes offending likelier.</param>
public sealed record AssessedNeed(NeedDomain Domain, NeedSeverity Severity, bool Criminogenic);

public enum NeedDomain
{
    Accommodation, Employment, Education, Finance, Family, Health, SubstanceUse, IdentityBelonging, Ideology, Leisure,
}

public enum NeedSeverity { Low, Medium, High }

/// <summary>What decides how help must be given to reach the person.</summary>
public enum ResponsivityFactor { Language, Literacy, Trauma, Motivation, Faith, Neurodiversity }
