namespace Reintegration.Events.Events.Governance;

/// <summary>An agreement to share is over.</summary>
/// <remarks>As a suspension, but for good. What was shared under it stays on record.</remarks>
[EventType("reintegration.governance.sharing-agreement-ended.v1", "govern", Row = 67, Category = Category.Govern,
    Producers = [Sector.Coordination], Sensitivity = Sensitivity.S1, Place = CasePlace.NoCase,
    Retention = RetentionClass.Organisation, HumanOnly = true, Governing = true,
    Summary = "An agreement to share is over.")]
public sealed record SharingAgreementEnded : IEvent<SharingAgreementEnded>
{
    /// <summary>The agreement's name, the same through all its versions.</summary>
    [Field("bundle"), Label, Form(TextForm.Slug)]
    public required string Agreement { get; init; }

    [Field("dates"), Label]
    public required DateTimeOffset From { get; init; }

    [Field("reason")]
    public required AgreementEnd Reason { get; init; }

    public static SharingAgreementEnded Example => new()
    {
        Agreement = "harbour-region-sharing",
        From = new DateTimeOffset(2027, 12, 31, 0, 0, 0, TimeSpan.FromHours(1)),
        Reason = AgreementEnd.RanOut,
    };
}
