namespace Reintegration.Events.Events.Governance;

/// <summary>A duty officer has broken the glass on one case, because serious harm is about to be done.</summary>
/// <remarks>
/// Recorded by the house itself when the officer asks for it. It lifts what the matrix and its conditions withhold, for
/// that officer and that case, for a day at most and only while imminent harm stands declared; never what could show a
/// source, privileged notes or a victim's address. Every agency on the case is told, the chair of the panel and the
/// own data-protection officer with the reason. Another person has to review it within three days.
/// </remarks>
[EventType("reintegration.governance.emergency-access-invoked.v1", "emergency", Row = 69, Category = Category.Team,
    Governing = true, Sensitivity = Sensitivity.S3, Retention = RetentionClass.Sensitive,
    Producers = [Sector.Prison, Sector.Probation, Sector.Police, Sector.Community, Sector.Health],
    HumanOnly = true,
    Summary = "A duty officer has broken the glass on one case, because serious harm is about to be done.")]
public sealed record EmergencyAccessInvoked : IEvent<EmergencyAccessInvoked>
{
    /// <summary>The officer, as the token names them (<c>sub</c>).</summary>
    [Field("official"), Label, Form(TextForm.Reference)]
    public required string Official { get; init; }

    /// <summary>The declaration of imminent harm it rests on.</summary>
    [Field("declaration")]
    public required EventName Declaration { get; init; }

    [Field("reason")]
    public required EmergencyReason Reason { get; init; }

    /// <summary>What was seen or said that makes it necessary now; no conjecture.</summary>
    [Field("facts", MaxLength = Limits.LongTextLength)]
    public required string ConcreteFacts { get; init; }

    /// <summary>When it ends by itself.</summary>
    [Field("dates"), Label]
    public required DateTimeOffset Until { get; init; }

    /// <summary>By when another person has to have reviewed it.</summary>
    [Field("dates")]
    public required DateTimeOffset ReviewBy { get; init; }

    public static EmergencyAccessInvoked Example => new()
    {
        Official = "official-police-4",
        Declaration = EventName.Parse("/agencies/police/events/01904852-20a9-720d-9cae-6b1cece25783"),
        Reason = EmergencyReason.FindThePerson,
        ConcreteFacts = "Left a farewell letter at noon naming the addressee and tonight's train; not reached by phone.",
        Until = new DateTimeOffset(2027, 4, 4, 18, 0, 0, TimeSpan.FromHours(2)),
        ReviewBy = new DateTimeOffset(2027, 4, 6, 18, 0, 0, TimeSpan.FromHours(2)),
    };
}

public enum EmergencyReason { FindThePerson, ProtectSomebody, PreventAttack, PreventSelfHarm, ProtectChild }
