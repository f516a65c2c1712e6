namespace Reintegration.Events.Policy.Matrix;

/// <summary>
/// Made-up circumstances under which the matrix is drawn: eight agencies, one case led by the prison with all case
/// agencies on it and every role seated.
/// </summary>
internal sealed record StandardCase
{
    public static readonly DateTimeOffset Now = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    public static readonly CaseId Case = CaseId.Parse("018f0000-0000-7000-8000-000000000001");

    /// <summary>The tool the examples of assessments name.</summary>
    private const string Tool = "vera-2r";

    private static readonly DateTimeOffset Begins = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static StandardCase Standard { get; } = new() { Context = Open(), Organisations = Enrolled() };

    public required CaseContext Context { get; init; }

    public required OrganisationContext Organisations { get; init; }

    public StandardCase OutsideWindow() => this with
    {
        Context = Context with { Sentence = new SentenceDates(new DateOnly(2028, 8, 1), new DateOnly(2029, 1, 9)) },
    };

    public StandardCase Juvenile() => this with { Context = Context with { Juvenile = true } };

    public StandardCase Consented() => this with
    {
        Context = Context with
        {
            Consents =
            [
                .. Enum.GetValues<Category>().Select(category => new ConsentGrant(
                    "person", category, AgencyOf(Sector.Community), new DateTimeOffset(2027, 1, 2, 0, 0, 0, TimeSpan.Zero))),
            ],
        },
    };

    public StandardCase Certified(IEnumerable<string> officials) => this with
    {
        Organisations = Organisations with
        {
            Certificates =
                [.. officials.Select(official => new Certificate(official, Tool, new DateOnly(2025, 1, 1), new DateOnly(2027, 1, 1)))],
        },
    };

    public StandardCase Without(AgencyId agency) => this with
    {
        Context = Context with { Agencies = Context.Agencies.RemoveAll(place => place.Agency == agency) },
    };

    public static AgencyId AgencyOf(Sector sector) => AgencyId.Parse(sector switch
    {
        Sector.Community => "community-haven",
        Sector.Health => "health-north",
        _ => CaseEntities.Word(sector),
    });

    public Seat Seat(Sector sector, string role, string purpose, int clearance)
    {
        var official = Official(sector, role);
        return new Seat(
            AgencyOf(sector), sector, role, purpose, "led-8", clearance, Organisations.CertifiedFor(official, Now), official);
    }

    public static string Official(Sector sector, string role) => $"{AgencyOf(sector)}.{role}";

    private static OrganisationContext Enrolled() => OrganisationContext.Empty with
    {
        Members = Enum.GetValues<Sector>().ToImmutableSortedDictionary(AgencyOf, sector => new Member(
            AgencyOf(sector), sector, $"{AgencyOf(sector)} office", $"desk of {AgencyOf(sector)}", "led", "XA",
            [.. Vocabulary.Purposes], [$"{AgencyOf(sector)}-system"], [])),
    };

    private static CaseContext Open() => new(Case)
    {
        Lead = AgencyOf(Sector.Prison),
        OpenedAt = Begins,
        Agencies =
        [
            .. new[] { Sector.Prison, Sector.Probation, Sector.Police, Sector.Community, Sector.Health }
                .Select(sector => new Membership(AgencyOf(sector), Begins, null)),
        ],
        Seats =
        [
            .. from sector in Enum.GetValues<Sector>()
               from role in RolesOf(sector)
               select new CaseSeat(AgencyOf(sector), Official(sector, role), role, Begins, null),
        ],
        Sentence = new SentenceDates(new DateOnly(2026, 8, 1), new DateOnly(2029, 1, 9)),
    };

    private static string[] RolesOf(Sector sector) => sector switch
    {
        Sector.Prison => ["practitioner", "psychologist", "religious-mentor"],
        Sector.Intelligence => ["intelligence-analyst"],
        Sector.Health => ["psychologist"],
        Sector.Probation => ["practitioner", "panel-chair"],
        Sector.Oversight or Sector.Coordination => [],
        _ => ["practitioner", "panel-member"],
    };
}
