using Reintegration.Events.Events;
using Reintegration.Events.Ledger;
using Reintegration.Events.Policy;

namespace Reintegration.Events.Tests.Policy;

/// <summary>Hard cases of the field (domain.md 3.5) that turn on harm, agreements, restrictions, releases and consensus.</summary>
public sealed class HardCaseSharingTests
{
    const string Harm = """{"expires":"2026-06-02T00:00:00Z"}""";
    static readonly DateTimeOffset Recently = World.Now.AddHours(-1);

    [Fact]
    public void HardCase01_a_safety_instruction_tells_the_named_what_to_do_and_nothing_else()
    {
        var world = World.Standard(windowOpen: false);
        var instruction = world.Post("needs.safety-instruction-issued", "police", """{"validUntil":"2026-06-30","recipients":["community-haven"]}""");
        var shown = world.Disclose(instruction, world.Seat(Sector.Community, "practitioner", "reintegration"))!;
        Assert.Equal(["instruction"], shown.Fields.Keys);
        var ended = new DateTimeOffset(2026, 7, 1, 0, 0, 0, TimeSpan.Zero);
        Assert.Null(world.Disclose(instruction, world.Seat(Sector.Community, "practitioner", "reintegration"), ended));
    }

    [Fact]
    public void HardCase05_a_formulation_stays_among_clinicians_even_behind_broken_glass()
    {
        var world = World.Standard();
        var summary = world.Post("care.psychological-summary-issued", "health-north");
        foreach (var sector in (Sector[])[Sector.Prison, Sector.Probation, Sector.Police, Sector.Community])
            foreach (var purpose in Vocabulary.Purposes)
                Assert.DoesNotContain("formulationSummary", world.Disclose(summary, world.Seat(sector, "practitioner", purpose, clearance: 4))?.Fields.Keys ?? []);
        Assert.Contains("formulationSummary", world.Disclose(summary, world.Seat(Sector.Prison, "psychologist", "reintegration"))!.Fields.Keys);
        var notes = world.Post("care.privileged-concern-disclosed", "health-north");
        var officer = Emergency(world);
        Assert.DoesNotContain("formulationSummary", world.Disclose(summary, officer)!.Fields.Keys);
        Assert.Contains("functionalImpact", world.Disclose(summary, officer)!.Fields.Keys);
        Assert.Null(world.Disclose(notes, officer));
    }

    [Fact]
    public void HardCase07_feedback_of_the_social_circle_waits_for_every_participant()
    {
        var world = World.Standard();
        var held = world.Post("coordination.case-conference-held", "probation",
            """{"circle":"social","attendees":[{"agency":"probation","role":"panel-chair"},{"agency":"community-haven","role":"panel-member"},{"agency":"health-north","role":"psychologist"}]}""");
        var police = world.Seat(Sector.Police, "practitioner", "public-protection");
        var approval = $$"""{"conference":"{{held.Envelope.Name}}"}""";
        Assert.Null(world.Disclose(held, police));
        world.Post("coordination.circle-feedback-approved", "probation", approval);
        world.Post("coordination.circle-feedback-approved", "community-haven", approval);
        // One who was not at the table cannot speak for one who was.
        world.Post("coordination.circle-feedback-approved", "prison", approval);
        Assert.Null(world.Disclose(held, police));
        world.Post("coordination.circle-feedback-approved", "health-north", approval);
        var shown = world.Disclose(held, police)!;
        Assert.Contains("executiveSummary", shown.Fields.Keys);
        Assert.DoesNotContain("itemsConsidered", shown.Fields.Keys);
        Assert.DoesNotContain(
            BundleFiles.Bundle.Classes.Of("meeting:j"),
            name => name.Split('.')[0] is "health" or "religion" or "family" or "privileged" or "privileged-religion");
    }

