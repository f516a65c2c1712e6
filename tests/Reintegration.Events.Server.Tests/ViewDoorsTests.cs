using Reintegration.Events.Views;

namespace Reintegration.Events.Server.Tests;

/// <summary>The doors of views, over a ledger in memory, where every row is folded as it is asked for.</summary>
public sealed class ViewDoorsTests
{
    const string List = "/views/case-list";

    /// <summary>A world in which a community mentor holds a seat on the case.</summary>
    static async Task<(World World, string Case)> Seated()
    {
        var world = await World.BeginWithCase();
        var seat = await world.Record("community-haven", Post.Seat(World.Case, "community-haven", "official-haven-1", "practitioner"));
        return (world, seat.Json.GetProperty("case").GetString()!);
    }

    [Fact]
    public async Task Whoever_holds_the_seat_is_shown_the_row_and_the_look_is_recorded()
    {
        var (world, @case) = await Seated();
        await using var _ = world;
        var list = await world.Get("community-mentor", List);
        Assert.True(list.Status == 200, list.ToString());
        var row = Assert.Single(list.Json.GetProperty("rows").EnumerateArray());
        Assert.Equal(@case, row.GetProperty("case").GetString());
        Assert.True(row.GetProperty("row").GetProperty("events").GetInt32() > 0, row.GetRawText());
        Assert.Contains("Access-Record", list.Headers, StringComparison.Ordinal);

        var one = await world.Get("community-mentor", $"{List}/{@case}");
        Assert.Equal(row.GetRawText(), one.Text);
        var looks = await world.Get("auditor", $"/audit/access?case={@case}");
        Assert.Contains("GET /views/{view}/{key}", looks.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_live_seat_on_the_case_there_is_no_row_and_its_key_finds_nothing()
    {
        await using var world = await World.BeginWithCase();
        var seat = await world.Record("community-haven", Post.Seat(World.Case, "community-haven", "official-haven-2", "practitioner"));
        var list = await world.Get("community-mentor", List);
        Assert.Empty(list.Json.GetProperty("rows").EnumerateArray());
        var hidden = await world.Get("community-mentor", $"{List}/{seat.Json.GetProperty("case").GetString()}");
        var nothing = await world.Get("community-mentor", $"{List}/{Guid.NewGuid():D}");
        Assert.Equal((404, nothing.Text), (hidden.Status, hidden.Text));
    }

    [Fact]
    public async Task A_view_for_another_seat_is_refused()
    {
        await using var world = await World.BeginWithCase();
        Assert.Equal("view-of-another-seat", (await world.Get("probation-officer", List)).Problem);
        Assert.Equal("view-of-another-seat", (await world.Get("prison-release-coordinator", List)).Problem);
        Assert.Equal("not-found", (await world.Get("community-mentor", "/views/nobodys-view")).Problem);
    }

    [Fact]
    public async Task Rows_are_filtered_sorted_and_paged_by_columns_alone()
    {
        var (world, _) = await Seated();
        await using var __ = world;
        for (var i = 0; i < 4; i++)
        {
            var name = Post.Name("prison", $"opened-{i}");
            await world.Record("prison", Post.Opened(key: $"opened-{i}"));
            await world.Record("prison", Post.Joined(name, "community-haven"));
            await world.Record("community-haven", Post.Seat(name, "community-haven", "official-haven-1", "practitioner"));
        }

        Assert.Equal(5, (await Rows(world, $"{List}?events.from=1")).Count);
        Assert.Empty(await Rows(world, $"{List}?lead=nobody"));
        Assert.Empty(await Rows(world, $"{List}?events.from=1000"));
        foreach (var wrong in (string[])["nothing=1", "sort=nothing", "limit=0", "events=many", "format=xml", "cursor=abc", "after=abc", "events.over=1"])
            Assert.Equal("malformed-query", (await world.Get("community-mentor", $"{List}?{wrong}")).Problem);

        foreach (var order in (string[])["events", "-events", "-lastHappenedAt", "displayName"])
        {
            var whole = await Rows(world, $"{List}?sort={order}");
            List<string> paged = [];
            for (string? cursor = null; ;)
            {
                var page = await world.Get("community-mentor", $"{List}?sort={order}&limit=2{(cursor is null ? "" : $"&cursor={cursor}")}");
                paged.AddRange(page.Json.GetProperty("rows").EnumerateArray().Select(row => row.GetProperty("case").GetString()!));
                cursor = page.Json.GetProperty("next").GetString();
                if (cursor is null) break;
                Assert.Equal("malformed-query", (await world.Get("community-mentor", $"{List}?limit=2&cursor={cursor}")).Problem);
            }

            Assert.Equal(whole, paged);
        }

        var csv = await world.Get("community-mentor", $"{List}?format=csv&sort=events");
        Assert.StartsWith("case,displayName,lead,events,lastHappenedAt\r\n", csv.Text, StringComparison.Ordinal);
        Assert.Equal(6, csv.Text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);
    }

    static async Task<List<string>> Rows(World world, string path) =>
        [.. (await world.Get("community-mentor", path)).Json.GetProperty("rows").EnumerateArray().Select(row => row.GetProperty("case").GetString()!)];

    [Fact]
    public async Task A_row_is_gone_at_once_when_the_agency_has_left_the_case()
    {
        var (world, @case) = await Seated();
        await using var _ = world;
        Assert.Equal(200, (await world.Get("community-mentor", $"{List}/{@case}")).Status);
        await world.Record("prison", Post.Event(
            "prison", "left", "coordination.case-agency-left", World.Case, new { agency = "community-haven", to = "2026-03-01T09:00:00Z" }));
        Assert.Equal(404, (await world.Get("community-mentor", $"{List}/{@case}")).Status);
        Assert.Empty(await Rows(world, List));
    }

    [Fact]
    public async Task What_is_hidden_changes_no_byte_of_a_row()
    {
        var (one, @case) = await Seated();
        await using var _ = one;
        var (other, same) = await Seated();
        await using var __ = other;
        Assert.Equal(@case, same);
        await other.Record("intelligence", Post.Intelligence(World.Case, "hidden"));
        foreach (var path in (string[])[List, $"{List}/{@case}", $"{List}?format=csv&sort=-events"])
        {
            one.RestartIds();
            other.RestartIds();
            Assert.Equal((await one.Get("community-mentor", path)).ToString(), (await other.Get("community-mentor", path)).ToString());
        }
    }

    [Fact]
    public async Task Every_view_is_listed_and_no_more_is_said_of_it_than_whose_it_is()
    {
        await using var world = await World.Begin();
        var views = (await world.Get("operator", "/views")).Json.GetProperty("views").EnumerateArray();
        Assert.Equal(ReadModels.All.Select(view => view.Name), views.Select(view => view.GetProperty("name").GetString()));
    }
}
