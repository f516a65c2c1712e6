using System.Text;
using Reintegration.Events.Events;
using Reintegration.Events.Policy.Tallies;

namespace Support.Ledger;

/// <summary>What every keeper of published counts promises.</summary>
public abstract class SnapshotLaws
{
    protected abstract ISnapshots Snapshots { get; }

    static readonly DateTimeOffset Cutoff = new(2026, 4, 1, 0, 0, 0, TimeSpan.Zero);

    static Snapshot Of(DateTimeOffset cutoff, string people = "adults", int total = 30) => Snapshot.Read(Encoding.UTF8.GetBytes($$"""
        {"people":"{{people}}","cutoff":"{{cutoff:O}}","bundle":"h","threshold":10,"base":5,"total":{{total}},
         "dimensions":[{"name":"a","words":["x","y"],"counts":[15,15]},{"name":"b","words":["x","y"],"counts":[null,null]},{"name":"c","words":["x","y"],"counts":[null,null]}],
         "declared":[["a","b"]],"tables":[]}
        """));

    [Fact]
    public async Task Published_once_it_is_kept_for_good_and_nobody_in_it_is_counted_again()
    {
        Assert.Null(await Snapshots.LastCutoff(default));
        var people = Enumerable.Range(0, 20).Select(_ => Some.Case()).ToList();
        Assert.True(await Snapshots.Keep(Cutoff, [(Of(Cutoff), [.. people])], default));
        Assert.False(await Snapshots.Keep(Cutoff, [(Of(Cutoff, total: 45), [Some.Case()])], default));
        Assert.True(await Snapshots.Keep(Cutoff.AddMonths(3), [], default));
        Assert.Equal(Cutoff.AddMonths(3), await Snapshots.LastCutoff(default));
        Assert.Equal(Of(Cutoff).ToBytes(), Assert.Single(await Snapshots.All(default)).ToBytes());
        Assert.Equal(people.ToHashSet(), await Snapshots.Counted(default));
        await Assert_asking_is_logged_and_closes_no_ring();
    }

    async Task Assert_asking_is_logged_and_closes_no_ring()
    {
        var snapshot = Of(Cutoff);
        Task<bool> Ask(string one, string other, string official) =>
            Snapshots.Ask(snapshot, new Pair(one, other), new AgencyId("coordination"), official, Cutoff, default);
        // All at once, from everywhere: of the two tables that are left only one can be told.
        var told = await Task.WhenAll(Enumerable.Range(0, 12).Select(number =>
            number % 2 == 0 ? Ask("b", "c", $"official-{number}") : Ask("c", "a", $"official-{number}")));
        Assert.Equal(6, told.Count(each => each));
        Assert.True(await Ask("b", "a", "official-20"));
        var log = await Snapshots.Log(default);
        Assert.Equal(13, log.Count);
        Assert.Single(log.Where(each => each.Told && each.Official != "official-20").Select(each => each.Pair).Distinct());
    }
}
