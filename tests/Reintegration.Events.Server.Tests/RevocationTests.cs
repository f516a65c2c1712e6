using System.Diagnostics;
using System.Globalization;
using Reintegration.Events.Server.Intake;
using Xunit.Abstractions;

namespace Reintegration.Events.Server.Tests;

/// <summary>
/// Law 6 on the real server and PostgreSQL: a read that starts after a revocation was acknowledged never shows what it took,
/// at a case's door, in a stored row or in a feed, however much is recorded and built anew meanwhile.
/// </summary>
/// <remarks>
/// That the same reads do leak without the fence is shown by <see cref="AccessGateTests"/>, where the moment can be chosen.
/// </remarks>
public class RevocationTests(ITestOutputHelper output)
{
    const int Rounds = 10;
    const int Readers = 2;
    const int BatchEvents = 100;
    const int CaseEvents = 500;
    const int DefaultEvents = 2_000;
    const string View = "supervision-case";

    /// <summary>Each round waits for reads of every kind, however slow the machine is; longer than this none comes.</summary>
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    sealed record Look(long From, long To, string Path, int Status, bool Shows);

    /// <summary>What was looked at, and what of it began after a given moment.</summary>
    sealed class Watch
    {
        readonly Lock _gate = new();
        readonly List<Look> _all = [];
        readonly Dictionary<string, Look> _last = [];

        public void Add(Look look)
        {
            lock (_gate)
            {
                _all.Add(look);
                if (!_last.TryGetValue(look.Path, out var last) || last.From < look.From) _last[look.Path] = look;
            }
        }

        public List<Look> All { get { lock (_gate) return [.. _all]; } }

        /// <summary>Until each of these has been looked at from beginning to end since, and that is so of the last look at it.</summary>
        public async Task Until(long since, IEnumerable<string> paths, Func<Look, bool> holds)
        {
            for (var began = Stopwatch.GetTimestamp(); ; await Task.Delay(2))
            {
                lock (_gate)
                    if (paths.All(path => _last.TryGetValue(path, out var last) && last.From >= since && holds(last))) return;
                Assert.True(Stopwatch.GetElapsedTime(began) < Patience, $"Nobody looks at {string.Join(" or ", paths)} as expected.");
            }
        }
    }

