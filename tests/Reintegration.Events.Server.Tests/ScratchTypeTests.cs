namespace Reintegration.Events.Server.Tests;

/// <summary>What it takes to add an event type: this declaration, in an assembly of its own, and nothing anywhere else.</summary>
[EventType("reintegration.care.keepsake-returned.v1", "keepsake", Row = 1, Category = Category.Ident,
    Producers = [Sector.Prison], Summary = "A keepsake was handed back at the gate.")]
public sealed record KeepsakeReturned : IEvent<KeepsakeReturned>
{
    [Field("thing")]
    public required string Thing { get; init; }

    [Field("pieces", Minimum = 1, Maximum = 9)]
    public int? Pieces { get; init; }

    public static KeepsakeReturned Example => new() { Thing = "A watch" };
}

/// <summary>A new type is in the catalogue, has a schema and is taken, and nobody sees it: no rule names it (law 3).</summary>
public class ScratchTypeTests
{
    const string Type = "reintegration.care.keepsake-returned.v1";

    static byte[] Returned(string key, object facts) => Post.Event("prison", key, Type, World.Case, facts);

    [Fact]
    public async Task A_new_type_is_catalogued_held_to_its_schema_taken_and_seen_by_nobody()
    {
        var catalog = Catalog.Of(typeof(Catalog).Assembly, typeof(KeepsakeReturned).Assembly);
        await using var world = await World.BeginWithCase(catalog: catalog);
        foreach (var (agency, official, role) in ((string, string, string)[])
            [("prison", "official-prison-1", "coordinator"), ("probation", "official-probation-1", "practitioner"), ("community-haven", "official-haven-1", "practitioner")])
            await world.Record(agency, Post.Seat(World.Case, agency, official, role));

        var page = (await world.Get("prison-system", $"/catalogue/{Type}")).Json;
        Assert.Equal("IDENT", page.GetProperty("category").GetString());
        Assert.Equal(9, page.GetProperty("schema").GetProperty("properties").GetProperty("pieces").GetProperty("maximum").GetInt32());
        Assert.Contains(
            (await world.Get("prison-system", "/catalogue")).Json.GetProperty("types").EnumerateArray(),
            listed => listed.GetProperty("type").GetString() == Type);

        await world.Record("prison", Returned("kept", new { thing = "A ring nobody else knows of", pieces = 2 }));
        var wrong = await world.Post("prison", Returned("wrong", new { thing = "A ring", pieces = 10 }));
        Assert.True(wrong.Json.GetProperty("errors").TryGetProperty("/data/facts/pieces", out _), wrong.ToString());

        var caseId = (await world.Get("prison-system", $"/events/{Post.Id("opened"):D}")).Json.GetProperty("case").GetString();
        foreach (var persona in (string[])["prison-release-coordinator", "probation-officer", "community-mentor"])
            foreach (var path in (string[])[$"/cases/{caseId}/timeline", $"/cases/{caseId}"])
            {
                var seen = await world.Get(persona, path);
                Assert.Equal(200, seen.Status);
                Assert.DoesNotContain("keepsake", seen.Text, StringComparison.Ordinal);
                Assert.DoesNotContain("nobody else", seen.Text, StringComparison.Ordinal);
            }

        // Its own system alone reads back what it posted.
        Assert.Contains("nobody else", (await world.Get("prison-system", $"/events/{Post.Id("kept"):D}")).Text, StringComparison.Ordinal);
    }
}
