namespace Reintegration.Events.Events.Care;

/// <summary>Somebody who works with the family and the family have met.</summary>
/// <remarks>
/// Themes and the support asked for, from closed lists. Nothing that was said has a member here, and no relative is
/// named. It rests on the relative's own consent, not on the person's.
/// </remarks>
[EventType("reintegration.care.family-session-held.v1", "family", Row = 36, Category = Category.Family,
    Producers = [Sector.Community, Sector.Probation], Sensitivity = Sensitivity.S3, Handling = HandlingCode.H2,
    Retention = RetentionClass.Sensitive,
    Summary = "Somebody who works with the family and the family have met; themes alone.")]
public sealed record FamilySessionHeld : IEvent<FamilySessionHeld>
{
    [Field("date", Ladder = Ladder.Date), About]
    public required DateOnly Date { get; init; }

    [Field("themes"), About]
    public required ImmutableArray<FamilyTheme> Themes { get; init; }

    [Field("support"), About]
    public required FamilySupport SupportNeeded { get; init; }

    public static FamilySessionHeld Example => new()
    {
        Date = new DateOnly(2026, 9, 18),
        Themes = [FamilyTheme.Homecoming, FamilyTheme.Stigma],
        SupportNeeded = FamilySupport.Counselling,
    };
}

public enum FamilyTheme { Homecoming, Parenting, Stigma, Money, Housing, Safety, Bereavement, Other }

public enum FamilySupport { None, Advice, Counselling, PracticalHelp, Protection }
