using System.Text;
using Reintegration.Events.Events;
using Reintegration.Events.Policy;
using Reintegration.Events.Policy.Tallies;

namespace Reintegration.Events.Tests.Policy.Tallies;

public sealed class SnapshotTests
{
    [Fact]
    public void Given_people_released_half_a_year_ago_they_are_counted_rounded_and_small_counts_withheld()
    {
        var crowd = new Crowd();
        for (var person = 0; person < 17; person++) crowd.Add("financing", waitDays: 10);
        for (var person = 0; person < 13; person++) crowd.Add("travel", waitDays: 60);
        for (var person = 0; person < 4; person++) crowd.Add("membership");
        var snapshot = Assert.Single(crowd.Publish()).Snapshot;

        Assert.Equal("adults-2026-04-01", snapshot.Id);
        Assert.Equal(35, Crowd.Counts(snapshot)[""]);
        var offences = Crowd.Counts(snapshot, "offence");
        Assert.Equal(15, offences["financing"]);
        // Four would be known by subtraction if the next smallest were told.
        Assert.Null(offences["membership"]);
        Assert.Null(offences["travel"]);
        Assert.Equal(15, Crowd.Counts(snapshot, "service-wait")["within-14-days"]);
        // Nobody of another offence found a service so soon: that is fewer than ten, and told neither.
        Assert.Null(Crowd.Counts(snapshot, "service-wait", "offence")["within-14-days/financing"]);
        Assert.Null(Crowd.Counts(snapshot, "offence", "service-wait")["travel/within-90-days"]);
    }

    [Fact]
    public void A_table_of_two_dimensions_tells_the_cells_in_which_enough_people_are()
    {
        var crowd = new Crowd();
        foreach (var (offence, wait, people) in (ReadOnlySpan<(string, int, int)>)
            [("financing", 10, 23), ("financing", 60, 14), ("travel", 10, 19), ("travel", 60, 31), ("membership", 25, 6), ("other", 100, 8)])
            for (var person = 0; person < people; person++) crowd.Add(offence, waitDays: wait);
        var snapshot = crowd.Publish().Single().Snapshot;
        var cells = Crowd.Counts(snapshot, "offence", "service-wait");
        Assert.All(cells.Values, count => Assert.True(count is null or >= 10));
        Assert.Equal(cells["travel/within-90-days"], Crowd.Counts(snapshot, "service-wait", "offence")["within-90-days/travel"]);
        Assert.Null(cells["membership/within-30-days"]);
    }

    [Fact]
    public void Nobody_is_counted_twice_nor_before_their_time()
    {
        var crowd = new Crowd();
        for (var person = 0; person < 25; person++) crowd.Add();
        var first = Assert.Single(crowd.Publish());
        // Released again, and corrected: still once.
        crowd.Post(Crowd.CaseOf(1), "custody.person-released", "prison", Crowd.Release.AddDays(100));
        for (var person = 0; person < 22; person++) crowd.Add(released: Crowd.Release.AddDays(90));
        var next = Crowd.Cutoff.AddMonths(3);
        var second = Assert.Single(crowd.Publish(next, first.Counted.ToHashSet()));
        Assert.Empty(first.Counted.Intersect(second.Counted));
        Assert.Equal(22, second.Counted.Length);
        Assert.Equal(20, Crowd.Counts(second.Snapshot)[""]);
    }

    [Fact]
    public void Fewer_than_a_cohort_are_not_published_but_wait_for_others()
    {
        var crowd = new Crowd();
        for (var person = 0; person < 19; person++) crowd.Add();
        Assert.Empty(crowd.Publish());
        crowd.Add(released: Crowd.Release.AddDays(90));
        Assert.Equal(20, Assert.Single(crowd.Publish(Crowd.Cutoff.AddMonths(3))).Counted.Length);
    }

