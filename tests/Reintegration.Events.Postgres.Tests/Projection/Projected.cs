using Reintegration.Events.Cli.Bench;
using Reintegration.Events.Events;
using Reintegration.Events.Ledger;
using Reintegration.Events.Postgres.Projection;
using Reintegration.Events.Postgres.Tests.Support;
using Reintegration.Events.Tests.Policy;
using Support.Ledger;

namespace Reintegration.Events.Postgres.Tests.Projection;

/// <summary>A town in a database of its own, with rows of views.</summary>
sealed class Projected : IAsyncDisposable
{
    readonly TestDatabase _database;

    Projected(TestDatabase database, PostgresStore store, TestClock clock, int seed)
    {
        (_database, Store, Clock) = (database, store, clock);
        Town = new Town(seed, clock.Now);
        Ground = GroundAt(clock);
    }

    internal PostgresStore Store { get; }
    internal TestClock Clock { get; }
    internal Town Town { get; }
    internal Ground Ground { get; init; }
    internal TestDatabase Database => _database;
    internal List<CaseId> Cases { get; } = [];

    internal static Ground GroundAt(TimeProvider clock) =>
        new((_, _, _) => ValueTask.FromResult(BundleFiles.Bundle), Catalog.Default, (reader, person) => $"{reader}~{person.Length}", clock)
        {
            Views = TestViews.All,
        };

    internal static async Task<Projected> Begin(int seed, int cases, int events)
    {
        var database = await (await TestServer.Current).NewDatabase();
        var clock = new TestClock();
        var projected = new Projected(database, await database.Open(clock), clock, seed);
        await projected.Append(projected.Town.Founding());
        for (var i = 0; i < cases; i++) await projected.Open(events);
        return projected;
    }

    internal async Task<CaseId> Open(int events)
    {
        var @case = Town.NewCase();
        Cases.Add(@case);
        await Append(Town.Opening(@case));
        if (events > 0) await Append(Town.Next(@case, events));
        return @case;
    }

    internal async Task Append(Command command)
    {
        var outcome = await Store.Ledger.Append(command, default);
        Assert.True(outcome.Accepted, outcome.Verdict.ToString());
    }

    internal async Task Rebuild() =>
        Assert.True(await Store.Views(Ground).Rebuilding.Run(Ground.Views, null, default));

    /// <summary>Every stored row equals a fresh fold, and every case was compared.</summary>
    internal async Task HoldsNoDrift(string because)
    {
        var (found, compared) = await Store.Views(Ground).DriftCheck.Run(null, default);
        Assert.True(found.Count == 0, $"{because}: {string.Join("; ", found.Take(5))} ({found.Count} in all)");
        Assert.True(compared >= Cases.Count, $"{because}: {compared} of {Cases.Count} cases compared");
    }

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        await _database.DisposeAsync();
    }
}
