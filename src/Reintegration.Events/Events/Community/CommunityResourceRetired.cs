namespace Reintegration.Events.Events.Community;

/// <summary>A place where people found help is no longer there.</summary>
/// <remarks>Referrals still open have to be made anew elsewhere. It says nothing of why.</remarks>
[EventType("reintegration.community.community-resource-retired.v1", "capacity", Row = 51, Category = Category.Capacity,
    Producers = [Sector.Community, Sector.Probation], Sensitivity = Sensitivity.S1, Place = CasePlace.NoCase,
    Retention = RetentionClass.Organisation,
    Summary = "A place where people found help is no longer there.")]
public sealed record CommunityResourceRetired : IEvent<CommunityResourceRetired>
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

    /// <summary>The first day on which it is closed.</summary>
    [Field("date", Ladder = Ladder.Date)]
    public required DateOnly From { get; init; }

    public static CommunityResourceRetired Example => new()
    {
        Resource = EventName.Parse("/agencies/community-haven/events/019013f8-1974-737b-8587-1b42e7d078ca"),
        Organisation = "Haven neighbourhood centre",
        ServiceType = ResourceType.Mentoring,
        Area = "Harbour district",
        From = new DateOnly(2027, 7, 1),
    };
}
