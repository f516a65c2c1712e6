using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Reintegration.Events.Cli.Policy;
using Reintegration.Events.Events;
using Reintegration.Events.Ledger;
using Reintegration.Events.Postgres;
using Reintegration.Events.Postgres.Cluster;
using Reintegration.Events.Postgres.Projection;
using Reintegration.Events.Views;

namespace Reintegration.Events.Cli.Bench;

/// <summary><c>bench project</c>: what the rows of all views cost, built in one go and kept up event by event.</summary>
static class ProjectBench
{
    const int Seed = 20_260_601;

    /// <summary>Events in one command while the ledger is filled, as a system would post a day's work.</summary>
    const int Filling = 50;

    /// <param name="PerCase">Events of one case, its opening among them.</param>
    /// <param name="Steady">How long events come in at <paramref name="Rate"/> while the lag is measured.</param>
    internal sealed record Plan(long Events, int PerCase, int Single, int Rate, TimeSpan Steady, DirectoryInfo Bundle);

    internal static Ground Ground(DirectoryInfo bundle)
    {
        var loaded = BundleReading.Load(bundle);
        return new Ground(
            (_, _, _) => ValueTask.FromResult(loaded), Catalog.Default, (reader, person) => $"{reader}~{person}", TimeProvider.System);
    }

    internal static async Task<int> Run(string? data, Plan plan, CancellationToken ct)
    {
        var folder = data ?? Path.Combine(Path.GetTempPath(), $"reintegration-bench-{Guid.NewGuid():N}");
        await using var cluster = await PrivateCluster.Start(folder, ct);
        try
        {
            await using var store = await Open(ConnectionSource.Private(cluster, "postgres"), folder, ct);
            await Measure(store, plan, ct);
        }
        finally
        {
            await cluster.DisposeAsync();
            if (data is null) Directory.Delete(folder, recursive: true);
        }
        return 0;
    }

    internal static Task<PostgresStore> Open(ConnectionSource source, string folder, CancellationToken ct) => PostgresStore.Open(
        source, new FileKeyStore(
            Path.Combine(folder, "keys"), Path.Combine(folder, "tombstones"), Path.Combine(folder, "wrapping", "data.keys"),
            RandomPool.Fill),
        TimeProvider.System, ct);

    static async Task Measure(PostgresStore store, Plan plan, CancellationToken ct)
    {
        var ground = Ground(plan.Bundle);
        var town = new Town(Seed, DateTimeOffset.UtcNow);
        var cases = await Fill(store, town, plan.Events, plan.PerCase, ct);
        var views = store.Views(ground);
        await Build(views, "first build", plan, ct);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var serving = Task.Run(() => views.Projector.Run(failure => Console.Error.WriteLine(failure.Message), stop.Token), ct);
        var rebuilt = await Build(views, "rebuild", plan, ct);
        await Lag(store, views, town, cases, plan, ct);
        await stop.CancelAsync();
        await serving;
        await views.Projector.DisposeAsync();
        await Single(store, ground, town, cases, plan, rebuilt, ct);
    }

