namespace Reintegration.Events.Server.Tests;

/// <summary>Agencies that disagree: both statements stand, each is told, and nobody learns of what is hidden.</summary>
public class ContradictionTests
{
    static readonly string Case = World.Case;
    static readonly string Placed = Post.Name("prison", "placed");

    static byte[] Placement() => Post.Event("prison", "placed", "custody.placement-changed", Case, new
    {
        from = "East wing",
        to = "Open unit",
        reason = "safety",
        effective = "2026-02-20",
    });

    static byte[] Contradicted(string agency, string key, string target, object? newValue = null) => Post.Event(
        agency, key, "governance.statement-contradicted", Case,
        new { targetEvent = target, reason = "other-record", newValue = newValue ?? new { to = "North wing" }, basis = "register" },
        about: new { author = new { role = "practitioner", reference = "official-x" } });

    static byte[] Later(string agency, string key, string type, object facts) => Post.Event(
        agency, key, $"governance.{type}", Case, facts,
        about: new { author = new { role = "practitioner", reference = "official-x" } });

    static async Task<World> Told()
    {
        var world = await World.BeginWithCase();
        await world.Record("prison", Post.Event("prison", "sentence", "custody.sentence-recorded", Case, new
        {
            offenceGroup = "membership",
            sentenceType = "determinate",
            start = "2024-01-01",
            earliestRelease = "2026-06-01",
            expiry = "2027-06-01",
        }));
        await world.Record("probation", Post.Seat(Case, "probation", "official-probation-1", "practitioner"));
        await world.Record("prison", Placement());
        return world;
    }

    static async Task<JsonElement> Line(World world, string name)
    {
        var caseId = (await world.Get("prison-system", $"/events/{Post.Id("placed"):D}")).Json.GetProperty("case").GetString();
        var timeline = await world.Get("probation-officer", $"/cases/{caseId}/timeline");
        return timeline.Json.GetProperty("items").EnumerateArray()
            .Single(item => item.TryGetProperty("event", out var told) && told.GetString() == name);
    }

    [Fact]
    public async Task A_contradiction_is_shown_beside_the_statement_until_it_is_resolved()
    {
        await using var world = await Told();
        await world.Record("probation", Contradicted("probation", "c1", Placed));

        var line = await Line(world, Placed);
        Assert.Equal(Post.Name("probation", "c1"), line.GetProperty("contestedBy")[0].GetString());
        Assert.Equal("Open unit", line.GetProperty("facts").GetProperty("to").GetString());
        var other = await Line(world, Post.Name("probation", "c1"));
        Assert.Equal("North wing", other.GetProperty("holds").GetProperty("to").GetString());

        await world.Record("prison", Later("prison", "r1", "contradiction-resolved", new
        {
            targetEvent = Placed,
            contradiction = Post.Name("probation", "c1"),
            outcome = "both-stand",
            decidedBy = "practitioner",
        }));
        line = await Line(world, Placed);
        Assert.False(line.TryGetProperty("contestedBy", out _));
        Assert.Equal(Post.Name("prison", "r1"), line.GetProperty("resolvedBy")[0].GetString());
    }

    [Fact]
    public async Task What_is_retracted_stays_with_a_mark_as_what_was_known_then()
    {
        await using var world = await Told();
        await world.Record("prison", Later("prison", "x1", "statement-retracted", new
        {
            targetEvent = Placed,
            reason = "wrong-person",
            basis = "another file",
            decidedBy = "practitioner",
        }));

        var line = await Line(world, Placed);
        Assert.Equal(Post.Name("prison", "x1"), line.GetProperty("retractedBy")[0].GetString());
        Assert.Empty(line.GetProperty("facts").EnumerateObject());
        Assert.Equal("Open unit", line.GetProperty("factsBefore").GetProperty("to").GetString());
    }

    [Fact]
    public async Task A_hidden_statement_is_answered_like_none_at_all()
    {
        await using var world = await Told();
        await world.Record("intelligence", Post.Intelligence(Case, "pointer"));

        var hidden = await world.Post("community-haven", Contradicted("community-haven", "h1", Post.Name("intelligence", "pointer")));
        var nothing = await world.Post("community-haven", Contradicted("community-haven", "h1", Post.Name("intelligence", "no such")));
        Assert.Equal(422, hidden.Status);
        Assert.Equal(nothing.ToString(), hidden.ToString());
    }
}
