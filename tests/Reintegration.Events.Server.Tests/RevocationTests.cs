using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Xunit.Abstractions;

namespace Reintegration.Events.Server.Tests;

/// <summary>
/// Law 6 on the real server and PostgreSQL: a read that starts after a revocation was acknowledged never shows what it took.
/// </summary>
public class RevocationTests(ITestOutputHelper output)
{
    const int Rounds = 25;
    const int Readers = 4;

    /// <summary>Long enough for some reads of every reader to begin and end while nothing may be shown.</summary>
    static readonly TimeSpan Taken = TimeSpan.FromMilliseconds(60);

    sealed record Look(long From, long To, int Status);

    [Fact]
    public async Task A_read_that_starts_after_a_revocation_never_shows_what_it_took_away()
    {
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
            var (_, opened) = await server.Send(http, prison, HttpMethod.Get, $"/events/{Post.Id("opened"):D}");
            var path = $"/cases/{opened.GetProperty("case").GetString()}";

            using var stop = new CancellationTokenSource();
            var looks = new ConcurrentBag<Look>();
            var officer = await server.Token(http, "probation-officer");
            var readers = Enumerable.Range(0, Readers).Select(_ => Task.Run(() => Read(server, http, officer, path, looks, stop.Token))).ToArray();
            List<(long From, long To)> gone = [];
            for (var round = 0; round < Rounds; round++)
            {
                await Tell(prison, Move(@case, "left", round, new { agency = "probation", to = "2026-03-01T08:00:00Z" }));
                var from = Stopwatch.GetTimestamp();
                await Task.Delay(Taken);
                gone.Add((from, Stopwatch.GetTimestamp()));
                await Tell(prison, Move(@case, "joined", round, new { agency = "probation", from = "2026-03-01T08:00:00Z" }));
                await Task.Delay(Taken / 3);
            }

            await stop.CancelAsync();
            await Task.WhenAll(readers);
            var within = looks.Where(look => gone.Any(time => look.From >= time.From && look.To <= time.To)).ToList();
            output.WriteLine($"{looks.Count} reads, {within.Count} of them while nothing might be shown");
            Assert.All(within, look => Assert.Equal(404, look.Status));
            // Both were looked for: many reads in the dark, and many that were shown the case.
            Assert.True(within.Count > Rounds && looks.Count(look => look.Status == 200) > Rounds, $"{within.Count} of {looks.Count}");
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    static byte[] Move(string @case, string what, int round, object facts) => Post.Event(
        "prison", string.Create(CultureInfo.InvariantCulture, $"{what}/{round}"), $"coordination.case-agency-{what}", @case, facts);

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
            looks.Add(new Look(from, Stopwatch.GetTimestamp(), (int)answer.StatusCode));
        }
    }
}
