namespace Reintegration.Events.Events.Supervision;

/// <summary>The person has been warned that a further breach may have consequences.</summary>
/// <remarks>
/// A warning given by a human and told to the person. It is neither a sanction nor the first step of a recall.
/// </remarks>
[EventType("reintegration.supervision.enforcement-warning-issued.v1", "compliance", Row = 24,
    Category = Category.Compliance, Producers = [Sector.Probation], HumanOnly = true,
    Summary = "The person has been warned that a further breach may have consequences.")]
public sealed record EnforcementWarningIssued : IEvent<EnforcementWarningIssued>
{
    [Field("reason")]
    public required EnforcementReason Reason { get; init; }

    /// <summary>The order and the provision it rests on.</summary>
    [Field("authority")]
    public required string LegalBasis { get; init; }

    [Field("decided-by"), Form(TextForm.Role)]
    public required string DecidedBy { get; init; }

    [Field("date", Ladder = Ladder.Date)]
    public required DateTimeOffset Effective { get; init; }

    public static EnforcementWarningIssued Example => new()
    {
        Reason = EnforcementReason.MissedContacts,
        LegalBasis = "Release order of 16 October 2026, paragraph 4",
        DecidedBy = "practitioner",
        Effective = new DateTimeOffset(2026, 12, 1, 10, 0, 0, TimeSpan.FromHours(1)),
    };
}

public enum EnforcementReason
{
    MissedContacts, ResidenceBreach, CurfewBreach, ContactBreach, ProgrammeBreach, NewOffence, Other,
}
