using Reintegration.Events.Views;

namespace Reintegration.Events.Server.Tests;

/// <summary>What was taken back after it was given: who owes a receipt, who must know of it, what cannot be recalled.</summary>
public class RecallTests
{
    static readonly string Date = Post.Name("prison", "date");

    static Task<Reply> Feed(World world) =>
        world.Send(HttpMethod.Get, "/feed", world.Token("probation-system"), null, ("Purpose", "supervision"));

    static Task<Reply> Receipts(World world, string body) => world.Send(
        HttpMethod.Post, "/feed/receipts", world.Token("probation-system"),
        World.Content(System.Text.Encoding.UTF8.GetBytes(body), "application/json"), ("Purpose", "supervision"));

    static async Task<JsonElement?> Of(World world, string persona, string path)
    {
        var reply = await world.Get(persona, path);
        Assert.True(reply.Status == 200, reply.ToString());
        return reply.Json.GetProperty("recalls").EnumerateArray().Where(each => each.GetProperty("event").GetString() == Date)
            .Select(each => (JsonElement?)each).LastOrDefault();
    }

    /// <summary>Given to the probation's machine, read by its officer, and then taken back.</summary>
    static async Task<World> Given()
    {
        var world = await World.BeginWithCase();
        await world.Record("probation", Post.Seat(World.Case, "probation", "official-probation-1", "practitioner"));
        await world.Record("prison", Post.Event(
            "prison", "date", "custody.release-date-set", World.Case,
            new { date = "2026-06-01", basis = "earliest-date", notifyBy = "2026-04-01" }));
        await world.Feed();
        Assert.Contains(Date, (await Feed(world)).Text, StringComparison.Ordinal);
        var id = (await world.Get("prison-system", $"/events/{Post.Id("date"):D}")).Json.GetProperty("case").GetString();
        Assert.Contains(Date, (await world.Get("probation-officer", $"/cases/{id}/timeline")).Text, StringComparison.Ordinal);
        await world.Record("prison", Post.Event(
            "prison", "left", "coordination.case-agency-left", World.Case, new { agency = "probation", to = "2026-03-01T08:00:00Z" }));
        await world.Feed();
        return world;
    }

    [Fact]
    public async Task A_recall_without_a_receipt_alarms_the_owner_and_oversight_until_there_is_one()
    {
        await using var world = await Given();
        var told = (await Of(world, "dpo-prison", "/recalls"))!.Value;
        var recipient = Assert.Single(told.GetProperty("recipients").EnumerateArray());
        Assert.Equal(("probation", 1, 0, 0, 0), (
            recipient.GetProperty("sector").GetString(), recipient.GetProperty("given").GetInt32(),
            recipient.GetProperty("reached").GetInt32(), recipient.GetProperty("acknowledged").GetInt32(),
            recipient.GetProperty("overdue").GetInt32()));
        Assert.Equal("probation", Assert.Single(told.GetProperty("notRecallable").EnumerateArray()).GetProperty("sector").GetString());

        world.Clock.Advance(Recall.Patience + TimeSpan.FromMinutes(1));
        Assert.True((await Of(world, "dpo-prison", "/recalls"))!.Value.GetProperty("overdue").GetBoolean());
        var audited = (await Of(world, "auditor", "/audit/recalls"))!.Value;
        Assert.Equal(("probation", true), (audited.GetProperty("recipient").GetString(), audited.GetProperty("overdue").GetBoolean()));

        var last = (await Feed(world)).Json.EnumerateArray().Last(item => item.GetProperty("type").GetString()!.Contains("recalled", StringComparison.Ordinal));
        var ids = (await Feed(world)).Json.EnumerateArray().Select(item => $"\"{item.GetProperty("id").GetString()}\"");
        Assert.True(last.GetProperty("data").TryGetProperty("replaces", out _));
        var receipt = await Receipts(world, $$"""{"items":[{{string.Join(',', ids)}}]}""");
        Assert.True(receipt.Status == 200, receipt.ToString());
        told = (await Of(world, "dpo-prison", "/recalls"))!.Value;
        Assert.False(told.GetProperty("overdue").GetBoolean());
        Assert.Equal(1, told.GetProperty("recipients")[0].GetProperty("acknowledged").GetInt32());
        Assert.False((await Of(world, "auditor", "/audit/recalls"))!.Value.GetProperty("overdue").GetBoolean());
    }

    [Fact]
    public async Task Nobody_elses_officer_learns_of_it()
    {
        await using var world = await Given();
        foreach (var persona in (string[])["dpo-probation", "dpo-police", "dpo-intelligence"])
            Assert.Null(await Of(world, persona, "/recalls"));
    }

    [Theory]
    [InlineData("{}", "")]
    [InlineData("""{"items":[]}""", "/items")]
    [InlineData("""{"items":["no-such-item"]}""", "/items/0")]
    [InlineData("""{"items":[7]}""", "/items/0")]
    [InlineData("""{"items":["x"],"more":1}""", "")]
    public async Task A_receipt_for_what_was_not_given_is_refused_where_it_is_wrong(string body, string pointer)
    {
        await using var world = await World.BeginWithCase();
        var reply = await Receipts(world, body);
        Assert.Equal((400, "malformed-receipt"), (reply.Status, reply.Problem));
        Assert.Equal(pointer, Assert.Single(reply.Json.GetProperty("errors").EnumerateObject()).Name);
    }
}
