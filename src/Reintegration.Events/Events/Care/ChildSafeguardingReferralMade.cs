namespace Reintegration.Events.Events.Care;

/// <summary>The authority that protects children has been asked to look after a child.</summary>
/// <remarks>
/// The child is a person in their own right, under a reference of their own, and has done nothing. It says that the
/// authority was asked, not what it found.
/// </remarks>
[EventType("reintegration.care.child-safeguarding-referral-made.v1", "family", Row = 38, Category = Category.Family,
    Producers = [Sector.Prison, Sector.Probation, Sector.Police, Sector.Community, Sector.Health],
    Sensitivity = Sensitivity.S3, Handling = HandlingCode.H3, Retention = RetentionClass.Sensitive, HumanOnly = true,
    Summary = "The authority that protects children has been asked to look after a child.")]
public sealed record ChildSafeguardingReferralMade : IEvent<ChildSafeguardingReferralMade>
{
    /// <summary>The child, under the owner's own reference.</summary>
    [Field("child", Ladder = Ladder.Person), About, Form(TextForm.Reference)]
    public required string ChildRef { get; init; }

    [Field("concern"), About]
    public required ChildConcern ConcernType { get; init; }

    [Field("authority"), About]
    public required string Authority { get; init; }

    public static ChildSafeguardingReferralMade Example => new()
    {
        ChildRef = "child-09c4",
        ConcernType = ChildConcern.HarmfulContact,
        Authority = "Child protection office, harbour district",
    };
}

public enum ChildConcern { Neglect, Violence, HarmfulContact, Indoctrination, Travel, Other }
