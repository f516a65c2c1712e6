using Reintegration.Events.Tests.Policy;
using Reintegration.Events.Views;
using Reintegration.Events.Views.Sheets;

namespace Reintegration.Events.Tests.Views;

/// <summary>Later words about a statement: contradicted, settled, taken back, restricted.</summary>
public sealed class RemarkTests
{
    [Fact]
    public void A_contradiction_is_seen_on_the_statement_and_stands_until_it_is_settled()
    {
        var world = World.Standard();
        var home = world.Post("supervision.residence-changed", "probation", """{"address":"north: 1 Quay"}""");
        var other = world.Post("governance.statement-contradicted", "police", """{"newValue":{"address":"north: 2 Quay"}}""", target: home);

        var sheet = Rows.Sheet<SupervisionCase>(world);
        var statement = sheet.Latest(Parts.Residence)!.Opened;
        Assert.Equal("north: 1 Quay", statement.Text("address"));
        Assert.Equal(Rows.Name(other), Assert.Single(statement.ContradictedBy!.Value));
        var contradiction = Assert.Single(sheet.Standing(Parts.Contradictions));
        Assert.Equal("north: 2 Quay", contradiction.Value(Statement.NewValue)!.Value.GetProperty("address").GetString());
        var alarm = Assert.Single(Rows.Alarms<SupervisionCase>(sheet, World.Now), alarm => alarm.Rule == "contradiction-unresolved");
        Assert.Equal($"{Rows.Name(other)} {Rows.Name(home)}", string.Join(' ', alarm.Events));

        world.Post("governance.contradiction-resolved", "probation",
            $$"""{"contradiction":"{{Rows.Name(other)}}","outcome":"both-stand"}""", target: home);
        sheet = Rows.Sheet<SupervisionCase>(world);
        Assert.Null(sheet.Latest(Parts.Residence)!.Opened.ContradictedBy);
        Assert.Empty(sheet.Standing(Parts.Contradictions));
        Assert.Single(sheet.Of(Parts.Contradictions));
    }

    [Fact]
    public void A_contradiction_between_others_about_what_a_seat_is_not_shown_is_not_shown_to_it()
    {
        var world = World.Standard();
        var needs = world.Post("needs.needs-assessment-completed", "probation");
        world.Post("governance.statement-contradicted", "prison", """{"newValue":{"strengths":["Plays chess"]}}""", target: needs);
        Assert.Empty(Rows.Sheet<PoliceCaseView>(world).Of(Parts.Contradictions));
        Assert.NotEmpty(Rows.Sheet<SupervisionCase>(world).Of(Parts.Contradictions));
    }

    [Fact]
    public void What_was_taken_back_is_not_known_now_and_stays_readable_as_what_was_known()
    {
        var world = World.Standard();
        var raised = world.Post("supervision.electronic-monitoring-alert-raised", "probation");
        var cleared = world.Post("supervision.electronic-monitoring-alert-cleared", "probation", $$"""{"alert":"{{Rows.Name(raised)}}"}""");
        Assert.Empty(Rows.Sheet<SupervisionCase>(world).Standing(Parts.Alerts));

        var taken = world.Post("governance.statement-retracted", "probation", target: cleared);
        var alert = Assert.Single(Rows.Sheet<SupervisionCase>(world).Standing(Parts.Alerts));
        var step = Assert.Single(alert.Then);
        Assert.Equal(Rows.Name(taken), step.RetractedBy);
        Assert.Empty(step.Facts);
        Assert.Equal("low-battery", Members.Text(step.FactsBefore!["kind"]));
        Assert.DoesNotContain(step, alert.Valid);
    }

    [Fact]
    public void What_overtook_another_and_was_taken_back_lets_the_other_stand_again()
    {
        var world = World.Standard();
        var first = world.Post("supervision.residence-changed", "probation", """{"address":"north: 1 Quay"}""");
        var second = world.Post("supervision.residence-changed", "probation", """{"address":"north: 2 Quay"}""");
        Assert.Equal(Rows.Name(second), Rows.Sheet<SupervisionCase>(world).Latest(Parts.Residence)!.Opened.Event);
        world.Post("governance.statement-retracted", "probation", target: second);
        Assert.Equal(Rows.Name(first), Rows.Sheet<SupervisionCase>(world).Latest(Parts.Residence)!.Opened.Event);
    }
}
