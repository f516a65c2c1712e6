using System.Text.Json.Nodes;
using Reintegration.Events.Server.Intake;

namespace Reintegration.Events.Server.Tests;

/// <summary>What evaluators, the national coordinator and a panel's chair are told, over HTTP.</summary>
public class StatisticsTests
{
    const int People = 30;
    const string Snapshot = "adults-2026-10-01";

    static string Case(int person) => Post.Name("prison", $"opened/{person}");

    static async Task Batch(World world, string agency, IEnumerable<byte[]> events)
    {
        var batch = new JsonArray([.. events.Select(each => JsonNode.Parse(each))]);
        var reply = await world.Post(agency, JsonSerializer.SerializeToUtf8Bytes(batch), CloudEvents.Batch);
        Assert.Equal(200, reply.Status);
        Assert.All(reply.Json.EnumerateArray(), item => Assert.Equal(201, item.GetProperty("status").GetInt32()));
    }

    /// <summary>Thirty people released on one day; half are taken on by a service ten days later; then time passes.</summary>
    static async Task<World> Released(Func<World, int, Task>? hidden = null)
    {
        var world = await World.Begin();
        await Batch(world, "prison", Enumerable.Range(0, People).Select(person => Post.Opened(key: $"opened/{person}")));
        await Batch(world, "prison", Enumerable.Range(0, People).SelectMany(person => (byte[][])
        [
            Post.Event("prison", $"sentence/{person}", "custody.sentence-recorded", Case(person), new
            {
                offenceGroup = person < 16 ? "financing" : "travel",
                sentenceType = "determinate",
                start = "2024-01-01",
                earliestRelease = "2026-03-01",
                expiry = "2028-01-01",
            }),
            Post.Event("prison", $"released/{person}", "custody.person-released", Case(person), new
            {
                at = "2026-03-01T08:00:00Z",
                releaseType = "conditional",
                toArea = "Harbour district: a flat",
            }),
        ]));
        world.Clock.Advance(TimeSpan.FromDays(10));
        await Batch(world, "prison", Enumerable.Range(0, People).Where(person => person % 2 == 0).SelectMany(person => (byte[][])
        [
            Post.Event("prison", $"referral/{person}", "needs.service-referral-made", Case(person), new
            {
                service = Post.Name("community-haven", "service"),
                need = Post.Name("prison", "need"),
                dueBy = "2026-04-01",
            }),
            Post.Event("prison", $"accepted/{person}", "needs.service-referral-accepted", Case(person), new
            {
                referral = Post.Name("prison", $"referral/{person}"),
                service = Post.Name("community-haven", "service"),
            }),
        ]));
        if (hidden is not null) await hidden(world, 0);
        world.Clock.Advance(TimeSpan.FromDays(220));
        return world;
    }

    static Dictionary<string, long?> Cells(JsonElement table) => table.GetProperty("cells").EnumerateArray().ToDictionary(
        cell => string.Join('/', cell.GetProperty("words").EnumerateArray().Select(word => word.GetString())),
        cell => cell.TryGetProperty("count", out var count) ? count.GetInt64() : (long?)null);

    [Fact]
    public async Task Before_anybody_can_be_counted_an_evaluator_is_told_so()
    {
        await using var world = await World.Begin();
        var reply = await world.Get("evaluator", "/statistics/outcomes");
        Assert.Equal(200, reply.Status);
        Assert.Equal(JsonValueKind.Null, reply.Json.GetProperty("snapshot").ValueKind);
        Assert.Equal(404, (await world.Get("evaluator", $"/statistics/outcomes?snapshot={Snapshot}")).Status);
    }

    [Fact]
    public async Task An_evaluator_reads_what_was_published_once_and_tables_that_close_no_ring()
    {
        await using var world = await Released();
        var whole = await world.Get("evaluator", "/statistics/outcomes");
        Assert.Equal(People, Cells(whole.Json)[""]);
        Assert.Equal(Snapshot, whole.Json.GetProperty("snapshot").GetProperty("id").GetString());
        var wait = Cells((await world.Get("evaluator", "/statistics/outcomes?by=service-wait")).Json);
        Assert.All(wait.Values, count => Assert.True(count is null or 15));
        // What happens later changes nothing in what was published.
        await world.Record("prison", Post.Opened(key: "opened/later"));
        world.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(wait, Cells((await world.Get("evaluator", "/statistics/outcomes?by=service-wait")).Json));

        Assert.Equal(200, (await world.Get("evaluator", "/statistics/outcomes?by=recalled,offence")).Status);
        Assert.Equal(200, (await world.Get("evaluator", "/statistics/gaps?by=gap,offence")).Status);
        // Somebody else of the agency asks for the table that would close the ring, under whatever name.
        foreach (var path in (string[])["/statistics/outcomes?by=recalled,service-wait", "/statistics/gaps?by=area,offence"])
        {
            var colleague = world.Issuer.Token(
                new Persona("x", "coordination", "official-coordination-9", ["evaluator"], 0, ""), "reintegration");
            var refused = await world.Send(HttpMethod.Get, path, colleague, null, ("Purpose", "evaluation"));
            Assert.True(refused is { Status: 409, Problem: "tables-overlap" }, refused.ToString());
        }

        var log = (await world.Get("auditor", "/audit/statistics")).Json.GetProperty("asked");
        Assert.Equal([true, true, false, false], log.EnumerateArray().Select(each => each.GetProperty("told").GetBoolean()));
        Assert.Equal("official-coordination-9", log[3].GetProperty("official").GetString());
        var looks = (await world.Get("auditor", "/audit/access?agency=coordination")).Json.GetProperty("records");
        Assert.Contains(looks.EnumerateArray(), look => look.GetProperty("door").GetString() == "GET /statistics/{aggregate}"
            && look.GetProperty("outcome").GetString() == "released" && look.GetProperty("query").TryGetProperty("by", out var by) && by.GetString() == "service-wait");
    }

