namespace Reintegration.Events.Events.Intelligence;

/// <summary>Somebody has declared, on concrete facts, that serious harm is about to be done.</summary>
/// <remarks>
/// Declared and answered for by a human, for a short time. While it is in force rules may show more than they else would
/// ({9}), and a duty officer may break the glass. What an intelligence service declares governs its own seats alone.
/// </remarks>
[EventType("reintegration.intelligence.imminent-harm-declared.v1", "police", Row = 62, Category = Category.Police,
    Producers =
    [
        Sector.Police, Sector.Prison, Sector.Probation, Sector.Community, Sector.Health, Sector.Intelligence,
    ],
    Sensitivity = Sensitivity.S3, HumanOnly = true, Governing = true,
    Summary = "Somebody has declared, on concrete facts, that serious harm is about to be done.")]
public sealed record ImminentHarmDeclared : IEvent<ImminentHarmDeclared>
{
    [Field("threat")]
    public required HarmThreat Threat { get; init; }

    /// <summary>Somebody in particular is in danger; who has no member here.</summary>
    [Field("threat")]
    public required bool TargetKnown { get; init; }

    /// <summary>What was seen or said; no conjecture.</summary>
    [Field("narrative", Ladder = Ladder.Text)]
    public required string ConcreteFacts { get; init; }

    /// <summary>When it ends unless it is declared again.</summary>
    [Field("date", Ladder = Ladder.Date), Label]
    public required DateTimeOffset Expires { get; init; }

    [Field("decided-by"), Form(TextForm.Role)]
    public required string AuthorisedBy { get; init; }

    public static ImminentHarmDeclared Example => new()
    {
        Threat = HarmThreat.AttackOnPerson,
        TargetKnown = true,
        ConcreteFacts = "Bought a ticket for tonight's train and left a farewell letter naming the addressee.",
        Expires = new DateTimeOffset(2027, 4, 3, 22, 0, 0, TimeSpan.FromHours(2)),
        AuthorisedBy = "duty-officer",
    };
}

public enum HarmThreat { AttackOnPublic, AttackOnPerson, HarmToSelf, HarmToChild, Abduction, Other }
