using System.Text;
using Reintegration.Events.Server.Intake;

namespace Reintegration.Events.Server.Tests;

/// <summary>Every refusal of the status table: its own type and status, and nothing left behind.</summary>
public class BadInputTests
{
    const string Mentoring = "care.religious-mentoring-session-held";

    /// <summary>A case led by prison with probation on it; posts are made by prison.</summary>
    static async Task<(World World, string Case)> CaseOf()
    {
        var world = await World.Begin();
        await world.Record("prison", Post.Opened());
        var @case = Post.Name("prison", "opened");
        await world.Record("prison", Post.Joined(@case, "probation"));
        return (world, @case);
    }

    static async Task<long> Size(World world) =>
        (await world.Get("auditor", "/audit/events?limit=1")).Json.GetProperty("size").GetInt64();

    /// <summary>The post is refused as said, and the ledger is as long as before.</summary>
    static async Task Refused(World world, int status, string problem, Func<Task<Reply>> post)
    {
        var before = await Size(world);
        var reply = await post();
        Assert.True(reply.Status == status && reply.Problem == problem, $"expected {status} {problem}\n{reply}");
        Assert.Equal(before, await Size(world));
    }

    [Theory]
    [InlineData("{\"specversion\":")]
    [InlineData("{\"id\":1,\"id\":2}")]
    [InlineData("\"\\ud800\"")]
    [InlineData("{\"n\":9007199254740993}")]
    public async Task Malformed_json_is_refused_before_the_token_is_looked_at(string text)
    {
        var (world, _) = await CaseOf();
        await using var _2 = world;
        await Refused(world, 400, "malformed-json", () => world.Post("prison", Encoding.UTF8.GetBytes(text)));
        var anonymous = await world.Send(
            HttpMethod.Post, "/events", null, World.Content(Encoding.UTF8.GetBytes(text), CloudEvents.Structured));
        Assert.Equal("malformed-json", anonymous.Problem);
    }

    [Fact]
    public async Task Malformed_attributes_are_named_by_pointer()
    {
        var (world, @case) = await CaseOf();
        await using var _ = world;
        await Refused(
            world, 400, "malformed-event", () =>
                world.Post("prison", Post.Mentoring(@case, "prison", "x", id: "NOT-A-UUID")));
        var reply = await world.Post("prison", """{"specversion":"1.0","surprise":1}"""u8.ToArray());
        foreach (var pointer in (string[])["/id", "/source", "/type", "/time", "/data", "/surprise"])
            Assert.True(reply.Json.GetProperty("errors").TryGetProperty(pointer, out var _2), $"{pointer}\n{reply}");
    }

