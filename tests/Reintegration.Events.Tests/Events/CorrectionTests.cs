using System.Text.Json;
using System.Text.Json.Nodes;
using Reintegration.Events.Events;
using Reintegration.Events.Tests.Support;

namespace Reintegration.Events.Tests.Events;

/// <summary>A correction is marked as what it corrects, and says nothing about targets its poster may not know of.</summary>
public class CorrectionTests
{
    static readonly EventType Correction = Catalog.Default.Find("reintegration.governance.statement-corrected.v1");
    static readonly EventType Sentence = Catalog.Default.Find("reintegration.custody.sentence-recorded.v1");
    static readonly EventType Risk = Catalog.Default.Find("reintegration.needs.risk-assessment-completed.v1");
    static readonly EventType Pointer = Catalog.Default.Find("reintegration.intelligence.intelligence-registered.v1");

    static (Submission Submission, StreamId Stream) Sent(string newValue, JsonObject? about = null)
    {
        var facts = JsonNode.Parse(Correction.Example.GetRawText())!.AsObject();
        facts["newValue"] = JsonNode.Parse(newValue);
        return (Some.Submission(Correction, about, Some.Element(facts)), Some.Stream(Correction));
    }

    static Accepted Correct(EventType target, string newValue, JsonObject? about = null, Func<Envelope, Envelope>? marked = null)
    {
        var (submission, stream) = Sent(newValue, about);
        var markings = Some.Target(target, submission, stream);
        return Acceptance.Accept(Correction, submission, stream, markings with { Envelope = marked?.Invoke(markings.Envelope) ?? markings.Envelope });
    }

    [Fact]
    public void It_takes_category_markings_persons_and_review_of_its_target()
    {
        var envelope = Correct(Risk, """{"overall":"low"}""").Envelope!;

        Assert.Equal(Risk.Name, envelope.MarkedAs);
        Assert.Equal(Category.Risk, envelope.Category);
        Assert.Equal(Sensitivity.S3, envelope.Sensitivity);
        Assert.Equal(HandlingCode.H2, envelope.Handling.Code);
        Assert.Equal(StatementKind.Assessment, envelope.StatementKind);
        Assert.Equal("person-7f3c19", Assert.Single(envelope.Subjects).Person);
        Assert.Equal(new DateOnly(2027, 3, 1), envelope.ReviewDue);
        Assert.Equal(RelationKind.Corrects, envelope.Relates!.Kind);
    }

    [Fact]
    public void It_carries_the_labels_of_its_target_and_the_label_members_it_corrects()
    {
        var envelope = Correct(Pointer, """{"expires":"2027-05-31"}""").Envelope!;

        Assert.Equal(["INTEL", "ORCON", "expires"], envelope.Labels.Keys);
        Assert.Equal("2027-05-31", envelope.Labels["expires"].GetString());
    }

    [Fact]
    public void A_label_the_owner_set_on_the_target_stays() =>
        Assert.Contains("SOURCE", Correct(
            Sentence, """{"expiry":"2028-05-01"}""",
            marked: envelope => envelope with { Labels = envelope.Labels.Add("SOURCE", JsonElement.Parse("true")) }).Envelope!.Labels.Keys);

    [Fact]
    public void It_may_not_undercut_its_target()
    {
        var accepted = Correct(Risk, """{"overall":"low"}""", new JsonObject
        {
            ["author"] = new JsonObject { ["role"] = "practitioner", ["reference"] = "official-1" },
            ["sensitivity"] = "S2",
        });

        Assert.Equal("/data/about/sensitivity", Assert.Single(accepted.Errors).Pointer);
    }

    [Fact]
    public void It_governs_when_it_corrects_what_the_case_context_reads()
    {
        Assert.True(Correct(Sentence, """{"earliestRelease":"2026-10-02"}""").Governs);
        Assert.False(Correct(Sentence, """{"offenceGroup":"travel"}""").Governs);
        Assert.False(Correct(Risk, """{"validUntil":"2027-02-01"}""").Governs);
    }

    [Theory]
    [InlineData("""{"earliestRelease":"2026-02-30"}""", "/data/facts/newValue/earliestRelease")]
    [InlineData("""{"score":7}""", "/data/facts/newValue/score")]
    [InlineData("""{}""", "/data/facts/newValue")]
    public void New_values_are_held_to_the_schema_of_the_target(string newValue, string pointer) =>
        Assert.Equal(pointer, Assert.Single(Correct(Sentence, newValue).Errors).Pointer);

    [Fact]
    public void No_target_a_foreign_one_and_one_of_another_case_are_answered_alike()
    {
        var (submission, stream) = Sent("""{"earliestRelease":"2026-10-02"}""");
        var target = Some.Target(Sentence, submission, stream);
        StreamId foreign = stream with { Owner = new AgencyId("police") }, elsewhere = stream with { Case = null };
        TargetMarkings?[] targets =
        [
            null,
            target with { Envelope = target.Envelope with { Stream = foreign } },
            target with { Envelope = target.Envelope with { Stream = elsewhere } },
            target with { Envelope = target.Envelope with { Name = Some.Name("prison", 9) } },
        ];

        var answers = targets.Select(found => Assert.Single(Acceptance.Accept(Correction, submission, stream, found).Errors)).Distinct();

        Assert.Equal("/data/facts/targetEvent", Assert.Single(answers).Pointer);
    }

    [Fact]
    public void A_correction_is_not_corrected_but_the_statement_again()
    {
        var (submission, stream) = Sent("""{"earliestRelease":"2026-10-02"}""");
        var first = Acceptance.Accept(Correction, submission, stream, Some.Target(Sentence, submission, stream)).Envelope!;
        var name = EventName.Parse(submission.Facts.GetProperty("targetEvent").GetString()!);

        var accepted = Acceptance.Accept(Correction, submission, stream, new TargetMarkings(first with { Name = name }, Correction));

        Assert.Equal("/data/facts/targetEvent", Assert.Single(accepted.Errors).Pointer);
    }

    [Fact]
    public void It_relates_to_the_event_its_facts_name_or_to_none()
    {
        var accepted = Correct(Sentence, """{"earliestRelease":"2026-10-02"}""", new JsonObject
        {
            ["author"] = new JsonObject { ["role"] = "practitioner", ["reference"] = "official-1" },
            ["relates"] = new JsonObject { ["kind"] = "corrects", ["target"] = Some.Name("prison", 9).ToString() },
        });

        Assert.Equal("/data/about/relates/target", Assert.Single(accepted.Errors).Pointer);
    }
}
