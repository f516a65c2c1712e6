using Microsoft.Extensions.DependencyInjection;
using Reintegration.Events.Policy;

namespace Reintegration.Events.Server.Tests;

/// <summary>How a bundle comes into force: proposed with a report, agreed to by whoever's data it shows more of, analysed.</summary>
public class BundleDoorTests
{
    /// <summary>Shows the panel's dissent to probation: a permit more, and its test.</summary>
    const string Wider = """
        @id("dissent-to-probation")
        @obligations("o1")
        permit (principal in Case::Sector::"probation", action in Case::Action::"disclose", resource in Case::FieldClass::"meeting");
        """;

    [Fact]
    public async Task What_narrows_needs_one_person_and_takes_force_at_once()
    {
        await using var world = await World.Begin();
        var proposed = await world.Steward("/policy/bundles", new { shipped = "be-livc" });
        Assert.True(proposed.Status == 201, proposed.ToString());
        Assert.True(proposed.Json.GetProperty("report").GetProperty("narrows").GetBoolean());
        Assert.Equal(0, proposed.Json.GetProperty("report").GetProperty("approvers").GetArrayLength());
        var hash = proposed.Json.GetProperty("hash").GetString()!;

        var activated = await world.Steward($"/policy/bundles/{hash}/activation", new { });
        Assert.True(activated.Status == 201, activated.ToString());
        var matrix = await world.Get("policy-steward", "/policy/matrix");
        Assert.Contains($"Policy-Bundle: {hash}", matrix.Headers, StringComparison.Ordinal);

        var listed = (await world.Get("auditor", "/policy/bundles")).Json.GetProperty("bundles").EnumerateArray().ToList();
        Assert.Equal([hash], listed.Where(bundle => bundle.GetProperty("inForce").GetBoolean()).Select(bundle => bundle.GetProperty("hash").GetString()));
        Assert.All(listed.Where(bundle => bundle.GetProperty("activations").GetArrayLength() > 0), bundle =>
            Assert.Contains(bundle.GetProperty("hash").GetString()!, bundle.GetProperty("signature").GetString(), StringComparison.Ordinal));

        // The one before is no longer needed, and may never be put in force again; the one in force cannot be retired.
        var first = world.App.Services.GetRequiredService<Bundles>().Standard.Hash;
        Assert.Equal("illegal-transition", (await Retire(world, "be-livc", hash)).Problem);
        Assert.Equal(201, (await Retire(world, "unicri-default", first)).Status);
        Refused(await world.Steward("/policy/bundles", new { hash = first }), "bundle-retired", "/data/facts/hash", "retired");
    }

