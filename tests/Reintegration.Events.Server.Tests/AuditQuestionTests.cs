namespace Reintegration.Events.Server.Tests;

/// <summary>What an auditor asks: who has seen it, who looked, who lacked it, what changed. Each look is logged too.</summary>
public class AuditQuestionTests
{
    internal static async Task<(World World, string CaseId)> Seated()
    {
        var world = await World.BeginWithCase();
        await world.Record("probation", Post.Seat(World.Case, "probation", "official-probation-1", "practitioner"));
        await world.Record("probation", Post.Missed(World.Case, "probation", "missed"));
        var opened = await world.Get("prison-system", $"/events/{Post.Id("opened"):D}");
        return (world, opened.Json.GetProperty("case").GetString()!);
    }

    static async Task<JsonElement> Ask(World world, string path)
    {
        var reply = await world.Get("auditor", path);
        Assert.True(reply.Status == 200, $"{path}\n{reply}");
        return reply.Json;
    }

    static List<string?> Agencies(JsonElement answer, string way) =>
        [.. answer.GetProperty(way).EnumerateArray().Select(each => each.GetProperty("agency").GetString())];

    [Fact]
    public async Task Who_has_seen_an_event_is_told_as_read_delivered_and_entitled_each_apart()
    {
        var (world, caseId) = await Seated();
        await using var _ = world;
        var opened = $"/audit/exposures?event={World.Case}";
        var before = await Ask(world, opened);
        Assert.Equal(["prison"], Agencies(before, "read")); // Its own system asked for the case's id.
        Assert.Empty(Agencies(before, "delivered"));
        Assert.Contains("probation", Agencies(before, "entitled"));
        Assert.DoesNotContain("police", Agencies(before, "entitled")); // Not on the case.

        var then = world.Clock.GetUtcNow();
        world.Clock.Advance(TimeSpan.FromHours(1));
        var look = await world.Get("probation-officer", $"/cases/{caseId}/timeline");
        var after = await Ask(world, opened);
        Assert.Equal(["prison", "probation"], Agencies(after, "read"));
        var sighting = Assert.Single(after.GetProperty("read")[1].GetProperty("sightings").EnumerateArray());
        Assert.Equal("full", sighting.GetProperty("levels").GetProperty("$event").GetString());
        var record = (await Ask(world, $"/audit/access?after={sighting.GetProperty("accessPosition").GetInt64() - 1}&limit=1")).GetProperty("records")[0];
        Assert.Contains($"Access-Record: {record.GetProperty("id").GetString()}", look.Headers, StringComparison.Ordinal);

        Assert.Equal(["prison"], Agencies(await Ask(world, $"{opened}&by={Uri.EscapeDataString(then.ToString("O"))}"), "read"));
        Assert.Equal(["probation"], Agencies(await Ask(world, $"{opened}&agency=probation"), "read"));
        var read = await Ask(world, $"{opened}&answers=read");
        Assert.DoesNotContain(read.EnumerateObject(), member => member.Name is "delivered" or "entitled");
        var page = await Ask(world, $"/audit/exposures?case={caseId}&limit=2");
        Assert.Equal(2, page.GetProperty("events").GetArrayLength());
        Assert.Contains("probation", Agencies(page.GetProperty("events")[0], "read"));
        var rest = await Ask(world, $"/audit/exposures?case={caseId}&after={page.GetProperty("next").GetInt64()}");
        Assert.Equal(JsonValueKind.Null, rest.GetProperty("next").ValueKind);
        Assert.Equal(5, 2 + rest.GetProperty("events").GetArrayLength());
    }

    [Fact]
    public async Task A_look_at_the_same_again_adds_nothing_and_a_hidden_event_was_seen_by_nobody()
    {
        var (world, caseId) = await Seated();
        await using var _ = world;
        await world.Record("intelligence", Post.Intelligence(World.Case, "pointer"));
        for (var i = 0; i < 3; i++) await world.Get("probation-officer", $"/cases/{caseId}/timeline");
        var rebuilt = await world.Send(HttpMethod.Post, "/admin/exposures/rebuild", world.Token("operator"));
        Assert.Equal("""{"differing":0}""", rebuilt.Text);

        var seen = await Ask(world, $"/audit/exposures?event={World.Case}&agency=probation");
        Assert.Single(seen.GetProperty("read")[0].GetProperty("sightings").EnumerateArray());
        var hidden = await Ask(world, $"/audit/exposures?event={Post.Name("intelligence", "pointer")}");
        Assert.Empty(Agencies(hidden, "read"));
        Assert.DoesNotContain("probation", Agencies(hidden, "entitled"));
    }

