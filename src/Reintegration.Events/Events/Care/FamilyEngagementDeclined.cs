namespace Reintegration.Events.Events.Care;

/// <summary>A relative does not want to take part in the person's way back.</summary>
/// <remarks>
/// It is their right; no reason is asked and none has a member here. They are not asked again unless they say so, and
/// it is never held against the person.
/// </remarks>
[EventType("reintegration.care.family-engagement-declined.v1", "family", Row = 35, Category = Category.Family,
    Producers = [Sector.Probation, Sector.Community], Sensitivity = Sensitivity.S3, Handling = HandlingCode.H2,
    Retention = RetentionClass.Sensitive,
    Summary = "A relative does not want to take part in the person's way back.")]
public sealed record FamilyEngagementDeclined : IEvent<FamilyEngagementDeclined>
{
    [Field("relation"), About]
    public required RelationType RelationType { get; init; }

    /// <summary>The relative, under the owner's own reference.</summary>
    [Field("relative", Ladder = Ladder.Person), About, Form(TextForm.Reference)]
    public required string PersonRef { get; init; }

    [Field("scope"), About]
    public required FamilyScope Scope { get; init; }

    public static FamilyEngagementDeclined Example => new()
    {
        RelationType = RelationType.Sister,
        PersonRef = "rel-2f81",
        Scope = FamilyScope.Contact,
    };
}
