namespace Reintegration.Events.Events.Governance;

/// <summary>An agency has asked an owner to let it have, or pass on, what the owner holds under its control.</summary>
/// <remarks>
/// Whoever knows only that something exists knows its owner and its kind, and asks by these. Answered by the owner's
/// own word about one of its events, or not at all: an owner need not say whether there is anything. Nobody else is
/// shown the request, the lead included: that one was asked would say that there may be something.
/// </remarks>
[EventType("reintegration.governance.originator-consent-requested.v1", "release", Row = 68, Category = Category.Dataq,
    CategoryFrom = "scope",
    Producers =
    [
        Sector.Prison, Sector.Probation, Sector.Police, Sector.Intelligence, Sector.Community, Sector.Health,
    ],
    HumanOnly = true,
    Summary = "An agency has asked an owner to let it have, or pass on, what the owner holds.")]
public sealed record OriginatorConsentRequested : IEvent<OriginatorConsentRequested>
{
    /// <summary>The owner that is asked; it is shown the request.</summary>
    [Field("recipients"), Label]
    public required AgencyId Agency { get; init; }

    /// <summary>The kinds of information that are asked for.</summary>
    [Field("scope", MinItems = 1)]
    public required ImmutableArray<Category> Scope { get; init; }

    /// <summary>Who is to have it.</summary>
    [Field("recipients", MinItems = 1)]
    public required ImmutableArray<AgencyId> For { get; init; }

    /// <summary>What it is needed for.</summary>
    [Field("reason")]
    public required ReleasePurpose Reason { get; init; }

    [Field("dates")]
    public required DateOnly NeededBy { get; init; }

    public static OriginatorConsentRequested Example => new()
    {
        Agency = new AgencyId("police"),
        Scope = [Category.Intel],
        For = [new AgencyId("probation")],
        Reason = ReleasePurpose.RiskManagement,
        NeededBy = new DateOnly(2026, 11, 20),
    };
}

public enum ReleasePurpose { RiskManagement, ReleasePlanning, Safeguarding, StaffSafety, OnwardDisclosure }