    [Fact]
    public async Task Looks_are_found_by_official_door_outcome_event_and_agency_and_paged()
    {
        var (world, caseId) = await Seated();
        await using var _ = world;
        await world.Get("probation-officer", "/cases");
        await world.Get("probation-officer", $"/cases/{caseId}/timeline");
        await world.Get("community-mentor", $"/cases/{caseId}");
        async Task<List<string?>> Found(string query) =>
            [.. (await Ask(world, $"/audit/access?{query}")).GetProperty("records").EnumerateArray().Select(each => each.GetProperty("door").GetString())];

        Assert.Equal(["GET /cases", "GET /cases/{caseId}/timeline"], await Found("official=official-probation-1"));
        Assert.Equal(["GET /cases"], await Found("door=GET%20/cases"));
        Assert.Equal(["GET /cases/{caseId}"], await Found("outcome=refused"));
        Assert.Equal(["GET /cases", "GET /cases/{caseId}/timeline"], await Found($"event={Post.Name("probation", "missed")}"));
        Assert.Equal(["GET /cases/{caseId}"], await Found($"case={caseId}&agency=community-haven"));
        Assert.Empty(await Found("official=nobody"));
        var all = await Found("agency=probation");
        List<string?> paged = [];
        for (long? after = -1; after is { } from;)
        {
            var page = await Ask(world, $"/audit/access?agency=probation&limit=1&after={from}");
            paged.AddRange(page.GetProperty("records").EnumerateArray().Select(each => each.GetProperty("door").GetString()));
            after = page.GetProperty("next").ValueKind == JsonValueKind.Null ? null : page.GetProperty("next").GetInt64();
        }

        Assert.Equal(all, paged);
        Assert.Contains("GET /audit/access", await Found("official=official-oversight-1&limit=1000"));
    }

    [Fact]
    public async Task Who_needed_it_and_did_not_get_it_is_withheld_unread_or_refused()
    {
        var (world, caseId) = await Seated();
        await using var _ = world;
        await world.Record("intelligence", Post.Intelligence(World.Case, "pointer"));
        Assert.Equal(404, (await world.Get("community-mentor", $"/cases/{caseId}")).Status);
        var opened = $"/audit/denials?case={caseId}&event={World.Case}";
        var before = await Ask(world, opened);
        var lack = Assert.Single(before.GetProperty("events").EnumerateArray());
        Assert.Contains(lack.GetProperty("entitledAndUnread").EnumerateArray(), seat =>
            (seat.GetProperty("agency").GetString(), seat.GetProperty("role").GetString()) == ("probation", "practitioner"));
        Assert.Equal("official-haven-1", Assert.Single(before.GetProperty("refused").EnumerateArray()).GetProperty("official").GetString());

        await world.Get("probation-officer", $"/cases/{caseId}");
        var after = (await Ask(world, opened)).GetProperty("events").EnumerateArray();
        Assert.DoesNotContain(after.SelectMany(each => each.GetProperty("entitledAndUnread").EnumerateArray()), seat =>
            seat.GetProperty("agency").GetString() == "probation");

        var pointer = Assert.Single((await Ask(
            world, $"/audit/denials?case={caseId}&event={Post.Name("intelligence", "pointer")}&agency=probation")).GetProperty("events").EnumerateArray());
        Assert.Empty(pointer.GetProperty("entitledAndUnread").EnumerateArray());
        Assert.All(pointer.GetProperty("withheld").EnumerateArray(), seat => Assert.NotEmpty(seat.GetProperty("stoppedBy").EnumerateArray()));
        Assert.NotEmpty(pointer.GetProperty("withheld").EnumerateArray());
    }

