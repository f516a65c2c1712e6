using Reintegration.Events.Events;
using Reintegration.Events.Tests.Policy;
using Reintegration.Events.Views;
using Reintegration.Events.Views.Sheets;

namespace Reintegration.Events.Tests.Views;

/// <summary>What those who hold cases work from: probation, police, intelligence, prison.</summary>
public sealed class CaseworkTests
{
    const string Released = """{"handling":{"releasableTo":["probation","police"]}}""";

    [Fact]
    public void HitInbox_shows_who_looked_until_the_desk_has_answered()
    {
        var world = World.Standard();
        var open = world.Post("governance.hit-registered", "intelligence", """{"answerBy":"2026-05-20T09:00:00Z","silent":true}""");
        var answered = world.Post("governance.hit-registered", "intelligence", """{"answerBy":"2026-05-10T09:00:00Z"}""");
        world.Post("governance.hit-answered", "intelligence", $$"""{"hit":"{{Rows.Name(answered)}}","recipients":null}""");

        var sheet = Rows.Sheet<HitInbox>(world);

        var hit = Assert.Single(sheet.Standing(Parts.Hits));
        Assert.Equal((Rows.Name(open), "probation"), (hit.Opened.Event, hit.Text("requestedBy")));
        var alarm = Assert.Single(Rows.Alarms<HitInbox>(sheet, World.Now));
        Assert.Equal(("hit-unanswered", Rows.Name(open)), (alarm.Rule, Assert.Single(alarm.Events)));
    }

    [Fact]
    public void No_inbox_holds_hits_of_another_owner()
    {
        var world = World.Standard();
        foreach (var (owner, scope) in ((string, string)[])
            [("intelligence", "INTEL"), ("police", "POLICE"), ("probation", "RISK"), ("community-haven", "NEEDS")])
            world.Post("governance.hit-registered", owner, $$"""{"scope":["{{scope}}"]}""");
        Assert.Equal("intelligence", Assert.Single(Rows.Sheet<HitInbox>(world).Of(Parts.Hits)).Opened.Owner);
        foreach (var sector in (Sector[])[Sector.Probation, Sector.Police, Sector.Community])
            Assert.Equal(World.AgencyOf(sector), Assert.Single(Rows.Sheet<DeskInbox>(world, sector).Of(Parts.Hits)).Opened.Owner);
        Assert.Empty(Rows.Sheet<DeskInbox>(world, Sector.Health).Of(Parts.Hits));
    }

    [Fact]
    public void SupervisionCase_shows_conditions_as_they_stand()
    {
        var world = World.Standard();
        var curfew = world.Post("supervision.supervision-condition-imposed", "probation");
        var tag = world.Post("supervision.supervision-condition-imposed", "probation", """{"conditionType":"internet"}""");
        world.Post("supervision.supervision-condition-varied", "probation",
            $$"""{"condition":"{{Rows.Name(curfew)}}","text":"Stay at home between 23:00 and 05:00."}""");
        world.Post("supervision.supervision-condition-discharged", "probation", $$"""{"condition":"{{Rows.Name(tag)}}"}""");

        var sheet = Rows.Sheet<SupervisionCase>(world);

        var standing = Assert.Single(sheet.Standing(Parts.Conditions));
        Assert.Equal(Rows.Name(curfew), standing.Opened.Event);
        Assert.Equal("Stay at home between 23:00 and 05:00.", standing.Text("text"));
        Assert.Equal("Stay at the approved address between 21:00 and 06:00.", standing.Opened.Text("text"));
        Assert.Equal(2, sheet.Of(Parts.Conditions).Count);
    }

