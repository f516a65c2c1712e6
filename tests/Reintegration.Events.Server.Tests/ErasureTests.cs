using Microsoft.Extensions.DependencyInjection;
using Reintegration.Events.Server.Queries;

namespace Reintegration.Events.Server.Tests;

/// <summary>Law 8: erasure by two people of the owner, of the owner's data alone, with every proof standing.</summary>
public class ErasureTests
{
    const string Canary = "canary-circle-81f3";
    static readonly string Case = World.Case;

    static async Task<(World World, string CaseId)> Told()
    {
        var world = await World.BeginWithCase();
        await world.Record("probation", Post.Seat(Case, "probation", "official-probation-1", "practitioner"));
        await world.Record("probation", Missed("missed"));
        await world.Record("probation", Missed("kept", "the other service"));
        var caseId = (await world.Get("prison-system", $"/events/{Post.Id("opened"):D}")).Json.GetProperty("case").GetString()!;
        return (world, caseId);
    }

    static byte[] Missed(string key, string service = Canary) => Post.Event(
        "probation", key, "supervision.contact-missed", Case,
        new { expectedAt = "2026-02-20T10:00:00Z", service, followUpBy = "2026-03-05" },
        about: new
        {
            author = new { role = "practitioner", reference = $"{service.Replace(' ', '-')}-author" },
            subjects = new[] { new { person = "probation-p1", category = "convicted" } },
            reviewDue = "2026-06-01",
        });

    static async Task<Reply> Erase(World world, string agency, string key, object facts)
    {
        await world.Record(agency, Post.Proposed(agency, $"{key}/proposed", facts));
        return await world.Post(agency, Post.Approved(agency, $"{key}/approved", $"{key}/proposed"));
    }

    static object Event(string key, string agency = "probation") =>
        new { targetEvent = Post.Name(agency, key), reason = "no-longer-needed" };

    static object Whole(string caseId) => new { @case = caseId, reason = "rights-request" };

    [Fact]
    public async Task An_erased_event_is_gone_for_every_reader_and_told_to_its_owner_and_the_auditor()
    {
        var (world, caseId) = await Told();
        await using var _ = world;
        var first = await world.Post("probation", Missed("missed"));
        var before = await Leaves(world);
        string[] doors = [$"/cases/{caseId}", $"/cases/{caseId}/timeline", "/cases"];
        foreach (var door in doors[1..2])
            Assert.Contains(Canary, (await world.Get("probation-officer", door)).Text, StringComparison.Ordinal);

        var approved = await Erase(world, "probation", "e", Event("missed"));

        Assert.Equal(201, approved.Status);
        foreach (var door in doors)
            Assert.DoesNotContain(Canary, (await world.Get("probation-officer", door)).Text, StringComparison.Ordinal);
        var own = await world.Get("probation-system", $"/events/{Post.Id("missed"):D}");
        Assert.Equal((410, "erased"), (own.Status, own.Problem));
        Assert.DoesNotContain(Canary, (await world.Get("probation-system", "/events?limit=1000")).Text, StringComparison.Ordinal);
        Assert.Equal(404, (await world.Get("prison-system", $"/events/{Post.Id("missed"):D}")).Status);

        var audit = await world.Get("auditor", "/audit/events?limit=1000");
        Assert.DoesNotContain(Canary, audit.Text, StringComparison.Ordinal);
        var gone = Assert.Single(audit.Json.GetProperty("events").EnumerateArray(), each => each.TryGetProperty("erased", out var _));
        var by = gone.GetProperty("erased").GetProperty("by").GetInt64();
        var record = (await world.Get("auditor", $"/audit/events/{by}")).Json.GetProperty("event");
        Assert.Equal("reintegration.governance.record-expunged.v1", record.GetProperty("type").GetString());
        Assert.Contains("2026-04-05", record.ToString(), StringComparison.Ordinal);
        Assert.Contains("/facts/service", record.ToString(), StringComparison.Ordinal);
        Assert.Equal(before, (await Leaves(world))[..before.Count]);

        foreach (var again in (byte[][])[Missed("missed"), Missed("missed", "other content")])
        {
            var retry = await world.Post("probation", again);
            Assert.Equal(200, retry.Status);
            Assert.True(retry.Json.GetProperty("erased").GetBoolean());
            foreach (var member in (string[])["id", "case", "version", "recordedAt", "leafHash", "after"])
                Assert.Equal(first.Json.GetProperty(member).ToString(), retry.Json.GetProperty(member).ToString());
        }
    }

