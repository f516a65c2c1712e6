using Npgsql;
using Reintegration.Events.Cli.Export;
using Reintegration.Events.Cli.Verify;

namespace Reintegration.Events.Server.Tests;

/// <summary>
/// A stranger with the auditor's file tells what was erased from what was tampered with: a real server and PostgreSQL.
/// </summary>
public sealed class ErasureExportTests : IDisposable
{
    static readonly string Case = Post.Name("prison", "opened");

    readonly string _data = ServerProcess.NewFolder();
    readonly string _folder = Directory.CreateTempSubdirectory("reintegration-erased-").FullName;
    readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(60) };

    public void Dispose()
    {
        _http.Dispose();
        Directory.Delete(_data, recursive: true);
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task What_was_erased_verifies_as_erased_and_what_was_deleted_by_hand_is_named()
    {
        await using var server = await ServerProcess.Serve(_data);
        await Tell(server);
        await Erase(server, "probation", "one", new { targetEvent = Post.Name("probation", "gone"), reason = "no-longer-needed" });
        var caseId = (await Own(server, "prison", "opened")).GetProperty("case").GetString()!;
        await Erase(server, "community-haven", "all", new { @case = caseId, reason = "rights-request" });

        var (exit, output, file) = await Verify(server);
        Assert.True(exit == 0, output);
        Assert.Contains(", 4 events erased", output, StringComparison.Ordinal);
        // Each record names the leaves that went by it, and no other.
        var lines = File.ReadLines(file).Skip(1).Select(line => JsonElement.Parse(line)).ToList();
        var gone = lines.Where(line => line.TryGetProperty("erased", out _))
            .ToLookup(line => line.GetProperty("erased").GetProperty("by").GetInt64(), Hash);
        Assert.Equal([1, 3], gone.Select(by => by.Count()));
        foreach (var by in gone)
            Assert.Equal(by.Order(StringComparer.Ordinal), Named(lines[(int)by.Key]).Order(StringComparer.Ordinal));

        // By hand, as whoever rules the database; then with the mark of an erasure that named another event.
        var kept = await Scalar(server, "select max(position) from reintegration.envelope where type like '%contact-missed%'");
        await Execute(server, "set session_replication_role = replica", $"delete from reintegration.sealed where position = {kept}");
        (exit, output, _) = await Verify(server);
        Assert.Equal(1, exit);
        Assert.Contains($"refused: position {kept}: ", output, StringComparison.Ordinal);
        var last = gone.Max(by => by.Key);
        await Execute(
            server, "set session_replication_role = replica", $"delete from reintegration.envelope where position = {kept}",
            $"insert into reintegration.expunged select {kept}, {last}, stream, false, false from reintegration.event where position = {kept}");
        (exit, output, _) = await Verify(server);
        Assert.Equal(1, exit);
        Assert.Contains(
            $"refused: position {kept}: its content is gone, and position {last} is no RecordExpunged that names it",
            output, StringComparison.Ordinal);
    }

    async Task Tell(ServerProcess server)
    {
        await Send(server, "prison", Post.Opened());
        await Send(server, "prison", Post.Joined(Case, "probation"));
        await Send(server, "prison", Post.Joined(Case, "community-haven"));
        await Send(server, "probation", Post.Missed(Case, "probation", "gone"));
        await Send(server, "probation", Post.Missed(Case, "probation", "kept"));
        await Send(server, "community-haven", Post.Seat(Case, "community-haven", "official-haven-1", "practitioner"));
        await Send(server, "community-haven", Post.Mentoring(Case, "community-haven", "first"));
        await Send(server, "community-haven", Post.Mentoring(Case, "community-haven", "second"));
    }

    async Task Erase(ServerProcess server, string agency, string key, object facts)
    {
        await Send(server, agency, Post.Proposed(agency, $"{key}/p", facts));
        await Send(server, agency, Post.Approved(agency, $"{key}/a", $"{key}/p"));
    }

    async Task Send(ServerProcess server, string agency, byte[] body)
    {
        var (status, answer) = await server.Send(
            _http, await server.Token(_http, $"{agency}-system"), HttpMethod.Post, "/events", body);
        Assert.True(status == 201, $"{status} {answer}");
    }

    async Task<JsonElement> Own(ServerProcess server, string agency, string key) =>
        (await server.Send(_http, await server.Token(_http, $"{agency}-system"), HttpMethod.Get, $"/events/{Post.Id(key):D}")).Body;

    /// <summary>Exports by the program that auditors use, and verifies with the key it is told beforehand.</summary>
    async Task<(int Exit, string Output, string File)> Verify(ServerProcess server)
    {
        var token = await server.Token(_http, "auditor");
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(server.Url, "/ledgers/events/vkeys"));
        request.Headers.Authorization = new("Bearer", token);
        var key = (await (await _http.SendAsync(request)).Content.ReadAsStringAsync()).Trim();
        var file = Path.Combine(_folder, $"{Guid.NewGuid():N}.jsonl");
        var said = new StringWriter();
        var exported = await ExportCommand.Build().Parse(["--url", server.Url.ToString(), "--token", token, "--out", file])
            .InvokeAsync(new() { Output = said, Error = said });
        Assert.True(exported == 0, said.ToString());
        var output = new StringWriter { NewLine = "\n" };
        var exit = VerifyCommand.Run(["verify", "ledger", file, "--origin", key.Split('+')[0], "--key", key], output);
        return (exit, output.ToString(), file);
    }

    static string Hash(JsonElement line) =>
        Convert.ToHexStringLower(MerkleTree.LeafHash(line.GetProperty("leaf").GetBytesFromBase64()));

    static IEnumerable<string> Named(JsonElement line) => line.GetProperty("labels").EnumerateArray()
        .Where(row => row[0].GetString() == "leafHashes").Select(row => row[1].GetString()!);

    static async Task Execute(ServerProcess server, params string[] statements)
    {
        await using var admin = await server.Admin();
        foreach (var sql in statements)
        {
            await using var command = new NpgsqlCommand(sql, admin);
            await command.ExecuteNonQueryAsync();
        }
    }

    static async Task<long> Scalar(ServerProcess server, string sql)
    {
        await using var admin = await server.Admin();
        await using var command = new NpgsqlCommand(sql, admin);
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