    /// <summary>REVOCATION_EVENTS=100000 is the long mode: rounds go on while so many events are built anew.</summary>
    [Fact]
    public async Task A_read_that_starts_after_a_revocation_never_shows_what_it_took_away()
    {
        var events = Setting.Of("REVOCATION_EVENTS", DefaultEvents);
        var data = ServerProcess.NewFolder();
        try
        {
            await using var server = await ServerProcess.Serve(data);
            using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(60) };
            var prison = await server.Token(http, "prison-system");
            var @case = Post.Name("prison", "opened");
            async Task Tell(string token, byte[] body) =>
                Assert.InRange((await server.Send(http, token, HttpMethod.Post, "/events", body)).Status, 200, 201);
            await Tell(prison, Post.Opened());
            await Tell(prison, Post.Joined(@case, "probation"));
            await Tell(await server.Token(http, "probation-system"), Post.Seat(@case, "probation", "official-probation-1", "practitioner"));
            var (_, opened) = await server.Send(http, prison, HttpMethod.Get, $"/events/{Post.Id("opened"):D}");
            var id = opened.GetProperty("case").GetString();
            await Append(server, http, prison, 0, events);

            using var stop = new CancellationTokenSource();
            Watch watch = new();
            var (officer, system) = (await server.Token(http, "probation-officer"), await server.Token(http, "probation-system"));
            string[] rows = [$"/cases/{id}", $"/views/{View}", $"/views/{View}/{id}"];
            List<Task> readers = [.. rows.SelectMany(path => Enumerable.Range(0, Readers).Select(_ => Task.Run(() => Read(server, http, officer, path, watch, stop.Token))))];
            readers.Add(Task.Run(() => Read(server, http, system, "/feed", watch, stop.Token)));
            await watch.Until(0, [.. rows, "/feed"], look => look.Shows);
            using var enough = new CancellationTokenSource();
            var building = Task.Run(() => Build(server, http, enough.Token));
            var appending = Task.Run(() => Append(server, http, prison, events, events / 10));
            List<(long From, long To)> gone = [];
            for (var round = 0; round < Rounds || !building.IsCompleted; round++)
            {
                if (round >= Rounds && appending.IsCompleted) await enough.CancelAsync();
                await Tell(prison, Move(@case, "left", round, new { agency = "probation", to = "2026-03-01T08:00:00Z" }));
                var from = Stopwatch.GetTimestamp();
                await watch.Until(from, [.. rows, "/feed"], _ => true);
                gone.Add((from, Stopwatch.GetTimestamp()));
                await Tell(prison, Move(@case, "joined", round, new { agency = "probation", from = "2026-03-01T08:00:00Z" }));
                await watch.Until(Stopwatch.GetTimestamp(), rows, look => look.Shows);
            }

            await stop.CancelAsync();
            await Task.WhenAll([.. readers, appending]);
            var looks = watch.All;
            var within = looks.Where(look => gone.Exists(time => look.From >= time.From && look.To <= time.To)).ToList();
            output.WriteLine(
                $"{looks.Count} reads, {within.Count} of them while nothing might be shown, in {gone.Count} rounds, while rows over {events} events were built anew {await building} times; {looks.Count(look => look is { Path: "/feed", Shows: true })} feeds showed the case");
            Assert.All(within, look => Assert.False(look.Shows, look.ToString()));
            Assert.All(within.Where(look => look.Path == rows[0]), look => Assert.Equal(404, look.Status));
            Assert.All(rows.Append("/feed"), path => Assert.True(within.Count(look => look.Path == path) >= Rounds, path));
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    static byte[] Move(string @case, string what, int round, object facts) => Post.Event(
        "prison", string.Create(CultureInfo.InvariantCulture, $"{what}/{round}"), $"coordination.case-agency-{what}", @case, facts);

    /// <summary>Builds the view's rows anew beside those that serve, once more after once more, until it is told to end.</summary>
    /// <returns>How often.</returns>
    static async Task<int> Build(ServerProcess server, HttpClient http, CancellationToken stop)
    {
        var operates = await server.Token(http, "operator");
        async Task<List<JsonElement>> Builds() => [.. (await server.Send(http, operates, HttpMethod.Get, "/admin/projections")).Body
            .GetProperty("builds").EnumerateArray().Where(build => build.GetProperty("view").GetString() == View)];
        static long Generation(JsonElement build) => build.GetProperty("generation").GetInt64();
        var built = 0;
        do
        {
            var before = (await Builds()).Max(Generation);
            Assert.Equal(202, (await server.Send(http, operates, HttpMethod.Post, $"/admin/projections/{View}/rebuild")).Status);
            do await Task.Delay(50, CancellationToken.None);
            while (!(await Builds()).Exists(build => Generation(build) > before && build.GetProperty("state").GetString() == "serving"));
            built++;
        }
        while (!stop.IsCancellationRequested);
        return built;
    }

    /// <summary>Events of other cases, in batches, one after the other.</summary>
    static async Task Append(ServerProcess server, HttpClient http, string token, int after, int events)
    {
        async Task Send(IEnumerable<byte[]> batch)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(server.Url, "/events"))
            {
                Content = World.Content(Post.Batch(batch), CloudEvents.Batch),
            };
            request.Headers.Authorization = new("Bearer", token);
            using var answer = await http.SendAsync(request);
            Assert.Equal(200, (int)answer.StatusCode);
        }

        var example = Catalog.Default.Find("reintegration.custody.placement-changed.v1").Example;
        for (var sent = after; sent < after + events; sent += BatchEvents)
        {
            var key = string.Create(CultureInfo.InvariantCulture, $"others/{sent / CaseEvents}");
            var other = Post.Name("prison", key);
            if (sent % CaseEvents == 0) await Send([Post.Opened(key: key, name: "Other O."), Post.Joined(other, "probation")]);
            await Send(Enumerable.Range(sent, BatchEvents).Select(number => Post.Event(
                "prison", string.Create(CultureInfo.InvariantCulture, $"other/{number}"), "custody.placement-changed", other, example)));
        }
    }

    static async Task Read(
        ServerProcess server, HttpClient http, string token, string path, Watch watch, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(server.Url, path));
            request.Headers.Authorization = new("Bearer", token);
            request.Headers.Add("Purpose", "supervision");
            var from = Stopwatch.GetTimestamp();
            using var answer = await http.SendAsync(request, CancellationToken.None);
            var shows = (await answer.Content.ReadAsStringAsync(CancellationToken.None)).Contains("Test P.", StringComparison.Ordinal);
            watch.Add(new Look(from, Stopwatch.GetTimestamp(), path, (int)answer.StatusCode, shows));
        }
    }
}
