namespace Reintegration.Events.Events.Governance;

/// <summary>An owner has told one agency that what it had been shown is not as it was.</summary>
/// <remarks>
/// One notice for each recipient, shown to that agency alone: who else had been shown the statement is nobody's
/// business. Corrections and retractions oblige the owner to it (Directive (EU) 2016/680, article 7(3)).
/// </remarks>
[EventType("reintegration.governance.recipient-notified-of-change.v1", "notice", Row = 70, Category = Category.Dataq,
    FollowsTarget = true,
    Producers =
    [
        Sector.Prison, Sector.Probation, Sector.Police, Sector.Intelligence,
        Sector.Community, Sector.Health, Sector.Oversight, Sector.Coordination,
    ],
    Labels = ["ORCON"],
    Summary = "An owner has told one agency that what it had been shown is not as it was.")]
public sealed record RecipientNotifiedOfChange : IEvent<RecipientNotifiedOfChange>
{
    /// <summary>The statement that changed.</summary>
    [Field("target")]
    public required EventName TargetEvent { get; init; }

    [Field("change")]
    public required StatementChange Change { get; init; }

    [Field("recipient")]
    public required AgencyId Recipient { get; init; }

    [Field("dates")]
    public required DateTimeOffset NotifiedAt { get; init; }

    public static RecipientNotifiedOfChange Example => new()
    {
        TargetEvent = EventName.Parse("/agencies/prison/events/0190a4d2-11b7-7e55-8a3c-6b7c8d9e0f12"),
        Change = StatementChange.Corrected,
        Recipient = new AgencyId("probation"),
        NotifiedAt = new DateTimeOffset(2026, 10, 19, 9, 0, 0, TimeSpan.FromHours(2)),
    };
}

public enum StatementChange { Corrected, Retracted, Restricted }
