namespace Reintegration.Events.Events.Community;

/// <summary>An entry of the directory has been checked and stands.</summary>
/// <remarks>
/// The entry whole, as it was found, with a new day until which it counts as checked. It vouches for the entry, not for
/// the quality of the help.
/// </remarks>
[EventType("reintegration.community.community-resource-verified.v1", "capacity", Row = 51, Category = Category.Capacity,
    Producers = [Sector.Community, Sector.Probation], Sensitivity = Sensitivity.S1, Place = CasePlace.NoCase,
    Retention = RetentionClass.Organisation,
    Summary = "An entry of the directory has been checked and stands.")]
public sealed record CommunityResourceVerified : IEvent<CommunityResourceVerified>
{
    /// <summary>The entry as it was registered.</summary>
    [Field("resource")]
    public required EventName Resource { get; init; }

    [Field("organisation")]
    public required string Organisation { get; init; }

    [Field("resource")]
    public required ResourceType ServiceType { get; init; }

    [Field("area")]
    public required string Area { get; init; }

    /// <summary>How many people it can take at a time.</summary>
    [Field("count", Minimum = 0, Maximum = 100_000)]
    public required int Places { get; init; }

    [Field("resource")]
    public required ResourceEligibility Eligibility { get; init; }

    /// <summary>The day until which the entry has been checked.</summary>
    [Field("date", Ladder = Ladder.Date)]
    public required DateOnly VerifiedUntil { get; init; }

    public static CommunityResourceVerified Example => new()
    {
        Resource = EventName.Parse("/agencies/community-haven/events/019013f8-1974-737b-8587-1b42e7d078ca"),
        Organisation = "Haven neighbourhood centre",
        ServiceType = ResourceType.Mentoring,
        Area = "Harbour district",
        Places = 12,
        Eligibility = ResourceEligibility.Adults,
        VerifiedUntil = new DateOnly(2027, 3, 31),
    };
}
