using Reintegration.Events.Events;
using Reintegration.Events.Ledger;
using Reintegration.Events.Policy;

namespace Reintegration.Events.Tests.Policy;

/// <summary>
/// The hard cases of the field (domain.md 3.5), as far as the first event types reach; each keeps its number.
/// </summary>
public sealed class HardCaseTests
{
    [Fact]
    public void HardCase01_intelligence_never_reaches_the_community_whatever_is_released()
    {
        var world = World.Standard();
        foreach (var category in Enum.GetNames<Category>())
            world.Consent("community-haven", category.ToUpperInvariant());
        var everyone = """{"handling":{"releasableTo":["community-haven"]}}""";
        Recorded[] hidden =
        [
            world.Post("intelligence.intelligence-registered", "intelligence", about: everyone),
            world.Post("intelligence.intelligence-registered", "police", about: everyone),
            world.Post("intelligence.intelligence-advisory-issued", "intelligence", """{"recipients":["community-haven"]}"""),
            world.Post("coordination.case-seat-taken", "intelligence"),
            world.Post("custody.sentence-recorded", "prison", about: """{"labels":["SOURCE"],"handling":{"releasableTo":["community-haven"]}}"""),
        ];
        foreach (var role in (string[])["practitioner", "panel-member", "agency-system"])
            foreach (var purpose in Vocabulary.Purposes)
                foreach (var recorded in hidden)
                    Assert.Null(world.Disclose(recorded, world.Seat(Sector.Community, role, purpose, clearance: 4)));
        Assert.True(
            world.Decide(hidden[0], world.Seat(Sector.Community, "practitioner", "reintegration")).NotifiesOwner);
    }

    [Fact]
    public void HardCase02_managers_learn_of_intelligence_by_advisory_only()
    {
        var world = World.Standard();
        var released = """{"handling":{"releasableTo":["probation"]}}""";
        var pointer = world.Post("intelligence.intelligence-registered", "intelligence", """{"expires":"2026-12-31"}""", released);
        var advisory = world.Post("intelligence.intelligence-advisory-issued", "intelligence", """{"recipients":["probation"],"validUntil":"2026-12-31"}""");
        var seat = world.Seat(Sector.Probation, "practitioner", "supervision", clearance: 3);
        Assert.True(world.Disclose(pointer, seat)!.IsExistenceOnly);
        Assert.Contains("text", world.Disclose(advisory, seat)!.Fields.Keys);
        Assert.DoesNotContain("recipients", world.Disclose(advisory, seat)!.Fields.Keys);
    }

    [Fact]
    public void HardCase04_the_purpose_firewall_knows_no_criminal_investigation()
    {
        var world = World.Standard();
        var contact = world.Post("intelligence.police-contact-recorded", "police");
        var seat = world.Seat(Sector.Police, "practitioner", "criminal-investigation", clearance: 4);
        Assert.Equal(Level.Nothing, world.Decide(contact, seat).Event.Level);
        Assert.Equal(Level.Full, world.Decide(contact, seat with { Purpose = "public-protection" }).Event.Level);
    }

