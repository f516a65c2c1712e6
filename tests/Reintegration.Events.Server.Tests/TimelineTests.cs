using System.Globalization;

namespace Reintegration.Events.Server.Tests;

/// <summary>What a seat reads of a case: two clocks, corrections, consents taken back, pages.</summary>
public class TimelineTests
{
    static async Task<(World World, string Case, string CaseId)> Seated()
    {
        var world = await World.Begin();
        var @case = Post.Name("prison", "opened");
        await world.Record("prison", Post.Opened());
        await world.Record("prison", Post.Joined(@case, "probation"));
        await world.Record("prison", Post.Joined(@case, "community-haven"));
        await world.Record("probation", Post.Seat(@case, "probation", "official-probation-1", "practitioner"));
        await world.Record("community-haven", Post.Seat(@case, "community-haven", "official-haven-1", "practitioner"));
        var caseId = (await world.Get("prison-system", $"/events/{Post.Id("opened"):D}")).Json.GetProperty("case").GetString()!;
        return (world, @case, caseId);
    }

    static string Instant(World world, TimeSpan ago) =>
        Uri.EscapeDataString(
            (world.Clock.GetUtcNow() - ago).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));

    static List<JsonElement> Items(Reply reply) => [.. reply.Json.GetProperty("items").EnumerateArray()];

    static JsonElement? Find(Reply reply, string agency, string key) =>
        Items(reply).Where(
            item =>
                item.TryGetProperty("event", out var name)
                    && name.GetString() == Post.Name(agency, key)).Cast<JsonElement?>().FirstOrDefault();

    [Fact]
    public async Task A_correction_shows_what_is_known_now_and_what_was_known_before()
    {
        var (world, @case, caseId) = await Seated();
        await using var _ = world;
        await world.Record("probation", Post.Event("probation", "missed", "supervision.contact-missed", @case,
            new { expectedAt = "2026-02-20T10:00:00Z", service = "weekly report", explanation = "no call", followUpBy = "2026-03-05" }));
        world.Clock.Advance(TimeSpan.FromDays(2));
        await world.Record(
            "probation", Post.Event("probation", "corrected", "governance.statement-corrected", @case, new
            {
                targetEvent = Post.Name(
                "probation",
                "missed"),
                reason = "late-information",
                newValue = new { explanation = "in hospital" },
                basis = "letter",
                decidedBy = "practitioner",
            }));

        var now = Find(await world.Get("probation-officer", $"/cases/{caseId}/timeline"), "probation", "missed")!.Value;
        Assert.Equal("in hospital", now.GetProperty("facts").GetProperty("explanation").GetString());
        Assert.Equal("no call", now.GetProperty("factsBefore").GetProperty("explanation").GetString());
        Assert.Equal(Post.Name("probation", "corrected"), now.GetProperty("correctedBy")[0].GetString());

        var then = Find(
            await world.Get(
                "probation-officer",
                $"/cases/{caseId}/timeline?knownAt={Instant(world, TimeSpan.FromDays(1))}"), "probation", "missed")!.Value;
        Assert.Equal("no call", then.GetProperty("facts").GetProperty("explanation").GetString());
        Assert.False(then.TryGetProperty("correctedBy", out var _2));
    }

    [Fact]
    public async Task A_late_event_is_known_from_when_it_was_learned_and_dated_when_it_happened()
    {
        var (world, @case, caseId) = await Seated();
        await using var _ = world;
        world.Clock.Advance(TimeSpan.FromDays(10));
        var happened = world.Clock.GetUtcNow().AddDays(-9);
        await world.Record("probation", Post.Event("probation", "late", "supervision.contact-missed", @case,
            new { expectedAt = "2026-02-20T10:00:00Z", service = "weekly report", followUpBy = "2026-03-15" },
            time: happened));
        Assert.Null(
            Find(await world.Get("probation-officer", $"/cases/{caseId}/timeline?knownAt={Instant(world, TimeSpan.FromDays(5))}"), "probation", "late"));
        Assert.NotNull(
            Find(await world.Get("probation-officer", $"/cases/{caseId}/timeline?happenedBy={Instant(world, TimeSpan.FromDays(5))}"), "probation", "late"));
        Assert.Null(
            Find(await world.Get("probation-officer", $"/cases/{caseId}/timeline?happenedBy={Instant(world, TimeSpan.FromDays(9.5))}"), "probation", "late"));
    }

    [Fact]
    public async Task A_consent_withdrawn_takes_back_the_past_too()
    {
        var (world, @case, caseId) = await Seated();
        await using var _ = world;
        await world.Record("probation", Post.Event("probation", "consent", "governance.consent-given", @case, new
        {
            giver = "person",
            scope = new[] { "NEEDS" },
            recipients = new[] { "community-haven" },
            givenAt = "2026-03-01T08:00:00Z",
            expires = "2026-12-01",
        }));
        await world.Record("probation", Post.Event("probation", "needs", "needs.needs-assessment-completed", @case, new
        {
            needs = new[] { new { domain = "leisure", severity = "low", criminogenic = false } },
            strengths = new[] { "cook" },
            responsivity = Array.Empty<string>(),
            nextReview = "2026-06-01",
        }));
        world.Clock.Advance(TimeSpan.FromDays(1));
        Assert.NotNull(Find(await world.Get("community-mentor", $"/cases/{caseId}/timeline"), "probation", "needs"));
        await world.Record(
            "community-haven", Post.Event("community-haven", "withdrawn", "governance.consent-withdrawn", @case,
            new { giver = "person", scope = new[] { "NEEDS" }, withdrawnAt = "2026-03-02T08:00:00Z" }));
        world.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Null(Find(await world.Get("community-mentor", $"/cases/{caseId}/timeline"), "probation", "needs"));
        Assert.Null(
            Find(await world.Get("community-mentor", $"/cases/{caseId}/timeline?knownAt={Instant(world, TimeSpan.FromDays(1.5))}"), "probation", "needs"));
        var replay = await world.Get(
            "auditor",
            $"/audit/replay?case={caseId}&agency=community-haven&role=practitioner&purpose=reintegration&at={Instant(world, TimeSpan.FromDays(1.5))}&compareTo={Instant(world, TimeSpan.Zero)}");
        string Level(JsonElement replayed) => replayed.GetProperty("items").EnumerateArray()
            .Single(item => item.GetProperty("event").GetString() == Post.Name("probation", "needs")).GetProperty("level").GetString()!;
        Assert.Equal(("full", "nothing"), (Level(replay.Json), Level(replay.Json.GetProperty("comparedTo"))));
    }

    [Fact]
    public async Task A_seat_that_was_not_held_then_sees_nothing_of_then()
    {
        var (world, @case, caseId) = await Seated();
        await using var _ = world;
        world.Clock.Advance(TimeSpan.FromDays(3));
        await world.Record("prison", Post.Joined(@case, "police"));
        await world.Record("police", Post.Seat(@case, "police", "official-police-1", "practitioner"));
        world.Clock.Advance(TimeSpan.FromDays(3));
        Assert.NotEmpty(Items(await world.Get("police-offender-manager", $"/cases/{caseId}/timeline")));
        Assert.Empty(
            Items(await world.Get("police-offender-manager", $"/cases/{caseId}/timeline?knownAt={Instant(world, TimeSpan.FromDays(5))}")));
    }

    [Fact]
    public async Task Pages_put_together_are_the_whole_and_a_cursor_serves_only_whom_it_was_given()
    {
        var (world, @case, caseId) = await Seated();
        await using var _ = world;
        for (var day = 0; day < 7; day++) await world.Record("prison", Post.Mentoring(@case, "prison", $"m{day}"));
        var whole = Items(await world.Get("probation-officer", $"/cases/{caseId}/timeline")).Select(
            item => item.ToString()).ToList();
        List<string> paged = [];
        string? cursor = null;
        do
        {
            var page = await world.Get(
                "probation-officer", $"/cases/{caseId}/timeline?limit=3{(cursor is null ? "" : $"&cursor={cursor}")}");
            paged.AddRange(Items(page).Select(item => item.ToString()));
            var next = page.Json.GetProperty("next");
            cursor = next.ValueKind == JsonValueKind.String ? next.GetString() : null;
            if (cursor is not null)
                Assert.Equal(
                    "malformed-query", (
                        await world.Get("community-mentor", $"/cases/{caseId}/timeline?cursor={cursor}")).Problem);
        }
        while (cursor is not null);
        Assert.Equal(whole, paged);
        Assert.Equal(
            "malformed-query", (await world.Get("probation-officer", $"/cases/{caseId}/timeline?cursor=AAAA")).Problem);
        Assert.Equal(
            "malformed-query", (await world.Get("probation-officer", $"/cases/{caseId}/timeline?limit=0")).Problem);
        Assert.Equal(
            "malformed-query", (
                await world.Get("probation-officer", $"/cases/{caseId}/timeline?knownAt=yesterday")).Problem);
    }

    [Fact]
    public async Task An_unchanged_answer_is_304_and_still_a_recorded_look()
    {
        var (world, _, caseId) = await Seated();
        await using var _2 = world;
        var first = await world.Get("probation-officer", $"/cases/{caseId}");
        var tag = first.Headers.Split('\n').Single(
            header => header.StartsWith("ETag: ", StringComparison.Ordinal))["ETag: ".Length..];
        var looks = (await world.Get("auditor", $"/audit/access?case={caseId}&agency=probation")).Json.GetProperty("records").GetArrayLength();
        var again = await world.Get("probation-officer", $"/cases/{caseId}", ("If-None-Match", tag));
        Assert.Equal(304, again.Status);
        Assert.Equal(
            looks + 1, (
                await world.Get(
                    "auditor",
                    $"/audit/access?case={caseId}&agency=probation")).Json.GetProperty("records").GetArrayLength());
    }
}