    [Fact]
    public void HardCase12_glass_is_broken_by_a_duty_officer_for_a_day_while_harm_is_declared()
    {
        var world = World.Standard(windowOpen: false);
        var needs = world.Post("needs.needs-assessment-completed", "probation");
        var seat = world.Seat(Sector.Police, "duty-officer", "safeguarding") with { BreaksGlass = true };
        Assert.Null(world.Disclose(needs, seat));
        var declared = world.Post("intelligence.imminent-harm-declared", "police", """{"expires":"2026-06-05T00:00:00Z"}""", recordedAt: Recently);
        Assert.Null(world.Disclose(needs, seat));
        Invoke(world, "police", declared, until: "2026-06-09T00:00:00Z");
        var shown = world.Disclose(needs, seat)!;
        Assert.Contains("strengths", shown.Fields.Keys);
        Assert.Contains(shown.Obligations, duty => duty.ToString() == "o3:1h");
        // Only that officer, that role, and by saying so; never longer than a day; and it ends with the harm.
        Assert.Null(world.Disclose(needs, seat with { BreaksGlass = false }));
        Assert.Null(world.Disclose(needs, seat with { Official = "police.other" }));
        Assert.Null(world.Disclose(needs, world.Seat(Sector.Police, "practitioner", "safeguarding") with { BreaksGlass = true, Official = seat.Official }));
        Assert.NotNull(world.Disclose(needs, seat, World.Now.AddHours(22)));
        Assert.Null(world.Disclose(needs, seat, World.Now.AddHours(24)));
        world.Post("intelligence.imminent-harm-stood-down", "police", $$"""{"declaration":"{{declared.Envelope.Name}}"}""");
        Assert.Null(world.Disclose(needs, seat));
    }

    [Fact]
    public void HardCase12_broken_glass_shows_no_source_no_reporter_no_child_and_tells_everybody_whose_data_it_is()
    {
        var world = World.Standard(juvenile: true);
        var about = """{"reviewDue":"2026-08-01"}""";
        var source = world.Post("custody.sentence-recorded", "prison", about: """{"labels":["SOURCE"],"reviewDue":"2026-08-01"}""");
        var needs = world.Post("needs.needs-assessment-completed", "probation", about: about);
        var concern = world.Post("care.family-concern-raised", "community-haven", about: about);
        var pointer = world.Post("intelligence.intelligence-registered", "intelligence", about: about);
        var officer = Emergency(world, about);
        Assert.Null(world.Disclose(source, officer));
        Assert.Null(world.Disclose(needs, officer));
        Assert.Null(world.Disclose(pointer, officer));
        Assert.DoesNotContain("content", world.Disclose(concern, officer)?.Fields.Keys ?? []);
        Assert.DoesNotContain("reporterProtected", world.Disclose(concern, officer)?.Fields.Keys ?? []);
        var invoked = world.Events.Last(each => each.Envelope.Type.EndsWith("emergency-access-invoked.v1", StringComparison.Ordinal));
        foreach (var (sector, purpose) in ((Sector, string)[])[(Sector.Prison, "supervision"), (Sector.Probation, "supervision"), (Sector.Community, "reintegration"), (Sector.Health, "reintegration")])
            Assert.Contains("reason", world.Disclose(invoked, world.Seat(sector, "agency-system", purpose))!.Fields.Keys);
        Assert.Contains("concreteFacts", world.Disclose(invoked, world.Seat(Sector.Probation, "panel-chair", "supervision"))!.Fields.Keys);
        Assert.Contains("concreteFacts", world.Disclose(invoked, world.Seat(Sector.Police, "data-protection-officer", "public-protection"))!.Fields.Keys);
    }

    [Fact]
    public void HardCase12_what_intelligence_declares_opens_nothing_for_anybody_else()
    {
        var world = World.Standard();
        var summary = world.Post("care.psychological-summary-issued", "health-north");
        var family = world.Post("care.family-session-held", "probation", about: """{"purposes":["reintegration","threat-prevention"]}""");
        var police = world.Seat(Sector.Police, "practitioner", "safeguarding");
        var service = world.Seat(Sector.Intelligence, "intelligence-analyst", "threat-prevention", clearance: 3);
        Assert.Null(world.Disclose(family, service));
        world.Post("intelligence.imminent-harm-declared", "intelligence", Harm, recordedAt: Recently);
        Assert.True(world.Disclose(summary, police)!.IsExistenceOnly);
        Assert.True(world.Disclose(family, service)!.IsExistenceOnly);
        world.Post("intelligence.imminent-harm-declared", "police", Harm, recordedAt: Recently);
        Assert.False(world.Disclose(summary, police)!.IsExistenceOnly);
    }

