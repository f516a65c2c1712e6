using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Reintegration.Events.Events;
using Reintegration.Events.Ledger;
using Reintegration.Events.Policy;
using Reintegration.Events.Policy.Change;
using Reintegration.Events.Postgres;
using Reintegration.Events.Postgres.Cluster;

namespace Reintegration.Events.Cli.Policy;

/// <summary><c>policy diff A B</c>: what would change if one bundle took the place of another.</summary>
public static class DiffCommand
{
    /// <summary>The same names the server knows them by.</summary>
    const string PostgresVariable = "REINTEGRATION_POSTGRES";
    const string WrappingVariable = "REINTEGRATION_WRAPPING_KEY_FILE";

    const int Narrows = 0;
    const int Widens = 1;
    const int NotDone = 2;

    sealed record Wishes(DirectoryInfo Before, DirectoryInfo After, string? Data, string? Postgres, int Days, bool Json);

    public static Command Build()
    {
        var before = new Argument<DirectoryInfo>("a") { Description = "The bundle in force: the folder with bundle.json." };
        var after = new Argument<DirectoryInfo>("b") { Description = "The bundle that would follow it." };
        var data = new Option<DirectoryInfo?>("--data") { Description = "The server's data folder, to replay its ledgers." };
        var postgres = new Option<string?>("--postgres")
        {
            Description = $"Connection string of the database; else {PostgresVariable}, else the cluster in the data folder.",
        };
        var days = new Option<int>("--days")
        {
            Description = "Replay the reads of so many days.",
            DefaultValueFactory = _ => PolicyDiff.DefaultDays,
        };
        var json = new Option<bool>("--json") { Description = "Write the whole report as JSON." };
        var command = new Command(
            "diff", "Compare two bundles: what differs in the matrix, who must agree, and, with --data, which recorded items "
            + "and which past reads would be shown otherwise. Exit codes: 0 it only narrows; 1 it could show somebody more; 2 not done.")
        {
            before, after, data, postgres, days, json,
        };
        command.SetAction(async (parsed, ct) =>
        {
            try
            {
                var folder = parsed.GetValue(data)?.FullName;
                return await Run(
                    new Wishes(
                        parsed.GetRequiredValue(before), parsed.GetRequiredValue(after), folder, parsed.GetValue(postgres)
                            ?? (folder is null ? null : Environment.GetEnvironmentVariable(PostgresVariable)),
                        parsed.GetValue(days), parsed.GetValue(json)),
                    parsed.InvocationConfiguration.Output, ct);
            }
            catch (Exception e) when (
                e is BundleRefused or IOException or UnauthorizedAccessException or ClusterException or LedgerUnavailableException
                    or LedgerBrokenException or InvalidOperationException)
            {
                await parsed.InvocationConfiguration.Error.WriteLineAsync($"Not done: {e.Message}");
                return NotDone;
            }
        });
        return command;
    }

    static async Task<int> Run(Wishes wishes, TextWriter said, CancellationToken ct)
    {
        var (before, after) = (BundleReading.Load(wishes.Before), BundleReading.Load(wishes.After));
        var report = wishes.Data is null
            ? BundleReport.Of(before, after, Catalog.Default, OrganisationContext.Empty, DateTimeOffset.UtcNow)
            : await Replay(wishes, before, after, ct);
        if (wishes.Json) await said.WriteLineAsync(System.Text.Encoding.UTF8.GetString(report.ToBytes()));
        else DiffText.Write(report, said);
        return report.Narrows ? Narrows : Widens;
    }

    static async Task<BundleReport> Replay(Wishes wishes, Bundle before, Bundle after, CancellationToken ct)
    {
        await using var cluster = string.IsNullOrEmpty(wishes.Postgres) ? await PrivateCluster.Start(wishes.Data!, ct) : null;
        var source = cluster is null
            ? ConnectionSource.Outside(wishes.Postgres!)
            : ConnectionSource.Private(cluster, "postgres");
        var wrapping = Environment.GetEnvironmentVariable(WrappingVariable);
        var keys = new FileKeyStore(
            Path.Combine(wishes.Data!, "keys", "data"), Path.Combine(wishes.Data!, "tombstones"),
            string.IsNullOrEmpty(wrapping) ? Path.Combine(wishes.Data!, "wrapping", "data.keys") : wrapping, RandomPool.Fill);
        await using var store = await PostgresStore.Open(source, keys, TimeProvider.System, ct);
        var events = await store.Ledger.ReadCase(null, OrganisationContext.Governing, -1, ct);
        var organisations = events.Aggregate(OrganisationContext.Empty, (context, recorded) => context.Apply(recorded));
        var started = Stopwatch.GetTimestamp();
        using var progress = new Progress("replaying");
        var report = await new PolicyDiff(store.Ledger, store.AccessLedger, store.Envelopes, Catalog.Default).Run(
            before, after, organisations, DateTimeOffset.UtcNow, wishes.Days, progress.Report, ct);
        progress.Dispose();
        await Console.Error.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture, $"{report.Ledger!.Events:N0} events replayed in {Stopwatch.GetElapsedTime(started).TotalSeconds:N1} s"));
        return report;
    }
}