    [Fact]
    public async Task What_widens_waits_for_everybody_whose_data_it_shows_more_of()
    {
        await using var world = await World.Begin();
        var files = world.App.Services.GetRequiredService<Bundles>().Standard.Files.ToDictionary();
        files["policies/40-wider.cedar"] = Wider;
        files["tests/wider.json"] = OneTest(files["tests/meeting.json"]);
        files["tests/meeting.json"] = files["tests/meeting.json"].Replace(
            "\"reason\": [\"meeting-to-probation\"]", "\"reason\": [\"dissent-to-probation\", \"meeting-to-probation\"]", StringComparison.Ordinal);

        var proposed = await world.Steward("/policy/bundles", new { files, days = 0 });
        Assert.True(proposed.Status == 201, proposed.ToString());
        var report = proposed.Json.GetProperty("report");
        Assert.False(report.GetProperty("narrows").GetBoolean());
        Assert.False(report.TryGetProperty("ledger", out _));
        var asked = report.GetProperty("approvers").EnumerateArray().Select(agency => agency.GetString()!).ToList();
        Assert.Equal(["coordination", "oversight", "prison", "probation"], asked.Where(agency => agency is not ("police" or "health-north" or "community-haven" or "intelligence")));
        var hash = proposed.Json.GetProperty("hash").GetString()!;
        Refused(await world.Steward($"/policy/bundles/{hash}/activation", new { }), "bundle-not-agreed", "/data/facts/hash", "impact assessment");

        proposed = await world.Steward("/policy/bundles", new { hash, impactAssessment = "dpia-2026-014", days = 0 });
        Assert.True(proposed.Status == 201, proposed.ToString());
        var reportHash = proposed.Json.GetProperty("reportHash").GetString()!;
        Assert.Equal("four-eyes", (await world.Steward($"/policy/bundles/{hash}/approvals", new { reportHash })).Problem);
        Refused(await world.As("dpo-prison", $"/policy/bundles/{hash}/approvals", new { reportHash = new string('0', 64) }), "report-outdated", "/data/facts/reportHash", "last proposal");
        foreach (var agency in asked)
        {
            Refused(await world.Steward($"/policy/bundles/{hash}/activation", new { }), "bundle-not-agreed", "/data/facts/hash", agency);
            var approved = await world.As($"dpo-{agency}", $"/policy/bundles/{hash}/approvals", new { reportHash });
            Assert.True(approved.Status == 201, approved.ToString());
            Refused(await world.As($"dpo-{agency}", $"/policy/bundles/{hash}/approvals", new { reportHash }), "illegal-transition", "/data/facts/hash", "already");
        }

        var activated = await world.Steward($"/policy/bundles/{hash}/activation", new { });
        Assert.True(activated.Status == 201, activated.ToString());

        // What everybody agreed to was to follow another bundle than the one in force now.
        Refused(await world.Steward($"/policy/bundles/{hash}/activation", new { }), "report-outdated", "/data/facts/hash", "another bundle");
    }

