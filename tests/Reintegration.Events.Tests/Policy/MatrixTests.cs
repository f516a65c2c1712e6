using System.Text;
using Reintegration.Events.Events;
using Reintegration.Events.Policy;
using Reintegration.Events.Tests.Support;

namespace Reintegration.Events.Tests.Policy;

/// <summary>
/// contracts/policy/disclosure-matrix.txt: any change of who sees what shows as a change of its rows.
/// </summary>
public sealed class MatrixTests
{
    static readonly (Sector Sector, string Role, string Purpose, int Clearance)[] Columns =
    [
        (Sector.Prison, "practitioner", "supervision", 0), (Sector.Prison, "practitioner", "reintegration", 0),
        (Sector.Prison, "religious-mentor", "reintegration", 0), (Sector.Prison, "agency-system", "supervision", 0),
        (Sector.Probation, "practitioner", "supervision", 0), (Sector.Probation, "practitioner", "reintegration", 0),
        (Sector.Probation, "panel-chair", "supervision", 0),
        (Sector.Police, "practitioner", "public-protection", 0), (
            Sector.Police, "panel-member", "public-protection", 0),
        (Sector.Intelligence, "intelligence-analyst", "threat-prevention", 0),
        (Sector.Community, "practitioner", "reintegration", 0), (Sector.Community, "panel-member", "reintegration", 0),
        (Sector.Community, "agency-system", "reintegration", 0),
        (Sector.Health, "psychologist", "reintegration", 0),
        (Sector.Oversight, "auditor", "oversight", 0), (
            Sector.Coordination, "national-coordinator", "reintegration", 0),
        (Sector.Prison, "data-protection-officer", "rights-request", 0),
    ];

    /// <summary>
    /// Row head, type, owner, and what is said about it: one event of every type, and of each owner the matrix tells
    /// apart.
    /// </summary>
    static readonly (string Type, string Owner)[] Rows =
    [
        .. Told,
        .. Catalog.Default.All
            .Where(type => !type.FollowsTarget && type.NotYetAccepted is null)
            .Select(type => (Short(type), World.AgencyOf(type.Producers[0])))
            .Where(row => Told.All(told => told.Type != row.Item1)),
    ];

    static string Short(EventType type) => type.Name["reintegration.".Length..^".v1".Length];

    /// <summary>Types of which several owners are told apart, and others that stand at the head.</summary>
    static (string Type, string Owner)[] Told =>
    [
        ("coordination.case-opened", "prison"), ("custody.sentence-recorded", "prison"), (
            "custody.person-released", "prison"),
        ("supervision.supervision-commenced", "probation"), ("supervision.supervision-condition-imposed", "probation"),
        ("supervision.supervision-contact-recorded", "probation"), ("supervision.contact-missed", "probation"),
        ("supervision.contact-missed", "community-haven"), ("needs.risk-assessment-completed", "probation"),
        ("needs.needs-assessment-completed", "probation"), ("care.religious-mentoring-session-held", "prison"),
        ("care.religious-mentoring-session-held", "community-haven"), (
            "community.community-reception-assessed", "community-haven"),
        ("intelligence.police-contact-recorded", "police"), ("intelligence.intelligence-registered", "intelligence"),
        ("intelligence.intelligence-registered", "police"), ("intelligence.intelligence-registered", "prison"),
        ("intelligence.intelligence-advisory-issued", "intelligence"), (
            "intelligence.intelligence-advisory-issued", "police"),
        ("governance.consent-given", "community-haven"), ("governance.consent-withdrawn", "community-haven"),
        ("coordination.case-agency-joined", "prison"), ("coordination.case-seat-taken", "probation"),
        ("coordination.case-seat-left", "probation"), ("coordination.case-seat-taken", "intelligence"),
        ("community.practitioner-certified", "coordination"), ("community.practitioner-certified", "prison"),
        ("governance.agency-enrolled", "coordination"), ("governance.policy-bundle-activated", "coordination"),
    ];

    [Fact]
    public void The_disclosure_matrix_is_the_one_that_was_agreed() =>
        Golden.Holds("contracts/policy/disclosure-matrix.txt", Matrix(BundleFiles.Bundle));

    [Fact]
    public void Every_event_type_has_a_row()
    {
        var rows = Rows.Select(row => $"reintegration.{row.Type}.v1").ToHashSet();
        var without = Catalog.Default.All.Where(type => !rows.Contains(type.Name)).ToArray();
        Assert.All(without, type => Assert.True(type.FollowsTarget || type.NotYetAccepted is not null, type.Name));
        Assert.Contains(without, type => type.Name == "reintegration.governance.statement-corrected.v1");
    }

    [Fact]
    public void Changing_one_rule_moves_its_rows_and_no_others()
    {
        var without = BundleFiles.WithRules(
            BundleFiles.Bundle.Rules.Values.Where(rule => rule.Id != "custody-to-police"));
        var before = Matrix(BundleFiles.Bundle).Split('\n');
        var after = Matrix(without).Split('\n');
        var moved = before.Except(after).Concat(after.Except(before)).ToList();
        Assert.NotEmpty(moved);
        Assert.All(moved, line => Assert.Contains("custody.", line, StringComparison.Ordinal));
    }

