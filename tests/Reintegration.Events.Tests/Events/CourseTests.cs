using System.Text.Json.Nodes;
using Reintegration.Events.Events;
using Reintegration.Events.Events.Courses;
using Reintegration.Events.Tests.Support;
using Xunit.Abstractions;

namespace Reintegration.Events.Tests.Events;

/// <summary>What goes step by step: legal steps are taken, others refused with a reason, hidden ones are not there.</summary>
public class CourseTests(ITestOutputHelper output)
{
    static readonly AgencyId Lead = new("prison");
    int _next;

    Envelope Said(string type, string owner, string? facts = null, EventName? of = null)
    {
        var found = Catalog.Default.All.Where(each => each.Name.StartsWith($"reintegration.{type}.", StringComparison.Ordinal))
            .MaxBy(each => each.Version)!;
        var body = JsonNode.Parse(found.Example.GetRawText())!.AsObject();
        if (facts is not null) foreach (var (name, value) in JsonNode.Parse(facts)!.AsObject()) body[name] = value?.DeepClone();
        if (of is { } reference)
            body[CaseCourses.Kinds.Single(kind => kind.Later.Contains(found.Name)).Reference] = reference.ToString();
        body.Remove("newValue");
        var submission = Some.Submission(found, null, Some.Element(body)) with
        {
            Name = new EventName(new AgencyId(owner), Guid.Parse($"0190f3c4-0000-7000-9000-{++_next:x12}")),
        };
        var stream = new StreamId(new AgencyId(owner), Some.Case);
        var target = found.FollowsTarget
            ? Some.Target(Catalog.Default.Find("reintegration.custody.placement-changed.v1"), submission, stream)
            : null;
        var accepted = Acceptance.Accept(found, submission, stream, target);
        Assert.True(accepted.Envelope is not null, $"{type}: {string.Join("; ", accepted.Errors)}");
        return accepted.Envelope;
    }

    static Ruling Decide(CaseCourses courses, Envelope next, Func<Envelope, bool>? isShown = null) =>
        courses.Decide(next, Lead, isShown ?? (_ => true)).Ruling;

    static CaseCourses After(params Envelope[] told) =>
        told.Aggregate(CaseCourses.None, (courses, envelope) => courses.Apply(envelope));

    /// <summary>The first step, the agency that takes it, a step that may follow, and by whom.</summary>
    public static TheoryData<string, string, string, string> Pairs => new()
    {
        { "custody.handover-offered", "prison", "custody.handover-accepted", "probation" },
        { "custody.handover-offered", "prison", "custody.handover-refused", "probation" },
        { "needs.service-referral-made", "probation", "needs.service-referral-accepted", "community-haven" },
        { "needs.service-referral-made", "probation", "needs.service-referral-declined", "community-haven" },
        { "coordination.action-assigned", "prison", "coordination.action-completed", "community-haven" },
        { "coordination.action-assigned", "prison", "coordination.action-escalated", "prison" },
        { "supervision.supervision-condition-imposed", "probation", "supervision.supervision-condition-discharged", "probation" },
        { "supervision.condition-breach-suspected", "probation", "supervision.condition-breach-confirmed", "probation" },
        { "supervision.condition-breach-suspected", "police", "supervision.condition-breach-dismissed", "probation" },
        { "supervision.permission-requested", "probation", "supervision.permission-decided", "probation" },
        { "supervision.electronic-monitoring-alert-raised", "probation", "supervision.electronic-monitoring-alert-cleared", "probation" },
        { "needs.support-gap-identified", "community-haven", "needs.support-gap-closed", "probation" },
        { "governance.statement-contradicted", "probation", "governance.contradiction-resolved", "prison" },
        { "coordination.case-conference-convened", "prison", "coordination.case-conference-cancelled", "prison" },
        { "governance.subject-access-requested", "prison", "governance.subject-access-answered", "prison" },
        { "custody.release-plan-proposed", "probation", "custody.release-plan-approved", "probation" },
        { "supervision.recall-initiated", "probation", "supervision.recall-decided", "probation" },
    };

