namespace Reintegration.Events.Events.Community;

/// <summary>There is a place where people who come back can find help.</summary>
/// <remarks>
/// An entry in the directory: what, where, for whom, how many. It names no client, and a place free today may be taken
/// tomorrow.
/// </remarks>
[EventType("reintegration.community.community-resource-registered.v1", "capacity", Row = 51,
    Category = Category.Capacity, Producers = [Sector.Community, Sector.Probation], Sensitivity = Sensitivity.S1,
    Place = CasePlace.NoCase, Retention = RetentionClass.Organisation,
    Summary = "There is a place where people who come back can find help.")]
public sealed record CommunityResourceRegistered : IEvent<CommunityResourceRegistered>
{
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

    public static CommunityResourceRegistered Example => new()
    {
        Organisation = "Haven neighbourhood centre",
        ServiceType = ResourceType.Mentoring,
        Area = "Harbour district",
        Places = 12,
        Eligibility = ResourceEligibility.Adults,
        VerifiedUntil = new DateOnly(2027, 3, 31),
    };
}

public enum ResourceType
{
    Housing, Employment, Education, Mentoring, Counselling, FamilySupport, DebtAdvice, SubstanceUse, Leisure,
}

public enum ResourceEligibility { Anybody, Adults, YoungPeople, Families, ByReferral }
