namespace Reintegration.Events.Events.Care;

/// <summary>A relative has agreed to take part in the person's way back.</summary>
/// <remarks>
/// It rests on the relative's own consent, which it names. A relative has a record of their own, never a share in the
/// person's: being related to somebody is no sign of anything.
/// </remarks>
[EventType("reintegration.care.family-engagement-agreed.v1", "family", Row = 35, Category = Category.Family,
    Producers = [Sector.Probation, Sector.Community], Sensitivity = Sensitivity.S3, Handling = HandlingCode.H2,
    Retention = RetentionClass.Sensitive,
    Summary = "A relative has agreed to take part in the person's way back.")]
public sealed record FamilyEngagementAgreed : IEvent<FamilyEngagementAgreed>
{
    [Field("relation"), About]
    public required RelationType RelationType { get; init; }

    /// <summary>The relative, under the owner's own reference.</summary>
    [Field("relative", Ladder = Ladder.Person), About, Form(TextForm.Reference)]
    public required string PersonRef { get; init; }

    [Field("scope"), About]
    public required FamilyScope Scope { get; init; }

    /// <summary>The relative's own consent.</summary>
    [Field("consent"), About]
    public required EventName Consent { get; init; }

    public static FamilyEngagementAgreed Example => new()
    {
        RelationType = RelationType.Sister,
        PersonRef = "rel-2f81",
        Scope = FamilyScope.Contact,
        Consent = EventName.Parse("/agencies/community-haven/events/01908f17-3628-7d57-abcc-ecd102845be9"),
    };
}

public enum RelationType { Parent, Sister, Brother, Partner, Child, OtherRelative, Friend }

/// <summary>What the relative takes part in.</summary>
public enum FamilyScope { Contact, Housing, Planning, Counselling, Mediation }
