using Reintegration.Events.Server.Intake;

namespace Reintegration.Events.Server.Tests;

/// <summary>All or none, only judged, what was refused of late, how far a stream has come, a case by a local number.</summary>
public class TogetherTests
{
    static readonly string Case = World.Case;

    static byte[] Missed(string key) => Post.Missed(Case, "probation", key);

    static byte[] Wrong(string key) => Post.Event("probation", key, "supervision.contact-missed", Case, new { service = "circle" });

    static Task<Reply> Send(World world, string query, params byte[][] events) => world.Send(
        HttpMethod.Post, $"/events{query}", world.Token("probation-system"), World.Content(Post.Batch(events), CloudEvents.Batch));

    static async Task<string> CaseId(World world) =>
        (await world.Get("prison-system", $"/events/{Post.Id("opened"):D}")).Json.GetProperty("case").GetString()!;

    static string Statuses(Reply reply) =>
        string.Join(' ', reply.Json.EnumerateArray().Select(result => result.GetProperty("status").GetInt32()));

    [Fact]
    public async Task An_atomic_batch_is_recorded_whole_or_not_at_all()
    {
        await using var world = await World.BeginWithCase();
        var refused = await Send(world, "?atomic=true", Missed("1"), Wrong("2"), Missed("3"));
        Assert.Equal(422, refused.Status);
        Assert.Equal("422 422 422", Statuses(refused));
        Assert.Equal(
            ["not-recorded", "schema", "not-recorded"],
            refused.Json.EnumerateArray().Select(result => result.GetProperty("problem").GetProperty("type").GetString()!["/problems/".Length..]));
        Assert.Equal(404, (await world.Get("probation-system", $"/events/{Post.Id("1"):D}")).Status);

        await world.Record("probation", Missed("1"));
        var recorded = await Send(world, "?atomic=true", Missed("1"), Missed("3"), Missed("4"));
        Assert.Equal("200 201 201", Statuses(recorded));
        Assert.Equal("200 200 200", Statuses(await Send(world, "?atomic=true", Missed("1"), Missed("3"), Missed("4"))));
    }

    [Fact]
    public async Task What_is_atomic_may_rest_on_what_comes_before_in_it()
    {
        await using var world = await World.BeginWithCase();
        var opened = Post.Opened("probation", "whole");
        var @case = Post.Name("probation", "whole");
        var reply = await Send(world, "?atomic=true", opened, Post.Joined(@case, "police", "probation"), Post.Missed(@case, "probation", "w1"));
        Assert.Equal("201 201 201", Statuses(reply));

        byte[] asked = Post.Event("probation", "leave", "supervision.permission-requested", Case, new { activity = "visit", place = "coast", date = "2026-04-01" });
        byte[] Decided(string key) => Post.Event("probation", key, "supervision.permission-decided", Case, new
        {
            request = Post.Name("probation", "leave"),
            activity = "visit",
            place = "coast",
            date = "2026-04-01",
            decision = key,
            consulted = Array.Empty<string>(),
            rationale = "Known hosts.",
        });
        Assert.Equal("422 422 422", Statuses(await Send(world, "?atomic=true", asked, Decided("granted"), Decided("refused"))));
        Assert.Equal("201 201", Statuses(await Send(world, "?atomic=true", asked, Decided("granted"))));
    }

    [Fact]
    public async Task A_dry_run_judges_and_records_nothing()
    {
        await using var world = await World.BeginWithCase();
        var judged = await Send(world, "?dryRun=true", Missed("1"), Wrong("2"));
        Assert.Equal("200 422", Statuses(judged));
        Assert.True(judged.Json[0].GetProperty("wouldBeRecorded").GetBoolean());
        Assert.True(judged.Json[1].GetProperty("problem").GetProperty("errors").TryGetProperty("/data/facts/expectedAt", out _));
        Assert.Equal(404, (await world.Get("probation-system", $"/events/{Post.Id("1"):D}")).Status);

        var one = await world.Send(HttpMethod.Post, "/events?dryRun=true", world.Token("probation-system"), World.Content(Missed("1"), CloudEvents.Structured));
        Assert.Equal("200", Statuses(one));
        Assert.Equal("malformed-query", (await Send(world, "?dryRun=yes", Missed("1"))).Problem);
        // Only judged, so it is no refusal of late.
        Assert.Empty((await world.Get("probation-system", "/events/rejections")).Json.GetProperty("rejections").EnumerateArray());
    }

