namespace Reintegration.Events.Events.Community;

/// <summary>A survey has asked how a neighbourhood sees reintegration.</summary>
/// <remarks>
/// A mean over many answers, in an area, with the number of those who answered. It speaks of no person and of nobody's
/// return, and fewer than ten answers are not told.
/// </remarks>
[EventType("reintegration.community.community-perception-measured.v1", "capacity", Row = 49,
    Category = Category.Capacity, Producers = [Sector.Community, Sector.Coordination], Sensitivity = Sensitivity.S0,
    Place = CasePlace.NoCase, Retention = RetentionClass.Organisation,
    Summary = "A survey has asked how a neighbourhood sees reintegration.")]
public sealed record CommunityPerceptionMeasured : IEvent<CommunityPerceptionMeasured>
{
    [Field("instrument")]
    public required string Instrument { get; init; }

    [Field("area")]
    public required string Area { get; init; }

    /// <summary>How many answered.</summary>
    [Field("count", Minimum = 10, Maximum = 1_000_000)]
    public required int Answers { get; init; }

    /// <summary>The mean over all answers, on a scale of 0 to 100.</summary>
    [Field("perception", Minimum = 0, Maximum = 100)]
    public required int MeanScore { get; init; }

    public static CommunityPerceptionMeasured Example => new()
    {
        Instrument = "Neighbourhood acceptance scale, 10 items",
        Area = "Harbour district",
        Answers = 212,
        MeanScore = 61,
    };
}
