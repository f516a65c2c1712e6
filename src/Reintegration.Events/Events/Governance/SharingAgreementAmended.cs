namespace Reintegration.Events.Events.Governance;

/// <summary>Agencies have agreed in writing to share otherwise than before.</summary>
/// <remarks>
/// The agreement whole, as it is from now on; a suspended one holds again. Whoever and whatever is no longer in it falls
/// to bare existence among its parties.
/// </remarks>
[EventType("reintegration.governance.sharing-agreement-amended.v1", "govern", Row = 67, Category = Category.Govern,
    Producers = [Sector.Coordination], Sensitivity = Sensitivity.S1, Place = CasePlace.NoCase,
    Retention = RetentionClass.Organisation, HumanOnly = true, Governing = true,
    Summary = "Agencies have agreed in writing to share otherwise than before.")]
public sealed record SharingAgreementAmended : IEvent<SharingAgreementAmended>
{
    /// <summary>The agreement's name, the same through all its versions.</summary>
    [Field("bundle"), Label, Form(TextForm.Slug)]
    public required string Agreement { get; init; }

    [Field("parties", MinItems = 1), Label]
    public required ImmutableArray<AgencyId> Parties { get; init; }

    [Field("purposes", MinItems = 1), Form(TextForm.Purpose)]
    public required ImmutableArray<string> Purposes { get; init; }

    /// <summary>The kinds of information it covers.</summary>
    [Field("scope", MinItems = 1), Label]
    public required ImmutableArray<Category> Categories { get; init; }

    [Field("purposes", MinItems = 1), Form(TextForm.LegalBasis)]
    public required ImmutableArray<string> LegalBases { get; init; }

    /// <summary>The policy that carries it out.</summary>
    [Field("bundle")]
    public required string PolicyVersion { get; init; }

    [Field("dates"), Label]
    public required DateTimeOffset EffectiveFrom { get; init; }

    public static SharingAgreementAmended Example => new()
    {
        Agreement = "harbour-region-sharing",
        Parties = [new AgencyId("prison"), new AgencyId("probation"), new AgencyId("community-haven")],
        Purposes = ["reintegration", "supervision"],
        Categories = [Category.Needs, Category.Service],
        LegalBases = ["gdpr-6-1-e"],
        PolicyVersion = "unicri-default 1",
        EffectiveFrom = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.FromHours(1)),
    };
}
