using Reintegration.Events.Ledger;
using Reintegration.Events.Tests.Policy;
using Reintegration.Events.Views;
using Reintegration.Events.Views.Sheets;

namespace Reintegration.Events.Tests.Views;

/// <summary>No case, need or action may become ownerless, and nobody's silence is safety.</summary>
public sealed class ContinuityTests
{
    [Fact]
    public void A_handover_is_late_until_it_is_answered_and_open_again_when_it_was_refused()
    {
        var world = World.Standard();
        var offer = Offer(world, "mentoring", "community-haven");
        Assert.Equal([Rows.Name(offer)], Of(world, "handover-overdue"));
        var refusal = world.Post("custody.handover-refused", "community-haven",
            $$"""{"offer":"{{Rows.Name(offer)}}","fromOwner":"probation","toOwner":"community-haven","scope":"mentoring","at":"2026-05-19T10:00:00Z"}""");
        Assert.Empty(Of(world, "handover-overdue"));
        Assert.Equal([Rows.Name(offer), Rows.Name(refusal)], Of(world, "handover-refused"));

        Offer(world, "mentoring", "health-north");
        Assert.Empty(Of(world, "handover-refused"));
        Assert.NotEmpty(Of(world, "handover-overdue"));
    }

    [Fact]
    public void What_was_offered_and_not_accepted_has_no_owner()
    {
        var world = World.Standard();
        var needs = world.Post("needs.needs-assessment-completed", "probation");
        var gap = world.Post("needs.support-gap-identified", "probation");
        var closed = world.Post("needs.support-gap-identified", "probation", """{"needDomain":"education"}""");
        var action = world.Post("coordination.action-assigned", "prison", """{"agency":"prison"}""");
        world.Post("needs.support-gap-closed", "probation", $$"""{"gap":"{{Rows.Name(closed)}}","needDomain":"education"}""");
        var offer = Offer(world, "case-management", "probation", [needs, gap, closed], [action]);
        Assert.Empty(Of(world, "need-without-owner"));

        var accepted = Accept(world, offer, "case-management", "probation", [needs], []);

        Assert.Equal([Rows.Name(gap), Rows.Name(offer), Rows.Name(accepted)], Of(world, "need-without-owner"));
        Assert.Equal([Rows.Name(action), Rows.Name(offer), Rows.Name(accepted)], Of(world, "action-without-owner"));

        var again = Offer(world, "service", "community-haven", [gap], []);
        Assert.Empty(Of(world, "need-without-owner"));
        Accept(world, again, "service", "community-haven", [gap], []);
        Assert.Empty(Of(world, "need-without-owner"));
    }

    [Fact]
    public void A_need_that_is_hidden_from_the_seat_is_neither_named_nor_missed()
    {
        var world = World.Standard();
        var hidden = world.Post("care.family-concern-raised", "police", about: """{"labels":["ORCON"]}""");
        var offer = Offer(world, "case-management", "probation", [hidden], []);
        Accept(world, offer, "case-management", "probation", [], []);
        Assert.Empty(Of(world, "need-without-owner"));
        Assert.DoesNotContain(Rows.Name(hidden), Rows.Json(Rows.Sheet<SupervisionCase>(world)));
    }

    [Fact]
    public void Somebody_released_whom_nobody_took_over_is_nobodys_case()
    {
        var world = World.Standard();
        var released = world.Post("custody.person-released", "prison",
            """{"at":"2026-05-20T09:00:00Z","firstReportingAt":"2026-05-21T10:00:00Z"}""");
        Assert.Equal([Rows.Name(released)], Of(world, "released-without-handover"));
        Assert.Equal([Rows.Name(released)], Of(world, "first-reporting-unheard"));
        Assert.Empty(Of(world, "released-without-handover", "2026-05-20"));
        Assert.Empty(Of(world, "first-reporting-unheard", "2026-05-22"));

        Accept(world, Offer(world, "case-management", "probation"), "case-management", "probation", [], []);
        world.Post("supervision.contact-missed", "probation", """{"expectedAt":"2026-05-21T10:00:00Z"}""");
        Assert.Empty(Of(world, "released-without-handover"));
        Assert.Empty(Of(world, "first-reporting-unheard"));
    }