    [Fact]
    public void HardCase06_a_religious_mentor_neither_tells_nor_learns_security_matters()
    {
        var world = World.Standard();
        var session = world.Post("care.religious-mentoring-session-held", "prison");
        Assert.Null(world.Disclose(session, world.Seat(Sector.Police, "practitioner", "public-protection")));
        Assert.Null(
            world.Disclose(session, world.Seat(Sector.Intelligence, "intelligence-analyst", "threat-prevention")));
        var contact = world.Post("intelligence.police-contact-recorded", "police");
        Assert.Null(world.Disclose(contact, world.Seat(Sector.Prison, "religious-mentor", "reintegration")));
        var members = Catalog.Default.Find(session.Envelope.Type).Fields.Select(field => field.Member);
        Assert.Equal(["attended", "date"], members.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void HardCase08_help_for_a_child_is_hidden_from_police_and_intelligence()
    {
        var world = World.Standard(juvenile: true);
        var needs = world.Post("needs.needs-assessment-completed", "probation", about: """{"reviewDue":"2026-08-01"}""");
        Assert.Null(world.Disclose(needs, world.Seat(Sector.Police, "practitioner", "public-protection")));
        Assert.NotNull(world.Disclose(needs, world.Seat(Sector.Probation, "practitioner", "reintegration")));
    }

    [Fact]
    public void HardCase09_family_matters_rest_on_the_relatives_own_consent()
    {
        var world = World.Standard();
        world.Consent("community-haven", "FAMILY", giver: "person");
        Assert.Empty(world.Context.At(World.Now, Windows.Default).ConsentsFor(Category.Family));
    }

    [Fact]
    public void HardCase10_what_could_show_a_source_never_leaves_its_handler()
    {
        var world = World.Standard();
        var contact = world.Post("intelligence.police-contact-recorded", "police",
            about: """{"labels":["SOURCE"],"handling":{"releasableTo":["prison","probation","intelligence"]}}""");
        foreach (var sector in (Sector[])[Sector.Prison, Sector.Probation, Sector.Police, Sector.Intelligence])
            foreach (var role in (string[])["practitioner", "intelligence-analyst"])
                foreach (var purpose in (string[])["supervision", "public-protection", "threat-prevention"])
                    Assert.Null(world.Disclose(contact, world.Seat(sector, role, purpose, clearance: 4)));
    }

    [Fact]
    public void HardCase11_a_judgement_travels_with_its_kind_and_lapses_for_those_who_act_on_its_level()
    {
        var world = World.Standard();
        world.Certify("probation.practitioner", "vera-2r");
        var risk = world.Post("needs.risk-assessment-completed", "probation", """{"validUntil":"2026-06-10"}""");
        var police = world.Seat(Sector.Police, "practitioner", "public-protection");
        var shown = world.Disclose(risk, police)!;
        Assert.Equal(StatementKind.Assessment, shown.Quality!.StatementKind);
        Assert.Contains(shown.Obligations, duty => duty.Code == "o6");
        var lapses = new DateTimeOffset(2026, 6, 11, 0, 0, 0, TimeSpan.Zero);
        Assert.Equal(lapses, shown.ValidUntil);
        Assert.NotNull(world.Disclose(risk, police, lapses.AddTicks(-1)));
        Assert.Null(world.Disclose(risk, police, lapses));
        Assert.Equal(Obstacles.Expired, Assert.Single(world.Decide(risk, police, lapses).Event.StoppedBy));
        Assert.NotNull(
            world.Disclose(risk, world.Seat(Sector.Probation, "practitioner", "supervision", certified: true), lapses));
    }

    [Fact]
    public void HardCase13_a_withdrawn_consent_stops_access_at_once_and_leaves_statutory_sharing_alone()
    {
        var world = World.Standard();
        var needs = world.Post("needs.needs-assessment-completed", "probation");
        var community = world.Seat(Sector.Community, "practitioner", "reintegration");
        var probation = world.Seat(Sector.Probation, "practitioner", "supervision");
        world.Consent("community-haven", "NEEDS");
        Assert.NotNull(world.Disclose(needs, community));
        world.Post("governance.consent-withdrawn", "prison", """{"scope":["NEEDS"],"recipients":null}""");
        Assert.Null(world.Disclose(needs, community));
        Assert.NotNull(world.Disclose(needs, probation));
    }

    [Fact]
    public void HardCase14_when_an_agency_leaves_its_events_fall_to_existence_for_others()
    {
        var world = World.Standard();
        var contact = world.Post("intelligence.police-contact-recorded", "police");
        var seat = world.Seat(Sector.Probation, "practitioner", "supervision");
        var leaves = World.Now.AddDays(2);
        world.Join("police", leaves);
        Assert.Equal(leaves, world.Disclose(contact, seat)!.ValidUntil);
        Assert.False(world.Disclose(contact, seat)!.IsExistenceOnly);
        Assert.True(world.Disclose(contact, seat, leaves)!.IsExistenceOnly);
    }

    [Fact]
    public void HardCase17_a_recipient_abroad_learns_of_existence_unless_it_was_released_to_them()
    {
        var world = World.Standard();
        world.Enrol("probation", Sector.Probation, country: "XB", transferBasis: "adequacy");
        var seat = world.Seat(Sector.Probation, "practitioner", "supervision");
        Assert.True(world.Disclose(world.Post("custody.sentence-recorded", "prison"), seat)!.IsExistenceOnly);
        var released = world.Post("custody.sentence-recorded", "prison", about: """{"handling":{"code":"H1","releasableTo":["probation"]}}""");
        Assert.False(world.Disclose(released, seat)!.IsExistenceOnly);
        // Not without a handling code that travels with it, and not without a basis for sending it there.
        var uncoded = world.Post("custody.sentence-recorded", "prison", about: """{"handling":{"releasableTo":["probation"]}}""");
        Assert.True(world.Disclose(uncoded, seat)!.IsExistenceOnly);
        world.Enrol("probation", Sector.Probation, country: "XB");
        Assert.True(world.Disclose(released, seat)!.IsExistenceOnly);
    }

    [Fact]
    public void HardCase18_only_intelligence_and_oversight_learn_that_intelligence_sits_on_the_case()
    {
        var world = World.Standard();
        var taken = world.Post("coordination.case-seat-taken", "intelligence", """{"official":"somebody"}""");
        foreach (var sector in (Sector[])[Sector.Prison, Sector.Probation, Sector.Police, Sector.Community, Sector.Health])
            Assert.Null(world.Disclose(taken, world.Seat(sector, "practitioner", "supervision", clearance: 4)));
        Assert.NotNull(
            world.Disclose(taken, world.Seat(Sector.Intelligence, "intelligence-analyst", "threat-prevention")));
        Assert.NotNull(world.Disclose(taken, world.Seat(Sector.Oversight, "auditor", "oversight")));
    }
}
