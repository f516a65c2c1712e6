using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using Reintegration.Events.Server.Doors;
using Reintegration.Events.Tests.Support;

namespace Reintegration.Events.Server.Tests;

/// <summary>Server and witness as operators run them: two processes that share nothing but the network.</summary>
public sealed class WitnessProcessTests : IDisposable
{
    /// <summary>A limit against waiting for ever; a busy machine takes its time.</summary>
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    readonly string _folder = ServerProcess.NewFolder();
    readonly string _url = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{ServerProcess.FreePort()}");
    readonly string _data = ServerProcess.NewFolder();
    readonly HttpClient _http = new() { Timeout = Patience };
    Process? _witness;

    public WitnessProcessTests() => Directory.CreateDirectory(_folder);

    public void Dispose()
    {
        if (_witness is { HasExited: false }) _witness.Kill();
        _witness?.Dispose();
        _http.Dispose();
        Remove(_folder);
        Remove(_data);
    }

    /// <summary>A PostgreSQL that is being ended may still write for a moment.</summary>
    static void Remove(string folder)
    {
        for (var tries = 0; Directory.Exists(folder); tries++)
            try
            {
                Directory.Delete(folder, recursive: true);
            }
            catch (IOException) when (tries < 100)
            {
                Thread.Sleep(100);
            }
    }

    string KeyFile => Path.Combine(_folder, "witness.key");
    string TrustFile => Path.Combine(_folder, "trust");

    async Task Witness()
    {
        _witness = Process.Start(new ProcessStartInfo("dotnet",
            [Path.Combine(AppContext.BaseDirectory, "reintegration-server.dll"), "witness", "--urls", _url,
                "--data", Path.Combine(_folder, "witness"), "--key", KeyFile, "--trust", TrustFile])
        { RedirectStandardOutput = true })!;
        using var patience = new CancellationTokenSource(Patience);
        while (await _witness.StandardOutput.ReadLineAsync(patience.Token) is { } line)
            if (line.StartsWith("serving", StringComparison.Ordinal)) return;
        Assert.Fail("The witness did not start.");
    }

