using System.Text.RegularExpressions;
using Reintegration.Events.Events;
using Reintegration.Events.Ledger;
using Reintegration.Events.Policy;

namespace Reintegration.Events.Tests.Policy;

/// <summary>
/// The sharing matrix of the field (domain.md 3.2) written down a second time, cell by cell, and the bundle held to it.
/// </summary>
/// <remarks>
/// A cell is a list of outcomes, the widest first, each with the conditions it needs; without any of them: D. Every
/// outcome is tried with exactly its conditions and no other, and the cell with none at all. Columns: PRI, PRO, POL,
/// INT, COM, and PAN, of which a member is shown the lower of it and the own column, but for MEETING.
/// </remarks>
public sealed partial class MatrixOracleTests
{
    /// <summary>Row, event type, owner, and the six cells.</summary>
    static readonly (string Row, string Type, string Owner, string[] Cells)[] Matrix =
    [
        ("IDENT", "coordination.case-opened", "prison", ["F", "F", "F{1}", "F{1}", "R:a{1,4}", "F"]),
        ("IDENT", "supervision.residence-changed", "probation", ["F", "F", "F{1}", "F{1}", "R:a{1,4}", "F"]),
        ("CUSTODY", "custody.temporary-release-decided", "prison", ["F", "F{1}", "F{2}", "R:b{2}", "R:b{2,4}", "F"]),
        ("OBSERVE", "custody.behaviour-observation-recorded", "prison", ["F", "R:k{2}", "R:k{2}", "F{2}", "D", "R:k"]),
        ("CONDITION", "supervision.supervision-condition-imposed", "probation", ["F", "F", "F{2}", "R:c{2}", "R:c{2}", "F"]),
        ("COMPLIANCE", "supervision.contact-missed", "probation", ["R:m{2}", "F", "F{2}", "R:m{2}", "D", "F"]),
        ("COMPLIANCE", "supervision.contact-missed", "community-haven", ["R:m{2}", "F", "F{2}", "R:m{2}", "E{8}", "F"]),
        ("COMPLIANCE", "supervision.recall-initiated", "probation", ["F", "F", "F{2}", "R:m{2}", "D", "F"]),
        // Beyond the matrix: whoever supervises is shown the level without a certificate, as their page must show it.
        ("RISK", "needs.risk-assessment-completed", "probation", ["F{7}", "F{7}|R:d{2}", "R:d{2}", "R:d{2}", "R:e{2}", "F{7}"]),
        ("NEEDS", "needs.needs-assessment-completed", "probation", ["F{2}", "F", "E{2}", "D", "F{4}", "R:n"]),
        ("SERVICE", "community.cso-programme-participation-reported", "community-haven", ["R:f{2}", "F{2}", "R:f{8}", "D", "F", "R:f"]),
        ("SERVICE", "custody.rehabilitation-programme-enrolled", "prison", ["R:f{2}", "F{2}", "R:f{8}", "D", "R:f{4}", "R:f"]),
        ("HEALTH", "care.psychological-summary-issued", "health-north", ["R:g", "R:g{2}", "R:g{9}|E", "D", "R:g{4}", "R:g{4}|R:g{9}"]),
        ("RELIGION", "care.religious-mentoring-session-held", "prison", ["R:f", "R:f{2}", "D", "D", "D", "R:f"]),
        ("RELIGION", "care.religious-mentoring-session-held", "community-haven", ["R:f", "R:f{2}", "D", "D", "R:f", "R:f"]),
        ("FAMILY", "care.family-session-held", "probation", ["R:h", "F{2}", "R:h{9}|E", "E{9}", "R:h{4}", "R:h"]),
        ("INTEL pointer", "intelligence.intelligence-registered", "intelligence", ["E{5,6}", "E{5,6}", "R:i{5,6}", "F", "D", "E{5,6}"]),
        ("INTEL pointer", "intelligence.intelligence-registered", "police", ["R:i{5,6}", "R:i{5,6}", "F", "F{2,5,6}", "D", "R:i{5,6}"]),
        ("INTEL pointer", "intelligence.intelligence-registered", "prison", ["F", "R:i{5,6}", "F{5,6}", "F{2,5,6}", "D", "R:i{5,6}"]),
        ("INTEL advisory", "intelligence.intelligence-advisory-issued", "intelligence", ["R:i{5,6}", "R:i{5,6}", "R:i{5,6}", "F", "D", "R:i{5,6}"]),
        ("POLICE", "intelligence.police-contact-recorded", "police", ["R:m{2}", "F{2}", "F", "F", "D", "F"]),
        ("POLICE", "intelligence.arrest-recorded", "police", ["R:m{2}", "F{2}", "F", "F", "D", "F"]),
        ("COMMUNITY", "community.community-reception-assessed", "community-haven", ["F", "F", "F", "D", "F", "F"]),
        ("COMMUNITY concern", "community.community-tension-reported", "community-haven", ["D", "R:k{2}", "F{9}|R:k", "D", "F", "R:k"]),
        ("MEETING", "coordination.decision-recorded", "probation", ["R:j", "R:j", "R:j", "R:j", "D", "F"]),
        ("MEETING", "coordination.case-conference-held", "prison", ["R:j", "R:j", "R:j", "R:j", "D", "F{a}|R:j"]),
        ("MEETING", "coordination.action-assigned", "probation", ["R:j", "R:j", "R:j", "R:j", "R:l", "F"]),
    ];

