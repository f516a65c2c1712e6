using Reintegration.Events.Events.Needs;

namespace Reintegration.Events.Events.Community;

/// <summary>The person's needs have been laid beside what is offered where they will live.</summary>
/// <remarks>
/// Each need with the resource found for it, and the domains for which none was found. A match is no referral yet.
/// </remarks>
[EventType("reintegration.community.reentry-map-completed.v1", "needs", Row = 52, Category = Category.Needs,
    Producers = [Sector.Probation],
    Summary = "The person's needs have been laid beside what is offered where they will live.")]
public sealed record ReentryMapCompleted : IEvent<ReentryMapCompleted>
{
    [Field("services")]
    public required ImmutableArray<NeedMatch> Matches { get; init; }

    [Field("gaps")]
    public required ImmutableArray<NeedDomain> Unmatched { get; init; }

    public static ReentryMapCompleted Example => new()
    {
        Matches =
        [
            new NeedMatch(
                EventName.Parse("/agencies/probation/events/0190bdac-3459-7563-b2ed-e40e3829e41b"),
                EventName.Parse("/agencies/community-haven/events/01904c11-9d20-7a4e-8b71-5f20c6d7e813")),
        ],
        Unmatched = [NeedDomain.SubstanceUse],
    };
}

/// <summary>A need, and a resource of the directory that could answer it.</summary>
public sealed record NeedMatch(EventName Need, EventName Resource);
