namespace Reintegration.Events.Events.Intelligence;

/// <summary>The serious harm that was declared is no longer to be expected.</summary>
/// <remarks>It ends one declaration, before it would have ended by itself. What was told under it stays told.</remarks>
[EventType("reintegration.intelligence.imminent-harm-stood-down.v1", "police", Row = 62, Category = Category.Police,
    Producers =
    [
        Sector.Police, Sector.Prison, Sector.Probation, Sector.Community, Sector.Health, Sector.Intelligence,
    ],
    Sensitivity = Sensitivity.S3, HumanOnly = true, Governing = true,
    Summary = "The serious harm that was declared is no longer to be expected.")]
public sealed record ImminentHarmStoodDown : IEvent<ImminentHarmStoodDown>
{
    /// <summary>The declaration it ends: one of the same agency.</summary>
    [Field("declaration"), Label]
    public required EventName Declaration { get; init; }

    [Field("threat")]
    public required HarmThreat Threat { get; init; }

    /// <summary>Somebody in particular is in danger; who has no member here.</summary>
    [Field("threat")]
    public required bool TargetKnown { get; init; }

    [Field("date", Ladder = Ladder.Date)]
    public required DateTimeOffset At { get; init; }

    [Field("decided-by"), Form(TextForm.Role)]
    public required string AuthorisedBy { get; init; }

    public static ImminentHarmStoodDown Example => new()
    {
        Declaration = EventName.Parse("/agencies/police/events/01904852-20a9-720d-9cae-6b1cece25783"),
        Threat = HarmThreat.AttackOnPerson,
        TargetKnown = true,
        At = new DateTimeOffset(2027, 4, 3, 20, 10, 0, TimeSpan.FromHours(2)),
        AuthorisedBy = "duty-officer",
    };
}
