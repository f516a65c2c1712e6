using Reintegration.Events.Events;
using Reintegration.Events.Tests.Policy;
using Reintegration.Events.Views;
using Reintegration.Events.Views.Sheets;

namespace Reintegration.Events.Tests.Views;

/// <summary>What those who answer for data and agreements work from, and the directory everybody looks into.</summary>
public sealed class StewardTests
{
    [Fact]
    public void RightsQueue_shows_restrictions_and_emergency_accesses_until_they_are_dealt_with()
    {
        var world = World.Standard();
        var contact = world.Post("intelligence.police-contact-recorded", "police");
        world.Post("governance.processing-restricted", "police", target: contact);
        var access = world.Post("governance.emergency-access-invoked", "police", """{"reviewBy":"2026-05-20T18:00:00Z"}""");
        var sheet = Rows.Sheet<RightsQueue>(world, Sector.Police);
        Assert.Single(sheet.Standing(Parts.Restrictions));
        var alarm = Assert.Single(Rows.Alarms<RightsQueue>(sheet, World.Now));
        Assert.Equal(("emergency-access-unreviewed", Rows.Name(access)), (alarm.Rule, Assert.Single(alarm.Events)));

        world.Post("governance.restriction-lifted", "police", target: contact);
        world.Post("governance.emergency-access-reviewed", "police", $$"""{"invocation":"{{Rows.Name(access)}}"}""");
        sheet = Rows.Sheet<RightsQueue>(world, Sector.Police);
        Assert.Empty(sheet.Standing(Parts.Restrictions));
        Assert.Empty(sheet.Standing(Parts.EmergencyAccess));
    }

    [Fact]
    public void RightsQueue_shows_requests_until_they_are_answered()
    {
        var world = World.Standard();
        var open = world.Post("governance.subject-access-requested", "prison", """{"dueBy":"2026-05-20","kind":"access"}""");
        var answered = world.Post("governance.subject-access-requested", "prison", """{"dueBy":"2026-05-10","kind":"rectification"}""");
        world.Post("governance.subject-access-answered", "prison", $$"""{"request":"{{Rows.Name(answered)}}","kind":"rectification"}""");

        var sheet = Rows.Sheet<RightsQueue>(world);

        Assert.Equal(Rows.Name(open), Assert.Single(sheet.Standing(Parts.Requests)).Opened.Event);
        var alarm = Assert.Single(Rows.Alarms<RightsQueue>(sheet, World.Now));
        Assert.Equal(("request-overdue", Rows.Day("2026-05-21")), (alarm.Rule, alarm.Since));
    }

    [Fact]
    public void RightsQueue_holds_nothing_of_other_controllers()
    {
        var world = Rows.Everything();
        foreach (var sector in (Sector[])[Sector.Prison, Sector.Probation, Sector.Police, Sector.Community])
        {
            var sheet = Rows.Sheet<RightsQueue>(world, sector);
            Assert.NotEmpty(sheet.Of(Parts.Requests));
            Assert.All(Statements(sheet), statement => Assert.Equal(World.AgencyOf(sector), statement.Owner));
        }
    }

    [Fact]
    public void ReviewCalendar_shows_by_day_what_of_the_own_agency_is_to_be_reviewed()
    {
        var world = World.Standard();
        var contact = world.Post("custody.behaviour-observation-recorded", "prison", about: """{"reviewDue":"2026-05-20"}""");
        var later = world.Post("custody.behaviour-observation-recorded", "prison", about: """{"reviewDue":"2026-07-20"}""");
        world.Post("supervision.contact-missed", "probation", about: """{"reviewDue":"2026-05-20"}""");

        var row = Rows.Of<ReviewCalendar, ReviewCalendarRow>(world);

        Assert.Equal([Rows.Name(contact)], row.Due["2026-05-20"]);
        Assert.Equal([Rows.Name(later)], row.Due["2026-07-20"]);
        var alarm = Assert.Single(ReviewCalendar.Alarms(row, World.Now));
        Assert.Equal(Rows.Name(contact), Assert.Single(alarm.Events));
    }

    [Fact]
    public void ReviewCalendar_holds_no_content_and_nothing_of_other_controllers()
    {
        var row = Rows.Of<ReviewCalendar, ReviewCalendarRow>(Rows.Everything(), Sector.Probation);
        Assert.NotEmpty(row.Due);
        Assert.All(row.Due.Values.SelectMany(events => events), name =>
            Assert.Equal("probation", EventName.Parse(name).Owner.Value));
    }

    [Fact]
    public void ErasureQueue_shows_the_own_agencys_proposals_and_holds_that_have_ended()
    {
        var world = World.Standard();
        var observation = world.Post("custody.behaviour-observation-recorded", "prison");
        var mine = world.Post("governance.erasure-proposed", "prison", $$"""{"targetEvent":"{{Rows.Name(observation)}}"}""", inCase: false);
        world.Post("governance.erasure-proposed", "police", inCase: false);
        var hold = world.Post("governance.legal-hold-placed", "prison", """{"until":"2026-05-20"}""", inCase: false);

        var sheet = Rows.Sheet<ErasureQueue>(world);

        Assert.Equal(Rows.Name(mine), Assert.Single(sheet.Standing(Parts.Erasures)).Opened.Event);
        var alarm = Assert.Single(Rows.Alarms<ErasureQueue>(sheet, World.Now));
        Assert.Equal(("hold-ended", Rows.Name(hold)), (alarm.Rule, Assert.Single(alarm.Events)));
        Assert.All(Statements(Rows.Sheet<ErasureQueue>(world, Sector.Police)), statement => Assert.Equal("police", statement.Owner));
    }

