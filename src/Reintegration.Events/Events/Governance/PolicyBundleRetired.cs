namespace Reintegration.Events.Events.Governance;

/// <summary>A sharing policy is no longer to be used.</summary>
/// <remarks>
/// It may not be put in force again, and not be in force: another one is first. What was decided under it stays explained by
/// it.
/// </remarks>
[EventType("reintegration.governance.policy-bundle-retired.v1", "govern", Row = 75, Category = Category.Govern,
    Producers = [Sector.Coordination], Sensitivity = Sensitivity.S1, Place = CasePlace.NoCase, Governing = true,
    Retention = RetentionClass.Organisation, HumanOnly = true,
    Summary = "A sharing policy is no longer to be used.")]
public sealed record PolicyBundleRetired : IEvent<PolicyBundleRetired>
{
    [Field("bundle"), Label, Form(TextForm.Slug)]
    public required string Bundle { get; init; }

    /// <summary>SHA-256 of the bundle.</summary>
    [Field("bundle"), Label, Form(TextForm.Digest)]
    public required string Hash { get; init; }

    [Field("dates")]
    public required DateTimeOffset RetiredAt { get; init; }

    public static PolicyBundleRetired Example => new()
    {
        Bundle = "unicri-default",
        Hash = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        RetiredAt = new DateTimeOffset(2027, 1, 1, 0, 0, 0, TimeSpan.FromHours(1)),
    };
}
