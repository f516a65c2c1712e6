using System.Diagnostics;
using System.Text;
using Reintegration.Events.Cli.Export;
using Reintegration.Events.Cli.Succession;
using Reintegration.Events.Cli.Verify;

namespace Reintegration.Events.Server.Tests;

/// <summary>A real server over a real PostgreSQL that is restored behind what was signed, and then succeeded.</summary>
public sealed class SuccessionProcessTests : IDisposable
{
    static readonly string Case = Post.Name("prison", "opened");

    readonly string _data = ServerProcess.NewFolder();
    readonly string _backup = ServerProcess.NewFolder();
    readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(60) };

    string Cluster => Path.Combine(_data, "postgres");

    public void Dispose()
    {
        _http.Dispose();
        foreach (var folder in (string[])[_data, _backup])
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_lost_tail_is_succeeded_and_what_was_lost_is_posted_again_from_receipts()
    {
        await using (var server = await ServerProcess.Serve(_data))
        {
            await Send(server, Post.Opened());
            await Text(server, "/audit/export");
        }
        await Copy(Cluster, _backup);
        string[] lost = ["lost-1", "lost-2", "lost-3"];
        Dictionary<string, string> receipts = [];
        string old, oldKey, checkpoint;
        await using (var server = await ServerProcess.Serve(_data))
        {
            foreach (var key in lost) receipts[key] = LeafHash(await Send(server, Post.Mentoring(Case, "prison", key)));
            (old, oldKey) = await Header(server);
            checkpoint = await Text(server, "/audit/export");
        }
        Assert.Equal(1, (await Succeed()).Exit);

        Directory.Delete(Cluster, recursive: true);
        await Copy(_backup, Cluster);
        await using (var server = await ServerProcess.Serve(_data))
            Assert.Contains("history-broken", await Text(server, "/audit/export", 503), StringComparison.Ordinal);

        Assert.NotEmpty(SucceedCommand.Build().Parse(
            ["succeed", "--data", _data, "--operator", "op-a", "--operator", "OP-A", "--yes"]).Errors);
        var shown = await Succeed();
        Assert.Equal(1, shown.Exit);
        Assert.Contains("nothing was changed", shown.Output, StringComparison.Ordinal);
        var done = await Succeed("--yes");
        Assert.True(done.Exit == 0, done.Output);

        await using (var server = await ServerProcess.Serve(_data)) await Goes_on(server, old, oldKey, checkpoint, receipts);
        var again = await Succeed("--yes");
        Assert.Equal(1, again.Exit);
        Assert.Contains("nothing to succeed: the events ledger", again.Output, StringComparison.Ordinal);
        Assert.Contains("nothing to succeed: the access ledger", again.Output, StringComparison.Ordinal);
    }

    async Task Goes_on(
        ServerProcess server, string old, string oldKey, string checkpoint, Dictionary<string, string> receipts)
    {
        var (origin, key) = await Header(server);
        Assert.Equal($"{old}/2", origin);
        foreach (var leafHash in receipts.Values) await Text(server, $"/ledgers/events/tlog-proof?leafHash={leafHash}", 404);

        // Nobody may say so but the command.
        var refused = await server.Send(
            _http, await server.Token(_http, "coordination-system"), HttpMethod.Post, "/events", Post.Event(
                "coordination", "said", Events.Coordination.LedgerSucceeded.WireName, null,
                Catalog.Default.Find(Events.Coordination.LedgerSucceeded.WireName).Example,
                about: new { author = new { role = "system", reference = "x" } }));
        Assert.Contains("illegal-transition", refused.Body.ToString(), StringComparison.Ordinal);

        foreach (var (name, leafHash) in receipts)
            Assert.NotEqual(leafHash, LeafHash(await Send(server, Post.Mentoring(Case, "prison", name))));

        var file = Path.Combine(_data, "export.jsonl");
        var token = Write("token", await server.Token(_http, "auditor"));
        Assert.Equal(0, await ExportCommand.Build().Parse(["--url", server.Url.ToString(), "--token-file", token, "--out", file])
            .InvokeAsync(new() { Output = TextWriter.Null, Error = TextWriter.Null }));
        string[] trust = ["--origin", origin, "--key", key];
        var (exit, output) = Verify("ledger", file, [.. trust]);
        Assert.True(exit == 0, output);
        Assert.Contains($"of {old} lost", output, StringComparison.Ordinal);
        using var header = JsonDocument.Parse(checkpoint);
        var seen = Write("seen", header.RootElement.GetProperty("checkpoint").GetString()!);
        (exit, output) = Verify("ledger", file, [.. trust, "--key", oldKey, "--seen", seen]);
        Assert.Equal(1, exit);
        Assert.Contains("LedgerSucceeded at position", output, StringComparison.Ordinal);
        Assert.Contains($"of {old} lost; it goes on as {origin}", output, StringComparison.Ordinal);
        (exit, output) = Verify("ledger", file, [.. trust, "--seen", seen]);
        Assert.Equal(1, exit);
        Assert.Contains("is not trusted", output, StringComparison.Ordinal);
    }

    async Task<(int Exit, string Output)> Succeed(params string[] more)
    {
        var output = new StringWriter();
        string[] arguments = ["succeed", "--data", _data, "--operator", "op-a", "--operator", "op-b", .. more];
        var exit = await SucceedCommand.Build().Parse(arguments).InvokeAsync(new() { Output = output, Error = output });
        return (exit, output.ToString());
    }

    static (int Exit, string Output) Verify(string what, string file, string[] arguments)
    {
        var output = new StringWriter { NewLine = "\n" };
        return (VerifyCommand.Run(["verify", what, file, .. arguments], output), output.ToString());
    }

    string Write(string name, string text)
    {
        var path = Path.Combine(_data, name);
        File.WriteAllText(path, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        return path;
    }

    async Task<(string Origin, string Key)> Header(ServerProcess server)
    {
        using var header = JsonDocument.Parse(await Text(server, "/audit/export"));
        return (header.RootElement.GetProperty("origin").GetString()!, header.RootElement.GetProperty("vkey").GetString()!);
    }

    async Task<string> Text(ServerProcess server, string path, int expected = 200)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(server.Url, path));
        request.Headers.Authorization = new("Bearer", await server.Token(_http, "auditor"));
        request.Headers.Add("Purpose", "oversight");
        using var response = await _http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True((int)response.StatusCode == expected, $"{path}: {(int)response.StatusCode} {text}");
        return text;
    }

    async Task<JsonElement> Send(ServerProcess server, byte[] body)
    {
        var (status, answer) = await server.Send(
            _http, await server.Token(_http, "prison-system"), HttpMethod.Post, "/events", body);
        Assert.True(status == 201, answer.ToString());
        return answer;
    }

    static string LeafHash(JsonElement answer) => answer.GetProperty("leafHash").GetString()!;

    /// <summary>A backup of a stopped cluster, as an operator would take it: the folder, owners and all.</summary>
    static async Task Copy(string from, string to)
    {
        using var process = Process.Start("cp", ["-a", from, to]);
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
    }
}