    static string Matrix(Bundle bundle)
    {
        var text = new StringBuilder();
        text.AppendLine(
            "# Who may know what, at most: bundle " + bundle.Id + ". Generated; APPROVE=1 dotnet test rewrites it.");
        text.AppendLine("# F full  f fine  c coarse  e exists (on $event: owner, category, contact desk)  . nothing");
        text.AppendLine(
            "# Standard conditions: active case, statutory window open, no consent, nothing released by its originator,");
        text.AppendLine(
            "# clearance 0, not certified. Each later part changes one condition and shows the rows that differ.");
        text.AppendLine();
        for (var i = 0; i < Columns.Length; i++)
            text.AppendLine($"  {(char)('A' + i)}  {Word(Columns[i].Sector)}.{Columns[i].Role}.{Columns[i].Purpose}");
        var standard = Cells(bundle, World.Standard(), null, 0);
        Part(text, "Standard conditions", standard, null);
        Part(text, "Outside the statutory window", Cells(bundle, World.Standard(windowOpen: false), null, 0), standard);
        Part(text, "A person under age", Cells(bundle, World.Standard(juvenile: true), null, 0), standard);
        Part(text, "Certified for the tool", Cells(bundle, Certified(), null, 0, certified: true), standard);
        Part(text, "The person's consent to the community, for every category", Cells(bundle, Consented(), null, 0), standard);
        Part(text, "Released by its originator to every agency on the case, clearance 3", Cells(bundle, World.Standard(), Release, 3), standard);
        Part(text, "Marked SOURCE, clearance 3", Cells(bundle, World.Standard(), """{"labels":["SOURCE"]}""", 3), standard);
        Part(text, "After its originator left the case", Cells(bundle, World.Standard(), null, 0, left: true), standard);
        return text.ToString().Replace("\r\n", "\n", StringComparison.Ordinal);
    }

    const string Release =
        """{"handling":{"releasableTo":["prison","probation","police","intelligence","community-haven","health-north"]}}""";

    static World Certified()
    {
        var world = World.Standard();
        foreach (var column in Columns) world.Certify($"{World.AgencyOf(column.Sector)}.{column.Role}", "vera-2r");
        return world;
    }

    static World Consented()
    {
        var world = World.Standard();
        foreach (var category in Enum.GetNames<Category>())
            world.Consent("community-haven", category.ToUpperInvariant());
        return world;
    }

    /// <summary>Row ("class  type of owner") to its cells.</summary>
    static Dictionary<string, string> Cells(
        Bundle bundle, World world, string? about, int clearance, bool certified = false, bool left = false)
    {
        var cells = new Dictionary<string, string>();
        // Events are decided about without being folded: the conditions of the part stay what its title says.
        var (context, organisations) = (world.Context, world.Organisations);
        foreach (var (type, owner) in Rows)
        {
            var inCase = Catalog.Default.Find($"reintegration.{type}.v1").Place != CasePlace.NoCase;
            var facts = type switch
            {
                "intelligence.intelligence-registered" => """{"expires":"2026-12-31"}""",
                "intelligence.intelligence-advisory-issued" => """{"recipients":["oversight"],"validUntil":"2026-12-31"}""",
                "governance.consent-given" => """{"scope":["NEEDS"],"recipients":["health-north"]}""",
                "governance.consent-withdrawn" => """{"scope":["NEEDS"],"recipients":["health-north"]}""",
                "coordination.case-agency-joined" => """{"agency":"probation","to":null}""",
                "coordination.case-seat-left" or "coordination.case-seat-taken" => """{"official":"somebody-else"}""",
                "supervision.supervision-commenced" => """{"start":"2026-09-01","end":"2027-09-01"}""",
                "governance.agency-enrolled" => """{"agency":"community-other"}""",
                "governance.policy-bundle-activated" => """{"effectiveFrom":"2026-01-01T00:00:00Z"}""",
                "custody.person-released" => """{"at":"2026-08-01T08:00:00Z"}""",
                "custody.sentence-recorded" => null,
                _ => null,
            };
            var recorded = world.Post(type, owner, facts, about, inCase);
            var after = left
                ? context with { Agencies = context.Agencies.RemoveAll(place => place.Agency.Value == owner) }
                : context;
            var deciders = Columns.Select(c => new Decider(
                bundle, Catalog.Default, world.Seat(
                    c.Sector, c.Role, c.Purpose, clearance, certified), after, organisations, World.Now));
            var decisions = deciders.Select(decider => decider.Decide(recorded.Envelope)).ToList();
            foreach (var fieldClass in Catalog.Default.Find(recorded.Envelope.Type).Classes)
                cells[$"{fieldClass}  {type} of {owner}"] = string.Concat(
                    decisions.Select(d => Letter(d.LevelOf(fieldClass))));
        }

        return cells;
    }

    static void Part(
        StringBuilder text, string title, Dictionary<string, string> cells, Dictionary<string, string>? than)
    {
        text.AppendLine().AppendLine($"## {title}");
        var head = "";
        foreach (var (row, levels) in cells)
        {
            if (than is null ? levels.All(level => level == '.') : levels == than[row]) continue;
            var parts = row.Split("  ");
            if (head != parts[1])
            {
                head = parts[1];
                text.AppendLine().AppendLine(
                    $"{head,-64} {string.Concat(Enumerable.Range(0, Columns.Length).Select(i => (char)('A' + i)))}");
            }

            text.AppendLine($"  {parts[0],-62} {levels}");
        }
    }

    static string Word(Sector sector) => sector.ToString().ToLowerInvariant();

    static char Letter(Level level) => level switch
    {
        Level.Nothing => '.',
        Level.Exists => 'e',
        Level.Coarse => 'c',
        Level.Fine => 'f',
        _ => 'F',
    };
}
