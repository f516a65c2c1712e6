namespace Reintegration.Events.Events.Governance;

/// <summary>An organisation has become a member: who it is, how it is reached, what it may do here.</summary>
/// <remarks>
/// Told by coordination from the files in deploy/agencies. It puts the agency on no case; <c>CaseAgencyJoined</c> does.
/// </remarks>
[EventType("reintegration.governance.agency-enrolled.v1", "govern", Row = 71, Category = Category.Govern,
    Producers = [Sector.Coordination], Sensitivity = Sensitivity.S1, Place = CasePlace.NoCase, Governing = true,
    Retention = RetentionClass.Organisation,
    Summary = "An organisation has become a member: who it is, how it is reached, what it may do here.")]
public sealed record AgencyEnrolled : IEvent<AgencyEnrolled>
{
    [Field("agency"), Label]
    public required AgencyId Agency { get; init; }

    [Field("agency"), Label]
    public required Sector Sector { get; init; }

    [Field("agency"), Label]
    public required string Name { get; init; }

    /// <summary>Who answers when somebody learns only that the agency holds something.</summary>
    [Field("desk"), Label]
    public required string ContactDesk { get; init; }

    [Field("agency"), Label, Form(TextForm.Country)]
    public required string Country { get; init; }

    /// <summary>The law its processing stands under.</summary>
    [Field("agency"), Label]
    public required Regime Regime { get; init; }

    /// <summary>
    /// For an agency abroad, on which basis personal data may be sent there (Directive (EU) 2016/680, articles 36 to
    /// 38). Absent: on none, so that it learns no more than that something exists.
    /// </summary>
    [Field("purposes"), Label]
    public TransferBasis? TransferBasis { get; init; }

    /// <summary>The clients whose tokens may speak for it.</summary>
    [Field("clients"), Label, Form(TextForm.Reference)]
    public required ImmutableArray<string> ClientIds { get; init; }

    [Field("purposes"), Label, Form(TextForm.Purpose)]
    public required ImmutableArray<string> AuthorisedPurposes { get; init; }

    /// <summary>The seats its feeds are made for.</summary>
    [Field("feeds"), Label]
    public required ImmutableArray<FeedSeat> FeedSeats { get; init; }

    /// <summary>Types it may produce beside those of its sector.</summary>
    [Field("produces", MaxItems = 200), Label, Form(TextForm.EventTypeName)]
    public ImmutableArray<string>? ProducesTypes { get; init; }

    public static AgencyEnrolled Example => new()
    {
        Agency = new AgencyId("community-haven"),
        Sector = Sector.Community,
        Name = "Haven neighbourhood centre",
        ContactDesk = "Mentoring office, weekdays 9 to 17",
        Country = "XA",
        Regime = Regime.Gdpr,
        ClientIds = ["community-haven-records-system"],
        AuthorisedPurposes = ["reintegration", "safeguarding"],
        FeedSeats = [new FeedSeat("agency-system", "reintegration", "gdpr-6-1-e")],
    };
}

/// <summary>A seat that a feed is made for: one role, one purpose, one legal basis.</summary>
/// <param name="LegalBasis">Absent takes the bundle's default for the sector and the purpose.</param>
public sealed record FeedSeat(
    [property: Form(TextForm.Role)] string Role,
    [property: Form(TextForm.Purpose)] string Purpose,
    [property: Form(TextForm.LegalBasis)] string? LegalBasis = null);

/// <summary>Directive (EU) 2016/680, Regulation (EU) 2016/679, or national law outside both.</summary>
public enum Regime { Led, Gdpr, National }

/// <summary>An adequacy decision, appropriate safeguards, or a derogation for one situation.</summary>
public enum TransferBasis { Adequacy, Safeguards, Derogation }
