namespace Reintegration.Events.Events.Governance;

/// <summary>What is known of an enrolled organisation is otherwise from now on.</summary>
/// <remarks>
/// The members that change, and no others. An enrolment that is sent again takes the place of the earlier one, and that
/// is acted on; this is not, and intake does not take it yet.
/// </remarks>
[EventType("reintegration.governance.agency-amended.v1", "govern", Row = 71, Category = Category.Govern,
    Producers = [Sector.Coordination], Sensitivity = Sensitivity.S1, Place = CasePlace.NoCase,
    Retention = RetentionClass.Organisation,
    NotYetAccepted = "Send agency-enrolled again, whole: the latest one counts.",
    Summary = "What is known of an enrolled organisation is otherwise from now on.")]
public sealed record AgencyAmended : IEvent<AgencyAmended>
{
    [Field("agency")]
    public required AgencyId Agency { get; init; }

    [Field("agency")]
    public string? Name { get; init; }

    [Field("desk")]
    public string? ContactDesk { get; init; }

    [Field("clients"), Form(TextForm.Reference)]
    public ImmutableArray<string>? ClientIds { get; init; }

    [Field("purposes"), Form(TextForm.Purpose)]
    public ImmutableArray<string>? AuthorisedPurposes { get; init; }

    public static AgencyAmended Example => new()
    {
        Agency = new AgencyId("community-haven"),
        Name = "Haven neighbourhood centre",
        ContactDesk = "Mentoring office, weekdays 8 to 18",
        ClientIds = ["community-haven-records-system"],
        AuthorisedPurposes = ["reintegration", "safeguarding"],
    };
}
