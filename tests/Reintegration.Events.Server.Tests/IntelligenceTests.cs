namespace Reintegration.Events.Server.Tests;

/// <summary>
/// Law 4 and hard case 1: what intelligence does on a case cannot be told from anything the community is answered.
/// </summary>
public class IntelligenceTests
{
    /// <summary>
    /// Everything the community does in one telling, refused posts among them, and what it was answered.
    /// </summary>
    static async Task<List<(string What, Reply Reply)>> Tell(int items, string place)
    {
        await using var world = await World.Begin();
        var @case = Post.Name("prison", "opened");
        await world.Record("prison", Post.Opened());
        await world.Record("prison", Post.Joined(@case, "community-haven"));
        await world.Record("prison", Post.Joined(@case, "probation"));
        var caseId = (await world.Get("prison-system", $"/events/{Post.Id("opened"):D}")).Json.GetProperty("case").GetString()!;
        List<(string, Reply)> answers = [];
        if (place == "before") await Intelligence(world, @case, items);
        await Community(world, @case, caseId, answers, "first");
        if (place == "between") await Intelligence(world, @case, items);
        await Community(world, @case, caseId, answers, "second");
        if (place == "after") await Intelligence(world, @case, items);
        await Reads(world, caseId, answers, "last");
        return answers;
    }

    static async Task Intelligence(World world, string @case, int items)
    {
        if (items == 0) return;
        await world.Record(
            "intelligence", Post.Seat(@case, "intelligence", "official-intelligence-1", "intelligence-analyst"));
        await world.Record("intelligence", Post.Advisory(@case, "advisory"));
        for (var item = 0; item < items; item++) await world.Record(
            "intelligence", Post.Intelligence(@case, $"intel/{item}"));
    }

    static async Task Community(World world, string @case, string caseId, List<(string, Reply)> answers, string round)
    {
        world.Clock.Advance(TimeSpan.FromMinutes(10));
        async Task Say(string what, byte[] body)
        {
            world.RestartIds();
            answers.Add(($"{round}: {what}", await world.Post("community-haven", body)));
        }

        await Say("seat", Post.Seat(@case, "community-haven", "official-haven-1", "practitioner"));
        await Say("missed", Post.Missed(@case, "community-haven", $"missed/{round}"));
        await Say("missed again", Post.Missed(@case, "community-haven", $"missed/{round}"));
        await Say(
            "other content", Post.Mentoring(
                @case, "community-haven", "x", id: Post.Id($"missed/{round}").ToString("D")));
        await Say("wrong version", Post.Mentoring(@case, "community-haven", $"v/{round}", expectedVersion: "40"));
        await Say(
            "an id intelligence has used", Post.Mentoring(
                @case, "community-haven", "x", id: Post.Id("intel/0").ToString("D")));
        await Say(
            "intelligence's type", Post.Event(
                "community-haven", $"t/{round}", "intelligence.intelligence-registered", @case, new { }));
        await Say(
            "a correction of a hidden event", Correction(@case, $"c1/{round}", Post.Name("intelligence", "intel/0")));
        await Say("a correction of nothing", Correction(@case, $"c2/{round}", Post.Name("intelligence", "never")));
        await Say(
            "schema", Post.Event(
                "community-haven", $"s/{round}", "supervision.contact-missed", @case, new { service = "x" }));
        await Say("withdrawal", Post.Event("community-haven", $"w/{round}", "governance.consent-withdrawn", @case,
            new { giver = "person", scope = new[] { "NEEDS" }, withdrawnAt = "2026-02-25T10:00:00Z" }));
        await Reads(world, caseId, answers, round);
    }

    static byte[] Correction(string @case, string key, string target) =>
        Post.Event("community-haven", key, "governance.statement-corrected", @case,
        new { targetEvent = target, reason = "factual-error", basis = "letter", decidedBy = "practitioner" });

    static async Task Reads(World world, string caseId, List<(string, Reply)> answers, string round)
    {
        async Task Ask(string persona, string path)
        {
            world.RestartIds();
            answers.Add(($"{round}: {persona} {path}", await world.Get(persona, path)));
        }

        await Ask("community-mentor", "/cases");
        await Ask("community-mentor", $"/cases/{caseId}");
        await Ask("community-mentor", $"/cases/{caseId}?knownAt=2026-03-01T09:15:00Z");
        await Ask("community-mentor", $"/cases/{caseId}/timeline");
        await Ask("community-mentor", $"/cases/{caseId}/timeline?limit=2");
        await Ask("community-mentor", $"/cases/{caseId}/timeline?happenedBy=2026-03-01T00:00:00Z");
        await Ask("community-haven-system", "/events");
        await Ask("community-haven-system", $"/events/{Post.Id("intel/0"):D}");
        var page = (await world.Get("community-mentor", $"/cases/{caseId}/timeline?limit=2")).Json.GetProperty("next");
        if (page.ValueKind == JsonValueKind.String)
            await Ask("community-mentor", $"/cases/{caseId}/timeline?limit=2&cursor={page.GetString()}");
    }

    [Theory]
    [InlineData(1, "before")]
    [InlineData(10, "before")]
    [InlineData(100, "before")]
    [InlineData(1, "between")]
    [InlineData(10, "between")]
    [InlineData(100, "between")]
    [InlineData(1, "after")]
    [InlineData(10, "after")]
    [InlineData(100, "after")]
    public async Task The_community_is_answered_the_same_bytes_with_and_without_intelligence(int items, string place)
    {
        var without = await Tell(0, place);
        var with = await Tell(items, place);
        Assert.Equal(without.Count, with.Count);
        foreach (var (plain, hidden) in without.Zip(with))
        {
            Assert.Equal(plain.What, hidden.What);
            Assert.True(
                plain.Reply.ToString() == hidden.Reply.ToString(),
                $"{plain.What}\n--- without\n{plain.Reply}\n--- with {items} {place}\n{hidden.Reply}");
        }

        // The telling is worth comparing: posts were recorded, repeated and refused, and the mentor saw some of the
        // case.
        Assert.Contains(without, answer => answer.Reply.Status == 201);
        Assert.Contains(without, answer => answer.Reply.Problem == "name-taken");
        Assert.Contains(without, answer => answer.Reply.Problem == "wrong-version");
        Assert.Contains(without, answer => answer.Reply.Problem == "schema");
        Assert.Contains(
            without, answer =>
                answer.What.EndsWith("/timeline", StringComparison.Ordinal)
                    && answer.Reply.Json.GetProperty("items").GetArrayLength() > 2);
    }

    [Fact]
    public async Task Intelligence_itself_sees_what_it_reported()
    {
        await using var world = await World.Begin();
        var @case = Post.Name("prison", "opened");
        await world.Record("prison", Post.Opened());
        await Intelligence(world, @case, 3);
        var caseId = (await world.Get("prison-system", $"/events/{Post.Id("opened"):D}")).Json.GetProperty("case").GetString()!;
        var timeline = await world.Get("intelligence-analyst", $"/cases/{caseId}/timeline");
        Assert.Equal(3, timeline.Json.GetProperty("items").EnumerateArray().Count(item =>
            item.TryGetProperty("type", out var type)
                && type.GetString() == "reintegration.intelligence.intelligence-registered.v1"));
    }
}
