namespace Reintegration.Events.Events.Governance;

/// <summary>An agreement to share does not hold until further notice.</summary>
/// <remarks>
/// What its parties reported, of the kinds it covers, falls to bare existence for the others at that instant. An
/// amendment puts it in force again.
/// </remarks>
[EventType("reintegration.governance.sharing-agreement-suspended.v1", "govern", Row = 67, Category = Category.Govern,
    Producers = [Sector.Coordination], Sensitivity = Sensitivity.S1, Place = CasePlace.NoCase,
    Retention = RetentionClass.Organisation, HumanOnly = true, Governing = true,
    Summary = "An agreement to share does not hold until further notice.")]
public sealed record SharingAgreementSuspended : IEvent<SharingAgreementSuspended>
{
    /// <summary>The agreement's name, the same through all its versions.</summary>
    [Field("bundle"), Label, Form(TextForm.Slug)]
    public required string Agreement { get; init; }

    [Field("dates"), Label]
    public required DateTimeOffset From { get; init; }

    [Field("reason")]
    public required AgreementEnd Reason { get; init; }

    public static SharingAgreementSuspended Example => new()
    {
        Agreement = "harbour-region-sharing",
        From = new DateTimeOffset(2027, 3, 1, 0, 0, 0, TimeSpan.FromHours(1)),
        Reason = AgreementEnd.UnderReview,
    };
}

public enum AgreementEnd { UnderReview, Breach, PartyLeft, LawChanged, Replaced, RanOut }
