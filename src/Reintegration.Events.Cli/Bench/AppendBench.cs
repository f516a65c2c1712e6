using System.Globalization;
using Reintegration.Events.Ledger;
using Reintegration.Events.Postgres;
using Reintegration.Events.Postgres.Cluster;

namespace Reintegration.Events.Cli.Bench;

/// <summary>Runs the cells of <c>bench append</c> in rounds: copy, insert, then ours, and again.</summary>
static class AppendBench
{
    const int PreloadBatch = 100;
    const int PreloadCallers = 64;

    internal sealed record Plan(TimeSpan Time, int Rounds, long Preload, IReadOnlyList<(int Callers, int Batch)> Cells)
    {
        static readonly (int, int)[] Every =
            [(1, 1), (32, 1), (256, 1), (1, 10), (32, 10), (256, 10), (1, 100), (32, 100), (256, 100)];

        /// <summary>Reads <c>256x10,32x1</c>; nothing is every cell.</summary>
        internal static IReadOnlyList<(int Callers, int Batch)> Parse(string? text) => text is null
            ? Every
            :
            [
                .. text.Split(',').Select(cell => cell.Split('x')).Select(parts => (
                    int.Parse(parts[0], CultureInfo.InvariantCulture), int.Parse(
                        parts[1], CultureInfo.InvariantCulture))),
            ];
    }

    internal static async Task<int> Run(string? data, string? postgres, Plan plan, CancellationToken ct)
    {
        var folder = data ?? Path.Combine(Path.GetTempPath(), $"reintegration-bench-{Guid.NewGuid():N}");
        await using var cluster = postgres is null ? await PrivateCluster.Start(folder, ct) : null;
        var source = cluster is null
            ? ConnectionSource.Outside(postgres!)
            : ConnectionSource.Private(cluster, "postgres");
        try
        {
            await Measure(source, plan, ct);
        }
        finally
        {
            if (cluster is not null) await cluster.DisposeAsync();
            if (postgres is null && data is null) Directory.Delete(folder, recursive: true);
        }
        return 0;
    }

    static async Task Measure(ConnectionSource source, Plan plan, CancellationToken ct)
    {
        await using var store = await PostgresStore.Open(
            source, new MemoryKeyStore(
                RandomPool.Fill), TimeProvider.System, ct);
        await using var baseline = new Baseline(
            source.Admin.Replace("Pooling=False", "Pooling=True", StringComparison.Ordinal));
        await baseline.Create();
        await Preload(store, plan.Preload, ct);

        List<Cell> cells = [];
        var (events, wal, stored) = (0L, 0L, await baseline.StoredBytes());
        for (var round = 0; round < plan.Rounds; round++)
        {
            foreach (var (callers, batch) in plan.Cells)
            {
                cells.Add(await baseline.Copy(Load.Payload, plan.Time));
                cells.Add(await baseline.Insert(Load.Payload, plan.Time));
                var before = await baseline.WalBytes();
                var ours = await Ours(store, callers, batch, plan.Time, ct);
                wal += await baseline.WalBytes() - before;
                events += ours.Events;
                cells.Add(ours);
            }
        }
        Print(cells, (double)wal / events, (double)(await baseline.StoredBytes() - stored) / events, store);
    }

    static Task<Cell> Ours(PostgresStore store, int callers, int batch, TimeSpan time, CancellationToken ct)
    {
        var loads = Enumerable.Range(0, callers).Select(_ => new Load()).ToArray();
        return Cell.Measure("process", callers, batch, time, async caller =>
        {
            var outcome = await store.Ledger.Append(loads[caller].Next(batch), ct);
            if (!outcome.Accepted)
                throw new InvalidOperationException($"An append of the benchmark was refused: {outcome.Verdict}.");
        });
    }

    static async Task Preload(PostgresStore store, long events, CancellationToken ct)
    {
        var left = events;
        await Task.WhenAll(Enumerable.Range(0, PreloadCallers).Select(_ => Task.Run(async () =>
        {
            var load = new Load();
            while (Interlocked.Add(ref left, -PreloadBatch) > -PreloadBatch)
                await store.Ledger.Append(load.Next(PreloadBatch), ct);
        }, ct)));
    }

    /// <summary>Medians of the rounds: one JSON line a cell, then a table for people on the error stream.</summary>
    static void Print(List<Cell> cells, double walBytes, double storedBytes, PostgresStore store)
    {
        var medians = cells.GroupBy(cell => (cell.Path, cell.Callers, cell.Batch))
            .Select(same => same.OrderBy(cell => cell.EventsPerSecond).ElementAt(same.Count() / 2))
            .ToList();
        var copy = medians.Single(cell => cell.Path == "copy").EventsPerSecond;
        var insert = medians.Single(cell => cell.Path == "insert").EventsPerSecond;
        foreach (var cell in medians) Console.Out.WriteLine(cell.Json(copy, insert));
        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $$"""{"wal_bytes_per_event":{{walBytes:F0}},"stored_bytes_per_event":{{storedBytes:F0}},"quick_batches":{{store.Ledger.Batches.Quick}},"careful_batches":{{store.Ledger.Batches.Careful}}}"""));

        Console.Error.WriteLine("path     callers  batch   events/s    p50 ms    p99 ms   /copy  /insert");
        foreach (var cell in medians)
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{cell.Path,-8} {cell.Callers,7} {cell.Batch,6} {cell.EventsPerSecond,10:F0} {cell.P50Ms,9:F2} {cell.P99Ms,9:F2} {cell.EventsPerSecond / copy,7:F2} {cell.EventsPerSecond / insert,8:F2}"));
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"WAL {walBytes:F0} bytes and stored {storedBytes:F0} bytes an event."));
    }
}
