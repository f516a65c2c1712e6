using System.Collections.Immutable;
using System.Text.Json;
using Reintegration.Events.Events;
using Reintegration.Events.Policy;
using Reintegration.Events.Policy.Tallies;
using Reintegration.Events.Tests.Policy;
using Reintegration.Events.Tests.Policy.Tallies;
using Reintegration.Events.Views;

namespace Reintegration.Events.Tests.Views;

/// <summary>From events to the rows of counting views, and what these must not show.</summary>
public sealed class TallyViewTests
{
    static readonly Seat Coordinator = new(
        new AgencyId("coordination"), Sector.Coordination, "national-coordinator", "evaluation", "gdpr-6-1-e", 0, [], "official-c-4");

    static InformationGapBoardRow Board(World world, string role = "panel-chair", DateTimeOffset? at = null)
    {
        var seat = world.Seat(Sector.Probation, role, "supervision");
        return TallyView.Of<InformationGapBoard, InformationGapBoardRow>(InformationGapBoard.Aggregates
            .Select(name => Tally.Of(
                BundleFiles.Bundle, name, seat, world.Events.Where(each => each.Envelope.Case is not null), world.Context,
                world.Organisations, at ?? World.Now))
            .OfType<Tally>());
    }

    static ImmutableArray<Pillar> Pillars(World world, Seat seat) =>
        TallyView.Of<PillarDashboard, ImmutableArray<Pillar>>(BundleFiles.Bundle.Aggregates.All.Keys
            .Select(name => Tally.Of(BundleFiles.Bundle.Aggregates, name, seat, world.Events, World.Now))
            .OfType<Tally>());

    static Dictionary<string, long?> Indicator(ImmutableArray<Pillar> pillars, string name) =>
        pillars.SelectMany(pillar => pillar.Indicators).Single(each => each.Aggregate == name).Cells
            .ToDictionary(cell => string.Join('/', cell.Words), cell => cell.Count);

    [Fact]
    public void Given_nothing_of_intelligence_the_chairs_board_holds_nothing_back()
    {
        var board = Board(World.Standard());
        Assert.Empty(board.HeldBack!);
        Assert.Equal(0, board.DispositionsOverdue);
        Assert.Equal(0, board.AssessmentsStale);
        Assert.Empty(board.SectorsMissing!);
    }

    [Fact]
    public void HardCase19_The_chair_is_told_how_much_who_and_when_and_nothing_else()
    {
        var world = World.Standard();
        world.Post("intelligence.intelligence-registered", "intelligence", """{"topic":"weapons","contactDesk":"secret desk"}""");
        var second = world.Post("intelligence.intelligence-registered", "intelligence");
        world.Post("intelligence.intelligence-registered", "police");
        world.Post("intelligence.intelligence-registered", "police", """{"expires":"2026-05-31"}""");
        world.Post(
            "intelligence.intelligence-disposition-decided", "intelligence",
            $$"""{"intelligence":"{{second.Envelope.Name}}","decision":"withheld","reviewBy":"2026-06-20T10:00:00Z"}""");
        var board = Board(world);
        Assert.Equal(["intelligence 2", "police 1"], board.HeldBack!.Value.Select(each => $"{each.Owner} {each.Count}"));
        Assert.Equal(new DateTimeOffset(2026, 6, 20, 10, 0, 0, TimeSpan.Zero), board.HeldBack.Value[0].Due);

        var text = JsonSerializer.Serialize(board, EventJson.Options);
        Assert.DoesNotContain("weapons", text, StringComparison.Ordinal);
        Assert.DoesNotContain("desk", text, StringComparison.Ordinal);
        Assert.DoesNotContain("/events/", text, StringComparison.Ordinal);
        Assert.DoesNotContain("withheld", text, StringComparison.Ordinal);
    }

    [Fact]
    public void HardCase02_What_nobody_decided_in_three_days_is_told_as_a_number()
    {
        var world = World.Standard();
        world.Post("intelligence.intelligence-registered", "intelligence", recordedAt: World.Now.AddHours(-73));
        world.Post("intelligence.intelligence-registered", "intelligence", recordedAt: World.Now.AddHours(-71));
        var decided = world.Post("intelligence.intelligence-registered", "prison", recordedAt: World.Now.AddHours(-90));
        world.Post(
            "intelligence.intelligence-disposition-decided", "police",
            $$"""{"intelligence":"{{decided.Envelope.Name}}","decision":"shared"}""");
        var board = Board(world);
        Assert.Equal(1, board.DispositionsOverdue);
        // What was shared is held back no more.
        Assert.Equal(["intelligence"], board.HeldBack!.Value.Select(each => each.Owner));
    }

    [Fact]
    public void A_coordinator_and_everybody_else_on_the_case_is_told_nothing_of_intelligence()
    {
        var (without, with) = (World.Standard(), World.Standard());
        foreach (var world in (World[])[without, with]) world.Sit("probation", "coordinator");
        with.Post("intelligence.intelligence-registered", "intelligence", recordedAt: World.Now.AddDays(-9));
        foreach (var role in (string[])["coordinator", "practitioner"])
            Assert.Equal(
                JsonSerializer.Serialize(Board(without, role), EventJson.Options),
                JsonSerializer.Serialize(Board(with, role), EventJson.Options));
        Assert.Empty(Board(with, "coordinator").SectorsMissing!);
        Assert.Null(Board(with, "practitioner").SectorsMissing);
        // A chair of nobody's case is no chair: the seat has to be held.
        with.Post("coordination.case-seat-left", "probation", """{"official":"probation.panel-chair","role":"panel-chair"}""");
        Assert.Equal(InformationGapBoard.Empty, Board(with));
    }

