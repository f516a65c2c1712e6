using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Reintegration.Events.Events;
using Reintegration.Events.Tests.Support;
using Reintegration.Events.Views;

namespace Reintegration.Events.Tests.Events;

/// <summary>Every key aspect and pillar of reintegration against what is told of it, what is seen of it, and what shows it.</summary>
/// <param name="Rows">Of the event catalogue (domain.md 1).</param>
/// <param name="Sees">Read models in which it is seen.</param>
/// <param name="Told">The test that shows what is told; any test here.</param>
/// <param name="Seen">The test that shows what is seen.</param>
sealed record KeyAspect(string Code, string Says, int[] Rows, string[] Sees, string Told, string Seen)
{
    /// <summary>UNICRI, key aspects in their order and pillars; rows as the coverage of the catalogue says.</summary>
    public static readonly KeyAspect[] All =
    [
        new("KA1", "Preparing the transition from prison to the community", [3, .. Between(8, 15)], ["release-board", "care"],
            "CourseTests.A_step_that_may_follow_is_taken_once", "CaseworkTests.ReleaseBoard_shows_what_is_not_ready_for_a_release"),
        new("KA2", "Mapping re-entry: resources at the local level", [34, 44, 50, 51, 52], ["reentry-map", "resource-directory"],
            "CourseTests.A_step_that_may_follow_is_taken_once", "HelpTests.ReentryMap_shows_needs_with_and_without_a_match"),
        new("KA3", "Individual risk and needs assessments, and support that goes on after release", [4, 10, 11, 14, .. Between(25, 34)],
            ["supervision-case", "care"], "CourseTests.A_referral_is_completed_once_it_has_been_accepted",
            "CaseworkTests.SupervisionCase_shows_risk_with_its_end_and_a_lapsed_judgement_as_history"),
        new("KA4", "Engaging families", [35, 36, 37, 38, 68], ["mentor-caseload", "care"],
            "HardCaseTests.HardCase09_family_matters_rest_on_the_relatives_own_consent",
            "HelpTests.CareView_shows_the_caseload_needs_and_who_is_to_take_over"),
        new("KA5", "Religious leaders and psychologists", Between(39, 43), ["mentoring-care", "care"],
            "HardCaseTests.HardCase06_a_religious_mentor_neither_tells_nor_learns_security_matters",
            "HelpTests.MentoringCareView_shows_sessions_held_and_no_security_data"),
        new("KA6", "A welcoming environment in the community", [28, 33, .. Between(44, 49)], ["mentor-caseload", "resource-directory"],
            "GenerateTests.Every_type_is_told_in_some_life_but_those_that_cannot_be",
            "HelpTests.MentorCaseload_shows_name_relevant_conditions_and_the_safety_note"),
        new("KA7", "Civil society organisations in programmes", [8, 32, 41, 46, 47], ["mentor-caseload", "resource-directory"],
            "CourseTests.A_referral_is_completed_once_it_has_been_accepted",
            "HelpTests.MentorCaseload_shows_name_relevant_conditions_and_the_safety_note"),
        new("KA8", "Prison staff, law enforcement and probation officers", [4, 5, 6, 7, 18, 53, 54, 57], ["police-case", "supervision-case"],
            "OrganisationLifeTests.A_certificate_that_ends_early_counts_no_more_from_the_day_after",
            "CaseworkTests.PoliceCaseView_shows_where_and_when_what_is_allowed"),
        new("KA9", "Supervision and monitoring", [12, .. Between(15, 24), 30, .. Between(57, 62)], ["supervision-case", "police-case", "threat-picture"],
            "CourseTests.Who_has_no_say_in_it_is_refused", "CaseworkTests.SupervisionCase_shows_conditions_as_they_stand"),
        new("KA10", "Multi-agency cooperation", [1, 2, 13, 14, 22, 55, .. Between(61, 66)], ["panel-pack", "action-tracker", "information-gaps"],
            "CourseTests.A_step_rests_only_on_what_the_deciding_agency_is_shown",
            "CaseworkTests.SupervisionCase_shows_alerts_permissions_contacts_and_who_was_missed"),
        new("P-I", "Assessing capacities of prisons and communities", [44, 50, 51], ["resource-directory"],
            "GenerateTests.Every_type_is_told_in_some_life_but_those_that_cannot_be", "HelpTests.ReentryMap_shows_needs_with_and_without_a_match"),
        new("P-II", "An action plan between custody and community", [10, 11, 30, 31, 56, 66], ["release-board", "action-tracker"],
            "CourseTests.An_action_is_overdue_when_its_day_has_passed", "CaseworkTests.ReleaseBoard_shows_what_is_not_ready_for_a_release"),
        new("P-III", "Networks among those responsible", [55, 56, 67], ["agreement-board"],
            "OrganisationLifeTests.An_amendment_changes_what_it_names_and_no_more",
            "ReadModelLaws"),
        new("P-IV", "Building the capacities of those who work", [53, 54], ["supervision-case"],
            "OrganisationLifeTests.A_certificate_that_ends_early_counts_no_more_from_the_day_after",
            "CaseworkTests.SupervisionCase_shows_risk_with_its_end_and_a_lapsed_judgement_as_history"),
        new("P-V", "Coordination and information sharing after release", [1, 2, 13, 14, .. Between(59, 70)],
            ["panel-pack", "threat-picture", "rights-queue", "processing-register"],
            "ContradictionTests.A_contradiction_is_shown_beside_the_statement_until_it_is_resolved",
            "CaseworkTests.ThreatPicture_shows_phase_dates_observations_and_what_own_pointers_wait_for"),
        new("P-VI", "Raising awareness", [46, 48, 49], ["resource-directory"],
            "GenerateTests.Every_type_is_told_in_some_life_but_those_that_cannot_be", "ReadModelLaws"),
    ];

