using Reintegration.Events.Policy;

namespace Reintegration.Events.Server.Tests;

/// <summary>Why something is shown: to readers as far as what they are shown can say, to auditors whole.</summary>
public class ExplainTests
{
    const string Attendance = "community.cso-programme-participation-reported";

    [Fact]
    public async Task A_reader_is_told_the_rules_that_show_what_is_shown()
    {
        await using var world = await Told(consent: false);
        var items = await Items(world, "probation-officer", "?explain=true");
        var missed = Reasons(items, "supervision.contact-missed");
        var full = missed.First(reason => reason.GetProperty("level").GetString() == "full");
        Assert.Equal(["compliance-to-probation"], Rules(full));
        Assert.Equal("led-8", full.GetProperty("rules")[0].GetProperty("legalBasis").GetString());
        Assert.NotEqual(0, full.GetProperty("rules")[0].GetProperty("obligations").GetArrayLength());
        Assert.Contains("compliance.$event", full.GetProperty("classes").EnumerateArray().Select(name => name.GetString()));

        // Nothing that is withheld is spoken of, and nothing is explained unless it is asked for.
        Assert.All(items.SelectMany(item => item.GetProperty("explanation").EnumerateArray()), reason =>
            Assert.NotEqual("nothing", reason.GetProperty("level").GetString()));
        Assert.DoesNotContain("explanation", (await Timeline(world, "probation-officer", "")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_what_is_only_known_to_exist_no_rule_is_told()
    {
        await using var world = await Told(consent: false);
        var hidden = (await Items(world, "police-offender-manager", "?explain=true"))
            .Where(item => !item.TryGetProperty("type", out _)).ToList();
        Assert.NotEmpty(hidden);
        Assert.All(hidden, item => Assert.Equal(
            """[{"level":"exists","classes":["$event"],"rules":[]}]""", item.GetProperty("explanation").GetRawText()));
    }

    /// <summary>
    /// Law 4. The community body reads its own notes by a rule of its own; a consent it does not know of would let it read
    /// them by another as well, and must not be told by that rule's name.
    /// </summary>
    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public async Task A_rule_that_rests_on_a_hidden_event_is_not_named(bool leaks, bool alike)
    {
        // Planted: it names the rules that decided, hidden grounds and all.
        Explaining? planted = leaks
            ? (_, viewpoint) => decision => Explanation.Of(decision, decision, viewpoint.Bundle)
            : null;
        await using var plain = await Told(consent: false, planted);
        await using var full = await Told(consent: true, planted);
        var cases = (await CaseId(plain), await CaseId(full));
        Assert.Equal(cases.Item1, cases.Item2);
        foreach (var query in (string[])["", "?explain=true", "?explain=true&limit=1", "?explain=true&proof=true"])
        {
            plain.RestartIds();
            full.RestartIds();
            var path = $"/cases/{cases.Item1}/timeline{query}";
            var (without, with) = (await plain.Get("community-mentor", path), await full.Get("community-mentor", path));
            Assert.Equal(200, with.Status);
            Assert.DoesNotContain("consent-given", with.Text, StringComparison.Ordinal);
            if (query == "?explain=true") Assert.Equal(alike, without.ToString() == with.ToString());
            else if (!leaks) Assert.Equal(without.ToString(), with.ToString());
        }

        // It did make a difference to what decides, and the auditor is told of it.
        Assert.Equal(["service-to-community-own"], await Replayed(plain));
        Assert.Equal(["service-to-community", "service-to-community-own"], await Replayed(full));
    }

    [Fact]
    public async Task That_reasons_were_asked_for_is_on_record_and_nonsense_is_refused()
    {
        await using var world = await Told(consent: false);
        await Timeline(world, "probation-officer", "?explain=true");
        var looks = (await world.Get("auditor", "/audit/access")).Text;
        Assert.Contains("\"explain\":\"true\"", looks, StringComparison.Ordinal);
        foreach (var query in (string[])["?explain=yes", "?explain=true&knownAt=2026-03-01T09:00:00Z"])
        {
            var refused = await Timeline(world, "probation-officer", query);
            Assert.Equal((400, "malformed-query"), (refused.Status, refused.Problem));
            Assert.True(refused.Json.GetProperty("errors").TryGetProperty("explain", out _));
        }
    }

    /// <summary>The rules by which an auditor finds the community body's own note shown to it.</summary>
    static async Task<List<string?>> Replayed(World world)
    {
        var replay = await world.Get(
            "auditor",
            $"/audit/replay?case={await CaseId(world)}&agency=community-haven&role=practitioner&purpose=reintegration&official=official-haven-1");
        var item = replay.Json.GetProperty("items").EnumerateArray().Single(item => Is(item, Attendance));
        var fields = item.GetProperty("fields").EnumerateArray().ToList();
        Assert.Contains(
            replay.Json.GetProperty("items").EnumerateArray().SelectMany(each => each.GetProperty("fields").EnumerateArray()),
            field => field.GetProperty("stoppedBy").GetArrayLength() > 0);
        return [.. fields.First(field => field.GetProperty("field").GetString() == "service.$event")
            .GetProperty("permits").EnumerateArray().Select(rule => rule.GetString()).Order(StringComparer.Ordinal)];
    }

    static async Task<World> Told(bool consent, Explaining? explaining = null)
    {
        var world = await World.Begin(explaining: explaining);
        await world.Record("prison", Post.Opened());
        foreach (var agency in (string[])["probation", "police", "community-haven"])
            await world.Record("prison", Post.Joined(World.Case, agency));
        await world.Record("prison", Post.Event("prison", "sentence", "custody.sentence-recorded", World.Case, new
        {
            offenceGroup = "membership",
            sentenceType = "determinate",
            start = "2024-01-09",
            earliestRelease = "2026-05-01",
            expiry = "2027-01-09",
        }));
        foreach (var (agency, official) in ((string, string)[])[
            ("probation", "official-probation-1"), ("police", "official-police-1"), ("community-haven", "official-haven-1")])
            await world.Record(agency, Post.Seat(World.Case, agency, official, "practitioner"));
        await world.Record("probation", Post.Missed(World.Case, "probation", "missed"));
        await Example("community-haven", Attendance);
        await Example("probation", "needs.needs-assessment-completed");
        if (!consent) return world;
        // Too sensitive for the community body's clearance, so that it is not told of the consent it is given.
        await world.Record("probation", Post.Event("probation", "consent", "governance.consent-given", World.Case, new
        {
            giver = "person",
            scope = new[] { "SERVICE" },
            recipients = new[] { "community-haven" },
            givenAt = "2026-02-20T10:00:00Z",
            expires = "2027-02-20",
        }, about: new
        {
            author = new { role = "practitioner", reference = "official-probation-1" },
            subjects = new[] { new { person = "probation-p1", category = "convicted" } },
            reviewDue = "2026-06-01",
            sensitivity = "S4",
        }));
        return world;

        Task<Reply> Example(string agency, string type) => world.Record(agency, Post.Event(
            agency, type, type, World.Case, Catalog.Default.Find($"reintegration.{type}.v1").Example));
    }

    static async Task<string> CaseId(World world) =>
        (await world.Get("prison-system", $"/events/{Post.Id("opened"):D}")).Json.GetProperty("case").GetString()!;

    static async Task<Reply> Timeline(World world, string persona, string query)
    {
        var @case = await CaseId(world);
        return await world.Get(persona, $"/cases/{@case}/timeline{query}");
    }

    static async Task<List<JsonElement>> Items(World world, string persona, string query)
    {
        var reply = await Timeline(world, persona, query);
        Assert.True(reply.Status == 200, reply.ToString());
        return [.. reply.Json.GetProperty("items").EnumerateArray()];
    }

    static List<JsonElement> Reasons(List<JsonElement> items, string type) =>
        [.. items.First(item => Is(item, type)).GetProperty("explanation").EnumerateArray()];

    static bool Is(JsonElement item, string type) =>
        item.TryGetProperty("type", out var name) && name.GetString() == $"reintegration.{type}.v1";

    static IEnumerable<string?> Rules(JsonElement reason) =>
        reason.GetProperty("rules").EnumerateArray().Select(rule => rule.GetProperty("rule").GetString());
}
