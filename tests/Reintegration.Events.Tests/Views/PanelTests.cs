using Reintegration.Events.Events;
using Reintegration.Events.Tests.Policy;
using Reintegration.Events.Views;
using Reintegration.Events.Views.Sheets;

namespace Reintegration.Events.Tests.Views;

/// <summary>What the panel works from, and what its chair does not hear.</summary>
public sealed class PanelTests
{
    [Fact]
    public void PanelPack_shows_what_no_conference_has_considered_and_who_disagreed()
    {
        var world = World.Standard();
        var old = world.Post("custody.behaviour-observation-recorded", "prison");
        var contact = world.Post("intelligence.police-contact-recorded", "police");
        var putOff = world.Post("needs.needs-assessment-completed", "probation");
        world.Post("coordination.case-conference-held", "prison",
            $$"""
            {"itemsConsidered":["{{Rows.Name(old)}}"],
             "itemsNotConsidered":[{"item":"{{Rows.Name(putOff)}}","reason":"for-next-time"}]}
            """);
        var fresh = world.Post("supervision.contact-missed", "probation");
        world.Post("coordination.decision-recorded", "prison");

        var sheet = Rows.Sheet<PanelPack>(world, Sector.Probation);

        Assert.Equal(
            [Rows.Name(contact), Rows.Name(putOff), Rows.Name(fresh)],
            sheet.Standing(Parts.ToConsider).Select(item => item.Opened.Event));
        var decision = Assert.Single(sheet.Of(Parts.Decisions));
        Assert.Equal(["police"], Members.Texts(decision.Value("dissent"), "agency"));
    }

    [Fact]
    public void ActionTracker_shows_what_is_owed_late_and_escalated_and_by_whom()
    {
        var world = World.Standard();
        var late = world.Post("coordination.action-assigned", "prison", """{"agency":"community-haven","what":"Find a course","dueBy":"2026-05-20"}""");
        var done = world.Post("coordination.action-assigned", "prison", """{"agency":"police","what":"Check the address","dueBy":"2026-05-10"}""");
        world.Post("coordination.action-completed", "police",
            $$"""{"action":"{{Rows.Name(done)}}","agency":"police","what":"Check the address","dueBy":"2026-05-10","evidence":null}""");
        world.Post("coordination.action-escalated", "prison",
            $$"""{"action":"{{Rows.Name(late)}}","agency":"community-haven","what":"Find a course","dueBy":"2026-05-20"}""");
        world.Post("coordination.case-agency-left", "prison", """{"agency":"community-haven","to":"2026-05-25T00:00:00Z"}""");

        var sheet = Rows.Sheet<ActionTracker>(world, Sector.Prison);

        Assert.Equal(Rows.Name(late), Assert.Single(sheet.Standing(Parts.Actions)).Opened.Event);
        Assert.Equal("1|2026-05-20|1", string.Join('|', ReadModels.Find("action-tracker")!.Values(sheet).Skip(2)));
        var alarms = Rows.Alarms<ActionTracker>(sheet, World.Now).ToDictionary(alarm => alarm.Rule);
        Assert.Equal(Rows.Name(late), alarms["action-overdue"].Events[0]);
        Assert.Equal(Rows.Day("2026-05-21"), alarms["action-overdue"].Since);
        Assert.Equal(Rows.Name(late), alarms["owner-left"].Events[0]);
    }

    [Fact]
    public void Each_attendee_has_a_pack_of_what_the_own_seat_is_shown()
    {
        var world = Rows.Everything();
        var police = Rows.Sheet<PanelMemberPack>(world, Sector.Police);
        var probation = Rows.Sheet<PanelMemberPack>(world, Sector.Probation);
        var community = Rows.Sheet<PanelPartnerPack>(world, Sector.Community);
        Assert.NotEmpty(probation.Of(Parts.Needs));
        Assert.Empty(police.Of(Parts.Needs));
        Assert.NotEmpty(police.Of(Parts.RiskLevel));
        Assert.Empty(community.Of(Parts.RiskLevel));
        // A member is held to the lower of the panel's rules and their own sector's.
        foreach (var item in community.Of(Parts.ToConsider))
            Assert.DoesNotContain(
                Catalog.Default.Find(item.Opened.Type).Category,
                (Category[])[Category.Police, Category.Compliance, Category.Observe, Category.Intel]);
    }