    [Fact]
    public void An_acceptance_taken_back_leaves_the_handover_open()
    {
        if (!Reintegration.Events.Events.Catalog.Default.TryFind("reintegration.governance.statement-retracted.v1", out _)) return;
        var world = World.Standard();
        var offer = Offer(world, "mentoring", "community-haven");
        var accepted = Accept(world, offer, "mentoring", "community-haven", [], []);
        Assert.Empty(Of(world, "handover-overdue"));
        world.Post("governance.statement-retracted", "community-haven", target: accepted);
        Assert.Equal([Rows.Name(offer)], Of(world, "handover-overdue"));
    }

    [Fact]
    public void A_service_that_took_somebody_on_and_says_nothing_is_asked_after()
    {
        var world = World.Standard();
        var referral = world.Post("needs.service-referral-made", "probation", """{"dueBy":"2026-03-10"}""");
        Assert.Equal([Rows.Name(referral)], Of(world, "referral-unanswered"));
        var accepted = world.Post("needs.service-referral-accepted", "community-haven",
            $$"""{"referral":"{{Rows.Name(referral)}}","firstDay":"2026-04-01"}""");
        Assert.Empty(Of(world, "referral-unanswered"));
        Assert.Equal([Rows.Name(accepted)], Of(world, "service-silent"));
        world.Post("community.cso-programme-participation-reported", "community-haven", recordedAt: Rows.Day("2026-05-20"));
        Assert.Empty(Of(world, "service-silent"));
    }

    [Fact]
    public void A_corrected_day_moves_its_alarm()
    {
        var world = World.Standard();
        var asked = world.Post("needs.reassessment-triggered", "probation", """{"dueBy":"2026-05-20"}""");
        Assert.Equal([Rows.Name(asked)], Of(world, "reassessment-overdue"));
        world.Post("governance.statement-corrected", "probation", """{"newValue":{"dueBy":"2026-07-20"}}""", target: asked);
        Assert.Empty(Of(world, "reassessment-overdue"));
        Assert.NotEmpty(Of(world, "reassessment-overdue", "2026-07-21"));
    }

    [Theory]
    [InlineData("2026-05-20", "2026-05-21T00:00:00Z")]
    [InlineData("2026-05", "2026-06-01T00:00:00Z")]
    [InlineData("2026", "2027-01-01T00:00:00Z")]
    [InlineData("2026-05-20T10:00:00+02:00", "2026-05-20T08:00:00Z")]
    [InlineData("soon", null)]
    [InlineData("9999-12-31", null)]
    [InlineData(null, null)]
    public void A_due_time_has_passed_when_all_that_it_can_mean_has(string? shown, string? over) =>
        Assert.Equal(over is null ? null : Rows.Day(over), When.Over(shown));

    static Recorded Offer(World world, string scope, string to, Recorded[]? needs = null, Recorded[]? actions = null) =>
        world.Post("custody.handover-offered", "prison",
            $$"""{"fromOwner":"prison","toOwner":"{{to}}","scope":"{{scope}}","dueBy":"2026-05-20","openNeeds":{{List(needs)}},"openActions":{{List(actions)}}}""");

    static Recorded Accept(World world, Recorded offer, string scope, string by, Recorded[] needs, Recorded[] actions) =>
        world.Post("custody.handover-accepted", by,
            $$"""
            {"offer":"{{Rows.Name(offer)}}","fromOwner":"prison","toOwner":"{{by}}","scope":"{{scope}}","at":"2026-05-18T10:00:00Z",
             "openNeeds":{{List(needs)}},"openActions":{{List(actions)}}}
            """);

    static string List(Recorded[]? events) => $"[{string.Join(',', (events ?? []).Select(recorded => $"\"{Rows.Name(recorded)}\""))}]";

    /// <summary>The events on which the alarms of a rule rest, for the supervising officer.</summary>
    static List<string> Of(World world, string rule, string? at = null) =>
    [
        .. Rows.Alarms<SupervisionCase>(Rows.Sheet<SupervisionCase>(world), at is null ? World.Now : Rows.Day(at))
            .Where(alarm => alarm.Rule == rule).SelectMany(alarm => alarm.Events),
    ];
}