    [Fact]
    public void HardCase13_a_consent_is_scoped_expires_and_is_withdrawn_by_whoever_hears_of_it()
    {
        var world = World.Standard();
        var needs = world.Post("needs.needs-assessment-completed", "probation");
        var summary = world.Post("care.psychological-summary-issued", "health-north");
        var community = world.Seat(Sector.Community, "practitioner", "reintegration");
        world.Consent("community-haven", "NEEDS", expires: "2026-06-30");
        Assert.NotNull(world.Disclose(needs, community));
        Assert.Null(world.Disclose(summary, community));
        var ends = new DateTimeOffset(2026, 7, 1, 0, 0, 0, TimeSpan.Zero);
        Assert.Equal(ends, world.Decide(needs, community).ValidUntil);
        Assert.Null(world.Disclose(needs, community, ends));
        // Police never saw the consent, and records that it was taken back.
        world.Post("governance.consent-withdrawn", "police", """{"scope":["NEEDS"],"recipients":null}""");
        Assert.Null(world.Disclose(needs, community));
        // What was told stays told, and is called back by its owner; what statute shares goes on.
        var recall = world.Post("governance.disclosure-recalled", "probation", """{"from":["community-haven"],"reason":"consent-withdrawn"}""", target: needs);
        world.Consent("community-haven", "NEEDS");
        Assert.True(world.Disclose(needs, community)!.IsExistenceOnly);
        Assert.False(world.Disclose(recall, community)!.IsExistenceOnly);
        Assert.False(world.Disclose(needs, world.Seat(Sector.Probation, "practitioner", "supervision"))!.IsExistenceOnly);
    }

    [Fact]
    public void HardCase14_when_an_agreement_is_suspended_what_its_parties_shared_falls_to_existence_at_that_moment()
    {
        var world = World.Standard();
        var contact = world.Post("intelligence.police-contact-recorded", "police");
        var sentence = world.Post("custody.sentence-recorded", "prison");
        var seat = world.Seat(Sector.Probation, "practitioner", "supervision");
        Agree(world, "signed", """{"agreement":"north","parties":["police","probation"],"categories":["POLICE"],"effectiveFrom":"2026-01-01T00:00:00Z"}""");
        Assert.False(world.Disclose(contact, seat)!.IsExistenceOnly);
        var from = World.Now.AddDays(3);
        Agree(world, "suspended", $$"""{"agreement":"north","from":"{{from:O}}"}""");
        Assert.Equal(from, world.Disclose(contact, seat)!.ValidUntil);
        Assert.False(world.Disclose(contact, seat, from.AddTicks(-1))!.IsExistenceOnly);
        Assert.True(world.Disclose(contact, seat, from)!.IsExistenceOnly);
        Assert.False(world.Disclose(sentence, seat, from)!.IsExistenceOnly);
        Assert.False(world.Disclose(contact, world.Seat(Sector.Police, "practitioner", "public-protection"), from)!.IsExistenceOnly);
        Agree(world, "amended", $$"""{"agreement":"north","parties":["police","probation"],"categories":["POLICE"],"effectiveFrom":"{{from:O}}"}""");
        Assert.False(world.Disclose(contact, seat, from)!.IsExistenceOnly);
    }

    [Fact]
    public void HardCase14_a_suspended_agency_is_shown_nothing_and_others_learn_that_it_holds_something()
    {
        var world = World.Standard();
        var contact = world.Post("intelligence.police-contact-recorded", "police");
        var sentence = world.Post("custody.sentence-recorded", "prison");
        var (police, probation) = (world.Seat(Sector.Police, "practitioner", "public-protection"), world.Seat(Sector.Probation, "practitioner", "supervision"));
        Assert.NotNull(world.Disclose(sentence, police));
        world.Post("governance.agency-suspended", "coordination", $$"""{"agency":"police","from":"{{World.Now:O}}"}""", inCase: false);
        Assert.Null(world.Disclose(sentence, police));
        Assert.Null(world.Disclose(contact, police));
        Assert.True(world.Disclose(contact, probation)!.IsExistenceOnly);
        world.Enrol("police", Sector.Police);
        Assert.NotNull(world.Disclose(sentence, police));
    }

    [Fact]
    public void HardCase15_after_an_acquittal_what_the_police_recorded_is_restricted_until_it_is_reviewed()
    {
        var world = World.Standard();
        var arrest = world.Post("intelligence.arrest-recorded", "police");
        var harm = world.Post("intelligence.imminent-harm-declared", "police", Harm);
        var seat = world.Seat(Sector.Probation, "practitioner", "supervision");
        world.Post("intelligence.proceedings-outcome-recorded", "police", """{"outcome":"convicted"}""");
        Assert.False(world.Disclose(arrest, seat)!.IsExistenceOnly);
        var outcome = world.Post("intelligence.proceedings-outcome-recorded", "police", """{"outcome":"acquitted"}""");
        Assert.True(world.Disclose(arrest, seat)!.IsExistenceOnly);
        Assert.True(world.Disclose(arrest, world.Seat(Sector.Police, "practitioner", "public-protection"))!.IsExistenceOnly);
        Assert.False(world.Disclose(outcome, seat)!.IsExistenceOnly);
        Assert.False(world.Disclose(harm, seat)!.IsExistenceOnly);
        var later = world.Post("intelligence.police-contact-recorded", "police", recordedAt: World.Now.AddDays(-1));
        Assert.False(world.Disclose(later, seat)!.IsExistenceOnly);
        world.Post("governance.restriction-lifted", "police", target: outcome);
        Assert.False(world.Disclose(arrest, seat)!.IsExistenceOnly);
    }