    [Fact]
    public async Task An_agency_sees_what_it_was_refused_of_late_and_nobody_elses()
    {
        await using var world = await World.BeginWithCase();
        await Send(world, "", Missed("1"), Wrong("2"));
        await world.Post("probation", Wrong("3"));

        var own = (await world.Get("probation-system", "/events/rejections")).Json.GetProperty("rejections");
        Assert.Equal([Post.Id("3"), Post.Id("2")], own.EnumerateArray().Select(refused => refused.GetProperty("id").GetGuid()));
        Assert.DoesNotContain("circle", own.GetRawText(), StringComparison.Ordinal);
        Assert.Empty((await world.Get("prison-system", "/events/rejections")).Json.GetProperty("rejections").EnumerateArray());

        world.Clock.Advance(TimeSpan.FromDays(2));
        Assert.Empty((await world.Get("probation-system", "/events/rejections")).Json.GetProperty("rejections").EnumerateArray());
    }

    [Fact]
    public async Task A_head_says_how_far_ones_own_stream_has_come_whoever_else_wrote()
    {
        await using var world = await World.BeginWithCase();
        var caseId = await CaseId(world);
        Task<Reply> Head(string id) => world.Send(HttpMethod.Head, $"/cases/{id}/stream", world.Token("probation-system"));

        Assert.Contains("Stream-Version: 0", (await Head(caseId)).Headers, StringComparison.Ordinal);
        Assert.Contains("Stream-Version: 0", (await Head(Guid.NewGuid().ToString("D"))).Headers, StringComparison.Ordinal);
        await world.Record("probation", Missed("1"));
        await world.Record("probation", Missed("2"));
        await world.Record("community-haven", Post.Mentoring(Case, "community-haven", "m"));
        var head = await Head(caseId);
        Assert.Contains("Stream-Version: 2", head.Headers, StringComparison.Ordinal);
        Assert.Empty(head.Body);
        Assert.Equal(201, (await world.Post("probation", Post.Event("probation", "next", "supervision.contact-missed", Case,
            new { expectedAt = "2026-02-20T10:00:00Z", service = "circle", followUpBy = "2026-03-05" }, expectedVersion: "2"))).Status);
    }

    [Fact]
    public async Task A_case_is_found_by_a_local_number_that_the_seat_is_shown()
    {
        await using var world = await World.Begin();
        var opened = Post.Event("probation", "numbered", "coordination.case-opened", null, new
        {
            personRef = "p1",
            displayName = "Test P.",
            language = "en",
            localIds = new[] { new { system = "register", id = "C-1" } },
            openingReason = "release",
            dataSubjectCategory = "convicted",
        });
        var @case = Post.Name("probation", "numbered");
        await world.Record("probation", opened);
        await world.Record("probation", Post.Joined(@case, "community-haven", "probation"));
        await world.Record("probation", Post.Seat(@case, "probation", "official-probation-1", "practitioner"));
        await world.Record("community-haven", Post.Seat(@case, "community-haven", "official-haven-1", "practitioner"));
        async Task<int> Found(string persona, string asked) =>
            (await world.Get(persona, $"/cases{asked}")).Json.GetProperty("cases").GetArrayLength();

        Assert.Equal(1, await Found("probation-officer", "?localId=register:C-1"));
        Assert.Equal(0, await Found("probation-officer", "?localId=register:C-2"));
        // The community is not shown the number, so it cannot be found out by asking.
        Assert.Equal(1, await Found("community-mentor", ""));
        Assert.Equal(0, await Found("community-mentor", "?localId=register:C-1"));
        Assert.Equal("malformed-query", (await world.Get("probation-officer", "/cases?localId=C-1")).Problem);
    }

    [Fact]
    public async Task A_suspended_agency_posts_nothing_and_is_shown_nothing_until_it_is_enrolled_again()
    {
        await using var world = await World.BeginWithCase();
        await world.Record("probation", Missed("1"));
        await world.Record("coordination", Post.Event("coordination", "off", "governance.agency-suspended", null,
            new { agency = "probation", from = "2026-03-01T09:00:00Z", reason = "security-incident" },
            about: new { author = new { role = "national-coordinator", reference = "official-x" } }));

        Assert.Equal((403, "agency-suspended"), ((await world.Post("probation", Missed("2"))) is var reply ? (reply.Status, reply.Problem) : default));
        Assert.Equal("agency-suspended", (await world.Get("probation-system", $"/events/{Post.Id("1"):D}")).Problem);

        // A server that starts anew does not enrol it again by its file.
        await Enrolment.Run(world.App.Services, Enrolment.Folder, default);
        Assert.Equal(403, (await world.Post("probation", Missed("2"))).Status);
    }
}
