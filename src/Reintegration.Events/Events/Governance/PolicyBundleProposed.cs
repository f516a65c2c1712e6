namespace Reintegration.Events.Events.Governance;

/// <summary>A sharing policy has been proposed.</summary>
/// <remarks>
/// By its hash, with the hash of the report on what it would change. It is not in force, and may never be. The bundle and the
/// report are kept whole beside the ledger, by their hashes.
/// </remarks>
[EventType("reintegration.governance.policy-bundle-proposed.v1", "govern", Row = 75, Category = Category.Govern,
    Producers = [Sector.Coordination], Sensitivity = Sensitivity.S1, Place = CasePlace.NoCase,
    Retention = RetentionClass.Organisation, HumanOnly = true,
    Summary = "A sharing policy has been proposed.")]
public sealed record PolicyBundleProposed : IEvent<PolicyBundleProposed>
{
    [Field("bundle"), Label, Form(TextForm.Slug)]
    public required string Bundle { get; init; }

    /// <summary>SHA-256 of the bundle.</summary>
    [Field("bundle"), Label, Form(TextForm.Digest)]
    public required string Hash { get; init; }

    /// <summary>SHA-256 of the report on what the bundle would change.</summary>
    [Field("bundle"), Label, Form(TextForm.Digest)]
    public required string ReportHash { get; init; }

    /// <summary>SHA-256 of the bundle it changes.</summary>
    [Field("bundle"), Label, Form(TextForm.Digest)]
    public required string Parent { get; init; }

    /// <summary>
    /// Reference of the data-protection impact assessment; what shows anybody more is not put in force without one.
    /// </summary>
    [Field("bundle"), Label, Form(TextForm.Reference)]
    public string? ImpactAssessment { get; init; }

    public static PolicyBundleProposed Example => new()
    {
        Bundle = "unicri-default",
        Hash = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        ReportHash = "60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752",
        Parent = "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
        ImpactAssessment = "dpia-2026-014",
    };
}
