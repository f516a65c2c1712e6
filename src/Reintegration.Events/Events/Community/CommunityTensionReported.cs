namespace Reintegration.Events.Events.Community;

/// <summary>People of a neighbourhood are uneasy about somebody's return.</summary>
/// <remarks>
/// About a place and a mood. Who reported it has no member, so that nobody can be found out by it; it accuses neither
/// the person nor the neighbours.
/// </remarks>
[EventType("reintegration.community.community-tension-reported.v1", "concern", Row = 45, Category = Category.Community,
    Producers = [Sector.Community, Sector.Police], Handling = HandlingCode.H2,
    StatementKind = StatementKind.ThirdPartyReport,
    Summary = "People of a neighbourhood are uneasy about somebody's return.")]
public sealed record CommunityTensionReported : IEvent<CommunityTensionReported>
{
    /// <summary>Where, written "district: detail".</summary>
    [Field("area", Ladder = Ladder.District)]
    public required string Area { get; init; }

    [Field("kind")]
    public required Tension Kind { get; init; }

    [Field("severity")]
    public required TensionSeverity Severity { get; init; }

    /// <summary>Whoever spoke must not be identified to anybody.</summary>
    [Field("reporter")]
    public required bool ReporterProtected { get; init; }

    public static CommunityTensionReported Example => new()
    {
        Area = "Harbour district: Mill Lane",
        Kind = Tension.OnlineHostility,
        Severity = TensionSeverity.Low,
        ReporterProtected = true,
    };
}

public enum TensionSeverity { Low, Medium, High }
