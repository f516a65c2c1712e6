namespace Reintegration.Events.Events.Governance;

/// <summary>Agencies have agreed in writing on what they share and why.</summary>
/// <remarks>
/// The agreement as a record: parties, purposes, kinds of information, legal bases. It opens nothing by itself: what is
/// shared is said by the policy that carries it out. But once signed it is relied upon: what its parties share of these
/// kinds falls to bare existence while no agreement between them covers it any more.
/// </remarks>
[EventType("reintegration.governance.sharing-agreement-signed.v1", "govern", Row = 67, Category = Category.Govern,
    Producers = [Sector.Coordination], Sensitivity = Sensitivity.S1, Place = CasePlace.NoCase,
    Retention = RetentionClass.Organisation, HumanOnly = true, Governing = true,
    Summary = "Agencies have agreed in writing on what they share and why.")]
public sealed record SharingAgreementSigned : IEvent<SharingAgreementSigned>
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

    public static SharingAgreementSigned Example => new()
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
