namespace Reintegration.Events.Events.Governance;

/// <summary>A sharing policy is in force from an instant on.</summary>
/// <remarks>
/// Names the bundle by its hash, so that every later decision can be repeated under the very rules it was made by. It
/// does not hold the rules.
/// </remarks>
[EventType("reintegration.governance.policy-bundle-activated.v1", "govern", Row = 75, Category = Category.Govern,
    Producers = [Sector.Coordination], Sensitivity = Sensitivity.S1, Place = CasePlace.NoCase, Governing = true,
    Retention = RetentionClass.Organisation,
    Summary = "A sharing policy is in force from an instant on.")]
public sealed record PolicyBundleActivated : IEvent<PolicyBundleActivated>
{
    [Field("bundle"), Label, Form(TextForm.Slug)]
    public required string Bundle { get; init; }

    /// <summary>SHA-256 of the bundle.</summary>
    [Field("bundle"), Label, Form(TextForm.Digest)]
    public required string Hash { get; init; }

    /// <summary>Counts the bundles in force, one after the other.</summary>
    [Field("bundle", Minimum = 0), Label]
    public required long Sequence { get; init; }

    [Field("bundle"), Label]
    public required DateTimeOffset EffectiveFrom { get; init; }

    public static PolicyBundleActivated Example => new()
    {
        Bundle = "unicri-default",
        Hash = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        Sequence = 1,
        EffectiveFrom = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero),
    };
}
