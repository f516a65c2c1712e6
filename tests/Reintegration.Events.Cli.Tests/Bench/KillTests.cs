using System.Diagnostics;
using System.Globalization;
using Reintegration.Events.Cli.Bench;
using Reintegration.Events.Events;
using Reintegration.Events.Ledger;
using Reintegration.Events.Postgres;
using Reintegration.Events.Postgres.Cluster;
using Reintegration.Events.Postgres.Projection;
using Reintegration.Events.Tests.Policy;
using Reintegration.Events.Views;

namespace Reintegration.Events.Cli.Tests.Bench;

/// <summary>
/// Two projectors in processes of their own are killed, paused past their leases and cut off from the database, while
/// events come in: afterwards stored rows equal a fresh fold, so nothing was lost, doubled or put out of order, and whoever
/// was paused wrote nothing.
/// </summary>
/// <remarks>Rounds and first seed: <c>REINTEGRATION_KILL_ROUNDS</c>, <c>REINTEGRATION_KILL_SEED</c>.</remarks>
public sealed class KillTests
{
    static readonly TimeSpan Lease = TimeSpan.FromSeconds(1);
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    static readonly DirectoryInfo Bundle =
        new(Path.Combine(BundleFiles.RepositoryRoot(), "contracts", "policy", "unicri-default"));

    [Fact]
    public async Task Rows_equal_a_fresh_fold_whatever_is_killed_or_paused()
    {
        var (rounds, seed) = (Setting("REINTEGRATION_KILL_ROUNDS", 5), Setting("REINTEGRATION_KILL_SEED", 1));
        var folder = Path.Combine(Path.GetTempPath(), $"reintegration-test-{Guid.NewGuid():N}");
        var cluster = await PrivateCluster.Start(folder, default);
        var nodes = new Process?[2];
        try
        {
            await using var store = await ProjectBench.Open(ConnectionSource.Private(cluster, "postgres"), folder, default);
            var views = store.Views(ProjectBench.Ground(Bundle));
            var town = new Town(seed, DateTimeOffset.UtcNow);
            await Append(store, town.Founding());
            List<CaseId> cases = [];
            for (var i = 0; i < 4; i++) await Open(store, town, cases);
            Assert.True(await views.Rebuilding.Run(ReadModels.All, null, default));
            for (var i = 0; i < nodes.Length; i++) nodes[i] = Start(cluster, folder);
            for (var round = 0; round < rounds; round++)
                await Round(seed + round, cluster, folder, store, views, town, cases, nodes);
        }
        finally
        {
            foreach (var node in nodes)
                if (node is { HasExited: false }) node.Kill();
            await cluster.DisposeAsync();
            Directory.Delete(folder, recursive: true);
        }
    }

    static async Task Round(
        int seed, PrivateCluster cluster, string folder, PostgresStore store, PostgresViews views, Town town, List<CaseId> cases,
        Process?[] nodes)
    {
        var random = new Random(seed);
        List<string> done = [];
        using var over = new CancellationTokenSource();
        var posting = Task.Run(() => Post(store, town, cases, random.Next(), over.Token));
        for (var actions = 1 + random.Next(3); actions > 0; actions--)
        {
            await Task.Delay(random.Next(400));
            var which = random.Next(nodes.Length);
            switch (random.Next(4))
            {
                case 0 or 1:
                    done.Add($"kill -9 {which}");
                    nodes[which]!.Kill();
                    await nodes[which]!.WaitForExitAsync();
                    nodes[which] = Start(cluster, folder);
                    break;
                case 2:
                    done.Add($"pause {which} past its lease");
                    Signal("-STOP", nodes[which]!.Id);
                    await Task.Delay(Lease * 1.5 + TimeSpan.FromMilliseconds(random.Next(500)));
                    Signal("-CONT", nodes[which]!.Id);
                    break;
                default:
                    done.Add("PostgreSQL ends immediately");
                    Signal("-QUIT", cluster.ServerPid!.Value);
                    await Task.Delay(random.Next(300));
                    await cluster.Restart(default);
                    break;
            }
        }

        await over.CancelAsync();
        await posting;
        var what = $"seed {seed}: {string.Join(", ", done)}";
        await CaughtUp(store, views, what);
        var (found, compared) = await Patiently(() => views.DriftCheck.Run(null, default));
        Assert.True(found.Count == 0, $"{what}: {string.Join("; ", found.Take(5))}");
        Assert.True(compared >= cases.Count, $"{what}: {compared} of {cases.Count} cases compared");
        Assert.All(nodes, node => Assert.False(node!.HasExited, what));
    }

    static async Task Post(PostgresStore store, Town town, List<CaseId> cases, int seed, CancellationToken over)
    {
        var random = new Random(seed);
        while (!over.IsCancellationRequested)
        {
            if (random.Next(20) == 0) await Open(store, town, cases);
            else await Append(store, town.Next(cases[random.Next(cases.Count)], 1 + random.Next(5), governingPercent: 10));
            await Task.Delay(random.Next(30), CancellationToken.None);
        }
    }

    static async Task Open(PostgresStore store, Town town, List<CaseId> cases)
    {
        var @case = town.NewCase();
        await Append(store, town.Opening(@case));
        cases.Add(@case);
    }

    /// <summary>An outcome that is not known is settled by sending the same again.</summary>
    static async Task Append(PostgresStore store, Ledger.Command command) =>
        Assert.True((await Patiently(() => store.Ledger.Append(command, default))).Accepted);

    static async Task CaughtUp(PostgresStore store, PostgresViews views, string what)
    {
        var began = Stopwatch.GetTimestamp();
        while (await Patiently(async () => (await views.Slices(default)).Position < (await store.Ledger.Head(default)).Size - 1))
        {
            Assert.True(Stopwatch.GetElapsedTime(began) < Patience, $"{what}: the projectors do not catch up");
            await Task.Delay(50);
        }
    }

    /// <summary>A database that is starting again is asked again.</summary>
    static async Task<T> Patiently<T>(Func<Task<T>> ask)
    {
        for (var began = Stopwatch.GetTimestamp(); ;)
        {
            try
            {
                return await ask();
            }
            catch (LedgerUnavailableException) when (Stopwatch.GetElapsedTime(began) < Patience)
            {
                await Task.Delay(50);
            }
        }
    }

    static Process Start(PrivateCluster cluster, string folder)
    {
        var start = new ProcessStartInfo("dotnet",
        [
            Path.Combine(AppContext.BaseDirectory, "reintegration.dll"), "bench", "node",
            "--postgres", cluster.ConnectionString("postgres"), "--data", folder,
            "--lease", Lease.TotalSeconds.ToString(CultureInfo.InvariantCulture), "--bundle", Bundle.FullName,
        ])
        { RedirectStandardOutput = true, RedirectStandardError = true };
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    static void Signal(string signal, int pid)
    {
        using var kill = Process.Start("kill", [signal, pid.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    static int Setting(string name, int standard) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var value) ? value : standard;
}