    static readonly (Sector Sector, string Role, string Purpose)[] Columns =
    [
        (Sector.Prison, "practitioner", "supervision"), (Sector.Probation, "practitioner", "supervision"),
        (Sector.Police, "practitioner", "public-protection"), (Sector.Intelligence, "intelligence-analyst", "threat-prevention"),
        (Sector.Community, "practitioner", "reintegration"), (Sector.Probation, "panel-chair", "supervision"),
    ];

    public static TheoryData<int> Rows => [.. Enumerable.Range(0, Matrix.Length)];

    [Theory, MemberData(nameof(Rows))]
    public void A_row_of_the_matrix_is_what_the_bundle_does(int row)
    {
        var (name, type, owner, cells) = Matrix[row];
        for (var column = 0; column < Columns.Length; column++)
        {
            var isPanel = column == Columns.Length - 1;
            var own = Parse(cells[isPanel ? 1 : column]);
            var panel = isPanel ? Parse(cells[column]) : null;
            foreach (var conditions in (panel ?? own).Concat(own).Select(each => each.Conditions).Append("").Distinct())
            {
                var (expected, classes) = Expected(type, own, conditions);
                if (panel is not null)
                {
                    var (theirs, table) = Expected(type, panel, conditions);
                    var wider = name == "MEETING";
                    expected = wider ? Max(expected, theirs) : Min(expected, theirs);
                    classes = wider ? [.. classes.Union(table)] : [.. classes.Intersect(table)];
                }

                Check($"{name} {type} of {owner} for {Columns[column]} under {{{conditions}}}", type, owner, column, conditions, expected, classes);
            }
        }
    }

    static void Check(
        string where, string type, string owner, int column, string conditions, Level expected, HashSet<string> classes)
    {
        var (sector, role, purpose) = Columns[column];
        var world = WorldUnder(conditions, owner);
        var recorded = Post(world, type, owner, conditions);
        var seat = world.Seat(sector, role, purpose, conditions.Contains('6') ? 3 : 0, certified: conditions.Contains('7'));
        var decision = world.Decide(recorded, seat);
        Assert.True(expected == decision.Event.Level, $"{where}: expected {expected}, found {decision.Event.Level}");
        var shown = decision.Fields.Where(field => field.Value.Level > Level.Exists).Select(field => field.Key).ToHashSet();
        var mine = Catalog.Default.Find($"reintegration.{type}.v1").Classes;
        if (expected != Level.Full) classes = [];
        classes.IntersectWith(mine);
        Assert.True(classes.SetEquals(shown),
            $"{where}: too much [{string.Join(' ', shown.Except(classes))}], too little [{string.Join(' ', classes.Except(shown))}]");
    }