    [Fact]
    public async Task For_other_readers_an_erased_event_and_none_at_all_are_the_same_bytes()
    {
        var (with, caseId) = await Told();
        var (without, _) = await Told();
        await using var _1 = with;
        await using var _2 = without;
        await with.Record("probation", Missed("hidden"));
        Assert.Equal(201, (await Erase(with, "probation", "e", Event("hidden"))).Status);
        // The other world records as much, so that ids and clocks agree, and erases something else.
        await without.Record("probation", Missed("hidden", "another"));
        Assert.Equal(201, (await Erase(without, "probation", "e", Event("hidden"))).Status);

        foreach (var (persona, door) in new[]
        {
            ("probation-officer", $"/cases/{caseId}"), ("probation-officer", $"/cases/{caseId}/timeline"),
            ("community-mentor", $"/cases/{caseId}"), ("prison-system", "/events"),
            ("prison-system", $"/events/{Post.Id("hidden"):D}"),
        })
        {
            with.RestartIds();
            without.RestartIds();
            Assert.Equal((await with.Get(persona, door)).ToString(), (await without.Get(persona, door)).ToString());
        }
    }

    [Fact]
    public async Task A_correction_goes_with_what_it_corrects()
    {
        var (world, caseId) = await Told();
        await using var _ = world;
        await world.Record("probation", Post.Event(
            "probation", "corrected", "governance.statement-corrected", Case,
            new
            {
                targetEvent = Post.Name("probation", "kept"),
                reason = "factual-error",
                newValue = new { service = "canary-corrected" },
                basis = "Call of 3 March.",
                decidedBy = "practitioner",
            }));
        Assert.Contains("canary-corrected", (await world.Get("probation-officer", $"/cases/{caseId}/timeline")).Text, StringComparison.Ordinal);

        Assert.Equal(201, (await Erase(world, "probation", "e", Event("kept"))).Status);

        Assert.DoesNotContain("canary-corrected", (await world.Get("auditor", "/audit/events?limit=1000")).Text, StringComparison.Ordinal);
        Assert.Equal(410, (await world.Get("probation-system", $"/events/{Post.Id("corrected"):D}")).Status);
    }

    [Fact]
    public async Task What_may_not_be_erased_or_approved_is_refused_and_leaves_nothing_behind()
    {
        var (world, caseId) = await Told();
        await using var _ = world;
        await world.Record("probation", Post.Proposed("probation", "p", Event("missed")));
        var size = (await Leaves(world)).Count;
        (string Agency, byte[] Body, int Status, string Problem)[] refused =
        [
            ("probation", Post.Approved("probation", "a1", "p", reference: "dpo-1"), 422, "four-eyes"),
            ("probation", Post.Approved("probation", "a2", "p", reference: "DPO-1"), 422, "four-eyes"),
            ("probation", Post.Approved("probation", "a3", "p", role: "system"), 422, "schema"),
            ("prison", Post.Approved("prison", "a4", "p", of: "probation"), 422, "illegal-transition"),
            ("probation", Post.Approved("probation", "a5", "no-such-proposal"), 422, "illegal-transition"),
            ("probation", Post.Proposed("probation", "p1", Event("missed"), role: "practitioner"), 422, "illegal-transition"),
            ("prison", Post.Proposed("prison", "p2", Event("missed")), 422, "not-erasable"),
            ("probation", Post.Proposed("probation", "p3", Event("never")), 422, "not-erasable"),
            ("probation", Post.Proposed("probation", "p4", Event(Seat)), 422, "not-erasable"),
            ("probation", Post.Proposed("probation", "p5", Event("p")), 422, "not-erasable"),
            ("community-haven", Post.Proposed("community-haven", "p6", Whole(caseId)), 422, "not-erasable"),
            ("community-haven", Post.Proposed("community-haven", "p7", Whole(Guid.NewGuid().ToString())), 422, "not-erasable"),
            ("probation", Post.Proposed("probation", "p8", new { reason = "court-order" }), 422, "schema"),
            ("probation", Post.Held("probation", "h1", new { targetEvent = Post.Name("probation", "missed"), reason = "complaint", until = "2026-02-01" }), 422, "illegal-transition"),
            ("probation", Post.Held("probation", "h2", new { targetEvent = Post.Name("prison", "opened"), reason = "complaint", until = "2026-12-01" }), 422, "not-erasable"),
            ("probation", Post.Event("probation", "x", "governance.record-expunged", null, new { proposal = Post.Name("probation", "p"), approval = Post.Name("probation", "p"), leafHashes = new[] { new string('0', 64) }, expungedFields = new[] { "/facts" }, completeOn = "2026-04-01" }, about: Post.By("system", "erasure")), 422, "illegal-transition"),
        ];
        foreach (var (agency, body, status, problem) in refused)
        {
            var reply = await world.Post(agency, body);
            Assert.True((reply.Status, reply.Problem) == (status, problem), $"{System.Text.Encoding.UTF8.GetString(body)}\n{reply}");
        }

        // What is another's, what is erased and what never was are refused alike.
        Assert.Equal(
            (await world.Post("prison", Post.Proposed("prison", "q1", Event("missed")))).Text,
            (await world.Post("prison", Post.Proposed("prison", "q1", Event("never")))).Text);
        Assert.Equal(size, (await Leaves(world)).Count);
        Assert.Equal(200, (await world.Get("probation-system", $"/events/{Post.Id("missed"):D}")).Status);
    }

