using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Reintegration.Events.Server.Intake;
using Xunit.Abstractions;

namespace Reintegration.Events.Server.Tests;

/// <summary>
/// Law 6 on the real server and PostgreSQL: a read that starts after a revocation was acknowledged never shows what it took,
/// at a case's door or in a feed, however much is recorded meanwhile.
/// </summary>
public class RevocationTests(ITestOutputHelper output)
{
    const int Rounds = 25;
    const int Readers = 3;
    const int BatchEvents = 100;
    const int DefaultAppends = 2_000;

    /// <summary>Long enough for some reads of every reader to begin and end while nothing may be shown.</summary>
    static readonly TimeSpan Taken = TimeSpan.FromMilliseconds(60);

    sealed record Look(long From, long To, bool IsFeed, int Status, bool Shows);

    /// <summary>REVOCATION_APPENDS=100000 is the long mode: rounds go on for as long as that takes.</summary>
    [Fact]
    public async Task A_read_that_starts_after_a_revocation_never_shows_what_it_took_away()
    {
        var appends = Setting.Of("REVOCATION_APPENDS", DefaultAppends);
        var data = ServerProcess.NewFolder();
        try
        {
            await using var server = await ServerProcess.Serve(data);
            using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(30) };
            var prison = await server.Token(http, "prison-system");
            var @case = Post.Name("prison", "opened");
            async Task Tell(string token, byte[] body) =>
                Assert.InRange((await server.Send(http, token, HttpMethod.Post, "/events", body)).Status, 200, 201);
            await Tell(prison, Post.Opened());
            await Tell(prison, Post.Joined(@case, "probation"));
            await Tell(await server.Token(http, "probation-system"), Post.Seat(@case, "probation", "official-probation-1", "practitioner"));
            await Tell(prison, Post.Opened(key: "others"));
            var (_, opened) = await server.Send(http, prison, HttpMethod.Get, $"/events/{Post.Id("opened"):D}");
            var path = $"/cases/{opened.GetProperty("case").GetString()}";

            using var stop = new CancellationTokenSource();
            var looks = new ConcurrentBag<Look>();
            var (officer, system) = (await server.Token(http, "probation-officer"), await server.Token(http, "probation-system"));
            List<Task> readers = [.. Enumerable.Range(0, Readers).Select(_ => Task.Run(() => Read(server, http, officer, path, looks, stop.Token)))];
            readers.Add(Task.Run(() => Read(server, http, system, "/feed", looks, stop.Token)));
            var appending = Task.Run(() => Append(server, http, prison, appends));
            List<(long From, long To)> gone = [];
            for (var round = 0; round < Rounds || !appending.IsCompleted; round++)
            {
                await Tell(prison, Move(@case, "left", round, new { agency = "probation", to = "2026-03-01T08:00:00Z" }));
                var from = Stopwatch.GetTimestamp();
                await Task.Delay(Taken);
                gone.Add((from, Stopwatch.GetTimestamp()));
                await Tell(prison, Move(@case, "joined", round, new { agency = "probation", from = "2026-03-01T08:00:00Z" }));
                await Task.Delay(Taken / 3);
            }

            await stop.CancelAsync();
            await Task.WhenAll([.. readers, appending]);
            var within = looks.Where(look => gone.Any(time => look.From >= time.From && look.To <= time.To)).ToList();
            output.WriteLine($"{looks.Count} reads, {within.Count} of them while nothing might be shown, beside {appends} events; {looks.Count(look => look is { IsFeed: true, Shows: true })} feeds showed the case");
            Assert.All(within, look => Assert.False(look.Shows));
            Assert.All(within.Where(look => !look.IsFeed), look => Assert.Equal(404, look.Status));
            // Both were looked for: many reads in the dark, and many that were shown the case.
            var cases = looks.Where(look => !look.IsFeed).ToList();
            Assert.True(within.Count > Rounds && cases.Count(look => look.Shows) > Rounds, $"{within.Count} of {looks.Count}");
            Assert.Contains(looks, look => look is { IsFeed: true, Shows: true });
            Assert.Contains(within, look => look.IsFeed);
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    static byte[] Move(string @case, string what, int round, object facts) => Post.Event(
        "prison", string.Create(CultureInfo.InvariantCulture, $"{what}/{round}"), $"coordination.case-agency-{what}", @case, facts);

    /// <summary>Events of another case, in batches, one after the other.</summary>
    static async Task Append(ServerProcess server, HttpClient http, string token, int events)
    {
        var other = Post.Name("prison", "others");
        for (var sent = 0; sent < events; sent += BatchEvents)
        {
            var batch = Enumerable.Range(sent, BatchEvents).Select(number => Encoding.UTF8.GetString(Post.Event(
                "prison", string.Create(CultureInfo.InvariantCulture, $"other/{number}"), "custody.placement-changed", other,
                Catalog.Default.Find("reintegration.custody.placement-changed.v1").Example)));
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(server.Url, "/events"))
            {
                Content = World.Content(Encoding.UTF8.GetBytes($"[{string.Join(',', batch)}]"), CloudEvents.Batch),
            };
            request.Headers.Authorization = new("Bearer", token);
            using var answer = await http.SendAsync(request);
            Assert.Equal(200, (int)answer.StatusCode);
        }
    }

    static async Task Read(
        ServerProcess server, HttpClient http, string token, string path, ConcurrentBag<Look> looks, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(server.Url, path));
            request.Headers.Authorization = new("Bearer", token);
            request.Headers.Add("Purpose", "supervision");
            var from = Stopwatch.GetTimestamp();
            using var answer = await http.SendAsync(request, CancellationToken.None);
            var shows = (await answer.Content.ReadAsStringAsync(CancellationToken.None)).Contains("Test P.", StringComparison.Ordinal);
            looks.Add(new Look(from, Stopwatch.GetTimestamp(), path == "/feed", (int)answer.StatusCode, shows));
        }
    }
}