    [Fact]
    public void ProcessingRegister_shows_flows_by_category_recipient_and_basis()
    {
        var world = World.Standard();
        var agreement = world.Post("governance.sharing-agreement-signed", "coordination", inCase: false);

        var row = Rows.Of<ProcessingRegister, ProcessingRegisterRow>(world, Sector.Community);

        Assert.Equal(["NEEDS", "SERVICE"], row.Flows.Select(flow => flow.Category));
        Assert.All(row.Flows, flow => Assert.Equal("prison probation community-haven", string.Join(' ', flow.Parties)));
        Assert.Equal(Rows.Name(agreement), Assert.Single(row.Sheet.Standing(Parts.Agreements)).Opened.Event);
    }

    [Fact]
    public void ProcessingRegister_holds_no_case_and_no_person()
    {
        var world = Rows.Everything();
        world.Post("governance.sharing-agreement-signed", "coordination", inCase: false);
        var json = Rows.Json(Rows.Of<ProcessingRegister, ProcessingRegisterRow>(world));
        foreach (var hidden in (string[])["Halloran", "official-7", World.Case.ToString(), "clientIds"])
            Assert.DoesNotContain(hidden, json);
        Assert.Contains("sharing-agreement-signed", json);
    }

    [Fact]
    public void AgreementBoard_shows_agreements_policy_and_own_certificates()
    {
        var world = World.Standard();
        world.Post("governance.sharing-agreement-signed", "coordination", inCase: false);
        world.Post("governance.policy-bundle-activated", "coordination", inCase: false);
        var certified = world.Post("community.practitioner-certified", "prison", """{"official":"prison.psychologist","to":"2026-05-20"}""", inCase: false);

        var sheet = Rows.Sheet<AgreementBoard>(world);

        Assert.Single(sheet.Standing(Parts.Agreements));
        Assert.Equal("unicri-default", sheet.Latest(Parts.Bundles)!.Text("bundle"));
        Assert.Equal(Rows.Name(certified), Assert.Single(sheet.Standing(Parts.Certificates)).Opened.Event);
        Assert.Contains(Rows.Alarms<AgreementBoard>(sheet, World.Now), alarm => alarm.Rule == "certificate-expired");
    }

    [Fact]
    public void AgreementBoard_and_DeliveryHealth_hold_no_content_and_no_certificate_of_others()
    {
        var world = Rows.Everything();
        world.Certify("probation.practitioner", "vera-2r");
        world.Post("community.contact-point-designated", "police", inCase: false);
        var board = Rows.Sheet<AgreementBoard>(world, Sector.Police);
        Assert.Empty(board.Of(Parts.Certificates));
        var health = Rows.Sheet<DeliveryHealth>(world, Sector.Police);
        Assert.Equal(8, health.Standing(Parts.Enrolments).Count());
        Assert.DoesNotContain(Statements(health), statement => statement.Facts.ContainsKey("clientIds"));
        foreach (var json in (string[])[Rows.Json(board), Rows.Json(health)])
            Assert.DoesNotContain("Halloran", json);
    }

    [Fact]
    public void ResourceDirectory_shows_an_entry_by_area_and_service_until_it_is_retired()
    {
        var world = World.Standard();
        var entry = world.Post("community.community-resource-registered", "community-haven", """{"places":12,"verifiedUntil":"2026-05-20"}""", inCase: false);
        var view = ReadModels.Find("resource-directory")!;

        var sheet = Rows.Sheet<ResourceDirectory>(world, Sector.Probation);
        Assert.Equal(
            "Harbour district|mentoring|Haven neighbourhood centre|12|adults|2026-05-20|False",
            string.Join('|', view.Values(sheet)));
        Assert.Contains(Rows.Alarms<ResourceDirectory>(sheet, World.Now), alarm => alarm.Rule == "verification-lapsed");

        world.Post("community.community-resource-verified", "community-haven",
            $$"""{"resource":"{{Rows.Name(entry)}}","places":3,"verifiedUntil":"2026-11-30"}""", inCase: false);
        sheet = Rows.Sheet<ResourceDirectory>(world, Sector.Probation);
        Assert.Equal((3m, "2026-11-30"), (view.Values(sheet)[3], view.Values(sheet)[5]));
        Assert.Empty(Rows.Alarms<ResourceDirectory>(sheet, World.Now));

        var retired = world.Post("community.community-resource-retired", "community-haven", $$"""{"resource":"{{Rows.Name(entry)}}"}""", inCase: false);
        Assert.Empty(Rows.Sheet<ResourceDirectory>(world, Sector.Probation).Standing(Parts.Resource));
        var keys = Rows.Disclosed<ResourceDirectory, Sheet>(world, Sector.Probation).Select(ResourceDirectory.Key).Distinct();
        Assert.Equal($"community-haven:{entry.Envelope.Name.Id}", Assert.Single(keys));
        Assert.Contains(Statements(Rows.Sheet<ResourceDirectory>(world, Sector.Probation)), said => said.Event == Rows.Name(retired));
    }

    [Fact]
    public void ResourceDirectory_holds_entries_and_nothing_else()
    {
        var world = Rows.Everything();
        world.Certify("probation.practitioner", "vera-2r");
        world.Post("community.training-delivered", "coordination", inCase: false);
        Assert.Empty(Rows.Disclosed<ResourceDirectory, Sheet>(world, Sector.Probation));
    }

    static IEnumerable<Statement> Statements(Sheet sheet) =>
        sheet.Sections.Values.SelectMany(matters => matters).SelectMany(matter => matter.Then.Prepend(matter.Opened));
}
