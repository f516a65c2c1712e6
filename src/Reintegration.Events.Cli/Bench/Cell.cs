using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace Reintegration.Events.Cli.Bench;

/// <summary>One measurement: so many callers, each sending batches of so many events for a while.</summary>
sealed record Cell(string Path, int Callers, int Batch, long Events, TimeSpan Took, double P50Ms, double P99Ms)
{
    internal double EventsPerSecond => Events / Took.TotalSeconds;

    /// <summary>What the server's process spent on an event, whatever else the machine did; null: not another process.</summary>
    internal double? ServerMicroseconds { get; init; }

    internal static async Task<Cell> Measure(string path, int callers, int batch, TimeSpan time, Func<int, Task> send)
    {
        var latencies = new ConcurrentBag<List<double>>();
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(async () =>
        {
            List<double> own = [];
            while (Stopwatch.GetElapsedTime(started) < time)
            {
                var sent = Stopwatch.GetTimestamp();
                await send(caller);
                own.Add(Stopwatch.GetElapsedTime(sent).TotalMilliseconds);
            }
            latencies.Add(own);
        })));
        var took = Stopwatch.GetElapsedTime(started);
        var all = latencies.SelectMany(own => own).Order().ToArray();
        return new Cell(path, callers, batch, (long)all.Length * batch, took, At(all, 0.5), At(all, 0.99));
    }

    /// <summary>One line for machines; the ratios compare with the baselines of the same round.</summary>
    internal string Json(double toCopy, double toInsert) => string.Create(CultureInfo.InvariantCulture,
        $$"""{"path":"{{Path}}","callers":{{Callers}},"batch":{{Batch}},"events_per_second":{{EventsPerSecond:F0}},"p50_ms":{{P50Ms:F3}},"p99_ms":{{P99Ms:F3}},"ratio_to_copy":{{toCopy:F3}},"ratio_to_insert":{{toInsert:F3}}{{Spent}}}""");

    string Spent => ServerMicroseconds is { } spent
        ? string.Create(CultureInfo.InvariantCulture, $",\"server_us_per_event\":{spent:F1}")
        : "";

    static double At(double[] sorted, double quantile) =>
        sorted.Length == 0 ? 0 : sorted[(int)Math.Min(sorted.Length - 1, sorted.Length * quantile)];
}