    [Theory]
    [MemberData(nameof(Pairs))]
    public void A_step_that_may_follow_is_taken_once(string first, string by, string later, string then)
    {
        var begun = Said(first, by);
        var step = Said(later, then, of: begun.Name);

        Assert.Equal(Ruling.Take, Decide(CaseCourses.None, begun));
        Assert.Equal(Ruling.Take, Decide(After(begun), step));
        var again = Assert.IsType<Ruling.AlreadyTaken>(Decide(After(begun, step), Said(later, then, of: begun.Name)));
        Assert.Equal(step.Name, again.By);
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void A_hidden_first_step_one_of_another_kind_and_none_are_answered_alike(
        string first, string by, string later, string then)
    {
        var begun = Said(first, by);
        var other = Said(first == "supervision.recall-initiated" ? "supervision.permission-requested" : "supervision.recall-initiated", "probation");
        var courses = After(begun, other);

        var hidden = Decide(courses, Said(later, then, of: begun.Name), _ => false);
        var none = Decide(courses, Said(later, then, of: Some.Name("prison", 77)));
        var foreign = Decide(courses, Said(later, then, of: other.Name));

        Assert.IsType<Ruling.Refused>(none);
        Assert.Equal(none, hidden);
        Assert.Equal(none, foreign);
    }

    [Theory]
    [InlineData("custody.handover-offered", "prison", "custody.handover-accepted", "police-south")]
    [InlineData("needs.service-referral-made", "probation", "needs.service-referral-accepted", "community-other")]
    [InlineData("coordination.action-assigned", "prison", "coordination.action-completed", "police")]
    [InlineData("coordination.action-assigned", "probation", "coordination.action-escalated", "police")]
    [InlineData("supervision.permission-requested", "probation", "supervision.permission-decided", "prison")]
    [InlineData("coordination.case-conference-convened", "prison", "coordination.case-conference-cancelled", "probation")]
    public void Who_has_no_say_in_it_is_refused(string first, string by, string later, string then)
    {
        var begun = Said(first, by);

        Assert.IsType<Ruling.Refused>(Decide(After(begun), Said(later, then, of: begun.Name)));
    }

    [Fact]
    public void A_step_rests_only_on_what_the_deciding_agency_is_shown()
    {
        var assigned = Said("coordination.action-assigned", "prison");
        var done = Said("coordination.action-completed", "community-haven", of: assigned.Name);
        var late = Said("coordination.action-escalated", "prison", of: assigned.Name);

        Assert.IsType<Ruling.AlreadyTaken>(Decide(After(assigned, done), late));
        Assert.Equal(Ruling.Take, Decide(After(assigned, done), late, envelope => envelope.Owner == Lead));
        Assert.Equal([Lead, new AgencyId("community-haven")], After(assigned, done).Decide(late, Lead, _ => true).Rests.ToArray());
    }

    [Fact]
    public void A_referral_is_completed_once_it_has_been_accepted()
    {
        var made = Said("needs.service-referral-made", "probation");
        var completed = Said("needs.service-referral-completed", "community-haven", of: made.Name);
        var declined = Said("needs.service-referral-declined", "community-haven", of: made.Name);
        var accepted = Said("needs.service-referral-accepted", "community-haven", of: made.Name);

        Assert.IsType<Ruling.Refused>(Decide(After(made), completed));
        Assert.IsType<Ruling.Refused>(Decide(After(made, declined), completed));
        Assert.Equal(Ruling.Take, Decide(After(made, accepted), completed));
    }

    [Fact]
    public void An_action_is_overdue_when_its_day_has_passed()
    {
        var early = Said("coordination.action-assigned", "prison", """{"dueBy":"2026-10-20"}""");
        var overdue = Said("coordination.action-overdue", "prison", of: early.Name);
        var passed = Said("coordination.action-assigned", "prison", """{"dueBy":"2026-10-19"}""");

        Assert.IsType<Ruling.Refused>(Decide(After(early), overdue)); // It happens on 2026-10-20 itself.
        Assert.Equal(Ruling.Take, Decide(After(passed), Said("coordination.action-overdue", "prison", of: passed.Name)));
    }

    [Fact]
    public void A_step_that_was_retracted_counts_no_more()
    {
        var offered = Said("custody.handover-offered", "prison");
        var refused = Said("custody.handover-refused", "probation", of: offered.Name);
        var retracted = Said("governance.statement-retracted", "probation", $$"""{"targetEvent":"{{refused.Name}}"}""");

        Assert.Equal(
            Ruling.Take, Decide(After(offered, refused, retracted), Said("custody.handover-accepted", "probation", of: offered.Name)));
    }

    [Fact]
    public void Nobody_hands_over_what_is_another_agencys() => Assert.Equal(
        "/data/facts/fromOwner",
        Assert.IsType<Ruling.Refused>(Decide(CaseCourses.None, Said("custody.handover-offered", "health-north"))).Pointer);

    /// <summary>COURSE_SEED names the walk; any order of steps folds, and a decided step never changes what stands.</summary>
    [Fact]
    public void Any_order_of_steps_folds_and_no_taken_step_is_taken_twice()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("COURSE_SEED"), out var given) ? given : Environment.TickCount;
        output.WriteLine($"COURSE_SEED={seed}");
        var random = new Random(seed);
        var pairs = Pairs.ToArray();
        for (var walk = 0; walk < 60; walk++)
        {
            var (courses, once) = (CaseCourses.None, new HashSet<(string, EventName)>());
            List<(EventName Name, int Pair)> begun = [];
            for (var step = 0; step < 40; step++)
            {
                var pair = random.Next(pairs.Length);
                var (first, by, later, then) = ((string)pairs[pair][0], (string)pairs[pair][1], (string)pairs[pair][2], (string)pairs[pair][3]);
                if (begun.Count == 0 || random.Next(2) == 0)
                {
                    var said = Said(first, by);
                    begun.Add((said.Name, pair));
                    courses = courses.Apply(said);
                    continue;
                }

                var of = begun[random.Next(begun.Count)];
                var next = Said(later, then, of: of.Name);
                if (Decide(courses, next) == Ruling.Take) Assert.True(once.Add((later, of.Name)), $"{later} was taken twice");
                // Even what should not have been recorded folds.
                if (Decide(courses, next) == Ruling.Take || random.Next(4) == 0) courses = courses.Apply(next);
            }
        }
    }
}
