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

    /// <summary>What to measure: cells by number of callers and events in a batch, over each path.</summary>
    /// <param name="StreamEvents">Events of one owner in one case, each with a data key of its own.</param>
    /// <param name="Warmth">How long each path runs unmeasured first: compiled code is what an operator gets.</param>
    internal sealed record Plan(
        TimeSpan Time, TimeSpan Warmth, int Rounds, long Preload, IReadOnlyList<(int Callers, int Batch)> Cells,
        IReadOnlySet<string> Paths, int StreamEvents)
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
            await Measure(source, folder, plan, ct);
        }
        finally
        {
            if (cluster is not null) await cluster.DisposeAsync();
            if (postgres is null && data is null) Directory.Delete(folder, recursive: true);
        }
        return 0;
    }

    static async Task Measure(ConnectionSource source, string folder, Plan plan, CancellationToken ct)
    {
        await using var store = await PostgresStore.Open(
            source, new FileKeyStore(
                Path.Combine(folder, "keys"), Path.Combine(folder, "tombstones"),
                Path.Combine(folder, "wrapping", "data.keys"), RandomPool.Fill),
            TimeProvider.System, ct);
        await using var baseline = new Baseline(
            source.Admin.Replace("Pooling=False", "Pooling=True", StringComparison.Ordinal));
        await baseline.Create();
        await using var server = plan.Paths.Contains("http")
            ? await ServerUnderLoad.Start(Path.Combine(folder, "server"), await baseline.NewDatabase("bench_http"), ct)
            : null;
        foreach (var path in Paths(plan.Cells[^1], plan.Warmth)) await path();
        var empty = plan.Preload > 0 ? await Rates(store, plan, ct) : null;
        await Preload(store, plan, ct);

        List<Cell> cells = [];
        List<(Cell Copy, Cell Insert, Cell Ours)> compared = [];
        var (events, wal, stored) = (0L, 0L, await baseline.StoredBytes());
        for (var round = 0; round < plan.Rounds; round++)
        {
            foreach (var size in plan.Cells)
            {
                var copy = await baseline.Copy(Load.Payload, plan.Time);
                var insert = await baseline.Insert(Load.Payload, plan.Time);
                cells.AddRange([copy, insert]);
                foreach (var path in Paths(size, plan.Time))
                {
                    var before = await baseline.WalBytes();
                    var ours = await path();
                    if (ours.Path == "process") (wal, events) = (wal + await baseline.WalBytes() - before, events + ours.Events);
                    cells.Add(ours);
                    compared.Add((copy, insert, ours));
                }
            }
        }
        Print(cells, compared, (double)wal / Math.Max(1, events), (double)(await baseline.StoredBytes() - stored) / Math.Max(1, events), store);
        if (empty is not null) Compare(empty, cells, plan.Preload);

        IEnumerable<Func<Task<Cell>>> Paths((int Callers, int Batch) size, TimeSpan time)
        {
            if (plan.Paths.Contains("process")) yield return () => Ours(store, size, plan.StreamEvents, time, ct);
            if (server is not null) yield return () => Posted(server, size, plan.StreamEvents, time);
        }
    }

    /// <summary>Load generator and server share the machine, as they would on an operator's first try.</summary>
    static async Task<Cell> Posted(
        ServerUnderLoad server, (int Callers, int Batch) size, int streamEvents, TimeSpan time)
    {
        var loads = Enumerable.Range(0, size.Callers).Select(_ => new HttpLoad(server.Http, streamEvents)).ToArray();
        await Task.WhenAll(loads.Select(load => load.Prepare()));
        var before = server.Spent;
        var cell = await Cell.Measure("http", size.Callers, size.Batch, time, caller => loads[caller].Post(size.Batch));
        return cell with { ServerMicroseconds = (server.Spent - before).TotalMicroseconds / Math.Max(1, cell.Events) };
    }

    static Task<Cell> Ours(
        PostgresStore store, (int Callers, int Batch) size, int streamEvents, TimeSpan time, CancellationToken ct)
    {
        var loads = Enumerable.Range(0, size.Callers).Select(_ => new Load(streamEvents)).ToArray();
        return Cell.Measure("process", size.Callers, size.Batch, time, async caller =>
        {
            var outcome = await store.Ledger.Append(loads[caller].Next(size.Batch), ct);
            if (!outcome.Accepted)
                throw new InvalidOperationException($"An append of the benchmark was refused: {outcome.Verdict}.");
        });
    }

    /// <summary>What an append costs before anything is there: the other half of the question how it grows.</summary>
    static async Task<List<Cell>> Rates(PostgresStore store, Plan plan, CancellationToken ct)
    {
        List<Cell> cells = [];
        for (var round = 0; round < plan.Rounds; round++)
            foreach (var size in plan.Cells) cells.Add(await Ours(store, size, plan.StreamEvents, plan.Time, ct));
        return cells;
    }

    static async Task Preload(PostgresStore store, Plan plan, CancellationToken ct)
    {
        var (left, done) = (plan.Preload, 0L);
        using var progress = new Progress("preloading");
        await Task.WhenAll(Enumerable.Range(0, PreloadCallers).Select(_ => Task.Run(async () =>
        {
            var load = new Load(plan.StreamEvents);
            while (Interlocked.Add(ref left, -PreloadBatch) > -PreloadBatch)
            {
                var outcome = await store.Ledger.Append(load.Next(PreloadBatch), ct);
                if (!outcome.Accepted) throw new InvalidOperationException($"A preloaded event was refused: {outcome.Verdict}.");
                progress.Report(Interlocked.Add(ref done, PreloadBatch), plan.Preload);
            }
        }, ct)));
    }

    /// <summary>One JSON line a cell: the rate behind the preloaded events, as a part of the empty ledger's.</summary>
    static void Compare(List<Cell> empty, List<Cell> full, long preloaded)
    {
        foreach (var same in empty.GroupBy(cell => (cell.Callers, cell.Batch)))
        {
            var first = Middle(same, cell => cell.EventsPerSecond);
            var then = Middle(
                full.Where(cell => (cell.Path, cell.Callers, cell.Batch) == ("process", first.Callers, first.Batch)),
                cell => cell.EventsPerSecond);
            Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $$"""{"path":"process","callers":{{first.Callers}},"batch":{{first.Batch}},"preloaded":{{preloaded}},"events_per_second":{{then.EventsPerSecond:F0}},"empty_events_per_second":{{first.EventsPerSecond:F0}},"ratio_to_empty":{{then.EventsPerSecond / first.EventsPerSecond:F3}}}"""));
        }
    }

    /// <summary>
    /// Medians of the rounds, and of the ratios to the baselines of the same round: one JSON line a cell, then a table.
    /// </summary>
    static void Print(
        List<Cell> cells, List<(Cell Copy, Cell Insert, Cell Ours)> compared, double walBytes, double storedBytes,
        PostgresStore store)
    {
        List<(Cell Cell, double ToCopy, double ToInsert)> lines = [];
        var copy = Middle(cells.Where(cell => cell.Path == "copy"), cell => cell.EventsPerSecond).EventsPerSecond;
        var insert = Middle(cells.Where(cell => cell.Path == "insert"), cell => cell.EventsPerSecond).EventsPerSecond;
        foreach (var same in cells.GroupBy(cell => (cell.Path, cell.Callers, cell.Batch)))
        {
            var median = Middle(same, cell => cell.EventsPerSecond);
            var own = compared.Where(c => (c.Ours.Path, c.Ours.Callers, c.Ours.Batch) == same.Key).ToList();
            lines.Add(own.Count == 0
                ? (median, median.EventsPerSecond / copy, median.EventsPerSecond / insert)
                : (median, Middle(own.Select(c => c.Ours.EventsPerSecond / c.Copy.EventsPerSecond), ratio => ratio),
                    Middle(own.Select(c => c.Ours.EventsPerSecond / c.Insert.EventsPerSecond), ratio => ratio)));
        }
        foreach (var (cell, toCopy, toInsert) in lines) Console.Out.WriteLine(cell.Json(toCopy, toInsert));
        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $$"""{"wal_bytes_per_event":{{walBytes:F0}},"stored_bytes_per_event":{{storedBytes:F0}},"quick_batches":{{store.Ledger.Batches.Quick}},"careful_batches":{{store.Ledger.Batches.Careful}}}"""));

        Console.Error.WriteLine("path     callers  batch   events/s    p50 ms    p99 ms   /copy  /insert");
        foreach (var (cell, toCopy, toInsert) in lines)
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{cell.Path,-8} {cell.Callers,7} {cell.Batch,6} {cell.EventsPerSecond,10:F0} {cell.P50Ms,9:F2} {cell.P99Ms,9:F2} {toCopy,7:F2} {toInsert,8:F2}"));
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"WAL {walBytes:F0} bytes and stored {storedBytes:F0} bytes an event."));
    }

    static T Middle<T>(IEnumerable<T> values, Func<T, double> by)
    {
        var sorted = values.OrderBy(by).ToList();
        return sorted[sorted.Count / 2];
    }
}
