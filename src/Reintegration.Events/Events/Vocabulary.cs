namespace Reintegration.Events.Events;

/// <summary>The kind of organisation an agency is. Rules name sectors; agencies are enrolled.</summary>
public enum Sector { Prison, Probation, Police, Intelligence, Community, Health, Oversight, Coordination }

/// <summary>
/// What an event is about, for the sharing matrix (domain.md 3.2). On the wire in capitals: <c>RISK</c>.
/// </summary>
public enum Category
{
    Ident, Custody, Observe, Condition, Compliance, Risk, Needs, Service, Health, Religion, Family, Intel, Police,
    Meeting, Community, Victim, Source, Team, Certification, Capacity, Govern, Dataq,
}

/// <summary>
/// S0 public, S1 official non-personal, S2 personal, S3 special category or third party, S4 sanitised intelligence.
/// </summary>
public enum Sensitivity { S0, S1, S2, S3, S4 }

/// <summary>
/// Europol handling codes: H0 free, H1 no use in proceedings without permission, H2 no dissemination, H3 other limits.
/// </summary>
public enum HandlingCode { H0, H1, H2, H3 }

/// <summary>May a recipient pass it on? ORCON is <see cref="OriginatorConsent"/>.</summary>
public enum Onward { OriginatorConsent, Listed, Free }

/// <summary>What a recipient may do with it (PAP).</summary>
public enum ActionLimit { NoAction, CoordinateFirst, Free }

/// <summary>Fact and assessment are never mixed (Directive (EU) 2016/680, article 7).</summary>
public enum StatementKind { Fact, Assessment, SelfReport, ThirdPartyReport, Intelligence }

/// <summary>Categories of data subject (Directive (EU) 2016/680, article 6).</summary>
public enum SubjectCategory { Suspect, Convicted, Victim, Other }

/// <summary>
/// How long, at the very most, an event is kept. Absolute maxima in <see cref="Vocabulary.RetentionYears"/>.
/// </summary>
public enum RetentionClass { Case, Sensitive, Intelligence, Organisation, Access }

/// <summary>
/// Closed word lists shared by envelopes, rules and doors; published as <c>contracts/vocabulary.json</c>.
/// </summary>
public static class Vocabulary
{
    public static readonly ImmutableArray<string> Purposes =
    [
        "reintegration", "supervision", "public-protection", "threat-prevention", "safeguarding", "victim-protection",
        "oversight", "rights-request", "evaluation",
    ];

    public static readonly ImmutableArray<string> LegalBases =
    [
        "led-8", "led-10", "gdpr-6-1-e", "gdpr-9-2-g", "gdpr-9-2-h", "consent-condition", "statute-intelligence",
        "court-order",
    ];

    public static readonly ImmutableArray<string> Roles =
    [
        "agency-system", "practitioner", "coordinator", "psychologist", "religious-mentor", "victim-officer",
        "source-handler",
        "intelligence-analyst", "liaison-officer", "panel-member", "panel-chair", "duty-officer",
        "data-protection-officer",
        "auditor", "evaluator", "policy-steward", "agency-administrator", "national-coordinator", "operator",
    ];

    /// <summary>The role of an automatic event's author; refused where a human must decide (law 11).</summary>
    public const string SystemRole = "system";

    /// <summary>Labels an owner may set on any event; the rest come from its type.</summary>
    public static readonly ImmutableArray<string> OwnerLabels = ["ORCON", "SOURCE"];

    /// <summary>
    /// Europol 4x4, source: A beyond doubt, B mostly reliable, C mostly unreliable, X cannot be assessed.
    /// </summary>
    public static readonly ImmutableArray<string> SourceReliabilities = ["A", "B", "C", "X"];

    /// <summary>The second word of every event type's name, and the folder its file lies in.</summary>
    public static readonly ImmutableArray<string> Areas =
        ["custody", "supervision", "needs", "care", "community", "intelligence", "coordination", "governance"];

    public static readonly ImmutableArray<string> Regimes = ["led", "gdpr", "national"];

    public static readonly ImmutableDictionary<RetentionClass, int> RetentionYears = new Dictionary<RetentionClass, int>
    {
        [RetentionClass.Case] = 10,
        [RetentionClass.Sensitive] = 2,
        [RetentionClass.Intelligence] = 1,
        [RetentionClass.Organisation] = 10,
        [RetentionClass.Access] = 5,
    }.ToImmutableDictionary();
}