    [Fact]
    public void SupervisionCase_shows_alerts_permissions_contacts_and_who_was_missed()
    {
        var world = World.Standard();
        var cleared = world.Post("supervision.electronic-monitoring-alert-raised", "probation", """{"at":"2026-05-20T02:00:00Z"}""");
        var raised = world.Post("supervision.electronic-monitoring-alert-raised", "probation", """{"at":"2026-05-30T02:00:00Z"}""");
        world.Post("supervision.electronic-monitoring-alert-cleared", "probation", $$"""{"alert":"{{Rows.Name(cleared)}}"}""");
        var asked = world.Post("supervision.permission-requested", "probation", """{"date":"2026-06-05"}""");
        var granted = world.Post("supervision.permission-requested", "probation", """{"date":"2026-06-20","activity":"Visit"}""");
        world.Post("supervision.permission-decided", "probation", $$"""{"request":"{{Rows.Name(granted)}}","decision":"granted"}""");
        var met = world.Post("supervision.supervision-contact-recorded", "probation", """{"at":"2026-05-28T10:00:00Z"}""");
        var missed = world.Post("supervision.contact-missed", "probation");

        var sheet = Rows.Sheet<SupervisionCase>(world);

        Assert.Equal(Rows.Name(raised), Assert.Single(sheet.Standing(Parts.Alerts)).Opened.Event);
        Assert.Equal(Rows.Name(asked), Assert.Single(sheet.Standing(Parts.Permissions)).Opened.Event);
        Assert.Equal(Rows.Name(met), Assert.Single(sheet.Of(Parts.Contacts)).Opened.Event);
        Assert.Equal(Rows.Name(missed), Assert.Single(sheet.Of(Parts.Missed)).Opened.Event);
        var rules = Rows.Alarms<SupervisionCase>(sheet, World.Now).ToDictionary(alarm => alarm.Rule, alarm => alarm.Events.ToList());
        Assert.Equal([Rows.Name(raised)], rules["alert-uncleared"]);
        Assert.Equal([Rows.Name(asked)], rules["permission-undecided"]);
        Assert.DoesNotContain("contact-silence", rules.Keys);
    }

    [Fact]
    public void SupervisionCase_shows_risk_with_its_end_and_a_lapsed_judgement_as_history()
    {
        var world = World.Standard();
        world.Certify("probation.practitioner", "vera-2r");
        var risk = world.Post("needs.risk-assessment-completed", "probation", """{"validUntil":"2026-06-10"}""");
        var certified = world.Seat(Sector.Probation, "practitioner", "supervision", certified: true);

        var sheet = Rows.Sheet<SupervisionCase>(world, seat: _ => certified);
        Assert.Equal(Rows.Name(risk), Assert.Single(SupervisionCase.CurrentRisk(sheet, World.Now)).Opened.Event);
        Assert.Equal(StatementKind.Assessment, sheet.Of(Parts.Risk)[0].Opened.Quality!.StatementKind);
        Assert.DoesNotContain(Rows.Alarms<SupervisionCase>(sheet, World.Now), alarm => alarm.Rule == "assessment-expired");

        var lapsed = Rows.Day("2026-06-11");
        var later = Rows.Sheet<SupervisionCase>(world, seat: _ => certified, at: lapsed);
        Assert.Empty(SupervisionCase.CurrentRisk(later, lapsed));
        Assert.Single(later.Of(Parts.Risk));
        var alarm = Assert.Single(Rows.Alarms<SupervisionCase>(later, lapsed), alarm => alarm.Rule == "assessment-expired");
        Assert.Equal((lapsed, Rows.Name(risk)), (alarm.Since, Assert.Single(alarm.Events)));
        // Who holds no certificate acts on the level alone, and is not shown one that has lapsed.
        Assert.Empty(Rows.Sheet<SupervisionCase>(world, at: lapsed).Of(Parts.Risk));
    }

    [Fact]
    public void SupervisionCase_shows_an_advisory_to_the_cleared_and_never_source_or_religion()
    {
        var world = Rows.Everything();
        world.Post("intelligence.intelligence-registered", "intelligence", """{"topic":"association","expires":"2027-01-31"}""", Released);
        var advisory = world.Post("intelligence.intelligence-advisory-issued", "intelligence", """{"recipients":["probation"],"validUntil":"2026-12-31"}""");
        world.Post("intelligence.police-contact-recorded", "police", """{"factNote":"told by the handler's man"}""", """{"labels":["SOURCE"]}""");

        var cleared = Rows.Sheet<SupervisionCase>(world, seat: seat => seat with { Clearance = 3 });
        Assert.Contains(cleared.Standing(Parts.Advisories), shown => shown.Opened.Event == Rows.Name(advisory));
        Assert.DoesNotContain(cleared.Of(Parts.Advisories), shown => shown.Opened.Facts.ContainsKey("recipients"));
        var stored = Rows.Sheet<SupervisionCase>(world);
        Assert.Empty(stored.Of(Parts.Advisories));
        foreach (var json in (string[])[Rows.Json(cleared), Rows.Json(stored)])
        {
            Assert.DoesNotContain("handler's man", json);
            Assert.DoesNotContain("religious-mentoring-session", json);
            Assert.DoesNotContain("association", json);
        }
    }

