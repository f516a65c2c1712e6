namespace Reintegration.Events.Events.Governance;

/// <summary>What is known of an enrolled organisation is otherwise from now on.</summary>
/// <remarks>
/// The members that change, and no others; the rest stays as it was enrolled. An enrolment that is sent again, whole,
/// takes the place of both.
/// </remarks>
[EventType("reintegration.governance.agency-amended.v1", "govern", Row = 71, Category = Category.Govern,
    Producers = [Sector.Coordination], Sensitivity = Sensitivity.S1, Place = CasePlace.NoCase, Governing = true,
    Retention = RetentionClass.Organisation,
    Summary = "What is known of an enrolled organisation is otherwise from now on.")]
public sealed record AgencyAmended : IEvent<AgencyAmended>
{
    [Field("agency"), Label]
    public required AgencyId Agency { get; init; }

    [Field("agency"), Label]
    public string? Name { get; init; }

    [Field("desk"), Label]
    public string? ContactDesk { get; init; }

    [Field("clients"), Label, Form(TextForm.Reference)]
    public ImmutableArray<string>? ClientIds { get; init; }

    [Field("purposes"), Label, Form(TextForm.Purpose)]
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