    [Fact]
    public async Task Tokens_are_refused_when_missing_expired_foreign_or_malformed()
    {
        var (world, @case) = await CaseOf();
        await using var _ = world;
        var body = Post.Mentoring(@case, "prison", "x");
        var persona = Personas.Find("prison-system")!;
        using var foreign = new DemoIssuer();
        var signed = world.Token("prison-system").Split('.');
        var none = $"{Convert.ToBase64String("""{"alg":"none","typ":"JWT"}"""u8).TrimEnd('=')}.{signed[1]}.";
        foreach (var (token, problem) in new (string?, string)[]
        {
            (null, "token-missing"), ("nonsense", "token-refused"), (none, "token-refused"),
            (foreign.Token(persona, "reintegration"), "token-refused"),
            (world.Issuer.Token(persona, "another-audience"), "token-refused"),
            (world.Issuer.Token(persona, "reintegration", DateTime.UtcNow.AddHours(-2)), "token-refused"),
            (world.Issuer.Token(persona, "reintegration", DateTime.UtcNow.AddHours(2)), "token-refused"),
            (world.Issuer.Token(persona with { Agency = "" }, "reintegration"), "token-refused"),
        })
            await Refused(
                world, 401, problem, () =>
                    world.Send(HttpMethod.Post, "/events", token, World.Content(body, CloudEvents.Structured)));
    }

    [Fact]
    public async Task Roles_sources_and_producers_are_held_to_their_own()
    {
        var (world, @case) = await CaseOf();
        await using var _ = world;
        var body = Post.Mentoring(@case, "prison", "x");
        await Refused(
            world, 403, "role-not-allowed", () =>
                world.Send(
                    HttpMethod.Post, "/events", world.Token("probation-officer"), World.Content(
                        body, CloudEvents.Structured)));
        await Refused(world, 403, "source-not-yours", () => world.Post("probation", body));
        await Refused(
            world, 403, "type-not-yours", () =>
                world.Post("prison", Post.Event("prison", "x", "supervision.supervision-commenced", @case, new { })));
        var unknown = Personas.Find("prison-system")! with { Agency = "nowhere" };
        await Refused(
            world, 403, "agency-not-enrolled", () =>
                world.Send(HttpMethod.Post, "/events", world.Issuer.Token(unknown, "reintegration"),
            World.Content(Post.Mentoring(@case, "nowhere", "x"), CloudEvents.Structured)));
    }

    [Fact]
    public async Task A_strangers_case_and_nothing_at_all_are_the_same_bytes()
    {
        var (world, @case) = await CaseOf();
        await using var _ = world;
        var caseId = (await world.Get("prison-system", $"/events/{Post.Id("opened"):D}")).Json.GetProperty("case").GetString()!;
        var before = await Size(world);
        var posts = new List<Reply>
        {
            await world.Post("community-haven", Post.Missed(@case, "community-haven", "a")),
            await world.Post("community-haven", Post.Missed(caseId, "community-haven", "b")),
            await world.Post(
                "community-haven", Post.Missed("3f2504e0-4f89-81d3-9a0c-0305e82c3301", "community-haven", "c")),
            await world.Post("community-haven", Post.Missed(Post.Name("prison", "never"), "community-haven", "d")),
            await world.Post("community-haven", Post.Missed("not a case", "community-haven", "e")),
            await world.Post("community-haven", Post.Event("community-haven", "f", "no.such-type", @case, new { })),
        };
        Assert.All(posts, reply => Assert.Equal(posts[0].ToString(), reply.ToString()));
        Assert.Equal((404, "not-found"), (posts[0].Status, posts[0].Problem));
        Assert.Equal(before, await Size(world));

        var reads = new List<Reply>
        {
            await world.Get("community-mentor", $"/cases/{caseId}"),
            await world.Get("community-mentor", "/cases/3f2504e0-4f89-81d3-9a0c-0305e82c3301"),
            await world.Get("community-mentor", "/cases/nonsense/timeline"),
            await world.Get("community-haven-system", $"/events/{Post.Id("opened"):D}"),
            await world.Get("community-haven-system", $"/events/{Post.Id("never"):D}"),
            await world.Get("community-mentor", "/no/such/door"),
        };
        Assert.All(reads, reply => Assert.Equal(reads[0].Text, reply.Text));
        Assert.All(reads, reply => Assert.Equal(reads[0].Headers, reply.Headers));
    }

    [Fact]
    public async Task A_name_with_other_content_and_a_missed_expectation_are_conflicts()
    {
        var (world, @case) = await CaseOf();
        await using var _ = world;
        var first = await world.Record("prison", Post.Mentoring(@case, "prison", "m"));
        var again = await world.Post("prison", Post.Mentoring(@case, "prison", "m"));
        Assert.Equal((200, first.Text), (again.Status, again.Text));
        await Refused(
            world, 409, "name-taken", () =>
                world.Post("prison", Post.Mentoring(@case, "prison", "m", time: World.Start.AddHours(-3))));
        await Refused(
            world, 412, "wrong-version", () =>
                world.Post("prison", Post.Mentoring(@case, "prison", "n", expectedVersion: "7")));
        var missed = await world.Post("prison", Post.Mentoring(@case, "prison", "n", expectedVersion: "0"));
        Assert.Equal("3", missed.Json.GetProperty("versionFound").GetString());
        await world.Record("prison", Post.Mentoring(@case, "prison", "n", expectedVersion: "3"));
    }

    [Fact]
    public async Task Sizes_and_media_types_have_limits()
    {
        var (world, @case) = await CaseOf();
        await using var _ = world;
        await Refused(world, 413, "too-large", () => world.Post("prison", new byte[RequestBody.SingleLimitBytes + 1]));
        await Refused(
            world, 413, "too-large", () =>
                world.Post("prison", new byte[RequestBody.BatchLimitBytes + 1], CloudEvents.Batch));
        var many = Encoding.UTF8.GetBytes(
            $"[{string.Join(',', Enumerable.Repeat("{}", RequestBody.BatchLimitEvents + 1))}]");
        await Refused(world, 413, "too-large", () => world.Post("prison", many, CloudEvents.Batch));
        await Refused(
            world, 415, "wrong-media-type", () =>
                world.Post("prison", Post.Mentoring(@case, "prison", "x"), "text/plain"));
    }

    [Fact]
    public async Task What_does_not_fit_is_unprocessable_and_says_where()
    {
        var (world, @case) = await CaseOf();
        await using var _ = world;
        async Task Says(string problem, string? pointer, byte[] body)
        {
            await Refused(world, 422, problem, () => world.Post("prison", body));
            if (pointer is null) return;
            var reply = await world.Post("prison", body);
            Assert.True(reply.Json.GetProperty("errors").TryGetProperty(pointer, out var _2), $"{pointer}\n{reply}");
        }

        await Says(
            "unknown-type", null, Post.Event("prison", "x", "reintegration.care.rumour-heard.v1", @case, new { }));
        await Says(
            "unknown-type-version", null, Post.Event(
                "prison", "x", "reintegration.care.religious-mentoring-session-held.v9", @case, new { }));
        await Says("schema", "/data/facts/date", Post.Event("prison", "x", Mentoring, @case, new { attended = true }));
        await Says(
            "schema", "/data/facts/content", Post.Event(
                "prison", "x", Mentoring, @case, new { date = "2026-02-20", attended = true, content = "confided" }));
        await Says(
            "schema", "/data/facts/date", Post.Event(
                "prison", "x", Mentoring, @case, new { date = "2026-02-30", attended = true }));
        await Says(
            "schema", "/data/about/author", Post.Event(
                "prison", "x", Mentoring, @case, new { date = "2026-02-20", attended = true }, about: new { }));
        await Says(
            "schema", "/subject", Post.Event(
                "prison", "x", Mentoring, null, new { date = "2026-02-20", attended = true }));
        await Says(
            "schema", "/data/facts/targetEvent", Post.Event("prison", "x", "governance.statement-corrected", @case,
            new { targetEvent = Post.Name("prison", "never"), reason = "factual-error", basis = "letter", decidedBy = "practitioner" }));
        await Says(
            "unknown-code", "/data/facts/agency", Post.Event(
                "prison", "x", "coordination.case-agency-joined", @case,
                new { agency = "nowhere", from = "2026-03-01T00:00:00Z" }));
        await Says("time-ahead", "/time", Post.Mentoring(@case, "prison", "x", time: World.Start.AddMinutes(6)));
        await world.Record("prison", Post.Mentoring(@case, "prison", "y", time: World.Start.AddMinutes(4)));
    }

    [Fact]
    public async Task A_problem_never_echoes_the_payload()
    {
        var (world, @case) = await CaseOf();
        await using var _ = world;
        const string canary = "canary-4711";
        var reply = await world.Post(
            "prison", Post.Event("prison", "x", Mentoring, @case, new { date = canary, attended = canary }));
        Assert.Equal(422, reply.Status);
        Assert.DoesNotContain(canary, reply.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Case_reads_need_a_purpose_that_is_theirs_and_a_legal_basis()
    {
        var (world, @case) = await CaseOf();
        await using var _ = world;
        await world.Record("probation", Post.Seat(@case, "probation", "official-probation-1", "practitioner"));
        var caseId = (await world.Get("prison-system", $"/events/{Post.Id("opened"):D}")).Json.GetProperty("case").GetString()!;
        var token = world.Token("probation-officer");
        async Task<string?> Asked(params (string, string)[] headers) =>
            (await world.Send(HttpMethod.Get, $"/cases/{caseId}", token, null, headers)).Problem;
        Assert.Equal("purpose-missing", await Asked());
        Assert.Equal("purpose-wrong", await Asked(("Purpose", "curiosity")));
        Assert.Equal("purpose-wrong", await Asked(("Purpose", "criminal-investigation")));
        Assert.Equal("purpose-wrong", await Asked(("Purpose", "oversight")));
        Assert.Equal("legal-basis-undefined", await Asked(("Purpose", "supervision"), ("Legal-Basis", "because")));
        Assert.Null(await Asked(("Purpose", "supervision")));
        await world.Record("probation", Post.Seat(@case, "probation", "official-probation-1", "coordinator"));
        var both = world.Issuer.Token(
            Personas.Find("probation-officer")! with { Roles = ["practitioner", "coordinator"] }, "reintegration");
        var ambiguous = await world.Send(HttpMethod.Get, $"/cases/{caseId}", both, null, ("Purpose", "supervision"));
        Assert.Equal((400, "seat-ambiguous"), (ambiguous.Status, ambiguous.Problem));
        var named = await world.Send(
            HttpMethod.Get, $"/cases/{caseId}", both, null, ("Purpose", "supervision"), ("Seat", "coordinator"));
        Assert.Equal("coordinator", named.Json.GetProperty("seat").GetProperty("role").GetString());
    }

    [Fact]
    public async Task A_batch_answers_each_item_in_order_and_keeps_the_good_ones()
    {
        var (world, @case) = await CaseOf();
        await using var _ = world;
        byte[][] items =
        [
            Post.Mentoring(@case, "prison", "b1"), Post.Event("prison", "b2", Mentoring, @case, new { attended = true }), """{"id":"x"}"""u8.ToArray(),
            Post.Mentoring(@case, "prison", "b1"), Post.Opened(key: "second"), Post.Mentoring(
                Post.Name("prison", "second"), "prison", "b3"),
        ];
        var reply = await world.Post(
            "prison", Encoding.UTF8.GetBytes(
                $"[{string.Join(',', items.Select(Encoding.UTF8.GetString))}]"), CloudEvents.Batch);
        Assert.Equal(
            [201, 422, 400, 200, 201, 201], reply.Json.EnumerateArray().Select(
                item => item.GetProperty("status").GetInt32()));
    }
}