    static string Seat => $"seat/{Case}/official-probation-1/practitioner";

    [Fact]
    public async Task A_hold_of_the_owner_blocks_until_its_day_is_over_and_anothers_does_not()
    {
        var (world, caseId) = await Told();
        await using var _ = world;
        await world.Record("prison", Post.Held("prison", "theirs", new { @case = caseId, reason = "public-inquiry", until = "2027-01-01" }));
        await world.Record("probation", Post.Held("probation", "ours", new { targetEvent = Post.Name("probation", "missed"), reason = "complaint", until = "2026-03-10" }));
        await world.Record("probation", Post.Proposed("probation", "one", Event("missed")));
        await world.Record("probation", Post.Proposed("probation", "all", Whole(caseId)));

        foreach (var key in (string[])["one", "all"])
        {
            var held = await world.Post("probation", Post.Approved("probation", $"{key}/a", key));
            Assert.Equal((409, "legal-hold"), (held.Status, held.Problem));
        }
        Assert.Equal(201, (await Erase(world, "probation", "free", Event("kept"))).Status);
        var seen = (await world.Get("auditor", "/audit/events?limit=1000")).Text;
        Assert.Contains("public-inquiry", seen, StringComparison.Ordinal);

        world.Clock.Advance(TimeSpan.FromDays(9.5));
        Assert.Equal(409, (await world.Post("probation", Post.Approved("probation", "one/a", "one"))).Status);
        world.Clock.Advance(TimeSpan.FromDays(0.5));
        Assert.Equal(201, (await world.Post("probation", Post.Approved("probation", "one/a", "one"))).Status);
        Assert.Equal(200, (await world.Post("probation", Post.Approved("probation", "one/a", "one"))).Status);
        var twice = await world.Post("probation", Post.Approved("probation", "one/b", "one"));
        Assert.Equal((422, "illegal-transition"), (twice.Status, twice.Problem));
    }

