using System.Text.Json;
using System.Text.Json.Nodes;
using Reintegration.Events.Events;
using Reintegration.Events.Events.Care;
using Reintegration.Events.Events.Coordination;
using Reintegration.Events.Events.Custody;
using Reintegration.Events.Events.Governance;
using Reintegration.Events.Events.Intelligence;
using Reintegration.Events.Events.Needs;
using Reintegration.Events.Events.Supervision;
using Reintegration.Events.Tests.Support;

namespace Reintegration.Events.Tests.Events;

public class AcceptanceTests
{
    static EventType TypeOf<T>() where T : IEvent<T> => Catalog.Default.All.Single(type => type.ClrType == typeof(T));

    static Accepted Accept<T>(Action<JsonObject>? change = null, JsonElement? facts = null) where T : IEvent<T>
    {
        var type = TypeOf<T>();
        var about = Some.About(type);
        change?.Invoke(about);
        return Acceptance.Accept(type, Some.Submission(type, about, facts), Some.Stream(type), null);
    }

    static Envelope Envelope<T>(Action<JsonObject>? change = null) where T : IEvent<T>
    {
        var accepted = Accept<T>(change);
        Assert.Empty(accepted.Errors);
        return accepted.Envelope!;
    }

    static void RefusedAt<T>(string pointer, Action<JsonObject> change) where T : IEvent<T>
    {
        var accepted = Accept<T>(change);
        Assert.Equal(pointer, Assert.Single(accepted.Errors).Pointer);
        Assert.Null(accepted.Envelope);
    }

    [Fact]
    public void What_the_owner_leaves_out_comes_from_the_type()
    {
        var envelope = Envelope<RiskAssessmentCompleted>();

        Assert.Equal(Category.Risk, envelope.Category);
        Assert.Equal(Sensitivity.S3, envelope.Sensitivity);
        Assert.Equal(new Handling(HandlingCode.H2, Onward.OriginatorConsent, ActionLimit.Free, [], []), envelope.Handling with { Caveats = [], ReleasableTo = [] });
        Assert.Equal(StatementKind.Assessment, envelope.StatementKind);
        Assert.Equal(RetentionClass.Sensitive, envelope.Retention);
        Assert.Equal(["supervision", "public-protection"], envelope.Purposes.ToArray());
        Assert.Equal("led-10", envelope.LegalBasis);
        Assert.Equal(Some.Case, envelope.Case);
        Assert.Equal(new DateOnly(2027, 3, 1), envelope.ReviewDue);
    }

    [Fact]
    public void The_owner_may_raise_what_protects()
    {
        var envelope = Envelope<PersonReleased>(about =>
        {
            about["sensitivity"] = "S4";
            about["handling"] = JsonNode.Parse("""{"code":"H2","actionLimit":"no-action","caveats":["not by phone"],"releasableTo":["probation"]}""");
            about["labels"] = new JsonArray("ORCON");
            about["purposes"] = new JsonArray("supervision");
        });

        Assert.Equal(Sensitivity.S4, envelope.Sensitivity);
        Assert.Equal(HandlingCode.H2, envelope.Handling.Code);
        Assert.Equal(Onward.OriginatorConsent, envelope.Handling.Onward);
        Assert.Equal(ActionLimit.NoAction, envelope.Handling.ActionLimit);
        Assert.Equal([new AgencyId("probation")], envelope.Handling.ReleasableTo.ToArray());
        Assert.Equal(JsonValueKind.True, envelope.Labels["ORCON"].ValueKind);
    }

    [Theory]
    [InlineData("sensitivity", "\"S2\"", "/data/about/sensitivity")]
    [InlineData("handling", """{"code":"H1"}""", "/data/about/handling/code")]
    [InlineData("handling", """{"onward":"listed"}""", "/data/about/handling/onward")]
    [InlineData("statementKind", "\"fact\"", "/data/about/statementKind")]
    public void The_owner_may_never_lower_what_protects(string member, string value, string pointer) =>
        RefusedAt<RiskAssessmentCompleted>(pointer, about => about[member] = JsonNode.Parse(value));

    [Fact]
    public void Intelligence_is_acted_on_with_its_desk_at_most() =>
        RefusedAt<IntelligenceRegistered>("/data/about/handling/actionLimit", about => about["handling"] = JsonNode.Parse("""{"actionLimit":"free"}"""));

    [Fact]
    public void A_fact_may_be_told_by_others() =>
        Assert.Equal(StatementKind.ThirdPartyReport, Envelope<ContactMissed>(about => about["statementKind"] = "third-party-report").StatementKind);

    [Fact]
    public void No_machine_authors_a_judgement_of_risk() =>
        RefusedAt<RiskAssessmentCompleted>("/data/about/author/role", about => about["author"]!["role"] = "system");