    static int[] Between(int first, int last) => [.. Enumerable.Range(first, last - first + 1)];

    /// <summary>Types of its rows, as long as intake takes them; the latest version of each.</summary>
    public IEnumerable<EventType> Types => Catalog.Default.All
        .Where(type => Rows.Contains(type.Row) && type.NotYetAccepted is null && Catalog.Default.Next(type) is null)
        .OrderBy(type => type.Row).ThenBy(type => type.Name, StringComparer.Ordinal);
}

public partial class KeyAspectTests
{
    const string Head = """
        ## Key aspects and pillars

        What reintegration asks for, who can tell it here, where it is seen, and the tests that show both.

        | | what it is | event types | read models | shown by |
        |---|---|---|---|---|

        """;

    /// <summary>The table as it stands on the page.</summary>
    internal static string Table()
    {
        var table = new StringBuilder(Head);
        foreach (var aspect in KeyAspect.All)
            table.Append(CultureInfo.InvariantCulture,
                $"| {aspect.Code} | {aspect.Says} | {string.Join(", ", aspect.Types.Select(Link))} | {string.Join(", ", aspect.Sees.Select(name => $"`{name}`"))} | {aspect.Told}; {aspect.Seen} |\n");
        return table.ToString();
    }

    static string Link(EventType type)
    {
        var name = type.Name.Split('.');
        return $"[{name[2]}.{name[3]}](events/{type.Name}.schema.json)";
    }

    [Fact]
    public void Every_aspect_has_types_a_place_where_it_is_seen_and_a_test_that_exists()
    {
        var tests = Tests();
        Assert.Equal(16, KeyAspect.All.Length);
        foreach (var aspect in KeyAspect.All)
        {
            Assert.NotEmpty(aspect.Types);
            Assert.NotEmpty(aspect.Sees);
            Assert.All(aspect.Sees, name => Assert.True(ReadModels.Find(name) is not null, $"{aspect.Code}: no read model is called {name}."));
            Assert.All((string[])[aspect.Told, aspect.Seen], test => Assert.True(tests.Contains(test), $"{aspect.Code}: there is no test {test}."));
        }
    }

    [Fact]
    public void Every_row_of_the_catalogue_has_a_type_and_almost_every_one_an_aspect()
    {
        var rows = Catalog.Default.All.Select(type => type.Row).ToHashSet();
        Assert.Empty(Enumerable.Range(1, 75).Except(rows));
        var covered = KeyAspect.All.SelectMany(aspect => aspect.Rows).ToHashSet();
        Assert.Superset(Enumerable.Range(1, 70).ToHashSet(), covered);
    }

    /// <summary>Test classes and Class.Method, as the sources of the tests name them.</summary>
    static HashSet<string> Tests()
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Golden.Root, "tests"), "*.cs", SearchOption.AllDirectories))
        {
            var text = File.ReadAllText(file);
            foreach (Match type in ClassForm.Matches(text))
            {
                found.Add(type.Groups[1].Value);
                foreach (Match method in MethodForm.Matches(text)) found.Add($"{type.Groups[1].Value}.{method.Groups[1].Value}");
            }
        }

        return found;
    }

    [GeneratedRegex("class ([A-Z][A-Za-z0-9]*)")]
    private static partial Regex ClassForm { get; }

    [GeneratedRegex("(?:void|Task) ([A-Za-z][A-Za-z0-9_]*)\\(")]
    private static partial Regex MethodForm { get; }
}