    [Fact]
    public void HardCase16_contested_facts_are_under_restriction_for_who_had_them_and_nothing_for_who_comes_later()
    {
        var world = World.Standard();
        world.Post("coordination.case-agency-left", "prison", """{"agency":"health-north","to":"2026-01-02T00:00:00Z"}""");
        var sentence = world.Post("custody.sentence-recorded", "prison");
        var corrected = world.Post("governance.statement-corrected", "prison", """{"newValue":{"offenceGroup":"other"}}""", target: sentence);
        var restricted = world.Post("governance.processing-restricted", "prison", target: sentence);
        world.Join("health-north");
        var (probation, health) = (world.Seat(Sector.Probation, "practitioner", "supervision"), world.Seat(Sector.Health, "psychologist", "reintegration"));
        Assert.True(world.Disclose(sentence, probation)!.IsExistenceOnly);
        Assert.True(world.Disclose(corrected, probation)!.IsExistenceOnly);
        Assert.Equal(sentence.Envelope.Name, world.Disclose(restricted, probation)!.Relates!.Target);
        foreach (var hidden in (Recorded[])[sentence, corrected, restricted]) Assert.Null(world.Disclose(hidden, health));
        Assert.False(world.Disclose(sentence, world.Seat(Sector.Prison, "data-protection-officer", "supervision"))!.IsExistenceOnly);
        world.Post("governance.restriction-lifted", "prison", target: sentence);
        Assert.False(world.Disclose(sentence, health)!.IsExistenceOnly);
    }

    [Fact]
    public void An_originator_lets_others_have_one_event_until_a_day_and_takes_it_back_at_once()
    {
        var world = World.Standard();
        var pointer = world.Post("intelligence.intelligence-registered", "police", """{"expires":"2026-12-31"}""");
        var other = world.Post("intelligence.intelligence-registered", "police", """{"expires":"2026-12-31"}""");
        var seat = world.Seat(Sector.Probation, "practitioner", "supervision", clearance: 3);
        Assert.Null(world.Disclose(pointer, seat));
        world.Post("governance.originator-consent-granted", "police", """{"recipients":["probation"],"releasedUntil":"2026-06-10"}""", target: pointer);
        Assert.NotNull(world.Disclose(pointer, seat));
        Assert.Null(world.Disclose(other, seat));
        Assert.Null(world.Disclose(pointer, world.Seat(Sector.Prison, "practitioner", "supervision", clearance: 3)));
        Assert.Null(world.Disclose(pointer, world.Seat(Sector.Community, "practitioner", "reintegration", clearance: 3)));
        var ends = new DateTimeOffset(2026, 6, 11, 0, 0, 0, TimeSpan.Zero);
        Assert.Equal(ends, world.Decide(pointer, seat).ValidUntil);
        Assert.Null(world.Disclose(pointer, seat, ends));
        world.Post("governance.originator-consent-refused", "police", """{"from":["probation"]}""", target: pointer);
        Assert.Null(world.Disclose(pointer, seat));
    }

    static Seat Emergency(World world, string? about = null)
    {
        var declared = world.Post("intelligence.imminent-harm-declared", "police", Harm, about, recordedAt: Recently);
        Invoke(world, "police", declared, "2026-06-02T00:00:00Z", about);
        return world.Seat(Sector.Police, "duty-officer", "safeguarding", clearance: 4) with { BreaksGlass = true };
    }

    static void Invoke(World world, string agency, Recorded declared, string until, string? about = null) =>
        world.Post("governance.emergency-access-invoked", agency,
            $$"""{"official":"{{agency}}.duty-officer","declaration":"{{declared.Envelope.Name}}","until":"{{until}}"}""", about, recordedAt: Recently);

    static void Agree(World world, string what, string facts) =>
        world.Post($"governance.sharing-agreement-{what}", "coordination", facts, inCase: false);
}
