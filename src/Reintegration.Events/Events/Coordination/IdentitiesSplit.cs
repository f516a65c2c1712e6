namespace Reintegration.Events.Events.Coordination;

/// <summary>The lead has found that cases or numbers held to be one person's are not.</summary>
/// <remarks>
/// It undoes a link or a merger from now on; what was shown meanwhile stays on record as shown. Which statements were
/// about the wrong person is told by correcting each of them.
/// </remarks>
[EventType("reintegration.coordination.identities-split.v1", "ident", Row = 2, Category = Category.Ident,
    Producers = [Sector.Prison, Sector.Probation], StatementKind = StatementKind.Assessment, HumanOnly = true,
    Summary = "The lead has found that cases or numbers held to be one person's are not.")]
public sealed record IdentitiesSplit : IEvent<IdentitiesSplit>
{
    /// <summary>Cases that are another person's.</summary>
    [Field("merged", MaxItems = 20), Label]
    public required ImmutableArray<CaseId> SplitFrom { get; init; }

    /// <summary>Numbers that are another person's.</summary>
    [Field("local-ids")]
    public required ImmutableArray<LocalId> LocalIds { get; init; }

    [Field("method")]
    public required LinkMethod Method { get; init; }

    public static IdentitiesSplit Example => new()
    {
        SplitFrom = [CaseId.Parse("8f2f6c1e-40b7-8d11-9a55-0c4e1b7a2d91")],
        LocalIds = [new LocalId("visitor-register", "V-3120")],
        Method = LinkMethod.Document,
    };
}
