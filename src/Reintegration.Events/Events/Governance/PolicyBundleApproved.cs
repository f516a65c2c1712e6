namespace Reintegration.Events.Events.Governance;

/// <summary>Somebody who must agree to a sharing policy has agreed.</summary>
/// <remarks>
/// To this bundle and this report, by their hashes, in a role. Whoever proposed a bundle cannot approve it. Asked is every
/// agency whose data could be shown more of.
/// </remarks>
[EventType("reintegration.governance.policy-bundle-approved.v1", "govern", Row = 75, Category = Category.Govern,
    Producers =
    [
        Sector.Coordination, Sector.Oversight, Sector.Prison, Sector.Probation, Sector.Police, Sector.Community,
        Sector.Health, Sector.Intelligence,
    ],
    Sensitivity = Sensitivity.S1, Place = CasePlace.NoCase, Retention = RetentionClass.Organisation, HumanOnly = true,
    Summary = "Somebody who must agree to a sharing policy has agreed.")]
public sealed record PolicyBundleApproved : IEvent<PolicyBundleApproved>
{
    [Field("bundle"), Label, Form(TextForm.Slug)]
    public required string Bundle { get; init; }

    /// <summary>SHA-256 of the bundle.</summary>
    [Field("bundle"), Label, Form(TextForm.Digest)]
    public required string Hash { get; init; }

    /// <summary>SHA-256 of the report on what the bundle would change.</summary>
    [Field("bundle"), Label, Form(TextForm.Digest)]
    public required string ReportHash { get; init; }

    [Field("role"), Form(TextForm.Role)]
    public required string ApprovedBy { get; init; }

    public static PolicyBundleApproved Example => new()
    {
        Bundle = "unicri-default",
        Hash = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        ReportHash = "60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752",
        ApprovedBy = "policy-steward",
    };
}
