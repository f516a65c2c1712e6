using Reintegration.Events.Events;
using Reintegration.Events.Tests.Policy;
using Reintegration.Events.Views;
using Reintegration.Events.Views.Sheets;

namespace Reintegration.Events.Tests.Views;

/// <summary>What those who help work from: mentors, clinicians, whoever looks for a place.</summary>
public sealed class HelpTests
{
    [Fact]
    public void MentorCaseload_shows_name_relevant_conditions_and_the_safety_note()
    {
        var world = World.Standard();
        foreach (var category in (string[])["IDENT", "CUSTODY", "NEEDS"]) world.Consent("community-haven", category);
        // Said again after the consent; the case's own opening is shown by it too.
        var curfew = world.Post("supervision.supervision-condition-imposed", "probation");
        var ended = world.Post("supervision.supervision-condition-imposed", "probation", """{"conditionType":"travel"}""");
        world.Post("supervision.supervision-condition-imposed", "probation", """{"conditionType":"no-contact","communityRelevant":false}""");
        world.Post("supervision.supervision-condition-discharged", "probation", $$"""{"condition":"{{Rows.Name(ended)}}"}""");
        world.Post("needs.risk-assessment-completed", "probation", """{"validUntil":"2026-12-31"}""");
        var referral = world.Post("needs.service-referral-made", "community-haven", """{"dueBy":"2026-05-20"}""");
        var mentor = world.Post("care.mentor-assigned", "community-haven");

        var sheet = Rows.Sheet<MentorCaseload>(world);

        Assert.Equal("Idris Halloran", sheet.Latest(Parts.Case)!.Text("displayName"));
        Assert.Equal(Rows.Name(curfew), Assert.Single(sheet.Standing(Parts.Conditions)).Opened.Event);
        Assert.Contains("call the harbour", Assert.Single(sheet.Of(Parts.Risk)).Text("safetyNote"));
        Assert.Equal(Rows.Name(mentor), Assert.Single(sheet.Standing(Parts.Mentors)).Opened.Event);
        var alarm = Assert.Single(Rows.Alarms<MentorCaseload>(sheet, World.Now), alarm => alarm.Rule == "referral-unanswered");
        Assert.Equal(Rows.Name(referral), Assert.Single(alarm.Events));
    }

    [Fact]
    public void MentorCaseload_holds_no_offence_no_level_nothing_of_police_and_nothing_of_intelligence()
    {
        var world = Rows.Everything();
        foreach (var everyone in (string[])["intelligence", "police"])
            world.Post("intelligence.intelligence-registered", everyone, """{"expires":"2026-12-31"}""",
                """{"handling":{"releasableTo":["community-haven"]}}""");
        var sheet = Rows.Sheet<MentorCaseload>(world, seat: seat => seat with { Clearance = 4 });
        Assert.NotEmpty(sheet.Of(Parts.Risk));
        var json = Rows.Json(sheet);
        foreach (var hidden in (string[])["financing", "offenceGroup", "\"overall\"", "moderate", "police-contact",
            "arrest", "intelligence", "\"text\"", "warning", "breach", "recall-"])
            Assert.DoesNotContain(hidden, json);
        Assert.DoesNotContain(sheet.Exists, pointer => pointer.Category is Category.Intel or Category.Police or Category.Risk);
    }

    [Fact]
    public void CareView_shows_the_caseload_needs_and_who_is_to_take_over()
    {
        var world = World.Standard();
        var needs = world.Post("needs.needs-assessment-completed", "probation");
        var offer = world.Post("custody.handover-offered", "prison", """{"toOwner":"health-north","scope":"health-care","dueBy":"2026-05-20"}""");
        var summary = world.Post("care.psychological-summary-issued", "health-north");

        var sheet = Rows.Sheet<CareView>(world, Sector.Health);

        Assert.Equal(Rows.Name(needs), Assert.Single(sheet.Standing(Parts.Needs)).Opened.Event);
        Assert.Equal(Rows.Name(summary), Assert.Single(sheet.Standing(Parts.Summaries)).Opened.Event);
        Assert.Equal(Rows.Name(offer), Assert.Single(sheet.Standing(Parts.Handovers)).Opened.Event);
        Assert.Contains(Rows.Alarms<CareView>(sheet, World.Now), alarm => alarm.Rule == "handover-overdue");

        world.Post("custody.handover-accepted", "health-north",
            $$"""{"offer":"{{Rows.Name(offer)}}","toOwner":"health-north","scope":"health-care","at":"2026-05-19T10:00:00Z"}""");
        Assert.Empty(Rows.Sheet<CareView>(world, Sector.Health).Standing(Parts.Handovers));
    }