    [Fact]
    public async Task Two_instants_are_compared_by_what_a_seat_gained_and_lost_and_why()
    {
        var (world, caseId) = await Seated();
        await using var _ = world;
        var first = Uri.EscapeDataString(world.Clock.GetUtcNow().ToString("O"));
        world.Clock.Advance(TimeSpan.FromHours(1));
        await world.Record("prison", Post.Event("prison", "moved", "custody.placement-changed", World.Case,
            Catalog.Default.Find("reintegration.custody.placement-changed.v1").Example));
        var compare = $"/audit/cases/{caseId}/compare?agency=probation&role=practitioner&purpose=supervision";
        var gained = await Ask(world, $"{compare}&from={first}");
        Assert.Equal(1, gained.GetProperty("recordedBetween").GetInt32());
        var change = Assert.Single(gained.GetProperty("changes").EnumerateArray());
        Assert.Equal(Post.Name("prison", "moved"), change.GetProperty("event").GetString());
        Assert.All(change.GetProperty("fields").EnumerateArray(), field =>
        {
            Assert.Equal("nothing", field.GetProperty("was").GetString());
            Assert.NotEmpty(field.GetProperty("because").EnumerateArray());
        });

        var second = Uri.EscapeDataString(world.Clock.GetUtcNow().ToString("O"));
        world.Clock.Advance(TimeSpan.FromHours(1));
        await world.Record("prison", Post.Event("prison", "left", "coordination.case-agency-left", World.Case,
            new { agency = "probation", to = "2026-03-01T10:30:00Z" }));
        var lost = await Ask(world, $"{compare}&from={second}");
        Assert.True(lost.GetProperty("from").GetProperty("shown").GetInt32() > lost.GetProperty("to").GetProperty("shown").GetInt32());
        Assert.Contains(lost.GetProperty("changes").EnumerateArray().SelectMany(each => each.GetProperty("fields").EnumerateArray()), field =>
            (field.GetProperty("was").GetString(), field.GetProperty("is").GetString()) == ("full", "nothing"));
        Assert.Empty((await Ask(world, $"{compare}&from={second}&to={second}")).GetProperty("changes").EnumerateArray());
    }

    [Fact]
    public async Task What_was_done_with_a_persons_data_lists_all_operations_of_the_period()
    {
        var (world, caseId) = await Seated();
        await using var _ = world;
        await world.Get("probation-officer", "/cases"); // A list names no case, and shows something of this one.
        await world.Get("probation-officer", $"/cases/{caseId}/timeline");
        await world.Record("prison", Post.Event("prison", "corrected", "governance.statement-corrected", World.Case, new
        {
            targetEvent = World.Case,
            reason = "factual-error",
            basis = "letter",
            decidedBy = "practitioner",
        }));
        var period = $"from={Uri.EscapeDataString(World.Start.AddDays(-1).ToString("O"))}&to={Uri.EscapeDataString(World.Start.AddDays(1).ToString("O"))}";
        var log = await Ask(world, $"/audit/processing?case={caseId}&{period}");
        var operations = log.GetProperty("events").EnumerateArray().Select(each => each.GetProperty("operation").GetString()).ToList();
        Assert.Equal(["alteration", "collection"], operations.Distinct().Order());
        Assert.Contains(log.GetProperty("events").EnumerateArray(), each => each.TryGetProperty("person", out var author) && author.GetString() == "official-probation-1");
        var looks = log.GetProperty("looks").EnumerateArray().ToList();
        var list = Assert.Single(looks, each => each.GetProperty("door").GetString() == "GET /cases");
        Assert.Equal(
            ["consultation", "disclosure", "combination"], list.GetProperty("operations").EnumerateArray().Select(each => each.GetString()));
        Assert.Equal(("official-probation-1", "probation"), (list.GetProperty("person").GetString(), list.GetProperty("recipient").GetString()));
        Assert.Contains(looks, each => each.GetProperty("door").GetString() == "GET /cases/{caseId}/timeline");
        var later = await Ask(world, $"/audit/processing?case={caseId}&from={Uri.EscapeDataString(World.Start.AddDays(2).ToString("O"))}&to={Uri.EscapeDataString(World.Start.AddDays(3).ToString("O"))}");
        Assert.Empty(later.GetProperty("events").EnumerateArray());
        Assert.Empty(later.GetProperty("looks").EnumerateArray());
    }

    /// <summary>What OCSF 1.3 requires of class API Activity and of the objects in it.</summary>
    static readonly string[] Required =
        ["activity_id", "actor", "api", "category_uid", "class_uid", "metadata", "severity_id", "src_endpoint", "time", "type_uid"];