    [Fact]
    public void Lapsed_assessments_and_missing_sectors_are_counted()
    {
        var world = World.Standard();
        world.Post("needs.risk-assessment-completed", "probation", """{"tool":"ir46","validUntil":"2026-05-01"}""");
        world.Post("needs.risk-assessment-completed", "probation", """{"tool":"savry","validUntil":"2026-05-01"}""");
        world.Post("needs.risk-assessment-completed", "probation", """{"tool":"savry","validUntil":"2026-09-01"}""");
        world.Post("coordination.case-agency-left", "prison", """{"agency":"police","to":"2026-05-20T00:00:00Z"}""");
        var board = Board(world);
        Assert.Equal(1, board.AssessmentsStale);
        Assert.Equal("police", Assert.Single(board.SectorsMissing!.Value));
    }

    [Fact]
    public void Given_what_organisations_did_the_dashboard_tells_it_pillar_by_pillar()
    {
        var world = World.Standard();
        world.Post("community.training-delivered", "prison", """{"audience":"prison-staff","count":18}""", inCase: false);
        var wrong = world.Post("community.training-delivered", "police", """{"audience":"police-officers","count":7}""", inCase: false);
        world.Post(
            "governance.statement-corrected", "police", """{"newValue":{"count":9},"decidedBy":"practitioner"}""", inCase: false,
            target: wrong);
        world.Post("community.capacity-assessment-completed", "coordination", """{"gaps":["housing","work"],"scope":"prison"}""", inCase: false);
        world.Certify("prison-1", "vera-2r");
        world.Certify("prison-1", "vera-2r", "2026-02-01");
        world.Certify("prison-2", "vera-2r", to: "2026-05-01");
        foreach (var (score, answers) in (ReadOnlySpan<(int, int)>)[(60, 100), (30, 200)])
            world.Post(
                "community.community-perception-measured", "coordination",
                $$"""{"area":"Harbour district","answers":{{answers}},"meanScore":{{score}}}""", inCase: false);
        var pillars = Pillars(world, Coordinator);
        Assert.Equal(["P-I", "P-II", "P-III", "P-IV", "P-V", "P-VI"], pillars.Select(pillar => pillar.Number));
        Assert.Equal(18, Indicator(pillars, "training")["prison-staff"]);
        Assert.Equal(9, Indicator(pillars, "training")["police-officers"]);
        Assert.Equal(1, Indicator(pillars, "capacity-gaps")["housing/prison"]);
        // Each official once, and only while the certificate holds.
        Assert.Equal(1, Indicator(pillars, "certified-staff")["vera-2r"]);
        Assert.Equal(40, Indicator(pillars, "perception")["harbour-district"]);
    }

    [Fact]
    public void The_dashboard_shows_nothing_of_any_case_no_name_and_no_text()
    {
        var (without, with) = (World.Standard(), World.Standard());
        foreach (var world in (World[])[without, with])
        {
            world.Post("community.training-delivered", "prison", """{"curriculum":"Unmistakable course"}""", inCase: false);
            world.Certify("prison-1", "vera-2r");
        }

        with.Post("needs.support-gap-identified", "probation");
        with.Post("intelligence.intelligence-registered", "intelligence");
        var text = JsonSerializer.Serialize(Pillars(with, Coordinator), EventJson.Options);
        Assert.Equal(JsonSerializer.Serialize(Pillars(without, Coordinator), EventJson.Options), text);
        Assert.DoesNotContain("Unmistakable", text, StringComparison.Ordinal);
        Assert.DoesNotContain("prison-1", text, StringComparison.Ordinal);
        Assert.All(Pillars(with, Coordinator with { Role = "practitioner" }), pillar => Assert.Empty(pillar.Indicators));
    }

    [Fact]
    public void An_evaluator_is_told_rounded_counts_with_what_is_withheld_marked_and_no_row_of_anybody()
    {
        var crowd = new Crowd();
        for (var person = 0; person < 28; person++) crowd.Add(person < 22 ? "financing" : "travel");
        crowd.Post(null, "community.training-delivered", "prison", Crowd.Cutoff);
        var snapshot = crowd.Publish().Single().Snapshot;
        Tally?[] tallies =
        [
            Tally.Of(Crowd.Aggregates, "outcomes", Crowd.Evaluator, snapshot, []),
            Tally.Of(Crowd.Aggregates, "outcomes", Crowd.Evaluator, snapshot, ["offence"]),
            Tally.Of(Crowd.Aggregates, "training", Crowd.Evaluator, crowd.Events, Crowd.Cutoff),
        ];
        var row = TallyView.Of<OutcomeStatistics, OutcomeStatisticsRow>(tallies.OfType<Tally>());
        Assert.Equal(30, row.People[0].Cells[0].Count);
        Assert.All(row.People[1].Cells, cell => Assert.True(cell.Withheld == cell.Count is null && cell.Count is null or >= 10));
        Assert.Contains(row.People[1].Cells, cell => cell.Withheld);
        Assert.Equal("training", Assert.Single(row.Programme).Aggregate);
        var text = JsonSerializer.Serialize(row, EventJson.Options);
        Assert.DoesNotContain("018f0000", text, StringComparison.Ordinal);
        Assert.DoesNotContain("person-1", text, StringComparison.Ordinal);
    }
}
