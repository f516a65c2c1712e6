using System.Text.Json.Nodes;
using Reintegration.Events.Events;
using Reintegration.Events.Tests.Support;

namespace Reintegration.Events.Tests.Events;

/// <summary>What is said about a statement, beside correcting it, has its category, markings and audience.</summary>
public class FollowingTests
{
    static readonly EventType Risk = Catalog.Default.Find("reintegration.needs.risk-assessment-completed.v1");
    static readonly EventType Sentence = Catalog.Default.Find("reintegration.custody.sentence-recorded.v1");
    static readonly EventType Action = Catalog.Default.Find("reintegration.coordination.action-assigned.v1");

    static EventType Type(string name) => Catalog.Default.Find($"reintegration.governance.{name}.v1");

    static Accepted Say(
        string name, EventType target, string? owner = null, Action<JsonObject>? change = null,
        Func<Envelope, Envelope>? marked = null)
    {
        var type = Type(name);
        var facts = JsonNode.Parse(type.Example.GetRawText())!.AsObject();
        facts.Remove("newValue");
        change?.Invoke(facts);
        var submission = Some.Submission(type, null, Some.Element(facts));
        var stream = Some.Stream(type);
        if (owner is not null) stream = stream with { Owner = new AgencyId(owner) };
        var markings = Some.Target(target, submission, stream);
        return Acceptance.Accept(
            type, submission, stream, markings with { Envelope = marked?.Invoke(markings.Envelope) ?? markings.Envelope });
    }

    [Theory]
    [InlineData("statement-contradicted", RelationKind.Contradicts)]
    [InlineData("contradiction-resolved", RelationKind.Concerns)]
    [InlineData("statement-retracted", RelationKind.Retracts)]
    [InlineData("retention-reviewed", RelationKind.Concerns)]
    [InlineData("recipient-notified-of-change", RelationKind.Concerns)]
    public void It_takes_category_and_markings_of_its_target_and_says_how_it_stands_to_it(string name, RelationKind kind)
    {
        var envelope = Say(name, Risk).Envelope!;

        Assert.Equal(Risk.Name, envelope.MarkedAs);
        Assert.Equal((Category.Risk, Sensitivity.S3, HandlingCode.H2), (envelope.Category, envelope.Sensitivity, envelope.Handling.Code));
        Assert.Equal(RetentionClass.Sensitive, envelope.Retention);
        Assert.Equal(kind, envelope.Relates!.Kind);
    }

    [Fact]
    public void It_carries_the_labels_by_which_rules_know_the_target() =>
        Assert.Contains("agency", Say("statement-retracted", Action).Envelope!.Labels.Keys);

    [Fact]
    public void Nothing_but_a_correction_of_what_governs_governs() =>
        Assert.False(Say("statement-contradicted", Sentence).Governs || Say("retention-reviewed", Sentence).Governs);

    [Fact]
    public void What_decides_who_is_shown_what_is_not_retracted() => Assert.Equal(
        "/data/facts/targetEvent", Assert.Single(Say("statement-retracted", Sentence).Errors).Pointer);

    [Fact]
    public void Nobody_contradicts_their_own_statement_and_it_is_answered_like_nothing()
    {
        var type = Type("statement-contradicted");
        var submission = Some.Submission(type);
        var nothing = Acceptance.Accept(type, submission, Some.Stream(type), null).Errors;

        Assert.Equal(nothing.AsEnumerable(), Say("statement-contradicted", Risk, owner: "prison").Errors);
        Assert.Equal("/data/facts/targetEvent", Assert.Single(nothing).Pointer);
    }

    [Fact]
    public void Only_its_owner_retracts_a_statement() => Assert.Equal(
        "/data/facts/targetEvent", Assert.Single(Say("statement-retracted", Risk, owner: "police").Errors).Pointer);

    [Theory]
    [InlineData("2029-01-01", false)]
    [InlineData("2026-10-19", false)]
    [InlineData("2028-10-20", true)]
    public void A_review_sets_the_next_within_the_longest_time_the_statement_may_be_kept(string next, bool taken)
    {
        var accepted = Say("retention-reviewed", Risk, change: facts => facts["nextReview"] = next);

        if (taken) Assert.Equal(DateOnly.Parse(next, null), accepted.Envelope!.ReviewDue);
        else Assert.Equal("/data/facts/nextReview", Assert.Single(accepted.Errors).Pointer);
    }

    [Fact]
    public void A_minors_statement_is_reviewed_within_half_a_year() => Assert.Equal(
        "/data/facts/nextReview",
        Assert.Single(Say(
            "retention-reviewed", Risk, change: facts => facts["nextReview"] = "2027-06-01",
            marked: target => target with { Juvenile = true }).Errors).Pointer);

    [Fact]
    public void A_notice_is_for_its_recipient_alone()
    {
        var envelope = Say(
            "recipient-notified-of-change", Risk,
            marked: target => target with { Handling = target.Handling with { ReleasableTo = [new("police")] } }).Envelope!;

        Assert.Equal([new AgencyId("probation")], envelope.Handling.ReleasableTo.ToArray());
        Assert.Contains("ORCON", envelope.Labels.Keys);
    }

    [Fact]
    public void A_contradiction_reaches_whose_statement_it_is_about() => Assert.Contains(
        new AgencyId("prison"), Say("statement-contradicted", Risk).Envelope!.Handling.ReleasableTo);
}
