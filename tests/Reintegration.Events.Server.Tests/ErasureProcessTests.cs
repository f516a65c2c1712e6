using System.Net.Http.Json;
using System.Text;
using Npgsql;

namespace Reintegration.Events.Server.Tests;

/// <summary>Erasure by a real server over a real PostgreSQL: what is left on disk, and after being killed.</summary>
public sealed class ErasureProcessTests : IDisposable
{
    // One for the facts, which are never in the clear; one for envelope and labels, which are until they are deleted.
    const string FactsCanary = "canary-facts-3c91";
    const string EnvelopeCanary = "canary-envelope-77ab";
    static readonly string Case = Post.Name("prison", "opened");

    readonly string _data = ServerProcess.NewFolder();
    readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(60) };

    string Keys => Path.Combine(_data, "keys", "data");
    string Tombstones => Path.Combine(_data, "tombstones");

    public void Dispose()
    {
        _http.Dispose();
        Directory.Delete(_data, recursive: true);
    }

    [Fact]
    public async Task Nothing_that_was_erased_is_found_anywhere_and_everything_still_verifies()
    {
        await using var server = await ServerProcess.Serve(_data);
        var caseId = await Tell(server);
        await BuildTwice(server, caseId);
        await Compact(server);
        Assert.NotEmpty(Holding(EnvelopeCanary, "base"));
        Assert.Empty(Holding(FactsCanary, ""));
        var before = await Get(server, "auditor", "/audit/events?limit=1000");
        var (rows, keys) = (await ViewRows.Of(server, caseId), Files());
        // Of the build that serves and of the one that is kept, for every audience.
        Assert.True(rows.Select(row => row.Generation).Distinct().Count() > 1);

        Assert.Equal(201, await Approve(server, caseId));

        // They are gone by now, in every build, and nothing brings them back: what comes is folded afresh under another key.
        Assert.DoesNotContain(await ViewRows.Of(server, caseId), row => row.Erasure < 0);
        Assert.Contains(ViewRows.KeyFile(caseId), keys);
        Assert.DoesNotContain(ViewRows.KeyFile(caseId), Files());
        Assert.Empty(await Shown(server, "probation-officer", "supervision-case"));
        Assert.Single(await Shown(server, "community-mentor", "case-list"));
        await ViewRows.Folded(server);
        Assert.Single(await Shown(server, "community-mentor", "case-list"));
        await Compact(server);

        // Until its segments are written over, the write-ahead log holds envelopes and labels as they were: pg_wal is
        // left out for them, and deploy/README.md says so. Facts are in no file, log or not.
        Assert.Empty(Holding(EnvelopeCanary, "base"));
        Assert.Empty(Holding(EnvelopeCanary, "global"));
        Assert.Empty(Holding(FactsCanary, ""));
        Assert.DoesNotContain("canary", server.Output, StringComparison.Ordinal);
        foreach (var (persona, path) in new[]
        {
            ("auditor", "/audit/events?limit=1000"), ("probation-system", "/events?limit=1000"),
            ("probation-officer", $"/cases/{caseId}/timeline"), ("probation-officer", $"/cases/{caseId}"),
            ("community-mentor", $"/cases/{caseId}/timeline"), ("prison-system", "/events?limit=1000"),
        })
            Assert.DoesNotContain("canary", (await Get(server, persona, path)).ToString(), StringComparison.Ordinal);
        await Verifies(server, before);
    }

    [Fact]
    public async Task One_event_that_is_erased_leaves_the_rows_of_every_build_and_the_rest_is_folded_afresh()
    {
        await using var server = await ServerProcess.Serve(_data);
        var caseId = await Tell(server);
        await Send(server, "probation", Post.Missed(Case, "probation", "kept"));
        await Send(server, "probation", Post.Proposed(
            "probation", "one", new { targetEvent = Post.Name("probation", "missed"), reason = "no-longer-needed" }));
        await BuildTwice(server, caseId);

        Assert.Equal(201, await Send(server, "probation", Post.Approved("probation", "one/a", "one")));

        Assert.DoesNotContain(await ViewRows.Of(server, caseId), row => row.Erasure < 0);
        Assert.DoesNotContain(ViewRows.KeyFile(caseId), Files());
        await Shows();
        await ViewRows.Folded(server);
        Assert.Contains(await ViewRows.Of(server, caseId), row => row.View == "supervision-case" && row.Erasure > 0);
        await Shows();
        Assert.Empty(Holding(FactsCanary, ""));

        async Task Shows()
        {
            var row = Assert.Single(await Shown(server, "probation-officer", "supervision-case")).ToString();
            Assert.DoesNotContain(FactsCanary, row, StringComparison.Ordinal);
            Assert.Contains("circle", row, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Killed_between_approval_and_destruction_the_next_start_destroys()
    {
        await using var server = await ServerProcess.Serve(_data);
        var caseId = await Tell(server);
        var before = Files();
        var token = await server.Token(_http, "auditor");
        Task approving;
        // Who has this lock alone keeps the server from removing a key; what it records is recorded all the same.
        using (new FileStream(Path.Combine(Keys, ".lock"), FileMode.Open, FileAccess.ReadWrite, FileShare.None))
        {
            approving = Approve(server, caseId);
            JsonElement page;
            do (_, page) = await server.Send(_http, token, HttpMethod.Get, "/audit/events?limit=1000");
            while (!page.ToString().Contains("\"erased\"", StringComparison.Ordinal));
            await server.Kill();
        }
        await Assert.ThrowsAnyAsync<Exception>(() => approving);
        Assert.Equal(before, before.Intersect(Files()));
        Assert.True(await Rows(server, "sealed") > 0);

        await server.Start();

        Assert.NotEmpty(before.Except(Files()));
        Assert.Equal(0, await Rows(server, "sealed"));
        Assert.Equal(0, await Rows(server, "envelope"));
        Assert.Equal(0, await Rows(server, "label"));
        Assert.Equal(200, await Approve(server, caseId, expected: 200));
        await Verifies(server, null);
    }

    [Fact]
    public async Task Keys_copied_back_from_a_backup_are_destroyed_before_anything_is_served()
    {
        await using var server = await ServerProcess.Serve(_data);
        var caseId = await Tell(server);
        await ViewRows.Folded(server);
        var backup = Files().ToDictionary(file => file, file => File.ReadAllBytes(Path.Combine(Keys, file)));
        Assert.Equal(201, await Approve(server, caseId));
        var destroyed = backup.Keys.Except(Files()).ToList();
        Assert.Contains(ViewRows.KeyFile(caseId), destroyed);

        foreach (var isWithoutTombstones in (bool[])[false, true])
        {
            await server.Kill();
            foreach (var (file, bytes) in backup) await File.WriteAllBytesAsync(Path.Combine(Keys, file), bytes);
            // Even when their second copy is lost as well: the ledger knows what it erased.
            if (isWithoutTombstones) Directory.Delete(Tombstones, recursive: true);

            await server.Start();

            Assert.Empty(destroyed.Intersect(Files()));
            Assert.All(destroyed, file => Assert.True(File.Exists(Path.Combine(Tombstones, file))));
        }
        await Verifies(server, null);
    }

    /// <summary>Every view has rows of the case, and two of them rows of a build that is kept.</summary>
    async Task BuildTwice(ServerProcess server, string caseId)
    {
        await Send(server, "community-haven", Post.Seat(Case, "community-haven", "official-haven-1", "practitioner"));
        await ViewRows.Folded(server);
        var operates = await server.Token(_http, "operator");
        foreach (var view in (string[])["supervision-case", "case-list"])
        {
            var (status, answer) = await server.Send(_http, operates, HttpMethod.Post, $"/admin/projections/{view}/rebuild");
            Assert.True(status == 202, $"{status} {answer}");
            await ViewRows.Rebuilt(server, view);
        }
        var rows = await ViewRows.Of(server, caseId);
        Assert.All((string[])["kept", "serving"], state => Assert.Contains(
            rows, row => row.View == "supervision-case" && row.State == state && row.Body.Length > FactsCanary.Length));
        Assert.All(rows, row => Assert.Equal(-1, row.Erasure));
        Assert.Contains(
            FactsCanary, Assert.Single(await Shown(server, "probation-officer", "supervision-case")).ToString(), StringComparison.Ordinal);
    }

    /// <summary>A busy machine may answer 503 for a while; an answer with rows is what is looked at.</summary>
    async Task<List<JsonElement>> Shown(ServerProcess server, string persona, string view)
    {
        for (var attempt = 1; ; attempt++)
        {
            var answer = await Get(server, persona, $"/views/{view}");
            if (answer.TryGetProperty("rows", out var rows)) return [.. rows.EnumerateArray()];
            Assert.True(attempt < 30 && answer.GetProperty("status").GetInt32() == 503, answer.ToString());
            await Task.Delay(200);
        }
    }

    async Task<string> Tell(ServerProcess server)
    {
        await Send(server, "prison", Post.Opened());
        await Send(server, "prison", Post.Joined(Case, "probation"));
        await Send(server, "prison", Post.Joined(Case, "community-haven"));
        await Send(server, "probation", Post.Seat(Case, "probation", "official-probation-1", "practitioner"));
        await Send(server, "probation", Post.Seat(Case, "probation", EnvelopeCanary, "practitioner"));
        await Send(server, "probation", Post.Event(
            "probation", "missed", "supervision.contact-missed", Case,
            new { expectedAt = "2026-02-20T10:00:00Z", service = FactsCanary, followUpBy = "2026-03-05" },
            about: new
            {
                author = new { role = "practitioner", reference = EnvelopeCanary },
                subjects = new[] { new { person = EnvelopeCanary, category = "convicted" } },
                reviewDue = "2026-06-01",
            }));
        var opened = await Get(server, "prison-system", $"/events/{Post.Id("opened"):D}");
        var caseId = opened.GetProperty("case").GetString()!;
        await Send(server, "probation", Post.Proposed("probation", "p", new { @case = caseId, reason = "rights-request" }));
        return caseId;
    }

    async Task<int> Approve(ServerProcess server, string caseId, int expected = 201)
    {
        Assert.NotEmpty(caseId);
        return await Send(server, "probation", Post.Approved("probation", "a", "p"), expected);
    }

    async Task<int> Send(ServerProcess server, string agency, byte[] body, int expected = 201)
    {
        var (status, answer) = await server.Send(
            _http, await server.Token(_http, $"{agency}-system"), HttpMethod.Post, "/events", body);
        Assert.True(status == expected, $"{status} {answer}");
        return status;
    }

    async Task<JsonElement> Get(ServerProcess server, string persona, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(server.Url, path));
        request.Headers.Authorization = new("Bearer", await server.Token(_http, persona));
        request.Headers.Add("Purpose", Personas.Find(persona)!.Purpose);
        using var response = await _http.SendAsync(request);
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }

    /// <summary>The root is that of the leaves, which are those from before, and erased ones among them.</summary>
    async Task Verifies(ServerProcess server, JsonElement? before)
    {
        var page = await Get(server, "auditor", "/audit/events?limit=1000");
        var leaves = page.GetProperty("events").EnumerateArray().Select(each => each.GetProperty("leaf").GetBytesFromBase64()).ToList();
        Assert.Equal(page.GetProperty("size").GetInt64(), leaves.Count);
        Assert.Equal(
            page.GetProperty("root").GetString(),
            Convert.ToHexStringLower(MerkleTree.Root(leaves.Select(leaf => MerkleTree.LeafHash(leaf)))));
        Assert.Contains(page.GetProperty("events").EnumerateArray(), each => each.TryGetProperty("erased", out _));
        if (before is not { } old) return;
        var earlier = old.GetProperty("events").EnumerateArray().Select(each => each.GetProperty("leaf").GetString());
        Assert.Equal(earlier, leaves.Take(earlier.Count()).Select(Convert.ToBase64String));
    }

    string[] Files() => [.. Directory.GetFiles(Keys).Select(file => Path.GetFileName(file)).Where(file => file[0] != '.').Order()];

    /// <summary>Files of the cluster, below a folder of it, that hold the text as it is.</summary>
    List<string> Holding(string text, string folder)
    {
        var sought = Encoding.UTF8.GetBytes(text);
        return
        [
            .. Directory.EnumerateFiles(
                Path.Combine(_data, "postgres", folder.Length == 0 ? "" : Path.Combine("data", folder)), "*",
                new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.Device })
                .Where(file => !file.Contains("socket", StringComparison.Ordinal) && new FileInfo(file).Length > 0)
                .Where(file => File.ReadAllBytes(file).AsSpan().IndexOf(sought) >= 0),
        ];
    }

    static async Task Compact(ServerProcess server)
    {
        await using var admin = await server.Admin();
        foreach (var sql in (string[])["vacuum full", "checkpoint"])
        {
            await using var command = new NpgsqlCommand(sql, admin);
            await command.ExecuteNonQueryAsync();
        }
    }

    /// <summary>Rows still there of what is named as erased.</summary>
    static async Task<long> Rows(ServerProcess server, string table)
    {
        await using var admin = await server.Admin();
        await using var command = new NpgsqlCommand(
            $"select count(*) from reintegration.{table} join reintegration.expunged using (position)", admin);
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
