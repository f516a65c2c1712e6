namespace Reintegration.Events.Events.Coordination;

/// <summary>The lead has found that other cases are about the same person as this one.</summary>
/// <remarks>
/// It links cases; it never moves events or joins streams, and every view goes on folding one case. The other cases are
/// named for the lead's own eyes: no rule shows them to anybody else.
/// </remarks>
[EventType("reintegration.coordination.identities-merged.v1", "ident", Row = 2, Category = Category.Ident,
    Producers = [Sector.Prison, Sector.Probation], StatementKind = StatementKind.Assessment, HumanOnly = true,
    Summary = "The lead has found that other cases are about the same person as this one.")]
public sealed record IdentitiesMerged : IEvent<IdentitiesMerged>
{
    /// <summary>The other cases, which stay as they are.</summary>
    [Field("merged", MinItems = 1, MaxItems = 20), Label]
    public required ImmutableArray<CaseId> MergedFrom { get; init; }

    [Field("method")]
    public required LinkMethod Method { get; init; }

    [Field("method", Minimum = 1, Maximum = 100)]
    public required int ConfidencePercent { get; init; }

    public static IdentitiesMerged Example => new()
    {
        MergedFrom = [CaseId.Parse("8f2f6c1e-40b7-8d11-9a55-0c4e1b7a2d91")],
        Method = LinkMethod.Biometric,
        ConfidencePercent = 99,
    };
}
