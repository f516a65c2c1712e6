namespace Reintegration.Events.Events.Governance;

/// <summary>Somebody has asked for what an owner holds on a case, and was told no more than whom to ask, if that.</summary>
/// <remarks>
/// Recorded by the house in the owner's own stream, for the owner alone: once for each requester, case and day. Where
/// it was silent the requester learned nothing, not even that there is something. The owner answers, or decides not to,
/// by a <see cref="HitAnswered"/>.
/// </remarks>
[EventType("reintegration.governance.hit-registered.v1", "hit", Row = 75, Category = Category.Dataq,
    CategoryFrom = "scope",
    Producers =
    [
        Sector.Prison, Sector.Probation, Sector.Police, Sector.Intelligence, Sector.Community, Sector.Health,
    ],
    Labels = ["ORCON"],
    Summary = "Somebody has asked for what an owner holds on a case, and was told whom to ask, if that.")]
public sealed record HitRegistered : IEvent<HitRegistered>
{
    /// <summary>The kinds of what the owner holds that was asked for.</summary>
    [Field("scope", MinItems = 1)]
    public required ImmutableArray<Category> Scope { get; init; }

    /// <summary>Whose official asked; absent: an authorised reader, whom only oversight may know.</summary>
    [Field("requester")]
    public AgencyId? RequestedBy { get; init; }

    /// <summary>Who asked, as the token names them.</summary>
    [Field("requester"), Form(TextForm.Reference)]
    public string? Official { get; init; }

    [Field("requester"), Form(TextForm.Purpose)]
    public required string Purpose { get; init; }

    /// <summary>The requester was told nothing.</summary>
    [Field("silent")]
    public required bool Silent { get; init; }

    /// <summary>By when the contact desk is to have answered.</summary>
    [Field("dates"), Label]
    public required DateTimeOffset AnswerBy { get; init; }

    public static HitRegistered Example => new()
    {
        Scope = [Category.Intel],
        RequestedBy = new AgencyId("probation"),
        Official = "official-probation-2",
        Purpose = "supervision",
        Silent = false,
        AnswerBy = new DateTimeOffset(2026, 11, 5, 9, 0, 0, TimeSpan.FromHours(1)),
    };
}