    internal static async Task<List<CaseId>> Fill(
        PostgresStore store, Town town, long wanted, int perCase, CancellationToken ct)
    {
        const int Callers = 16;
        using var progress = new Progress("recording");
        List<CaseId> cases = [];
        await Append(store, town.Founding(), ct);
        var made = 0L;
        // Commands of one case follow each other; those of different cases are appended together.
        while (made < wanted)
        {
            var waiting = new ConcurrentQueue<Queue<Ledger.Command>>();
            for (var i = 0; i < Callers * 4 && made < wanted; i++)
            {
                var @case = town.NewCase();
                cases.Add(@case);
                var commands = new Queue<Ledger.Command>([town.Opening(@case)]);
                var events = commands.Peek().Events.Length;
                for (; events < perCase; events += commands.Last().Events.Length)
                    commands.Enqueue(town.Next(@case, Math.Min(Filling, perCase - events)));
                made += events;
                waiting.Enqueue(commands);
            }
            await Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => Task.Run(async () =>
            {
                while (waiting.TryDequeue(out var commands))
                    foreach (var command in commands) await Append(store, command, ct);
            }, ct)));
            progress.Report(made, wanted);
        }
        return cases;
    }

    static async Task Append(PostgresStore store, Ledger.Command command, CancellationToken ct)
    {
        var outcome = await store.Ledger.Append(command, ct);
        if (!outcome.Accepted) throw new InvalidOperationException($"An append of the benchmark was refused: {outcome.Verdict}.");
    }

    /// <summary>All views in one go; a rebuild runs beside the version that serves and is kept up.</summary>
    static async Task<double> Build(PostgresViews views, string what, Plan plan, CancellationToken ct)
    {
        using var progress = new Progress(what);
        var (began, cpu, events) = (Stopwatch.GetTimestamp(), Process.GetCurrentProcess().TotalProcessorTime, 0L);
        if (!await views.Rebuilding.Run(ReadModels.All, (done, all, folded) =>
            {
                events = Math.Max(events, folded);
                progress.Report(done, all);
            }, ct))
            throw new InvalidOperationException("Another build is under way.");
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        var used = (Process.GetCurrentProcess().TotalProcessorTime - cpu).TotalSeconds;
        Line($$"""{"bench":"project","phase":"{{what}}","views":{{ReadModels.All.Length}},"events":{{events}},"per_case":{{plan.PerCase}},"seconds":{{seconds:F1}},"events_per_second":{{events / seconds:F0}},"own_cpu_microseconds_per_event":{{1e6 * used / events:F1}},"cores":{{Environment.ProcessorCount}}}""");
        return events / seconds;
    }

    /// <summary>From the receipt to the moment the rows of its slice hold it.</summary>
    static async Task Lag(PostgresStore store, PostgresViews views, Town town, List<CaseId> cases, Plan plan, CancellationToken ct)
    {
        const int Commands = 50; // a second
        while ((await views.Slices(ct)).Position < (await store.Ledger.Head(ct)).Size - 1) await Task.Delay(50, ct);
        var (random, waiting, lags) = (new Random(Seed), new ConcurrentQueue<(long Position, long At)>(), new List<double>());
        var began = Stopwatch.GetTimestamp();
        var over = false;
        var watching = Task.Run(async () =>
        {
            while (!Volatile.Read(ref over) || !waiting.IsEmpty)
            {
                var folded = (await views.Slices(ct)).Position;
                while (waiting.TryPeek(out var first) && first.Position <= folded && waiting.TryDequeue(out _))
                    lags.Add(Stopwatch.GetElapsedTime(first.At).TotalMilliseconds);
                await Task.Delay(2, ct);
            }
        }, ct);
        var sent = 0;
        for (; Stopwatch.GetElapsedTime(began) < plan.Steady; sent++)
        {
            var command = town.Next(cases[random.Next(cases.Count)], plan.Rate / Commands);
            var outcome = await store.Ledger.Append(command, ct);
            waiting.Enqueue((outcome.Receipts[^1].Position, Stopwatch.GetTimestamp()));
            var early = TimeSpan.FromSeconds((sent + 1) / (double)Commands) - Stopwatch.GetElapsedTime(began);
            if (early > TimeSpan.Zero) await Task.Delay(early, ct);
        }
        var rate = sent * (plan.Rate / Commands) / Stopwatch.GetElapsedTime(began).TotalSeconds;
        Volatile.Write(ref over, true);
        await watching;
        lags.Sort();
        Line($$"""{"bench":"project","phase":"steady","events_per_second":{{rate:F0}},"lag_p50_ms":{{lags[lags.Count / 2]:F0}},"lag_p99_ms":{{lags[(int)(lags.Count * 0.99)]:F0}},"lag_max_ms":{{lags[^1]:F0}},"samples":{{lags.Count}}}""");
    }

    /// <summary>The same events and rows, one event a transaction: what a build in one go is compared with.</summary>
    static async Task Single(
        PostgresStore store, Ground ground, Town town, List<CaseId> cases, Plan plan, double rebuilt, CancellationToken ct)
    {
        var random = new Random(Seed);
        for (var made = 0; made < plan.Single; made += 10)
            await Append(store, town.Next(cases[random.Next(cases.Count)], 10, governingPercent: 0), ct);
        var single = store.Views(ground, page: 1);
        var began = Stopwatch.GetTimestamp();
        await single.Projector.CatchUp(ct);
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        var rate = single.Projector.Folded / seconds;
        await single.Projector.DisposeAsync();
        Line($$"""{"bench":"project","phase":"one event a transaction","events":{{single.Projector.Folded}},"events_per_second":{{rate:F0}},"rebuild_ratio":{{rebuilt / rate:F1}}}""");
    }

    static void Line(FormattableString line) => Console.Out.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