    [Theory]
    [InlineData("/statistics/outcomes?by=shoe-size", 400)]
    [InlineData("/statistics/outcomes?by=offence,offence", 400)]
    [InlineData("/statistics/outcomes?by=offence,phase,release", 400)]
    [InlineData("/statistics/outcomes?offence=travel", 400)]
    [InlineData("/statistics/training?by=audience", 400)]
    [InlineData("/statistics/outcomes?snapshot=adults-2026-07-01", 404)]
    [InlineData("/statistics/withheld-intelligence", 404)]
    [InlineData("/statistics/certified-staff", 404)]
    [InlineData("/statistics/nothing", 404)]
    public async Task What_is_not_declared_for_an_evaluator_is_refused(string path, int status)
    {
        await using var world = await Released();
        Assert.Equal(status, (await world.Get("evaluator", path)).Status);
    }

    [Fact]
    public async Task Law04_An_evaluators_answers_are_the_same_bytes_whatever_is_hidden()
    {
        await using var plain = await Released();
        await using var hidden = await Released(async (world, _) =>
        {
            await world.Record("intelligence", Post.Seat(Case(1), "intelligence", "official-intelligence-1", "intelligence-analyst"));
            await world.Record("intelligence", Post.Intelligence(Case(1), "pointer"));
            await world.Record("prison", Post.Mentoring(Case(2), "prison", "mentoring"));
        });
        foreach (var path in (string[])[
            "/statistics", "/statistics/outcomes", "/statistics/outcomes?by=offence", "/statistics/outcomes?by=offence,service-wait",
            "/statistics/gaps?by=gap,area", "/views/outcome-statistics", "/statistics/training"])
        {
            foreach (var world in (World[])[plain, hidden]) world.RestartIds();
            var (one, other) = (await plain.Get("evaluator", path), await hidden.Get("evaluator", path));
            Assert.Equal(200, one.Status);
            Assert.True(one.ToString() == other.ToString(), $"{path}\n{one}\n{other}");
        }
    }

    [Fact]
    public async Task The_views_of_evaluator_and_coordinator_hold_no_id_and_no_small_number_of_people()
    {
        await using var world = await Released();
        await world.Record("prison", Post.Event("prison", "training", "community.training-delivered", null, new
        {
            curriculum = "Unmistakable course",
            audience = "prison-staff",
            date = "2026-02-02",
            count = 18,
        }, about: new { author = new { role = "practitioner", reference = "official-prison-1" } }));
        var outcomes = await world.Get("evaluator", "/views/outcome-statistics");
        Assert.Equal(200, outcomes.Status);
        foreach (var cell in outcomes.Json.GetProperty("people").EnumerateArray().SelectMany(table => Cells(table).Values))
            Assert.True(cell is null or >= 10);
        var pillars = await world.Get("national-coordinator", "/views/pillar-dashboard");
        Assert.Equal(6, pillars.Json.GetProperty("pillars").GetArrayLength());
        Assert.Contains("\"count\":18", pillars.Text, StringComparison.Ordinal);
        foreach (var reply in (Reply[])[outcomes, pillars])
        {
            Assert.DoesNotContain("/events/", reply.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("Unmistakable", reply.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("prison-p1", reply.Text, StringComparison.Ordinal);
        }
    }

    static async Task<(World World, string Case)> Chaired(int intelligence)
    {
        var world = await World.BeginWithCase();
        await world.Record("probation", Post.Seat(World.Case, "probation", "official-probation-2", "panel-chair"));
        await world.Record("probation", Post.Seat(World.Case, "probation", "official-probation-1", "practitioner"));
        for (var item = 0; item < intelligence; item++)
            await world.Record("intelligence", Post.Intelligence(World.Case, $"pointer/{item}"));
        world.Clock.Advance(TimeSpan.FromDays(4));
        var opened = await world.Get("prison-system", $"/events/{Post.Id("opened"):D}");
        return (world, opened.Json.GetProperty("case").GetString()!);
    }

    [Fact]
    public async Task HardCase19_The_chair_reads_how_much_is_held_back_and_nobody_else_on_the_case_does()
    {
        var (plain, _) = await Chaired(0);
        var (world, @case) = await Chaired(2);
        await using var first = plain;
        await using var second = world;
        var board = await world.Get("panel-chair", $"/views/information-gap-board/{@case}");
        Assert.Equal(200, board.Status);
        Assert.Equal("intelligence", board.Json.GetProperty("heldBack")[0].GetProperty("owner").GetString());
        Assert.Equal(2, board.Json.GetProperty("heldBack")[0].GetProperty("count").GetInt64());
        Assert.Equal(2, board.Json.GetProperty("dispositionsOverdue").GetInt64());
        Assert.Equal("police", board.Json.GetProperty("sectorsMissing")[0].GetString());
        Assert.DoesNotContain("desk", board.Text, StringComparison.Ordinal);

        foreach (var persona in (string[])["probation-officer", "community-mentor", "prison-release-coordinator"])
        {
            foreach (var each in (World[])[plain, world]) each.RestartIds();
            var path = $"/views/information-gap-board/{@case}";
            var (without, with) = (await plain.Get(persona, path), await world.Get(persona, path));
            Assert.Equal(without.ToString(), with.ToString());
            Assert.True(with.Status is 404 or 403, with.ToString());
        }

        // A case that is nobody's is answered like one on which no seat is held.
        world.RestartIds();
        var nothing = await world.Get("panel-chair", $"/views/information-gap-board/{Post.Id("no case"):D}");
        Assert.Equal(404, nothing.Status);
    }
}
