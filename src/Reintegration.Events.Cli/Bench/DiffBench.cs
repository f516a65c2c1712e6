using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using Reintegration.Events.Cli.Policy;
using Reintegration.Events.Events;
using Reintegration.Events.Policy;
using Reintegration.Events.Policy.Change;
using Reintegration.Events.Postgres;
using Reintegration.Events.Postgres.Cluster;

namespace Reintegration.Events.Cli.Bench;

/// <summary><c>bench diff</c>: how long it takes to say what a bundle would change for everything that is recorded.</summary>
static class DiffBench
{
    const int Seed = 20_260_701;

    /// <param name="After">Bundles that would follow the one in force; each is measured by itself.</param>
    internal sealed record Plan(long Events, int PerCase, DirectoryInfo Before, ImmutableArray<DirectoryInfo> After, int Rounds);

    internal static async Task<int> Run(string? data, Plan plan, CancellationToken ct)
    {
        var folder = data ?? Path.Combine(Path.GetTempPath(), $"reintegration-bench-{Guid.NewGuid():N}");
        await using var cluster = await PrivateCluster.Start(folder, ct);
        try
        {
            await using var store = await ProjectBench.Open(ConnectionSource.Private(cluster, "postgres"), folder, ct);
            // A folder that is kept is filled once.
            if ((await store.Ledger.Head(ct)).Size < plan.Events)
                await ProjectBench.Fill(store, new Town(Seed, DateTimeOffset.UtcNow), plan.Events, plan.PerCase, ct);
            var before = BundleReading.Load(plan.Before);
            foreach (var after in plan.After.Select(BundleReading.Load).Append(Wider(before)))
                for (var round = 0; round < plan.Rounds; round++) await Measure(store, before, after, ct);
        }
        finally
        {
            await cluster.DisposeAsync();
            if (data is null) Directory.Delete(folder, recursive: true);
        }
        return 0;
    }

    /// <summary>The same bundle with a longer window: it touches every event and every seat, so that nothing can be left out.</summary>
    static Bundle Wider(Bundle bundle)
    {
        var files = bundle.Files.ToDictionary(StringComparer.Ordinal);
        var days = bundle.Header.Windows.PreReleaseDays;
        files["bundle.json"] = files["bundle.json"]
            .Replace($"\"id\": \"{bundle.Id}\"", $"\"id\": \"{bundle.Id}-wider\"", StringComparison.Ordinal)
            .Replace($"\"preReleaseDays\": {days}", $"\"preReleaseDays\": {days + 10}", StringComparison.Ordinal);
        return Bundle.Load(files, Catalog.Default.FieldClasses);
    }

    static async Task Measure(PostgresStore store, Bundle before, Bundle after, CancellationToken ct)
    {
        var governing = await store.Ledger.ReadCase(null, OrganisationContext.Governing, -1, ct);
        var organisations = governing.Aggregate(OrganisationContext.Empty, (context, recorded) => context.Apply(recorded));
        using var progress = new Progress($"replaying {after.Id}");
        var (began, cpu) = (Stopwatch.GetTimestamp(), Process.GetCurrentProcess().TotalProcessorTime);
        var report = await new PolicyDiff(store.Ledger, store.AccessLedger, store.Envelopes, Catalog.Default).Run(
            before, after, organisations, DateTimeOffset.UtcNow, PolicyDiff.DefaultDays, progress.Report, ct);
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        var used = (Process.GetCurrentProcess().TotalProcessorTime - cpu).TotalSeconds;
        progress.Dispose();
        var ledger = report.Ledger!;
        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $$"""{"bench":"diff","from":"{{before.Id}}","to":"{{after.Id}}","events":{{ledger.Events}},"cases":{{ledger.Cases}},"recipients":{{Recipients(ledger)}},"items_changed":{{ledger.Items.Sum(items => items.Count)}},"seconds":{{seconds:F1}},"own_cpu_seconds":{{used:F1}},"cores":{{Environment.ProcessorCount}}}"""));
    }

    static int Recipients(LedgerEffect ledger) => ledger.Changes.Select(change => change.Recipient).Distinct().Count();
}
