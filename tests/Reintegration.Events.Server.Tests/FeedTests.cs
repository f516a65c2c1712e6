namespace Reintegration.Events.Server.Tests;

/// <summary>What an agency's machine is given: numbered once, decided again as it leaves, taken back by number.</summary>
public class FeedTests
{
    static Task<Reply> Feed(World world, string agency, string query = "", params (string Name, string Value)[] headers)
    {
        var purpose = agency switch
        {
            "probation" => "supervision",
            "police" => "public-protection",
            _ => "reintegration",
        };
        return world.Send(HttpMethod.Get, $"/feed{query}", world.Token($"{agency}-system"), null, [("Purpose", purpose), .. headers]);
    }

    static async Task<List<JsonElement>> Items(World world, string agency, string query = "")
    {
        await world.Feed();
        var reply = await Feed(world, agency, query);
        Assert.True(reply.Status == 200, reply.ToString());
        return [.. reply.Json.EnumerateArray()];
    }

    static string Kind(JsonElement item) => item.GetProperty("type").GetString()!.Split('.')[2];
    static string? Event(JsonElement item) => item.GetProperty("data").TryGetProperty("event", out var name) ? name.GetString() : null;
    static string Id(JsonElement item) => item.GetProperty("id").GetString()!;

    static byte[] Left(string agency, string key = "left") => Post.Event(
        "prison", key, "coordination.case-agency-left", World.Case, new { agency, to = "2026-03-01T08:00:00Z" });

    static byte[] Date(string key, string date) =>
        Post.Event("prison", key, "custody.release-date-set", World.Case, new { date, basis = "earliest-date", notifyBy = "2026-04-01" });

    [Fact]
    public async Task What_a_seat_may_know_is_given_to_it_in_order_once_and_its_own_words_are_not()
    {
        await using var world = await World.BeginWithCase();
        await world.Record("prison", Date("date", "2026-06-01"));
        await world.Record("probation", Post.Missed(World.Case, "probation", "own"));
        var items = await Items(world, "probation");
        Assert.All(items, item => Assert.Equal("shared", Kind(item)));
        var named = items.Select(Event).ToList();
        Assert.Contains(Post.Name("prison", "date"), named);
        Assert.DoesNotContain(Post.Name("probation", "own"), named);
        Assert.Equal(named.Count, named.Distinct().Count());
        Assert.Empty(await Items(world, "probation", $"?after={Id(items[^1])}"));
        var again = await Items(world, "probation", $"?limit=2&after={Id(items[0])}");
        Assert.Equal(items.Skip(1).Take(2).Select(Id), again.Select(Id));
    }

    [Fact]
    public async Task Who_joins_late_is_given_what_was_said_before()
    {
        await using var world = await World.BeginWithCase();
        await world.Record("prison", Date("date", "2026-06-01"));
        Assert.DoesNotContain(await Items(world, "police"), item => Event(item) == Post.Name("prison", "date"));
        var before = (await Items(world, "police")).Select(Id).ToList();
        await world.Record("prison", Post.Joined(World.Case, "police"));
        var after = await Items(world, "police");
        Assert.Equal(before, after.Take(before.Count).Select(Id));
        Assert.Contains(after.Skip(before.Count), item => Kind(item) == "shared" && Event(item) == Post.Name("prison", "date"));
    }