    [Fact]
    public void PoliceCaseView_shows_where_and_when_what_is_allowed()
    {
        var world = World.Standard();
        var home = world.Post("supervision.residence-changed", "probation", """{"address":"north: 1 Quay"}""");
        world.Post("supervision.residence-changed", "probation", """{"address":"north: 9 Quay"}""");
        var granted = world.Post("supervision.permission-decided", "probation", """{"place":"north: rowing club","date":"2026-06-20"}""");
        var breach = world.Post("supervision.condition-breach-suspected", "police", """{"at":"2026-05-01T20:00:00Z"}""");
        var risk = world.Post("needs.risk-assessment-completed", "probation", """{"validUntil":"2026-12-31"}""");

        var sheet = Rows.Sheet<PoliceCaseView>(world);

        Assert.Equal("north: 9 Quay", sheet.Latest(Parts.Residence)!.Text("address"));
        Assert.False(sheet.Of(Parts.Residence).Single(matter => matter.Opened.Event == Rows.Name(home)).Stands);
        Assert.Equal("north: rowing club", Assert.Single(sheet.Of(Parts.Permissions)).Text("place"));
        Assert.Equal(Rows.Name(granted), sheet.Of(Parts.Permissions)[0].Opened.Event);
        var shown = Assert.Single(sheet.Standing(Parts.Risk)).Opened;
        Assert.Equal(("moderate", Rows.Name(risk)), (shown.Text("overall"), shown.Event));
        Assert.Contains(Rows.Alarms<PoliceCaseView>(sheet, World.Now), alarm =>
            alarm.Rule == "breach-undecided" && alarm.Events.Contains(Rows.Name(breach)));
    }

    [Fact]
    public void PoliceCaseView_shows_that_there_are_needs_and_health_and_nothing_of_them_and_no_attendance()
    {
        var sheet = Rows.Sheet<PoliceCaseView>(Rows.Everything());
        Assert.Contains(sheet.Exists, pointer => pointer is { Category: Category.Needs, Owner: "probation" });
        Assert.Contains(sheet.Exists, pointer => pointer.Category == Category.Health);
        var json = Rows.Json(sheet);
        foreach (var hidden in (string[])["needs-assessment", "psychological", "therapeutic", "participation", "family-",
            "religious", "evidenceFor", "scenarios", "accommodation", "Trained joiner"])
            Assert.DoesNotContain(hidden, json);
    }

    [Fact]
    public void ThreatPicture_shows_phase_dates_observations_and_what_own_pointers_wait_for()
    {
        var world = World.Standard();
        var pointer = world.Post("intelligence.intelligence-registered", "intelligence", """{"expires":"2026-12-31"}""");
        var decided = world.Post("intelligence.intelligence-registered", "intelligence", """{"expires":"2026-12-31"}""");
        world.Post("intelligence.intelligence-disposition-decided", "intelligence",
            $$"""{"intelligence":"{{Rows.Name(decided)}}","reviewBy":"2026-06-20T12:00:00Z"}""");
        var seen = world.Post("custody.behaviour-observation-recorded", "prison");
        world.Post("custody.release-date-set", "prison", """{"date":"2026-08-15"}""");

        var sheet = Rows.Sheet<ThreatPicture>(world);

        Assert.Equal("2026-08-15", Continuity.ReleaseDay(sheet)!.Value.Day);
        Assert.Equal(Rows.Name(seen), Assert.Single(sheet.Of(Parts.Observations)).Opened.Event);
        Assert.Contains("pre-release", ReadModels.Find("threat-picture")!.Values(sheet));
        var overdue = Assert.Single(Rows.Alarms<ThreatPicture>(sheet, World.Now), alarm => alarm.Rule == "disposition-overdue");
        Assert.Equal(Rows.Name(pointer), Assert.Single(overdue.Events));
        Assert.Equal(pointer.RecordedAt.AddHours(72), overdue.Since);
        Assert.Contains(Rows.Alarms<ThreatPicture>(sheet, Rows.Day("2026-06-21")), alarm =>
            alarm.Rule == "disposition-overdue" && alarm.Events.Contains(Rows.Name(decided)));
    }

