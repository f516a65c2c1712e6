namespace Reintegration.Events.Events.Governance;

/// <summary>An organisation may not use this house until further notice.</summary>
/// <remarks>
/// From then on it is shown nothing and posts nothing, and others are shown of what it reported that it exists. Enrolling
/// it again ends the suspension.
/// </remarks>
[EventType("reintegration.governance.agency-suspended.v1", "govern", Row = 71, Category = Category.Govern,
    Producers = [Sector.Coordination], Sensitivity = Sensitivity.S1, Place = CasePlace.NoCase,
    Retention = RetentionClass.Organisation, HumanOnly = true, Governing = true,
    Summary = "An organisation may not use this house until further notice.")]
public sealed record AgencySuspended : IEvent<AgencySuspended>
{
    [Field("agency"), Label]
    public required AgencyId Agency { get; init; }

    [Field("dates"), Label]
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