    [Fact]
    public async Task Looks_leave_as_ocsf_events_one_a_line()
    {
        var (world, caseId) = await Seated();
        await using var _ = world;
        await world.Get("probation-officer", $"/cases/{caseId}/timeline");
        await world.Get("community-mentor", $"/cases/{caseId}");
        var listed = (await Ask(world, $"/audit/access?case={caseId}")).GetProperty("records").EnumerateArray().ToList();
        var reply = await world.Get("auditor", $"/audit/access/ocsf?case={caseId}");
        Assert.Contains("Content-Type: application/x-ndjson", reply.Headers, StringComparison.Ordinal);
        var lines = reply.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(listed.Select(each => each.GetProperty("id").GetString()), lines.Take(listed.Count).Select(each => each.GetProperty("metadata").GetProperty("uid").GetString()));
        foreach (var line in lines)
        {
            Assert.All(Required, name => Assert.True(line.TryGetProperty(name, out var value), name));
            Assert.Equal((6003, 600302, 6), (line.GetProperty("class_uid").GetInt32(), line.GetProperty("type_uid").GetInt32(), line.GetProperty("category_uid").GetInt32()));
            Assert.True(line.GetProperty("api").GetProperty("operation").GetString()!.Length > 0);
            Assert.Equal("1.3.0", line.GetProperty("metadata").GetProperty("version").GetString());
            Assert.True(line.GetProperty("metadata").GetProperty("product").TryGetProperty("vendor_name", out var vendor));
            Assert.True(line.GetProperty("src_endpoint").TryGetProperty("name", out var name));
            Assert.True(line.GetProperty("actor").GetProperty("user").TryGetProperty("uid", out var uid));
        }

        Assert.Contains(lines, line => line.GetProperty("status_id").GetInt32() == 2 && line.GetProperty("actor").GetProperty("user").GetProperty("uid").GetString() == "official-haven-1");
        Assert.DoesNotContain("Test P.", reply.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Questions_of_another_form_are_refused_by_name_and_leave_nothing()
    {
        var (world, caseId) = await Seated();
        await using var _ = world;
        var now = Uri.EscapeDataString(World.Start.ToString("O"));
        foreach (var (path, pointer) in ((string, string)[])
        [
            ("/audit/exposures", ""), ($"/audit/exposures?event={World.Case}&case={caseId}", ""), ("/audit/exposures?event=nonsense", "event"),
            ($"/audit/exposures?case={caseId}&limit=501", "limit"), ($"/audit/exposures?event={World.Case}&answers=all", "answers"), ("/audit/exposures?colour=red", ""),
            ("/audit/access?door=GET%20/nowhere", "door"), ("/audit/access?outcome=maybe", "outcome"), ("/audit/access?official=a%20b", "official"),
            ("/audit/access?case=1&case=2", "case"), ("/audit/access?after=-2", "after"), ("/audit/access?from=yesterday", "from"),
            ("/audit/denials", "case"), ($"/audit/processing?case={caseId}", "from"), ("/audit/evidence", "case"),
            ($"/audit/cases/{caseId}/compare?agency=probation&role=practitioner&purpose=fun&from={now}", "purpose"),
            ($"/audit/cases/{caseId}/compare?agency=nobody&role=practitioner&purpose=supervision&from={now}", "agency"),
            ($"/audit/cases/{caseId}/compare?agency=probation&role=practitioner&purpose=supervision", "from"),
        ])
        {
            var reply = await world.Get("auditor", path);
            Assert.True(reply is { Status: 400, Problem: "malformed-query" }, $"{path}\n{reply}");
            Assert.True(reply.Json.GetProperty("errors").TryGetProperty(pointer, out var errors), $"{path}\n{reply}");
        }

        const string nobody = "01234567-0123-8123-8123-0123456789ab";
        foreach (var path in (string[])
        [
            $"/audit/exposures?case={nobody}", $"/audit/exposures?event=/agencies/prison/events/{nobody}", $"/audit/denials?case={nobody}",
            $"/audit/processing?case={nobody}&from={now}", $"/audit/evidence?case={nobody}",
            $"/audit/cases/{nobody}/compare?agency=probation&role=practitioner&purpose=supervision&from={now}",
        ])
            Assert.Equal((404, "not-found"), (await world.Get("auditor", path) is var reply ? reply.Status : 0, (await world.Get("auditor", path)).Problem));
    }
}