    [Fact]
    public void ThreatPicture_holds_nothing_of_services_health_religion_family_or_needs()
    {
        var world = Rows.Everything();
        var sheet = Rows.Sheet<ThreatPicture>(world, seat: seat => seat with { Clearance = 4 });
        Assert.NotEmpty(sheet.Of(Parts.Pointers));
        foreach (var statement in sheet.Sections.Values.SelectMany(matters => matters).SelectMany(matter => matter.Then.Prepend(matter.Opened)))
            Assert.DoesNotContain(
                Catalog.Default.Find(statement.Type).Category,
                (Category[])[Category.Service, Category.Health, Category.Religion, Category.Family, Category.Needs]);
        Assert.Empty(sheet.Exists);
    }

    [Fact]
    public void ReleaseBoard_shows_what_is_not_ready_for_a_release()
    {
        var world = World.Standard();
        world.Post("custody.release-date-set", "prison", """{"date":"2026-06-20"}""");
        var plan = world.Post("custody.release-plan-proposed", "probation");
        var gap = world.Post("needs.support-gap-identified", "probation");
        var notified = world.Post("custody.release-notified", "prison", """{"ackBy":"2026-05-20T12:00:00Z"}""");
        var seen = world.Post("custody.behaviour-observation-recorded", "prison");
        var considered = world.Post("custody.custodial-incident-recorded", "prison");
        world.Post("custody.temporary-release-decided", "prison",
            $$"""{"decision":"deferred","from":"2026-05-25T08:00:00Z","eventsConsidered":["{{Rows.Name(considered)}}"]}""");

        var sheet = Rows.Sheet<ReleaseBoard>(world);

        Assert.Equal([Rows.Name(seen)], sheet.Standing(Parts.ToConsiderForLeave)
            .Where(item => item.Opened.Owner == "prison").Select(item => item.Opened.Event));
        var alarms = Rows.Alarms<ReleaseBoard>(sheet, World.Now).ToDictionary(alarm => alarm.Rule);
        Assert.Contains("release-within-one-month", alarms.Keys);
        Assert.DoesNotContain("plan-missing", alarms.Keys);
        Assert.Contains("plan-not-approved", alarms.Keys);
        Assert.Contains("pre-release-review-missing", alarms.Keys);
        Assert.Contains(Rows.Name(gap), alarms["need-unmatched"].Events);
        Assert.Contains(Rows.Name(notified), alarms["acknowledgement-overdue"].Events);
        Assert.Contains("leave-undecided", alarms.Keys);

        world.Post("custody.release-plan-approved", "probation", $$"""{"proposal":"{{Rows.Name(plan)}}"}""");
        foreach (var agency in (string[])["probation", "police"])
        {
            Assert.Contains("acknowledgement-overdue", Rules());
            world.Post("custody.release-notification-acknowledged", agency, $$"""{"notification":"{{Rows.Name(notified)}}"}""");
        }

        Assert.DoesNotContain("plan-not-approved", Rules());
        Assert.DoesNotContain("acknowledgement-overdue", Rules());

        List<string> Rules() =>
            [.. Rows.Alarms<ReleaseBoard>(Rows.Sheet<ReleaseBoard>(world), World.Now).Select(alarm => alarm.Rule)];
    }

    [Fact]
    public void ReleaseBoard_holds_no_session_of_the_community_and_nothing_of_intelligence()
    {
        var world = Rows.Everything();
        world.Post("intelligence.intelligence-advisory-issued", "intelligence",
            """{"recipients":["prison"],"validUntil":"2026-12-31","text":"Renewed contact."}""");
        var json = Rows.Json(Rows.Sheet<ReleaseBoard>(world, seat: seat => seat with { Clearance = 4 }));
        foreach (var hidden in (string[])["intelligence-", "Renewed contact", "family-session", "participation",
            "reception-activity", "religious", "/agencies/intelligence/"])
            Assert.DoesNotContain(hidden, json);
    }
}
