using System.Diagnostics;

namespace Reintegration.Events.Server.Tests;

/// <summary>What an owner's data protection officer is told: who saw our data, and what a person who asks is handed.</summary>
public class OwnersOfficeTests
{
    static async Task<Reply> Ask(World world, string persona, string path)
    {
        world.RestartIds();
        return await world.Get(persona, path);
    }

    [Fact]
    public async Task Owners_are_told_how_often_each_sector_was_shown_something_of_theirs_and_not_of_intelligence()
    {
        var (world, caseId) = await AuditQuestionTests.Seated();
        await using var _ = world;
        await world.Record("intelligence", Post.Seat(World.Case, "intelligence", "official-intelligence-1", "intelligence-analyst"));
        for (var i = 0; i < 2; i++) await world.Get("probation-officer", $"/cases/{caseId}");
        Assert.Equal(200, (await world.Get("intelligence-analyst", $"/cases/{caseId}")).Status);
        Assert.DoesNotContain("probation", (await Ask(world, "dpo-prison", "/exposures")).Text, StringComparison.Ordinal); // Today is not over.

        world.Clock.Advance(TimeSpan.FromDays(1));
        var told = await Ask(world, "dpo-prison", "/exposures");
        var day = Assert.Single(told.Json.GetProperty("days").EnumerateArray(), each => each.GetProperty("looks").EnumerateObject().Any());
        Assert.Equal("2026-03-01", day.GetProperty("day").GetString());
        Assert.Equal(["probation"], day.GetProperty("looks").EnumerateObject().Select(each => each.Name));
        Assert.Equal(2, day.GetProperty("looks").GetProperty("probation").GetInt32());
        Assert.DoesNotContain("official", told.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(caseId, told.Text, StringComparison.Ordinal);
        // Probation showed itself its own: nobody else did.
        Assert.DoesNotContain("\"probation\":", (await Ask(world, "dpo-probation", "/exposures")).Text, StringComparison.Ordinal);
        var look = (await world.Get("auditor", "/audit/access?official=official-prison-dpo")).Json.GetProperty("records");
        Assert.All(look.EnumerateArray(), each => Assert.Equal("own-data", each.GetProperty("justification").GetString()));
        Assert.NotEmpty(look.EnumerateArray());
    }

    /// <summary>From then on it is shown nothing, not even what others did with its data; and that it asked is on record.</summary>
    [Fact]
    public async Task A_suspended_agency_has_no_office()
    {
        var (world, caseId) = await AuditQuestionTests.Seated();
        await using var _ = world;
        string[] paths = ["/exposures", $"/subject-access?case={caseId}", "/recalls"];
        foreach (var path in paths) Assert.Equal(200, (await world.Get("dpo-prison", path)).Status);
        await world.Record("coordination", Post.Event("coordination", "off", "governance.agency-suspended", null,
            new { agency = "prison", from = "2026-02-01T09:00:00Z", reason = "security-incident" },
            about: new { author = new { role = "national-coordinator", reference = "official-x" } }));

        foreach (var path in paths)
            Assert.Equal((403, "agency-suspended"), (await world.Get("dpo-prison", path)) is var reply ? (reply.Status, reply.Problem) : default);
        var looks = (await world.Get("auditor", "/audit/access?official=official-prison-dpo&outcome=refused")).Json.GetProperty("records");
        Assert.Equal(paths.Length, looks.GetArrayLength());
    }

    [Fact]
    public async Task A_suspended_oversight_body_audits_nothing()
    {
        await using var world = await World.BeginWithCase();
        string[] paths = ["/audit/events", "/audit/access", "/ledgers/events/checkpoint"];
        foreach (var path in paths) Assert.Equal(200, (await world.Get("auditor", path)).Status);
        await world.Record("coordination", Post.Event("coordination", "off", "governance.agency-suspended", null,
            new { agency = "oversight", from = "2026-02-01T09:00:00Z", reason = "security-incident" },
            about: new { author = new { role = "national-coordinator", reference = "official-x" } }));
        foreach (var path in paths) Assert.Equal("agency-suspended", (await world.Get("auditor", path)).Problem);
    }

    [Theory]
    [InlineData("/exposures?to=2026-03-01", "to")]
    [InlineData("/exposures?from=2025-01-01&to=2026-02-01", "from")]
    [InlineData("/exposures?from=2026-02-10&to=2026-02-01", "from")]
    [InlineData("/exposures?day=2026-02-01", "")]
    [InlineData("/subject-access", "case")]
    [InlineData("/subject-access?case=nonsense", "case")]
    public async Task Questions_of_another_form_are_refused(string path, string pointer)
    {
        await using var world = await World.Begin();
        var reply = await world.Get("dpo-prison", path);
        Assert.True(reply is { Status: 400, Problem: "malformed-query" }, reply.ToString());
        Assert.True(reply.Json.GetProperty("errors").TryGetProperty(pointer, out var errors), reply.ToString());
    }

    static Task<Reply> Source(World world, string owner, string key, string type) => world.Record(owner, Post.Event(
        owner, key, type, World.Case, Catalog.Default.Find($"reintegration.{type}.v1").Example, about: new
        {
            author = new { role = "practitioner", reference = $"official-{owner}-1" },
            subjects = new[] { new { person = $"{owner}-p1", category = "convicted" } },
            reviewDue = "2026-06-01",
            labels = new[] { "SOURCE" },
        }));

    static async Task<(World World, string CaseId)> Told(bool withHidden)
    {
        var world = await World.BeginWithCase();
        await world.Record("prison", Post.Joined(World.Case, "police"));
        await world.Record("police", Post.Event("police", "contact", "intelligence.police-contact-recorded", World.Case,
            Catalog.Default.Find("reintegration.intelligence.police-contact-recorded.v1").Example));
        if (withHidden)
        {
            for (var i = 0; i < 20; i++) await Source(world, "police", $"informant{i}", "intelligence.police-contact-recorded");
            await Source(world, "prison", "informant", "custody.behaviour-observation-recorded");
            await world.Record("intelligence", Post.Seat(World.Case, "intelligence", "official-intelligence-1", "intelligence-analyst"));
            await world.Record("intelligence", Post.Intelligence(World.Case, "pointer"));
            await world.Record("intelligence", Post.Advisory(World.Case, "advisory"));
        }

        var opened = await world.Get("prison-system", $"/events/{Post.Id("opened"):D}");
        var caseId = opened.Json.GetProperty("case").GetString()!;
        if (withHidden) Assert.Equal(200, (await world.Get("intelligence-analyst", $"/cases/{caseId}")).Status);
        return (world, caseId);
    }

    [Fact]
    public async Task What_owners_are_told_and_hand_over_is_the_same_whether_there_is_something_hidden_or_not()
    {
        var ((plain, plainId), (full, fullId)) = (await Told(withHidden: false), await Told(withHidden: true));
        await using var one = plain;
        await using var other = full;
        Assert.Equal(plainId, fullId);
        foreach (var world in (World[])[plain, full]) world.Clock.Advance(TimeSpan.FromDays(2));
        foreach (var agency in (string[])["prison", "police", "probation", "intelligence", "community-haven"])
            foreach (var path in (string[])["/exposures", $"/subject-access?case={plainId}"])
            {
                var began = Stopwatch.GetTimestamp();
                var without = await Ask(plain, $"dpo-{agency}", path);
                var spent = Stopwatch.GetElapsedTime(began);
                var with = await Ask(full, $"dpo-{agency}", path);
                Assert.True(without.Status == 200, without.ToString());
                Assert.True(without.ToString() == with.ToString(), $"{agency} {path}\n{without}\n---\n{with}");
                if (path.StartsWith("/subject", StringComparison.Ordinal)) Assert.True(spent >= TimeSpan.FromMilliseconds(490), $"{spent}");
            }
    }

    [Fact]
    public async Task A_pack_holds_what_the_owner_recorded_and_an_owner_without_anything_hands_over_the_same_as_for_no_case()
    {
        var (world, caseId) = await Told(withHidden: true);
        await using var _ = world;
        var police = (await Ask(world, "dpo-police", $"/subject-access?case={caseId}")).Json;
        var item = Assert.Single(police.GetProperty("items").EnumerateArray());
        Assert.Equal(Post.Name("police", "contact"), item.GetProperty("event").GetString());
        Assert.True(item.GetProperty("facts").EnumerateObject().Any());
        Assert.DoesNotContain("informant", police.GetRawText(), StringComparison.Ordinal);
        Assert.Contains("neither confirms nor denies", police.GetProperty("statement").GetString(), StringComparison.Ordinal);
        var nothing = (await Ask(world, "dpo-intelligence", $"/subject-access?case={caseId}")).Text;
        var nowhere = (await Ask(world, "dpo-intelligence", "/subject-access?case=01234567-0123-8123-8123-0123456789ab")).Text;
        Assert.Equal(nowhere, nothing.Replace(caseId, "01234567-0123-8123-8123-0123456789ab", StringComparison.Ordinal));
        Assert.Equal(403, (await world.Get("police-offender-manager", $"/subject-access?case={caseId}")).Status);
    }
}
