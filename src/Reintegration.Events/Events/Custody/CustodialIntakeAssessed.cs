namespace Reintegration.Events.Events.Custody;

/// <summary>On arrival the prison has judged where the person should be held and what they are open to.</summary>
/// <remarks>
/// A judgement at one moment, for placing people safely: it is neither an assessment of risk on release nor a finding
/// about belief. It is superseded by the next one, and no machine makes it.
/// </remarks>
[EventType("reintegration.custody.custodial-intake-assessed.v1", "custody", Row = 4, Category = Category.Custody,
    Producers = [Sector.Prison], Handling = HandlingCode.H1, StatementKind = StatementKind.Assessment, HumanOnly = true,
    Summary = "On arrival the prison has judged where the person should be held and what they are open to.")]
public sealed record CustodialIntakeAssessed : IEvent<CustodialIntakeAssessed>
{
    [Field("classification")]
    public required IntakeClassification Classification { get; init; }

    [Field("regime")]
    public required CustodyRegime Regime { get; init; }

    [Field("vulnerabilities")]
    public required ImmutableArray<CustodyVulnerability> Vulnerabilities { get; init; }

    /// <summary>The assessor's role and office.</summary>
    [Field("assessor")]
    public required string Assessor { get; init; }

    public static CustodialIntakeAssessed Example => new()
    {
        Classification = IntakeClassification.Follower,
        Regime = CustodyRegime.Standard,
        Vulnerabilities = [CustodyVulnerability.YoungAdult, CustodyVulnerability.FirstTimeInCustody],
        Assessor = "Intake psychologist, reception wing",
    };
}

/// <summary>The part the person is judged to have played among others.</summary>
public enum IntakeClassification { Leader, Mid, Follower, Undetermined }

public enum CustodyRegime { Open, Standard, Separated, HighSecurity }

public enum CustodyVulnerability
{
    YoungAdult, FirstTimeInCustody, SelfHarm, Isolation, Debt, OpenToRecruitment, Health, None,
}
