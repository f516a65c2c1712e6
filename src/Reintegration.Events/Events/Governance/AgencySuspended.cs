namespace Reintegration.Events.Events.Governance;

/// <summary>An organisation may not use this house until further notice.</summary>
/// <remarks>
/// From then on it is to be shown nothing and to post nothing, while what it reported stays. Until that is so, intake
/// does not take it.
/// </remarks>
[EventType("reintegration.governance.agency-suspended.v1", "govern", Row = 71, Category = Category.Govern,
    Producers = [Sector.Coordination], Sensitivity = Sensitivity.S1, Place = CasePlace.NoCase,
    Retention = RetentionClass.Organisation, HumanOnly = true,
    NotYetAccepted = "The house would go on answering: withdraw the agency's clients at the token issuer.",
    Summary = "An organisation may not use this house until further notice.")]
public sealed record AgencySuspended : IEvent<AgencySuspended>
{
    [Field("agency")]
    public required AgencyId Agency { get; init; }

    [Field("dates")]
    public required DateTimeOffset From { get; init; }

    [Field("reason")]
    public required SuspensionReason Reason { get; init; }

    public static AgencySuspended Example => new()
    {
        Agency = new AgencyId("community-haven"),
        From = new DateTimeOffset(2027, 3, 1, 0, 0, 0, TimeSpan.FromHours(1)),
        Reason = SuspensionReason.SecurityIncident,
    };
}

public enum SuspensionReason { SecurityIncident, Misuse, AgreementEnded, AtItsOwnWish }
