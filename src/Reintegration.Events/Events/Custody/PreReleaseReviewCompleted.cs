using Reintegration.Events.Events.Needs;

namespace Reintegration.Events.Events.Custody;

/// <summary>Prison and probation have gone through what is ready for release and what is not.</summary>
/// <remarks>
/// Readiness is of arrangements, domain by domain, never of the person. It names the gaps and what it rests on; it
/// approves nothing.
/// </remarks>
[EventType("reintegration.custody.pre-release-review-completed.v1", "needs", Row = 10, Category = Category.Needs,
    Producers = [Sector.Prison, Sector.Probation], StatementKind = StatementKind.Assessment,
    Summary = "Prison and probation have gone through what is ready for release and what is not.")]
public sealed record PreReleaseReviewCompleted : IEvent<PreReleaseReviewCompleted>
{
    [Field("dates", Ladder = Ladder.Date)]
    public required DateOnly ReviewDate { get; init; }

    [Field("readiness")]
    public required ImmutableArray<DomainReadiness> Readiness { get; init; }

    [Field("gaps")]
    public required ImmutableArray<NeedDomain> Gaps { get; init; }

    /// <summary>The assessments that were gone through.</summary>
    [Field("information")]
    public required ImmutableArray<EventName> Assessments { get; init; }

    public static PreReleaseReviewCompleted Example => new()
    {
        ReviewDate = new DateOnly(2026, 8, 12),
        Readiness =
        [
            new DomainReadiness(NeedDomain.Accommodation, ReadinessLevel.NotStarted),
            new DomainReadiness(NeedDomain.Employment, ReadinessLevel.Ready),
        ],
        Gaps = [NeedDomain.Accommodation],
        Assessments = [EventName.Parse("/agencies/probation/events/0190bdac-3459-7563-b2ed-e40e3829e41b")],
    };
}

/// <summary>How far arrangements for one domain have come.</summary>
public sealed record DomainReadiness(NeedDomain Domain, ReadinessLevel Level);

public enum ReadinessLevel { NotStarted, UnderWay, Ready }