    async Task<(int Status, byte[] Body)> Get(ServerProcess server, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(server.Url, path));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await server.Token(_http, "auditor"));
        using var response = await _http.SendAsync(request);
        return ((int)response.StatusCode, await response.Content.ReadAsByteArrayAsync());
    }

    /// <summary>The newest sealed checkpoint, once it has at least so many leaves.</summary>
    async Task<SignedCheckpoint> Sealed(ServerProcess server, string ledger, LogPolicy policy, long least)
    {
        var started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) < Patience)
        {
            var (status, body) = await Get(server, $"/ledgers/{ledger}/checkpoint?sealed=true");
            if (status == 200 && SignedCheckpoint.Open(body, policy, out _) is { } opened && opened.Checkpoint.Size >= least)
                return opened;
            await Task.Delay(100);
        }

        throw new InvalidOperationException($"Nothing of {least} leaves was sealed:\n{server.Output}");
    }

    [Fact]
    public async Task Checkpoints_are_sealed_over_the_death_of_the_witness_and_strangers_can_check_them()
    {
        using var witnessKey = SignerFile.Open(KeyFile, "witness.example/w1", NoteKeyType.Cosignature);
        await using var server = await ServerProcess.Serve(
            _data, "--witness", _url, "--witness-vkey", witnessKey.Key.ToString());
        var policies = new Dictionary<string, LogPolicy>();
        foreach (var ledger in (string[])["events", "access"])
        {
            var (_, text) = await Get(server, $"/ledgers/{ledger}/vkeys");
            var key = VerifierKey.Parse(System.Text.Encoding.UTF8.GetString(text).Split('\n')[0])!;
            await File.AppendAllTextAsync(TrustFile, $"{key}\n");
            policies[ledger] = new LogPolicy(key.Name, [key], [witnessKey.Key], 1);
        }

        var token = await server.Token(_http, "prison-system");
        await server.Send(_http, token, HttpMethod.Post, "/events", Post.Opened());
        Assert.Equal(404, (await Get(server, "/ledgers/events/checkpoint?sealed=true")).Status);
        await Witness();
        var first = await Sealed(server, "events", policies["events"], 1);
        await Sealed(server, "access", policies["access"], 0);

        _witness!.Kill();
        await _witness.WaitForExitAsync();
        await server.Send(_http, token, HttpMethod.Post, "/events", Post.Mentoring(Post.Name("prison", "opened"), "prison", "x"));
        await Witness();
        var second = await Sealed(server, "events", policies["events"], first.Checkpoint.Size + 1);
        await CheckWithPython(server, second);
    }

    /// <summary>SIGKILL at any moment: no size once cosigned is ever forgotten.</summary>
    [Fact]
    public async Task A_killed_witness_remembers_all_it_has_cosigned()
    {
        using var witnessKey = SignerFile.Open(KeyFile, "witness.example/w1", NoteKeyType.Cosignature);
        using var log = new SignerKey("log.example/a", NoteKeyType.Ed25519, new byte[Ed25519.SeedLength]);
        await File.WriteAllTextAsync(TrustFile, $"{log.Key}\n");
        byte[][] leaves = [.. Enumerable.Range(0, 4000).Select(i => MerkleTree.LeafHash(BitConverter.GetBytes(i)))];
        var random = new Random(7);
        var size = 0;
        for (var round = 0; round < 4; round++)
        {
            await Witness();
            Assert.Equal(200, await Ask(log, leaves, size, ++size));
            var kill = Task.Delay(random.Next(20, 300)).ContinueWith(_ => _witness!.Kill(), TaskScheduler.Default);
            while (await Ask(log, leaves, size, size + 1) == 200) size++;
            await kill;
            await _witness!.WaitForExitAsync();
            await Witness();
            // It is at the last size it said yes to, or at the one that was under way; never at an older one.
            if (await Ask(log, leaves, size + 1, size + 1) == 200) size++;
            else Assert.Equal(200, await Ask(log, leaves, size, size));
            Assert.Equal(409, await Ask(log, leaves, size - 1, size));
            _witness!.Kill();
            await _witness.WaitForExitAsync();
        }
    }

    async Task<int> Ask(SignerKey log, byte[][] leaves, int old, int size)
    {
        var head = leaves[..size];
        var checkpoint = new Checkpoint("log.example/a", size, MerkleTree.Root(head));
        var proof = old == 0 || old == size ? [] : ProofPlan.Consistency(old, size).Assemble(new LeafNodes(head));
        var request = new AddCheckpoint(old, proof, await SignedCheckpoint.Sign(checkpoint, log, default), checkpoint);
        using var content = new ByteArrayContent(request.ToBytes());
        try
        {
            using var response = await _http.PostAsync(new Uri($"{_url}/add-checkpoint"), content);
            return (int)response.StatusCode;
        }
        catch (HttpRequestException)
        {
            return 0;
        }
    }

    /// <summary>Signatures by openssl, the root by hashlib, from what was served and nothing else.</summary>
    async Task CheckWithPython(ServerProcess server, SignedCheckpoint head)
    {
        var served = Directory.CreateDirectory(Path.Combine(_folder, "served")).FullName;
        await File.WriteAllBytesAsync(Path.Combine(served, "checkpoint"), head.Note.ToBytes());
        await File.WriteAllBytesAsync(Path.Combine(served, "vkeys"), (await Get(server, "/ledgers/events/vkeys")).Body);
        foreach (var tile in TileId.All(head.Checkpoint.Size).Where(tile => tile.Level == 0))
            await File.WriteAllBytesAsync(
                Path.Combine(served, $"tile-{tile.Index}"), (await Get(server, $"/ledgers/events/{tile.Path}")).Body);
        var script = Path.Combine(Golden.Root, "tests", "Interop", "served.py");
        if (await Python(script, served) is not { } right) return;
        Assert.True(right.Code == 0, right.Output);
        var spoilt = Path.Combine(served, "tile-0");
        var bytes = await File.ReadAllBytesAsync(spoilt);
        bytes[5] ^= 1;
        await File.WriteAllBytesAsync(spoilt, bytes);
        Assert.Equal(1, (await Python(script, served))!.Value.Code);
    }

    /// <summary>Null where Python or openssl is not installed.</summary>
    static async Task<(int Code, string Output)?> Python(params string[] arguments)
    {
        try
        {
            using var openssl = Process.Start(new ProcessStartInfo("openssl", ["version"]) { RedirectStandardOutput = true })!;
            using var python = Process.Start(
                new ProcessStartInfo("python3", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var output = await python.StandardOutput.ReadToEndAsync() + await python.StandardError.ReadToEndAsync();
            await python.WaitForExitAsync();
            return (python.ExitCode, output);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
