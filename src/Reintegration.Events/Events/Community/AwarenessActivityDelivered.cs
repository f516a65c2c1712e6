namespace Reintegration.Events.Events.Community;

/// <summary>The public, or a part of it, was told what reintegration is and why it is done.</summary>
/// <remarks>About an audience, in no case, and public: it speaks of no person and of nobody's return.</remarks>
[EventType("reintegration.community.awareness-activity-delivered.v1", "capacity", Row = 48,
    Category = Category.Capacity, Producers = [Sector.Community, Sector.Coordination], Sensitivity = Sensitivity.S0,
    Place = CasePlace.NoCase, Retention = RetentionClass.Organisation,
    Summary = "The public, or a part of it, was told what reintegration is and why it is done.")]
public sealed record AwarenessActivityDelivered : IEvent<AwarenessActivityDelivered>
{
    [Field("audience")]
    public required AwarenessAudience Audience { get; init; }

    [Field("area")]
    public required string Area { get; init; }

    /// <summary>About how many people it reached.</summary>
    [Field("reach", Minimum = 0)]
    public required long Reach { get; init; }

    [Field("message")]
    public required AwarenessMessage Message { get; init; }

    public static AwarenessActivityDelivered Example => new()
    {
        Audience = AwarenessAudience.Neighbourhood,
        Area = "Harbour district",
        Reach = 140,
        Message = AwarenessMessage.WhyReintegration,
    };
}

public enum AwarenessAudience { GeneralPublic, Neighbourhood, Employers, Schools, FaithCommunities, Media, Officials }

public enum AwarenessMessage { WhyReintegration, HowToHelp, RightsOfReturnees, SupportForVictims, CounteringStigma }
