using System.Collections.Concurrent;
using System.Diagnostics;
using Npgsql;
using Reintegration.Events.Events;
using Reintegration.Events.Ledger;
using Reintegration.Events.Postgres.Cluster;
using Reintegration.Events.Postgres.Tests.Support;
using Support.Ledger;

namespace Reintegration.Events.Postgres.Tests.Cluster;

/// <summary>
/// Law 1: what was acknowledged is there, exactly once and without holes, whatever is killed and whenever.
/// </summary>
public sealed class CrashTests
{
    const int PosterCount = 8;

    [Theory]
    [InlineData(11)]
    [InlineData(23)]
    [InlineData(47)]
    public async Task Acknowledged_events_survive_the_kill_of_the_postmaster(int seed) =>
        await Round(seed, KillPostmaster);

    [Theory]
    [InlineData(5)]
    [InlineData(71)]
    public async Task Acknowledged_events_survive_the_kill_of_the_appenders_backend(int seed) =>
        await Round(seed, KillBackend);

    /// <summary>Posters note in files of their own what was acknowledged; the files are the oracle.</summary>
    static async Task Round(int seed, Func<PrivateCluster, string, Task> kill)
    {
        var (cluster, folder) = await TestServer.StartCluster();
        await using var owner = cluster;
        var source = ConnectionSource.Private(cluster, "postgres");
        await using var store = await PostgresStore.Open(
            source, new MemoryKeyStore(
                System.Security.Cryptography.RandomNumberGenerator.Fill), TimeProvider.System, default);
        using var over = new CancellationTokenSource();
        var streams = Enumerable.Range(0, 3).Select(_ => Some.Stream()).ToArray();
        var unsettled = new ConcurrentBag<Exception>();

        var posters = Enumerable.Range(0, PosterCount)
            .Select(i => Task.Run(() => Post(store.Ledger, streams, AckFile(folder, i), new Random(seed + i), unsettled, over.Token)))
            .ToArray();
        await UntilAcknowledged(folder, 40 + new Random(seed).Next(200));
        await kill(cluster, source.Admin);
        await cluster.Restart(default);
        await UntilAcknowledged(folder, Acknowledged(folder).Count + 40);
        await over.CancelAsync();
        await Task.WhenAll(posters);

        Assert.True(!unsettled.IsEmpty, $"seed {seed}: the kill met no append in flight");
        await Check(store.Ledger, Acknowledged(folder), seed);
    }

    /// <summary>Posts until told to stop; an unknown outcome is settled by sending the same command again.</summary>
    static async Task Post(
        PostgresLedger ledger, StreamId[] streams, string file, Random random, ConcurrentBag<Exception> unsettled,
        CancellationToken over)
    {
        await using var acks = new StreamWriter(file) { AutoFlush = true };
        while (!over.IsCancellationRequested)
        {
            var command = Some.Command(
                [.. Enumerable.Range(0, 1 + random.Next(4)).Select(_ => Some.Event(streams[random.Next(streams.Length)], Id(random)))]);
            for (var settled = false; !settled;)
            {
                try
                {
                    var outcome = await ledger.Append(command, default);
                    foreach (var receipt in outcome.Receipts)
                        await acks.WriteAsync($"{receipt.Name.Owner}|{receipt.Name.Id}|{receipt.Position}\n");
                    settled = true;
                }
                catch (LedgerUnavailableException e)
                {
                    unsettled.Add(e);
                    await Task.Delay(20, default(CancellationToken));
                }
            }
        }
    }

    static async Task Check(PostgresLedger ledger, List<(EventName Name, long Position)> acknowledged, int seed)
    {
        var events = await ledger.Read(-1, default).ToListAsync();
        var head = await ledger.Head(default);
        var places = events.ToLookup(e => e.Envelope.Name, e => e.Position);
        foreach (var (name, position) in acknowledged)
            Assert.True(
                places[name].SequenceEqual([position]),
                $"seed {seed}: {name} was acknowledged at {position}, found at [{string.Join(',', places[name])}]");
        Assert.Equal(head.Size, events.Count);
        Assert.Equal(MerkleTree.Root(events.Select(e => MerkleTree.LeafHash(e.Leaf.Span))), head.Root.ToArray());
        foreach (var stream in events.GroupBy(e => e.Envelope.Stream))
            Assert.Equal(Enumerable.Range(1, stream.Count()).Select(i => (long)i), stream.Select(e => e.Version));
    }

    static Task KillPostmaster(PrivateCluster cluster, string admin)
    {
        using var process = Process.GetProcessById(cluster.ServerPid!.Value);
        process.Kill();
        return Task.CompletedTask;
    }

    static async Task KillBackend(PrivateCluster cluster, string admin)
    {
        await using var connection = new NpgsqlConnection(admin);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(
            "select pid from pg_stat_activity where application_name = 'reintegration appender'", connection);
        using var process = Process.GetProcessById((int)(await command.ExecuteScalarAsync())!);
        process.Kill();
    }

    static async Task UntilAcknowledged(string folder, int count)
    {
        var started = Stopwatch.GetTimestamp();
        while (Acknowledged(folder).Count < count)
        {
            Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(60), "The posters are stuck.");
            await Task.Delay(5);
        }
    }

    static List<(EventName Name, long Position)> Acknowledged(string folder)
    {
        List<(EventName, long)> list = [];
        for (var i = 0; i < PosterCount; i++)
        {
            if (!File.Exists(AckFile(folder, i))) continue;
            using var reader = new StreamReader(
                new FileStream(AckFile(folder, i), FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
            var text = reader.ReadToEnd();
            // The last line may be half-written; what was acknowledged in it is read next time.
            foreach (var line in text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries))
                if (line.Split('|') is [var agency, var id, var position])
                    list.Add((new EventName(new AgencyId(agency), Guid.Parse(id)), long.Parse(position, System.Globalization.CultureInfo.InvariantCulture)));
        }
        return list;
    }

    static string AckFile(string folder, int poster) => Path.Combine(folder, $"acknowledged-{poster}");

    static Guid Id(Random random)
    {
        var bytes = new byte[16];
        random.NextBytes(bytes);
        return new Guid(bytes);
    }
}
