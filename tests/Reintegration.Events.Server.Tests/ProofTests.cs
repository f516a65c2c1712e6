using System.Text;
using System.Text.Json.Nodes;
using Reintegration.Events.Cli.Export;
using Reintegration.Events.Cli.Verify;

namespace Reintegration.Events.Server.Tests;

/// <summary>What readers and auditors are handed to check for themselves, checked by what they check it with.</summary>
public sealed class ProofTests : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("reintegration-proof-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    static async Task<(World World, string CaseId)> Told()
    {
        var world = await World.Begin();
        var @case = Post.Name("prison", "opened");
        await world.Record("prison", Post.Opened());
        await world.Record("prison", Post.Joined(@case, "probation"));
        await world.Record("probation", Post.Seat(@case, "probation", "official-probation-1", "practitioner"));
        await world.Record("probation", Post.Missed(@case, "probation", "missed"));
        await world.Record("prison", Post.Mentoring(@case, "prison", "mentoring"));
        await world.Record("intelligence", Post.Intelligence(@case, "intelligence"));
        await world.Record("probation", Post.Event("probation", "corrected", "governance.statement-corrected", @case, new
        {
            targetEvent = Post.Name("probation", "missed"),
            reason = "late-information",
            newValue = new { explanation = "in hospital" },
            basis = "letter",
            decidedBy = "practitioner",
        }));
        var caseId = (await world.Get("prison-system", $"/events/{Post.Id("opened"):D}")).Json.GetProperty("case").GetString()!;
        return (world, caseId);
    }

    [Fact]
    public async Task A_timeline_with_proofs_shows_the_same_and_verifies_offline()
    {
        var (world, caseId) = await Told();
        await using var _ = world;
        var plain = await world.Get("probation-officer", $"/cases/{caseId}/timeline");
        var proved = await world.Get("probation-officer", $"/cases/{caseId}/timeline?proof=true");
        var answer = JsonNode.Parse(proved.Text)!;
        Assert.All(answer["items"]!.AsArray(), item => Assert.True(item!.AsObject().Remove("proof")));
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(plain.Text), answer));
        Assert.DoesNotContain("intelligence", proved.Text, StringComparison.Ordinal);

        var (exit, output) = Verify("view", Write("view", proved.Text), "--partial");
        Assert.True(exit == 0, output);
        Assert.DoesNotContain("refused", output, StringComparison.Ordinal);
        Assert.Contains($"of {answer["items"]!.AsArray().Count} events are what their leaves commit to", output, StringComparison.Ordinal);
        Assert.Equal("malformed-query", (await world.Get("probation-officer", $"/cases/{caseId}/timeline?proof=yes")).Problem);
    }

    [Fact]
    public async Task What_is_opened_is_what_is_shown_and_says_no_place_and_no_size()
    {
        var (world, caseId) = await Told();
        await using var _ = world;
        var items = (await world.Get("probation-officer", $"/cases/{caseId}/timeline?proof=true")).Json.GetProperty("items");
        var proofs = 0;
        foreach (var item in items.EnumerateArray())
        {
            var proof = item.GetProperty("proof");
            Assert.All(proof.EnumerateObject(), member => Assert.Contains(
                member.Name, (string[])["leaf", "leafHash", "fields", "notProvable", "withheld"]));
            if (proof.TryGetProperty("withheld", out var _)) continue;
            proofs++;
            var opened = proof.GetProperty("fields").EnumerateArray()
                .Where(field => field.ValueKind == JsonValueKind.Object)
                .Select(field => (Path: field.GetProperty("path").GetString()!, Level: field.GetProperty("level").GetInt32())).ToList();
            var shown = item.GetProperty("facts").EnumerateObject().Select(fact => $"/facts/{fact.Name}").Append("/facts/newValue");
            Assert.All(opened.Where(field => field.Path.StartsWith("/facts", StringComparison.Ordinal)), field => Assert.Contains(field.Path, shown));
            Assert.DoesNotContain(opened, field => field.Path is "/envelope/markings" or "/envelope/requestDigest"
                || field.Path.StartsWith("/envelope/labels", StringComparison.Ordinal));
            // Another agency's author is shown by role: that level is opened, and no other.
            var isOwn = item.GetProperty("owner").GetString() == "probation";
            Assert.Equal([isOwn ? 4 : 2], opened.Where(field => field.Path == "/envelope/author").Select(field => field.Level));
        }
        Assert.True(proofs >= 3, items.ToString());
    }

    [Fact]
    public async Task A_lowered_time_is_not_given_away_by_a_leaf()
    {
        var (world, caseId) = await Told();
        await using var _ = world;
        var @case = Post.Name("prison", "opened");
        await world.Record("prison", Post.Joined(@case, "community-haven"));
        await world.Record("community-haven", Post.Seat(@case, "community-haven", "official-haven-1", "practitioner"));
        await world.Record("probation", Post.Event("probation", "consent", "governance.consent-given", @case, new
        {
            giver = "person",
            scope = new[] { "CUSTODY" },
            recipients = new[] { "community-haven" },
            givenAt = "2026-03-01T08:00:00Z",
            expires = "2026-12-01",
        }));
        await world.Record("prison", Post.Event("prison", "released", "custody.person-released", @case, new
        {
            at = "2026-02-28T08:00:00Z",
            releaseType = "conditional",
            toArea = "harbour: 4 Mill Lane",
        }));
        var items = (await world.Get("community-mentor", $"/cases/{caseId}/timeline?proof=true")).Json.GetProperty("items");
        var lowered = items.EnumerateArray().Single(item => item.TryGetProperty("event", out var name) && name.GetString() == Post.Name("prison", "released"));
        Assert.Equal("2026-03", lowered.GetProperty("happenedAt").GetString());
        Assert.Equal("""{"withheld":"time"}""", lowered.GetProperty("proof").GetRawText());
    }

    [Fact]
    public async Task An_agency_proves_its_own_event_with_its_receipt()
    {
        var (world, _) = await Told();
        await using var _2 = world;
        var receipt = await world.Post("probation", Post.Missed(Post.Name("prison", "opened"), "probation", "missed"));
        var proof = await world.Get("probation-system", $"/events/{Post.Id("missed"):D}/proof");
        Assert.Equal(200, proof.Status);
        var key = (await world.Get("auditor", "/ledgers/events/vkeys")).Text.Trim();
        var file = Write("receipt", receipt.Text);
        var (exit, output) = Verify("receipt", file, "--vkey", key);
        Assert.True(exit == 0, output);
        (exit, output) = Verify(
            "view", Write("view", proof.Text), "--receipts", file, "--origin", key.Split('+')[0], "--key", key);
        Assert.True(exit == 0, output);
        Assert.Contains("and the ledger holds them", output, StringComparison.Ordinal);
        // Another agency's event is as if it were not there.
        Assert.Equal(404, (await world.Get("prison-system", $"/events/{Post.Id("missed"):D}/proof")).Status);
    }

    [Fact]
    public async Task An_auditor_exports_the_ledger_and_a_stranger_verifies_it()
    {
        var (world, _) = await Told();
        await using var _2 = world;
        var key = (await world.Get("auditor", "/ledgers/events/vkeys")).Text.Trim();
        string[] trust = ["--origin", key.Split('+')[0], "--key", key];
        var url = world.App.Urls.First();
        var token = Write("token", world.Token("auditor"));
        var file = Path.Combine(_folder, "export.jsonl");
        Assert.Equal(0, await Export("--url", url, "--token-file", token, "--out", file));
        var (exit, output) = Verify(["ledger", file, .. trust]);
        Assert.True(exit == 0, output);
        Assert.Matches(@"verified: \d+ leaves of .* [1-9]\d* envelopes opened", output);
        (exit, output) = Verify(["ledger", "--url", url, "--token-file", token, .. trust]);
        Assert.True(exit == 0, output);

        // Behind a position, from the tree as it was there.
        var rest = Path.Combine(_folder, "rest.jsonl");
        Assert.Equal(0, await Export("--url", url, "--token-file", token, "--out", rest, "--after", "4"));
        (exit, output) = Verify(["ledger", rest, .. trust]);
        Assert.True(exit == 0, output);

        // Nothing of the facts, and no key, wrapped or not, leaves in the clear.
        var text = await File.ReadAllTextAsync(file);
        Assert.DoesNotContain("in hospital", text, StringComparison.Ordinal);
        Assert.DoesNotContain("wrapped", text, StringComparison.OrdinalIgnoreCase);
        var looks = (await world.Get("auditor", "/audit/access?limit=1000")).Json.GetProperty("records").EnumerateArray()
            .Select(record => record.GetProperty("door").GetString()).ToList();
        Assert.Contains("GET /audit/export", looks);
        Assert.Contains("GET /audit/export/events", looks);
    }

    [Fact]
    public async Task An_export_that_fails_leaves_nothing_and_keeps_the_file_before_it()
    {
        var (world, _) = await Told();
        await using var _2 = world;
        var url = world.App.Urls.First();
        var file = Write("export.jsonl", "what was there");
        Assert.Equal(2, await Export("--url", url, "--token", world.Token("probation-officer"), "--out", file));
        Assert.Equal(2, await Export("--url", url, "--token", world.Token("auditor"), "--out", file, "--after", "100000"));
        Assert.Equal("what was there", await File.ReadAllTextAsync(file));
        Assert.Equal([file], Directory.GetFiles(_folder));
        foreach (var query in (string[])["after=-2", "after=x", "limit=0", "limit=1001"])
            Assert.Equal("malformed-query", (await world.Get("auditor", $"/audit/export/events?{query}")).Problem);
    }

    static Task<int> Export(params string[] arguments) =>
        ExportCommand.Build().Parse(arguments).InvokeAsync(new() { Output = TextWriter.Null, Error = TextWriter.Null });

    string Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        return path;
    }

    static (int Exit, string Output) Verify(params string[] arguments)
    {
        var output = new StringWriter { NewLine = "\n" };
        return (VerifyCommand.Run(["verify", .. arguments], output), output.ToString());
    }
}
