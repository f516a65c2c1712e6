using System.Collections.Concurrent;
using System.Text;
using Xunit.Abstractions;

namespace Reintegration.Events.Server.Tests;

/// <summary>
/// Law 1: what was acknowledged is there, exactly once, whatever is killed. The posters' own files are the oracle.
/// </summary>
public class ChaosTests(ITestOutputHelper output)
{
    const int Posters = 8;
    const int DefaultRounds = 5;

    /// <summary>CHAOS_ROUNDS=20 is the long mode; CHAOS_SEED repeats a run.</summary>
    [Fact]
    public async Task Every_acknowledged_event_survives_the_killing_of_server_and_database()
    {
        var rounds = Setting.Of("CHAOS_ROUNDS", DefaultRounds);
        var seed = Setting.Of("CHAOS_SEED", Environment.TickCount);
        output.WriteLine($"CHAOS_SEED={seed} CHAOS_ROUNDS={rounds}");
        var random = new Random(seed);
        var data = ServerProcess.NewFolder();
        try
        {
            await using var server = await ServerProcess.Serve(data);
            await Open(server);
            using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(10) };
            var posters = Enumerable.Range(0, Posters).Select(number => new Poster(number, data, seed)).ToList();
            for (var round = 0; round < rounds; round++)
            {
                using var stop = new CancellationTokenSource();
                var posting = posters.Select(poster => Task.Run(() => poster.Post(server, http, stop.Token))).ToArray();
                var before = posters.Sum(poster => poster.Acknowledged);
                while (posters.Sum(poster => poster.Acknowledged) < before + Posters * 2) await Task.Delay(5);
                await Task.Delay(random.Next(5, 400));
                if (random.Next(2) == 0) server.KillPostgres();
                await server.Kill();
                await stop.CancelAsync();
                await Task.WhenAll(posting);
                await server.Start();
            }

            await Settle(server, http, posters);
            await Check(server, http, posters, seed);
            output.WriteLine(
                $"{posters.Sum(poster => poster.Acknowledged)} acknowledged events, all there exactly once");
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    static async Task Open(ServerProcess server)
    {
        using var http = new HttpClient();
        var (status, _) = await server.Send(
            http, await server.Token(http, "prison-system"), HttpMethod.Post, "/events", Post.Opened());
        Assert.Equal(201, status);
    }

    /// <summary>Unknown outcomes are resolved as agencies resolve them: by sending the same ids again.</summary>
    static async Task Settle(ServerProcess server, HttpClient http, List<Poster> posters)
    {
        foreach (var poster in posters) await poster.Settle(server, http);
    }

    static async Task Check(ServerProcess server, HttpClient http, List<Poster> posters, int seed)
    {
        var token = await server.Token(http, "auditor");
        var found = new Dictionary<string, int>(StringComparer.Ordinal);
        var frontier = new MerkleFrontier();
        JsonElement page;
        do
        {
            (_, page) = await server.Send(
                http, token, HttpMethod.Get, $"/audit/events?after={frontier.Size - 1}&limit=1000");
            foreach (var item in page.GetProperty("events").EnumerateArray())
            {
                Assert.True(
                    frontier.Size == item.GetProperty("position").GetInt64(),
                    $"seed {seed}: position {item.GetProperty("position")} where {frontier.Size} was due");
                frontier.Append(MerkleTree.LeafHash(item.GetProperty("leaf").GetBytesFromBase64()));
                var name = item.GetProperty("event").GetProperty("event").GetString()!;
                found[name] = found.GetValueOrDefault(name) + 1;
            }
        }
        while (frontier.Size < page.GetProperty("size").GetInt64());

        Assert.Equal(page.GetProperty("root").GetString(), Convert.ToHexStringLower(frontier.Root()));
        Assert.All(found, pair => Assert.True(pair.Value == 1, $"seed {seed}: {pair.Key} stands {pair.Value} times"));
        foreach (var poster in posters)
            foreach (var id in poster.ReadFile())
                Assert.True(
                    found.ContainsKey(
                        $"/agencies/prison/events/{id}"), $"seed {seed}: poster {poster.Number} was told that {id} is recorded, and it is not there");
    }

    /// <summary>
    /// Posts one event after another; writes down an id only once the server has said that it is recorded.
    /// </summary>
    sealed class Poster(int number, string data, int seed)
    {
        readonly string _file = Path.Combine(data, $"acknowledged-{number}.txt");
        readonly ConcurrentQueue<string> _open = new();
        int _next;
        int _acknowledged;

        public int Number => number;
        public int Acknowledged => Volatile.Read(ref _acknowledged);
        public string[] ReadFile() => File.Exists(_file) ? File.ReadAllLines(_file) : [];

        public async Task Post(ServerProcess server, HttpClient http, CancellationToken stop)
        {
            string? token = null;
            while (!stop.IsCancellationRequested)
            {
                var key = $"chaos/{seed}/{number}/{_next++}";
                _open.Enqueue(key);
                if (!await Send(server, http, key, token ??= await Ask(server, http))) return;
            }
        }

        public async Task Settle(ServerProcess server, HttpClient http)
        {
            var token = await server.Token(http, "prison-system");
            while (_open.TryDequeue(out var key))
                Assert.True(await Send(server, http, key, token), $"seed {seed}: {key} was refused");
        }

        static async Task<string?> Ask(ServerProcess server, HttpClient http)
        {
            try { return await server.Token(http, "prison-system"); }
            catch (HttpRequestException) { return null; }
            catch (TaskCanceledException) { return null; }
        }

        /// <summary>False when there was no answer or a "not now": the outcome is unknown and stays open.</summary>
        async Task<bool> Send(ServerProcess server, HttpClient http, string key, string? token)
        {
            if (token is null) return false;
            try
            {
                var body = Support.Post.Mentoring(Support.Post.Name("prison", "opened"), "prison", key);
                var (status, receipt) = await server.Send(http, token, HttpMethod.Post, "/events", body);
                if (status is not (200 or 201)) return false;
                await File.AppendAllTextAsync(_file, $"{receipt.GetProperty("id").GetString()}\n", Encoding.ASCII);
                if (status == 201) Interlocked.Increment(ref _acknowledged);
                return true;
            }
            catch (Exception lost) when (
                lost is HttpRequestException or TaskCanceledException or IOException or JsonException)
            {
                return false;
            }
        }
    }
}