    [Fact]
    public void HardCase08_Juveniles_are_never_counted_in_a_cell_with_others()
    {
        var crowd = new Crowd();
        for (var person = 0; person < 30; person++) crowd.Add("financing");
        for (var person = 0; person < 9; person++) crowd.Add("financing", juvenile: true);
        var (adults, counted) = Assert.Single(crowd.Publish());
        Assert.Equal((30, "adults"), (counted.Length, adults.People));
        Assert.Equal(30, Crowd.Counts(adults)[""]);
        for (var person = 0; person < 11; person++) crowd.Add("financing", juvenile: true);
        Assert.Equal(["adults", "juveniles"], crowd.Publish().Select(each => each.Snapshot.People));
    }

    [Fact]
    public void What_is_marked_as_a_source_or_intelligence_counts_for_nothing()
    {
        var (plain, marked) = (new Crowd(), new Crowd());
        for (var person = 0; person < 40; person++)
        {
            plain.Add();
            marked.Add(gap: "employment", label: "SOURCE");
        }

        Assert.Equal(plain.Publish().Single().Snapshot.ToBytes(), marked.Publish().Single().Snapshot.ToBytes());
    }

    [Fact]
    public void A_need_that_is_met_is_no_gap_and_a_place_is_told_by_the_bundles_areas()
    {
        var crowd = new Crowd();
        for (var person = 0; person < 12; person++) crowd.Add(gap: "employment", area: "Harbour district: quay 4");
        for (var person = 0; person < 12; person++) crowd.Add(gap: "employment", area: "A hamlet");
        for (var person = 0; person < 12; person++) crowd.Add(gap: "finance", closed: true);
        var areas = Crowd.Counts(crowd.Publish().Single().Snapshot, "area");
        // Old town and riverside are nobody's, so that is withheld with the smallest beside them.
        Assert.Equal(2, areas.Values.Count(count => count == 10));
        Assert.Equal(["elsewhere", "harbour-district", "none", "old-town", "riverside"], areas.Keys.Order());
    }

    [Fact]
    public void It_is_stored_and_read_as_the_same_bytes_and_holds_no_id_and_no_small_number()
    {
        var crowd = new Crowd();
        for (var person = 0; person < 33; person++) crowd.Add(person % 11 == 0 ? "travel" : "financing", waitDays: 5);
        var snapshot = crowd.Publish().Single().Snapshot;
        var bytes = snapshot.ToBytes();
        Assert.Equal(bytes, Snapshot.Read(bytes).ToBytes());
        var text = Encoding.UTF8.GetString(bytes);
        Assert.DoesNotContain("018f0000", text, StringComparison.Ordinal);
        Assert.DoesNotMatch(@"[\[,][1-9][,\]]", text);
    }

    [Fact]
    public void Rings_of_tables_are_refused_and_the_answer_never_depends_on_counts()
    {
        Pair[] told = [new("offence", "recalled"), new("offence", "service-wait"), new("area", "gap")];
        Assert.True(Overlap.Allows(told, new("service-wait", "offence")));
        Assert.True(Overlap.Allows(told, new("gap", "offence")));
        Assert.False(Overlap.Allows(told, new("recalled", "service-wait")));
        Assert.False(Overlap.Allows([.. told, new("gap", "offence")], new("area", "recalled")));
    }

    [Fact]
    public void Who_is_not_named_as_a_reader_gets_no_tally()
    {
        var crowd = new Crowd();
        for (var person = 0; person < 25; person++) crowd.Add();
        var snapshot = crowd.Publish().Single().Snapshot;
        foreach (var other in (Seat[])[
            Crowd.Evaluator with { Role = "practitioner" }, Crowd.Evaluator with { Purpose = "supervision" },
            Crowd.Evaluator with { Sector = Sector.Police }])
        {
            Assert.Null(Tally.Of(Crowd.Aggregates, "outcomes", other, snapshot, []));
            Assert.Null(Tally.Of(Crowd.Aggregates, "training", other, [], Crowd.Cutoff));
        }
    }

    [Fact]
    public void A_tally_can_only_be_made_by_the_policy() =>
        Assert.All(
            typeof(Tally).GetConstructors(
                System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.Public | System.Reflection.BindingFlags.NonPublic),
            constructor => Assert.True(constructor.IsPrivate));
}
