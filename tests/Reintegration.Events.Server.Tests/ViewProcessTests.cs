using System.Diagnostics;
using System.Net;
using Npgsql;

namespace Reintegration.Events.Server.Tests;

/// <summary>The real server over a real database: rows are built, kept up, built anew, and waited for.</summary>
public sealed class ViewProcessTests
{
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task Rows_are_kept_served_and_built_anew_while_events_come_in()
    {
        var folder = ServerProcess.NewFolder();
        try
        {
            await using var server = await ServerProcess.Serve(folder);
            using var http = new HttpClient();
            var prison = await server.Token(http, "prison-system");
            var haven = await server.Token(http, "community-haven-system");
            var mentor = await server.Token(http, "community-mentor");
            var operates = await server.Token(http, "operator");
            var opened = Post.Name("prison", "opened");
            var @case = (await Tell(prison, Post.Opened())).GetProperty("case").GetString();
            await Tell(prison, Post.Joined(opened, "community-haven"));
            await Tell(haven, Post.Seat(opened, "community-haven", "official-haven-1", "practitioner"));

            await Until(async () => (await Projections()).GetProperty("builds").EnumerateArray().Any(build => State(build) == "serving"));
            for (var i = 0; i < 3; i++)
            {
                var after = (await Tell(haven, Post.Missed(opened, "community-haven", $"missed-{i}"))).GetProperty("after").GetString();
                var list = await Read(mentor, $"/views/case-list?after={after}");
                var row = Assert.Single(list.GetProperty("rows").EnumerateArray());
                Assert.Equal(@case, row.GetProperty("case").GetString());
                // What the stored row says is what the live fold says.
                var overview = await Read(mentor, $"/cases/{@case}");
                Assert.Equal(overview.GetProperty("events").GetInt32(), row.GetProperty("row").GetProperty("events").GetInt32());
            }

            var generation = (await Builds()).Max(build => build.GetProperty("generation").GetInt64());
            var (status, _) = await server.Send(http, operates, HttpMethod.Post, "/admin/projections/case-list/rebuild");
            Assert.Equal(202, status);
            await Until(async () => (await Builds()).Any(build => State(build) == "serving" && build.GetProperty("generation").GetInt64() > generation));
            Assert.Equal(["kept", "serving"], (await Builds()).Select(State).Order());
            // And back again, caught up with what came in since.
            await Tell(haven, Post.Missed(opened, "community-haven", "missed-later"));
            Assert.Equal(202, (await server.Send(http, operates, HttpMethod.Post, "/admin/projections/case-list/roll-back")).Status);
            await Until(async () => (await Builds()).Any(build => State(build) == "serving" && build.GetProperty("generation").GetInt64() == generation));
            var back = (await Read(mentor, "/views/case-list")).GetProperty("rows")[0].GetProperty("row").GetProperty("events").GetInt32();
            Assert.Equal((await Read(mentor, $"/cases/{@case}")).GetProperty("events").GetInt32(), back);
            Assert.Equal(409, (await server.Send(http, operates, HttpMethod.Post, "/admin/projections/supervision-case/roll-back")).Status);
            Assert.Empty((await Read(operates, "/admin/parked")).GetProperty("parked").EnumerateArray());
            Assert.Equal(403, (await server.Send(http, mentor, HttpMethod.Get, "/admin/parked")).Status);

            // Rows that wait are an operator's business at once; when they are folded it is over.
            Assert.Equal(HttpStatusCode.OK, (await http.GetAsync(new Uri(server.Url, "/health/ready"))).StatusCode);
            await using (var admin = await server.Admin())
            await using (var park = new NpgsqlCommand($"""
                insert into reintegration.projection_parked (audience, case_id, position, reason, since)
                values ('community-haven/practitioner/reintegration', '{@case}', 0, 'unknown-type', now())
                """, admin))
                await park.ExecuteNonQueryAsync();
            Assert.Equal(HttpStatusCode.ServiceUnavailable, (await http.GetAsync(new Uri(server.Url, "/health/ready"))).StatusCode);
            Assert.Equal(200, (await server.Send(http, operates, HttpMethod.Post, "/admin/parked/replay")).Status);
            await Until(async () => (await http.GetAsync(new Uri(server.Url, "/health/ready"))).StatusCode == HttpStatusCode.OK);

            async Task<JsonElement> Tell(string token, byte[] body)
            {
                var (code, answer) = await server.Send(http, token, HttpMethod.Post, "/events", body);
                Assert.True(code is 200 or 201, answer.ToString());
                return answer;
            }

            async Task<JsonElement> Read(string token, string path)
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(server.Url, path));
                request.Headers.Authorization = new("Bearer", token);
                request.Headers.Add("Purpose", "reintegration");
                using var response = await http.SendAsync(request);
                var text = await response.Content.ReadAsStringAsync();
                Assert.True(response.IsSuccessStatusCode, text);
                return JsonDocument.Parse(text).RootElement;
            }

            Task<JsonElement> Projections() => Read(operates, "/admin/projections");

            async Task<List<JsonElement>> Builds() =>
                [.. (await Projections()).GetProperty("builds").EnumerateArray().Where(build => build.GetProperty("view").GetString() == "case-list")];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    static string? State(JsonElement build) => build.GetProperty("state").GetString();

    static async Task Until(Func<Task<bool>> holds)
    {
        for (var began = Stopwatch.GetTimestamp(); !await holds();)
        {
            Assert.True(Stopwatch.GetElapsedTime(began) < Patience, "It does not come about.");
            await Task.Delay(100);
        }
    }
}
