using Reintegration.Events.Events.Care;

namespace Reintegration.Events.Events.Community;

/// <summary>A civil society organisation says how far the person makes use of its programme.</summary>
/// <remarks>
/// Counts and a band. What is done and said there has no member. A low band is neither a breach nor a risk.
/// </remarks>
[EventType("reintegration.community.cso-programme-participation-reported.v1", "service", Row = 47,
    Category = Category.Service, Producers = [Sector.Community],
    Summary = "A civil society organisation says how far the person makes use of its programme.")]
public sealed record CsoProgrammeParticipationReported : IEvent<CsoProgrammeParticipationReported>
{
    /// <summary>The programme, as its owner registered it.</summary>
    [Field("service")]
    public required EventName Programme { get; init; }

    [Field("attendance", Minimum = 0, Maximum = 1_000)]
    public required int Attended { get; init; }

    [Field("attendance", Minimum = 0, Maximum = 1_000)]
    public required int Offered { get; init; }

    [Field("band")]
    public required EngagementBand ProgressBand { get; init; }

    public static CsoProgrammeParticipationReported Example => new()
    {
        Programme = EventName.Parse("/agencies/community-haven/events/019013f8-1974-737b-8587-1b42e7d078ca"),
        Attended = 7,
        Offered = 8,
        ProgressBand = EngagementBand.Steady,
    };
}
