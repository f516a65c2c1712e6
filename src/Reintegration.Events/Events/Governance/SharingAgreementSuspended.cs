namespace Reintegration.Events.Events.Governance;

/// <summary>An agreement to share does not hold until further notice.</summary>
/// <remarks>
/// What the parties reported is to fall to bare existence at that instant. Until that is so, it would be a false
/// comfort, and intake does not take it.
/// </remarks>
[EventType("reintegration.governance.sharing-agreement-suspended.v1", "govern", Row = 67, Category = Category.Govern,
    Producers = [Sector.Coordination], Sensitivity = Sensitivity.S1, Place = CasePlace.NoCase,
    Retention = RetentionClass.Organisation, HumanOnly = true,
    NotYetAccepted = "The policy does not read agreements yet; change the policy bundle instead.",
    Summary = "An agreement to share does not hold until further notice.")]
public sealed record SharingAgreementSuspended : IEvent<SharingAgreementSuspended>
{
    /// <summary>The agreement's name, the same through all its versions.</summary>
    [Field("bundle"), Form(TextForm.Slug)]
    public required string Agreement { get; init; }

    [Field("dates")]
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