    [Fact]
    public async Task What_was_given_and_is_taken_back_is_recalled_by_the_item_it_was_given_by()
    {
        await using var world = await World.BeginWithCase();
        await world.Record("prison", Date("date", "2026-06-01"));
        var given = (await Items(world, "probation")).Single(item => Event(item) == Post.Name("prison", "date"));
        await world.Record("prison", Left("probation"));
        var items = await Items(world, "probation");
        var recall = items.Single(item =>
            Kind(item) == "recalled" && item.GetProperty("data").TryGetProperty("replaces", out var replaces) && replaces.GetString() == Id(given));
        Assert.False(recall.TryGetProperty("subject", out _));
        Assert.Null(Event(recall));
        // Read again, the old item says no more than that it is recalled, at the number it had.
        var old = items.Single(item => Id(item) == Id(given));
        Assert.Equal(("recalled", null), (Kind(old), Event(old)));
        Assert.DoesNotContain("2026-06-01", string.Concat(items.Select(item => item.GetRawText())), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_taken_back_before_it_was_given_leaves_as_recalled_without_content()
    {
        await using var world = await World.BeginWithCase();
        await world.Record("prison", Date("date", "2026-06-01"));
        await world.Feed();
        await world.Record("prison", Left("probation"));
        // The writer has not noticed yet: decided as it leaves.
        var reply = await Feed(world, "probation");
        Assert.DoesNotContain(Post.Name("prison", "date"), reply.Text, StringComparison.Ordinal);
        Assert.Contains(reply.Json.EnumerateArray(), item => Kind(item) == "recalled" && item.GetProperty("data").GetRawText() == "{}");
        Assert.All(await Items(world, "probation"), item => Assert.NotEqual(Post.Name("prison", "date"), Event(item)));
    }

    [Fact]
    public async Task A_correction_amends_what_was_given()
    {
        await using var world = await World.BeginWithCase();
        await world.Record("prison", Date("date", "2026-06-01"));
        var given = (await Items(world, "probation")).Single(item => Event(item) == Post.Name("prison", "date"));
        await world.Record("prison", Post.Event("prison", "corrected", "governance.statement-corrected", World.Case, new
        {
            targetEvent = Post.Name("prison", "date"),
            reason = "factual-error",
            basis = "letter",
            decidedBy = "coordinator",
            newValue = new { date = "2026-07-01" },
        }));
        var amended = (await Items(world, "probation", $"?after={Id(given)}")).Single(item => Kind(item) == "amended");
        var data = amended.GetProperty("data");
        Assert.Equal(Id(given), data.GetProperty("replaces").GetString());
        Assert.Equal("2026-07-01", data.GetProperty("newValues").GetProperty("date").GetString());
        Assert.Equal(Post.Name("prison", "date"), data.GetProperty("relates").GetProperty("target").GetString());
    }

    [Fact]
    public async Task Time_takes_back_and_gives_and_the_numbers_are_those_of_a_walk_that_never_stopped()
    {
        async Task<List<string>> Told(bool eager)
        {
            await using var world = await World.BeginWithCase();
            foreach (var step in (int[])[0, 1, 2, 3, 4, 5])
            {
                await world.Record("prison", step switch
                {
                    1 => Post.Event("prison", "sentence", "custody.sentence-recorded", World.Case, new
                    {
                        offenceGroup = "membership",
                        sentenceType = "determinate",
                        start = "2023-01-01",
                        earliestRelease = "2026-10-20",
                        expiry = "2029-01-01",
                    }),
                    2 => Post.Event("prison", "until", "coordination.case-agency-joined", World.Case,
                        new { agency = "probation", from = "2026-03-01T00:00:00Z", to = "2026-06-10T00:00:00Z" }),
                    _ => Post.Event("prison", $"seen/{step}", "custody.behaviour-observation-recorded", World.Case,
                        Catalog.Default.Find("reintegration.custody.behaviour-observation-recorded.v1").Example),
                });
                world.Clock.Advance(TimeSpan.FromDays(20));
                if (eager) await world.Feed();
            }

            // The tail of time, too, is followed in its order.
            world.Clock.Advance(TimeSpan.FromDays(400));
            return [.. (await Items(world, "probation")).Select(item => $"{Id(item)} {Kind(item)} {Event(item)}")];
        }

        var (eager, lazy) = (await Told(true), await Told(false));
        Assert.Equal(eager, lazy);
        Assert.Contains(eager, item => item.Contains(" recalled", StringComparison.Ordinal) || item.Contains(" amended", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_agency_without_that_feed_and_whoever_brings_a_foreign_cursor_are_refused()
    {
        await using var world = await World.BeginWithCase();
        await world.Record("prison", Date("date", "2026-06-01"));
        var items = await Items(world, "probation");
        var foreign = await Feed(world, "police", $"?after={Id(items[0])}");
        Assert.Equal((400, "malformed-query"), (foreign.Status, foreign.Problem));
        var wrong = await world.Send(
            HttpMethod.Get, "/feed", world.Token("probation-system"), null, ("Purpose", "safeguarding"));
        Assert.Equal((403, "feed-not-enrolled"), (wrong.Status, wrong.Problem));
        var basis = await world.Send(
            HttpMethod.Get, "/feed", world.Token("probation-system"), null, ("Purpose", "supervision"), ("Legal-Basis", "gdpr-6-1-e"));
        Assert.Equal((403, "feed-not-enrolled"), (basis.Status, basis.Problem));
    }

    [Fact]
    public async Task A_stream_hands_over_what_a_page_does_and_goes_on_after_the_last_id()
    {
        await using var world = await World.BeginWithCase();
        await world.Record("prison", Date("date", "2026-06-01"));
        var items = await Items(world, "probation");
        using var http = new HttpClient { BaseAddress = new Uri(world.App.Urls.First()) };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/feed");
        request.Headers.Authorization = new("Bearer", world.Token("probation-system"));
        request.Headers.Add("Purpose", "supervision");
        request.Headers.Add("Accept", "text/event-stream");
        request.Headers.Add("Last-Event-ID", Id(items[0]));
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync());
        async Task<string> NextId()
        {
            while (await lines.ReadLineAsync() is { } line)
                if (line.StartsWith("id: ", StringComparison.Ordinal)) return line[4..];
            return "";
        }

        foreach (var item in items.Skip(1)) Assert.Equal(Id(item), await NextId());
        await world.Record("prison", Date("later", "2026-08-01"));
        await world.Feed();
        Assert.Equal((await Items(world, "probation")).Select(Id).Last(), await NextId());
    }
}
