namespace Reintegration.Events.Events.Coordination;

/// <summary>An agency has found that numbers or names in its systems are those of this person.</summary>
/// <remarks>
/// It says how that was found and how sure the agency is. It is a finding, not a proof, and may be split again; it
/// moves no event. Aliases are what was used, not what is suspected of anybody.
/// </remarks>
[EventType("reintegration.coordination.identity-linked.v1", "ident", Row = 2, Category = Category.Ident,
    Producers = [Sector.Prison, Sector.Probation, Sector.Police, Sector.Community, Sector.Health],
    StatementKind = StatementKind.Assessment,
    Summary = "An agency has found that numbers or names in its systems are those of this person.")]
public sealed record IdentityLinked : IEvent<IdentityLinked>
{
    [Field("local-ids")]
    public required ImmutableArray<LocalId> LocalIds { get; init; }

    /// <summary>Other names the person is on record under.</summary>
    [Field("aliases")]
    public required ImmutableArray<string> Aliases { get; init; }

    [Field("method")]
    public required LinkMethod Method { get; init; }

    /// <summary>How sure the agency is, in percent; a judgement of the link, never of the person.</summary>
    [Field("method", Minimum = 1, Maximum = 100)]
    public required int ConfidencePercent { get; init; }

    public static IdentityLinked Example => new()
    {
        LocalIds = [new LocalId("visitor-register", "V-3120")],
        Aliases = ["Idris Haloran"],
        Method = LinkMethod.Document,
        ConfidencePercent = 95,
    };
}

/// <summary>How it was found that two records are of one person.</summary>
public enum LinkMethod { Document, Biometric, PersonalData, StaffKnowledge, SelfReport }