    [Theory]
    [InlineData(Sector.Prison)]
    [InlineData(Sector.Health)]
    public void CareView_holds_no_security_data(Sector sector)
    {
        var sheet = Rows.Sheet<CareView>(Rows.Everything(), sector);
        Assert.NotEmpty(sheet.Sections);
        AssertHoldsNone(sheet, Category.Risk, Category.Intel, Category.Police, Category.Compliance, Category.Observe, Category.Condition);
    }

    [Fact]
    public void MentoringCareView_shows_sessions_held_and_no_security_data()
    {
        var world = Rows.Everything();
        var sheet = Rows.Sheet<MentoringCareView>(world);
        var session = Assert.Single(sheet.Of(Parts.ReligiousSessions), held => held.Opened.Owner == "prison").Opened;
        Assert.Equal(["attended", "date"], session.Facts.Keys);
        AssertHoldsNone(sheet, Category.Risk, Category.Intel, Category.Police, Category.Compliance, Category.Observe);
    }

    [Fact]
    public void ReentryMap_shows_needs_with_and_without_a_match()
    {
        var world = World.Standard();
        var needs = world.Post("needs.needs-assessment-completed", "probation");
        var resource = world.Post("community.community-resource-registered", "community-haven", inCase: false);
        world.Post("community.reentry-map-completed", "probation",
            $$"""{"matches":[{"need":"{{Rows.Name(needs)}}","resource":"{{Rows.Name(resource)}}"}],"unmatched":["substance-use"]}""");
        var gap = world.Post("needs.support-gap-identified", "probation", """{"needDomain":"accommodation"}""");
        world.Post("needs.support-gap-identified", "probation", """{"needDomain":"education"}""");
        world.Post("needs.support-gap-closed", "probation", """{"needDomain":"education"}""");
        world.Post("custody.release-date-set", "prison", """{"date":"2026-06-20"}""");

        var sheet = Rows.Sheet<ReentryMap>(world, Sector.Probation);

        var match = Assert.Single(sheet.Latest(Parts.ReentryMap)!.Value("matches")!.Value.EnumerateArray());
        Assert.Equal(Rows.Name(resource), match.GetProperty("resource").GetString());
        Assert.Equal(["substance-use", "accommodation"], ReentryMap.Unmatched(sheet));
        Assert.Contains(Rows.Alarms<ReentryMap>(sheet, World.Now), alarm =>
            alarm.Rule == "need-unmatched" && alarm.Events.Contains(Rows.Name(gap)));
    }

    [Fact]
    public void ReentryMap_shows_the_community_nothing_of_needs_without_consent()
    {
        var sheet = Rows.Sheet<ReentryMap>(Rows.Everything(consents: false), Sector.Community);
        AssertHoldsNone(sheet, Category.Needs, Category.Risk, Category.Custody);
        Assert.NotEmpty(Rows.Sheet<ReentryMap>(Rows.Everything(), Sector.Community).Of(Parts.Needs));
    }

    static void AssertHoldsNone(Sheet sheet, params Category[] categories)
    {
        foreach (var statement in sheet.Sections.Values.SelectMany(matters => matters).SelectMany(matter => matter.Then.Prepend(matter.Opened)))
            Assert.DoesNotContain(Catalog.Default.Find(statement.Type).Category, categories);
        Assert.DoesNotContain(sheet.Exists, pointer => categories.Contains(pointer.Category));
    }
}