    [Fact]
    public void PanelPack_holds_no_raw_intelligence_and_nothing_privileged()
    {
        var world = Rows.Everything();
        var released = """{"handling":{"releasableTo":["probation"]}}""";
        world.Post("intelligence.intelligence-registered", "police", """{"topic":"association","expires":"2026-12-31"}""", released);
        world.Post("care.privileged-concern-disclosed", "health-north", """{"concreteFacts":"Said so on Monday."}""", released);
        var json = Rows.Json(Rows.Sheet<PanelPack>(world, Sector.Probation, seat => seat with { Clearance = 4 }));
        foreach (var hidden in (string[])["intelligence-registered", "association", "privileged", "Said so on Monday",
            "formulationSummary", "childRef"])
            Assert.DoesNotContain(hidden, json);
    }

    [Fact]
    public void ActionTracker_holds_meetings_and_handovers_and_nothing_else_of_the_case()
    {
        var sheet = Rows.Sheet<ActionTracker>(Rows.Everything(), Sector.Probation);
        Assert.NotEmpty(sheet.Of(Parts.Actions));
        foreach (var matter in sheet.Sections.Values.SelectMany(matters => matters))
            Assert.Contains(
                Catalog.Default.Find(matter.Opened.Type).Category,
                (Category[])[Category.Ident, Category.Team, Category.Meeting, Category.Needs]);
    }

    [Fact]
    public void InformationGaps_shows_who_went_quiet_and_what_went_stale()
    {
        var world = World.Standard();
        var supervision = world.Post("supervision.supervision-commenced", "probation", """{"start":"2026-03-01","end":"2027-03-01"}""");
        var asked = world.Post("needs.reassessment-triggered", "probation", """{"dueBy":"2026-05-15"}""");
        var last = world.Post("intelligence.police-contact-recorded", "police", recordedAt: Rows.Day("2026-03-10"));

        var sheet = Rows.Sheet<InformationGaps>(world, Sector.Probation);
        var alarms = Rows.Alarms<InformationGaps>(sheet, World.Now).ToLookup(alarm => alarm.Rule);

        Assert.Equal(Rows.Name(supervision), Assert.Single(alarms["contact-silence"]).Events[0]);
        Assert.Equal(Rows.Name(asked), Assert.Single(alarms["reassessment-overdue"]).Events[0]);
        var police = Assert.Single(alarms["agency-silent"], alarm => alarm.Events[0] == Rows.Name(last));
        Assert.Equal(last.RecordedAt + Continuity.AgencyPatience, police.Since);

        world.Post("supervision.contact-missed", "probation", """{"expectedAt":"2026-05-20T10:00:00Z"}""");
        sheet = Rows.Sheet<InformationGaps>(world, Sector.Probation);
        Assert.DoesNotContain(Rows.Alarms<InformationGaps>(sheet, World.Now), alarm => alarm.Rule == "contact-silence");
    }

    [Fact]
    public void InformationGaps_does_not_change_with_what_intelligence_does()
    {
        var (one, other) = (World.Standard(), World.Standard());
        other.Post("intelligence.intelligence-registered", "intelligence", """{"expires":"2026-12-31"}""");
        other.Sit("intelligence", "liaison-officer");
        Assert.Equal(Row(one), Row(other));

        static string Row(World world)
        {
            var sheet = Rows.Sheet<InformationGaps>(world, Sector.Prison);
            // Names are handed out in order, so the events after the hidden ones are called otherwise.
            return System.Text.RegularExpressions.Regex.Replace(
                Rows.Json(sheet with { Seen = [] }), "[0-9a-f]{12}\"", "\"");
        }
    }
}