    /// <summary>The first outcome whose conditions all hold, and the classes it shows.</summary>
    static (Level Level, HashSet<string> Classes) Expected(string type, List<(string Outcome, string Conditions)> cell, string conditions)
    {
        var outcome = cell.Where(each => each.Conditions.All(conditions.Contains)).Select(each => each.Outcome).FirstOrDefault("D");
        var root = Catalog.Default.Find($"reintegration.{type}.v1").Root;
        var groups = BundleFiles.Bundle.Classes;
        return outcome switch
        {
            "D" => (Level.Nothing, []),
            "E" => (Level.Exists, []),
            // Where a row has no group of its own there is one profile, and it is all there is.
            "F" => (Level.Full, [.. groups.Groups.ContainsKey(root) ? groups.Of(root) : groups.Of($"{root}:f")]),
            _ => (Level.Full, [.. Profile(root, outcome[2..]).SelectMany(groups.Of)]),
        };
    }

    /// <summary>The group of a profile, and those of its members that are shown coarser.</summary>
    static IEnumerable<string> Profile(string root, string profile)
    {
        var name = $"{root}:{profile}";
        foreach (var group in BundleFiles.Bundle.Classes.Groups.Keys)
            if (group == name || group.StartsWith(name + "-", StringComparison.Ordinal)) yield return group;
    }

    static List<(string Outcome, string Conditions)> Parse(string cell) =>
    [
        .. cell.Split('|').Select(text => Outcome.Match(text)).Select(match =>
            (match.Groups["outcome"].Value, match.Groups["conditions"].Value.Replace(",", "", StringComparison.Ordinal))),
    ];

    static World WorldUnder(string conditions, string owner)
    {
        var world = World.Standard(windowOpen: conditions.Contains('2'));
        if (conditions.Contains('4'))
            foreach (var category in Enum.GetNames<Category>())
                foreach (var recipient in (string[])["community-haven", "prison"])
                    world.Consent(recipient, category.ToUpperInvariant(), category == nameof(Category.Family) ? "relative" : "person");
        if (conditions.Contains('7')) world.Certify("prison.practitioner", "vera-2r");
        if (conditions.Contains('7')) world.Certify("probation.practitioner", "vera-2r");
        if (conditions.Contains('7')) world.Certify("probation.panel-chair", "vera-2r");
        if (conditions.Contains('8'))
            world.Post("supervision.supervision-condition-imposed", "probation", $$"""{"from":"2026-01-01","to":"2027-01-01","serviceBy":"{{owner}}"}""");
        if (conditions.Contains('9'))
            world.Post("intelligence.imminent-harm-declared", "police", """{"expires":"2026-06-03T00:00:00Z"}""", recordedAt: World.Now.AddHours(-1));
        if (!conditions.Contains('1')) world.Post("coordination.case-closed", "prison", """{"at":"2026-05-30T00:00:00Z"}""");
        return world;
    }

    static Recorded Post(World world, string type, string owner, string conditions)
    {
        var facts = type switch
        {
            "needs.risk-assessment-completed" => """{"validUntil":"2026-12-31"}""",
            "intelligence.intelligence-registered" => """{"expires":"2026-12-31"}""",
            "intelligence.intelligence-advisory-issued" => """{"validUntil":"2026-12-31","recipients":["oversight"]}""",
            "coordination.case-conference-held" => conditions.Contains('a')
                ? """{"attendees":[{"agency":"probation","role":"panel-chair"}]}"""
                : """{"attendees":[{"agency":"prison","role":"panel-member"}]}""",
            _ => null,
        };
        var released = conditions.Contains('5') ? """["prison","probation","police","intelligence","community-haven"]""" : "[]";
        var about = $$"""
            {"handling":{"releasableTo":{{released}}},
             "purposes":["reintegration","supervision","public-protection","safeguarding","threat-prevention"]}
            """;
        return world.Post(type, owner, facts, about);
    }

    static Level Min(Level left, Level right) => left < right ? left : right;

    static Level Max(Level left, Level right) => left < right ? right : left;

    [GeneratedRegex(@"^(?<outcome>F|E|D|R:[a-n])(\{(?<conditions>[0-9a,]+)\})?$")]
    private static partial Regex Outcome { get; }
}