    [Fact]
    public async Task Whoever_must_agree_is_asked_through_every_door_and_no_correction_goes_around_it()
    {
        await using var world = await World.Begin();
        var standard = world.App.Services.GetRequiredService<Bundles>().Standard;
        var files = standard.Files.ToDictionary();
        files["policies/40-wider.cedar"] = Wider;
        var proposed = await world.Steward("/policy/bundles", new { files, impactAssessment = "dpia-2026-014", days = 0 });
        var hash = proposed.Json.GetProperty("hash").GetString()!;
        object Facts(string which, DateTimeOffset from) => new { bundle = standard.Id, hash = which, sequence = 2, effectiveFrom = from };
        Task<Reply> Say(string key, string type, object facts, string role = "policy-steward") => world.Post("coordination", Post.Event(
            "coordination", key, $"governance.{type}", null, facts,
            about: new { author = new { role, reference = "official-coordination-1" } }));

        Refused(await Say("straight", "policy-bundle-activated", Facts(hash, world.Clock.GetUtcNow())), "bundle-not-agreed", "/data/facts/hash", "prison");
        var machine = await Say("machine", "policy-bundle-activated", Facts(hash, world.Clock.GetUtcNow()), "system");
        Assert.Equal(422, machine.Status);
        Assert.Equal("four-eyes", (await Say("own", "policy-bundle-approved", new
        {
            bundle = standard.Id,
            hash,
            reportHash = proposed.Json.GetProperty("reportHash").GetString(),
            approvedBy = "policy-steward",
        })).Problem);

        // The bundle in force is named by an event, and a correction would take its place; of events of no case there is none.
        var activated = (await world.App.Services.GetRequiredService<ILedger>().ReadCase(null, null, -1, default))
            .Single(each => each.Envelope.Type.Contains("bundle-activated", StringComparison.Ordinal));
        var corrected = await Say("corrected", "statement-corrected", new
        {
            targetEvent = activated.Envelope.Name.ToString(),
            reason = "factual-error",
            newValue = new { hash },
            basis = "letter",
            decidedBy = "policy-steward",
        });
        Assert.Equal((422, "schema"), (corrected.Status, corrected.Problem));
        Assert.Contains($"Policy-Bundle: {standard.Hash}", (await world.Get("policy-steward", "/policy/matrix")).Headers, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_retired_before_its_day_never_takes_force()
    {
        await using var world = await World.Begin();
        var standard = world.App.Services.GetRequiredService<Bundles>().Standard.Hash;
        var hash = (await world.Steward("/policy/bundles", new { shipped = "be-livc", days = 0 })).Json.GetProperty("hash").GetString()!;
        var tomorrow = world.Clock.GetUtcNow().AddDays(1);
        Assert.Equal(201, (await world.Steward($"/policy/bundles/{hash}/activation", new { effectiveFrom = tomorrow })).Status);
        Assert.Equal(201, (await Retire(world, "be-livc", hash)).Status);
        world.Clock.Advance(TimeSpan.FromDays(2));
        Assert.Contains($"Policy-Bundle: {standard}", (await world.Get("policy-steward", "/policy/matrix")).Headers, StringComparison.Ordinal);
        Refused(await world.Steward($"/policy/bundles/{hash}/activation", new { }), "bundle-retired", "/data/facts/hash", "retired");
    }

    [Fact]
    public async Task A_bundle_whose_own_test_fails_is_not_put_in_force()
    {
        await using var world = await World.Begin();
        var files = world.App.Services.GetRequiredService<Bundles>().Standard.Files.ToDictionary();
        files["policies/18-police.cedar"] = files["policies/18-police.cedar"].Replace("police:m", "police:x", StringComparison.Ordinal);
        var refused = await world.Steward("/policy/bundles", new { files });
        Assert.Equal((422, "bundle-refused"), (refused.Status, refused.Problem));
        Assert.Contains("18-police.cedar:", refused.Text, StringComparison.Ordinal);

        files = BundlePosts.Without(world.App.Services.GetRequiredService<Bundles>().Standard, "police-to-prison");
        files["tests/police.json"] = world.App.Services.GetRequiredService<Bundles>().Standard.Files["tests/police.json"];
        var proposed = await world.Steward("/policy/bundles", new { files, days = 0 });
        Assert.True(proposed.Status == 201, proposed.ToString());
        var activated = await world.Steward($"/policy/bundles/{proposed.Json.GetProperty("hash").GetString()}/activation", new { });
        Assert.Equal((422, "bundle-unsound"), (activated.Status, activated.Problem));
        Assert.Contains("tests/police.json", activated.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_replay_is_told_to_auditors_and_of_own_events_to_their_agency_and_to_nobody_else()
    {
        await using var world = await World.BeginWithCase();
        await world.Record("prison", Post.Joined(World.Case, "police"));
        await world.Record("prison", Post.Event("prison", "sentence", "custody.sentence-recorded", World.Case, new
        {
            offenceGroup = "membership", sentenceType = "determinate", start = "2024-01-09", earliestRelease = "2026-05-01", expiry = "2027-01-09",
        }));
        await world.Record("police", Post.Seat(World.Case, "police", "official-police-1", "practitioner"));
        var list = (await world.Get("police-offender-manager", "/cases")).Json;
        await world.Get("police-offender-manager", $"/cases/{list.GetProperty("cases")[0].GetProperty("case").GetString()}/timeline");
        world.Clock.Advance(TimeSpan.FromMinutes(1));

        var files = BundlePosts.Without(world.App.Services.GetRequiredService<Bundles>().Standard, "custody-to-police");
        var steward = await world.Steward("/policy/diff", new { files });
        Assert.True(steward.Status == 200, steward.ToString());
        Assert.False(steward.Json.TryGetProperty("ledger", out _) || steward.Json.TryGetProperty("access", out _));
        var auditor = (await world.As("auditor", "/policy/diff", new { files })).Json;
        var item = auditor.GetProperty("ledger").GetProperty("items")[0].GetProperty("listed")[0];
        Assert.Equal((Post.Name("prison", "sentence"), "police"), (item.GetProperty("event").GetString(), item.GetProperty("recipient").GetString()));
        var flipped = Assert.Single(auditor.GetProperty("access").GetProperty("changes").EnumerateArray(), read => read.GetProperty("door").GetString()!.Contains("timeline", StringComparison.Ordinal));
        Assert.Equal((0, 1), (flipped.GetProperty("eventsGaining").GetInt32(), flipped.GetProperty("eventsLosing").GetInt32()));

        var hash = (await world.Steward("/policy/bundles", new { files })).Json.GetProperty("hash").GetString();
        JsonElement Report(Reply page) => page.Json.GetProperty("report");
        var own = Report(await world.Get("dpo-prison", $"/policy/bundles/{hash}"));
        Assert.Equal(Post.Name("prison", "sentence"), own.GetProperty("ledger").GetProperty("items")[0].GetProperty("listed")[0].GetProperty("event").GetString());
        var others = await world.Get("dpo-probation", $"/policy/bundles/{hash}");
        Assert.DoesNotContain(Post.Id("sentence").ToString(), others.Text, StringComparison.Ordinal);
        Assert.Equal(0, Report(others).GetProperty("ledger").GetProperty("changes").GetArrayLength());
        Assert.False(Report(await world.Get("policy-steward", $"/policy/bundles/{hash}")).TryGetProperty("ledger", out _));
        Assert.Equal(64, Report(await world.Get("auditor", $"/policy/bundles/{hash}")).GetProperty("from").GetString()!.Length);
    }

    [Fact]
    public async Task A_body_that_is_none_is_refused_and_leaves_nothing_behind()
    {
        await using var world = await World.Begin();
        foreach (var body in (object[])[
            new { }, new { shipped = "unicri-default", hash = "x" }, new { shiped = "be-livc" }, new { shipped = 7 }, new { files = new { a = 1 } },
            new { shipped = "be-livc", days = -1 }, new { shipped = "be-livc", impactAssessment = 7 }])
        {
            var reply = await world.Steward("/policy/bundles", body);
            Assert.Equal((400, "malformed-body"), (reply.Status, reply.Problem));
        }

        Assert.Equal("unknown-code", (await world.Steward("/policy/bundles", new { shipped = "nowhere" })).Problem);
        Assert.Equal("not-found", (await world.Steward($"/policy/bundles/{new string('a', 64)}/activation", new { })).Problem);
        Assert.All(
            (await world.Get("policy-steward", "/policy/bundles")).Json.GetProperty("bundles").EnumerateArray(),
            bundle => Assert.False(bundle.TryGetProperty("proposal", out _)));
    }

    static Task<Reply> Retire(World world, string bundle, string hash) => world.Post("coordination", Post.Event(
        "coordination", $"retired/{hash}", "governance.policy-bundle-retired", null,
        new { bundle, hash, retiredAt = world.Clock.GetUtcNow() },
        about: new { author = new { role = "policy-steward", reference = "official-coordination-1" } }));

    static void Refused(Reply reply, string problem, string pointer, string word)
    {
        Assert.True(problem == reply.Problem, reply.ToString());
        Assert.Equal(problem == "illegal-transition" ? 422 : 409, reply.Status);
        Assert.Contains(word, reply.Json.GetProperty("errors").GetProperty(pointer)[0].GetString(), StringComparison.Ordinal);
    }

    static string OneTest(string meeting)
    {
        var test = System.Text.Json.Nodes.JsonNode.Parse(meeting)!;
        var panel = test["requests"]!.AsArray().First(request => (string)request!["resource"]!["id"]! == "meeting-items")!.DeepClone();
        panel["description"] = "probation reads what was said at the table";
        panel["principal"]!["id"] = "probation-practitioner";
        panel["reason"] = new System.Text.Json.Nodes.JsonArray("dissent-to-probation");
        test["requests"] = new System.Text.Json.Nodes.JsonArray(panel);
        return test.ToJsonString();
    }
}
