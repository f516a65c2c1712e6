using System.Diagnostics;
using Reintegration.Cedar;

namespace Bench;

/// <summary>Median, p99 and worst of single decisions, which an average hides, and the bytes they allocate.</summary>
internal static class CedarPercentiles
{
    private const int Rounds = 400;

    /// <summary>Decisions timed together: one alone is shorter than the clock is precise.</summary>
    private const int Batch = 16;

    public static void Run(TextWriter output)
    {
        foreach (var count in (int[])[10, 100, 1_000, 4_000])
            Measure(output, $"{count} policies of the bundle's shape", new CedarBundle(count, everyScopeMatches: false));
        Measure(output, "1000 policies, every one matches the scope", new CedarBundle(1_000, everyScopeMatches: true));
    }

    private static void Measure(TextWriter output, string name, CedarBundle bundle)
    {
        var authorizer = new Authorizer(bundle.Policies);
        var allowed = 0;
        for (var i = 0; i < 20_000; i++)
        {
            var (request, entities) = bundle.Cases[i % bundle.Cases.Length];
            allowed += authorizer.Decide(request, entities).IsAllow ? 1 : 0;
        }

        var times = new List<double>(Rounds * bundle.Cases.Length);
        var bytes = GC.GetAllocatedBytesForCurrentThread();
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var (request, entities) in bundle.Cases)
            {
                var start = Stopwatch.GetTimestamp();
                for (var i = 0; i < Batch; i++)
                    authorizer.Decide(request, entities);
                times.Add((Stopwatch.GetTimestamp() - start) * 1e9 / Stopwatch.Frequency / Batch);
            }
        }

        bytes = GC.GetAllocatedBytesForCurrentThread() - bytes;
        times.Sort();
        output.WriteLine(
            $"{name}: median {times[times.Count / 2]:F0} ns, p99 {times[times.Count * 99 / 100]:F0} ns, "
            + $"worst {times[^1]:F0} ns; {bytes / (double)(Rounds * bundle.Cases.Length * Batch):F2} bytes a decision; "
            + $"{100.0 * allowed / 20_000:F0} % allowed");
    }
}