    [Fact]
    public void A_clock_may_author_what_no_human_must_decide() =>
        Assert.Equal("system", Envelope<ContactMissed>(about => about["author"]!["role"] = "system").Author.Role);

    [Fact]
    public void A_person_spoken_of_is_named_with_their_category() =>
        RefusedAt<PersonReleased>("/data/about/subjects", about => about.Remove("subjects"));

    [Fact]
    public void A_person_is_named_once() => RefusedAt<PersonReleased>(
        "/data/about/subjects/1/person",
        about => about["subjects"]!.AsArray().Add(JsonNode.Parse("""{"person":"person-7f3c19","category":"other"}""")));

    [Fact]
    public void What_is_said_in_a_case_is_reviewed() => RefusedAt<PersonReleased>("/data/about/reviewDue", about => about.Remove("reviewDue"));

    [Theory]
    [InlineData("2026-10-19")]
    [InlineData("2028-10-21")]
    public void Review_falls_between_the_event_and_the_longest_time_it_may_be_kept(string due) =>
        RefusedAt<ReligiousMentoringSessionHeld>("/data/about/reviewDue", about => about["reviewDue"] = due);

    [Fact]
    public void A_person_under_age_makes_it_S3_and_reviewed_within_half_a_year()
    {
        Assert.Equal(Sensitivity.S3, Envelope<PersonReleased>(about => about["juvenile"] = true).Sensitivity);
        RefusedAt<PersonReleased>("/data/about/sensitivity", about => { about["juvenile"] = true; about["sensitivity"] = "S2"; });
        RefusedAt<PersonReleased>("/data/about/reviewDue", about => { about["juvenile"] = true; about["reviewDue"] = "2027-04-21"; });
    }

    [Fact]
    public void Labels_are_those_of_type_owner_and_members()
    {
        var labels = Envelope<IntelligenceAdvisoryIssued>(about => about["labels"] = new JsonArray("SOURCE")).Labels;

        Assert.Equal(["INTEL", "ORCON", "SOURCE", "recipients", "validUntil"], labels.Keys);
        Assert.Equal("2027-01-31", labels["validUntil"].GetString());
    }

    [Fact]
    public void Recipients_become_those_it_is_releasable_to()
    {
        var envelope = Envelope<IntelligenceAdvisoryIssued>(
            about => about["handling"] = JsonNode.Parse("""{"releasableTo":["prison","police"]}"""));

        Assert.Equal([new AgencyId("police"), new AgencyId("prison"), new AgencyId("probation")], envelope.Handling.ReleasableTo.ToArray());
    }

    [Fact]
    public void A_consent_is_of_the_first_category_of_its_scope_and_as_sensitive_as_the_most_sensitive()
    {
        var facts = JsonNode.Parse(TypeOf<ConsentGiven>().Example.GetRawText())!;
        facts["scope"] = new JsonArray("NEEDS", "HEALTH");
        var envelope = Accept<ConsentGiven>(facts: Some.Element(facts)).Envelope!;

        Assert.Equal(Category.Needs, envelope.Category);
        Assert.Equal(Sensitivity.S3, envelope.Sensitivity);
        Assert.Equal(["reintegration", "safeguarding"], envelope.Purposes.ToArray());
    }

    [Fact]
    public void A_type_of_no_case_takes_none_and_the_others_need_one()
    {
        var enrolled = TypeOf<AgencyEnrolled>();
        var released = TypeOf<PersonReleased>();

        var inCase = Acceptance.Accept(enrolled, Some.Submission(enrolled), Some.Stream(enrolled) with { Case = Some.Case }, null);
        var inNone = Acceptance.Accept(released, Some.Submission(released), Some.Stream(released) with { Case = null }, null);

        Assert.Contains(inCase.Errors, error => error.Pointer == "/subject");
        Assert.Contains(inNone.Errors, error => error.Pointer == "/subject");
    }

    [Fact]
    public void An_event_does_not_relate_to_itself()
    {
        var type = TypeOf<PersonReleased>();
        var name = Some.Submission(type).Name;

        RefusedAt<PersonReleased>("/data/about/relates/target", about => about["relates"] = new JsonObject { ["kind"] = "supersedes", ["target"] = name.ToString() });
    }

    [Fact]
    public void Faults_of_about_and_of_facts_are_told_together()
    {
        var accepted = Accept<PersonReleased>(about => about["colour"] = "blue", JsonElement.Parse("{}"));

        Assert.Contains(accepted.Errors, error => error.Pointer == "/data/about/colour");
        Assert.Contains(accepted.Errors, error => error.Pointer == "/data/facts/at");
    }

    [Fact]
    public void Governing_types_govern() => Assert.True(Accept<CaseAgencyJoined>().Governs && !Accept<PoliceContactRecorded>().Governs);
}