    [Fact]
    public async Task What_governed_is_not_replayed_once_it_is_erased_and_nothing_is_shown_more_widely()
    {
        var (world, caseId) = await Told();
        await using var _ = world;
        await world.Record("community-haven", Post.Event(
            "community-haven", "consent", "governance.consent-given", Case,
            new { giver = "person", scope = new[] { "NEEDS" }, recipients = new[] { "police" }, givenAt = "2026-02-20T10:00:00Z", expires = "2026-12-01" }));
        await world.Record("probation", Post.Event(
            "probation", "withdrawn", "governance.consent-withdrawn", Case,
            new { giver = "person", scope = new[] { "NEEDS" }, withdrawnAt = "2026-03-01T08:00:00Z" }));
        var question = $"/audit/replay?case={caseId}&agency=probation&role=practitioner&purpose=supervision";
        Assert.Equal(200, (await world.Get("auditor", question)).Status);
        Assert.Equal(200, (await world.Get("probation-officer", $"/cases/{caseId}")).Status);

        Assert.Equal(201, (await Erase(world, "probation", "e", Whole(caseId))).Status);

        var replay = await world.Get("auditor", question);
        Assert.Equal((422, "expunged"), (replay.Status, replay.Problem));
        Assert.Equal(404, (await world.Get("probation-officer", $"/cases/{caseId}")).Status);
        var files = world.App.Services.GetRequiredService<CaseFiles>();
        var standing = await files.Stand(CaseId.Parse(caseId), default);
        Assert.Empty(standing.Context.Consents);
        Assert.Empty(standing.Context.Seats);
        Assert.Equal(standing.Context.Lead, (await files.Open(CaseId.Parse(caseId), default)).Context.Lead);
        Assert.NotNull(standing.Context.Lead);
        // Others go on, with their own data and with the case.
        await world.Record("community-haven", Post.Mentoring(Case, "community-haven", "later"));
        Assert.Equal(200, (await world.Get("community-haven-system", $"/events/{Post.Id("consent"):D}")).Status);
        await world.Record("probation", Missed("anew", "a new beginning"));
        Assert.Equal(200, (await world.Get("probation-system", $"/events/{Post.Id("anew"):D}")).Status);
    }

    [Fact]
    public async Task A_page_goes_on_where_it_was_when_its_last_event_is_erased()
    {
        var (world, caseId) = await Told();
        await using var _ = world;
        var own = (await world.Get("probation-system", "/events?limit=2")).Json.GetProperty("next").GetString();
        var timeline = (await world.Get("probation-officer", $"/cases/{caseId}/timeline?limit=2")).Json;
        var last = timeline.GetProperty("items")[1].GetProperty("event").GetString()!;

        Assert.Equal(201, (await Erase(world, "probation", "e", Event("missed"))).Status);

        var rest = (await world.Get("probation-system", $"/events?limit=10&after={own}")).Json.GetProperty("events");
        Assert.DoesNotContain(rest.EnumerateArray(), each => each.GetProperty("event").GetString() == Post.Name("probation", Seat));
        Assert.NotEmpty(last);
    }

    static async Task<List<string>> Leaves(World world) =>
        [.. (await world.Get("auditor", "/audit/events?limit=1000")).Json.GetProperty("events").EnumerateArray()
            .Select(each => each.GetProperty("leaf").GetString()!)];

    [Fact]
    public async Task Who_was_put_off_by_a_lead_that_took_over_stays_off_when_that_lead_is_erased()
    {
        var (world, caseId) = await Told();
        await using var _ = world;
        byte[] Lead(string owner) => Post.Event(
            owner, $"lead/{owner}", "coordination.lead-transferred", Case,
            new { toAgency = "probation", acceptedBy = "coordinator" });
        byte[] Move(string owner, string what, object facts) =>
            Post.Event(owner, $"{owner}/{what}", $"coordination.case-agency-{what}", Case, facts);
        byte[] Mentoring(string key) => Post.Mentoring(Case, "community-haven", key);
        await world.Record("prison", Lead("prison"));
        await world.Record("probation", Lead("probation"));
        await world.Record(
            "probation", Move("probation", "left", new { agency = "community-haven", to = "2026-03-01T08:00:00Z" }));
        Assert.Equal(404, (await world.Post("community-haven", Mentoring("before"))).Status);

        Assert.Equal(201, (await Erase(world, "probation", "e", Whole(caseId))).Status);
        Assert.Equal(404, (await world.Post("community-haven", Mentoring("after"))).Status);

        // The old lead has the case again, and may bring it back.
        await world.Record(
            "prison", Move("prison", "joined", new { agency = "community-haven", from = "2026-03-01T08:00:00Z" }));
        Assert.Equal(201, (await world.Post("community-haven", Mentoring("again"))).Status);
    }
}
