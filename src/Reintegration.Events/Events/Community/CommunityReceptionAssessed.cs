namespace Reintegration.Events.Events.Community;

/// <summary>Somebody has taken stock of how a neighbourhood would receive a person who comes back.</summary>
/// <remarks>
/// About a place, never about people: it names no person, and its allies are organisations. It does not say that
/// anybody in particular is to live there.
/// </remarks>
[EventType("reintegration.community.community-reception-assessed.v1", "community", Row = 44,
    Category = Category.Community, Producers = [Sector.Community, Sector.Probation], Sensitivity = Sensitivity.S1,
    Summary = "Somebody has taken stock of how a neighbourhood would receive a person who comes back.")]
public sealed record CommunityReceptionAssessed : IEvent<CommunityReceptionAssessed>
{
    [Field("area")]
    public required string Area { get; init; }

    [Field("receptiveness")]
    public required Receptiveness Receptiveness { get; init; }

    [Field("tensions")]
    public required ImmutableArray<Tension> Tensions { get; init; }

    /// <summary>Organisations that would help.</summary>
    [Field("allies")]
    public required ImmutableArray<string> Allies { get; init; }

    public static CommunityReceptionAssessed Example => new()
    {
        Area = "Harbour district",
        Receptiveness = Receptiveness.Wary,
        Tensions = [Tension.MediaAttention, Tension.Housing],
        Allies = ["Haven neighbourhood centre", "Harbour rowing club"],
    };
}

public enum Receptiveness { Hostile, Wary, Neutral, Open, Welcoming }

public enum Tension { MediaAttention, VictimCommunity, FamilyConflict, OnlineHostility, Housing, None }
