using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Reintegration.Events.Server.Audit;
using Reintegration.Events.Server.Witnessing;

namespace Reintegration.Events.Server.Tests;

/// <summary>A witness cosigns one history of a log, whoever asks and however often it is killed.</summary>
public sealed class WitnessHostTests : IDisposable
{
    const string Origin = "reintegration/events/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

    readonly string _folder = ServerProcess.NewFolder();
    readonly SignerKey _log = new(Origin, NoteKeyType.Ed25519, new byte[Ed25519.SeedLength]);
    readonly SignerKey _witness = new("witness.example/w1", NoteKeyType.Cosignature, Enumerable.Repeat((byte)9, Ed25519.SeedLength).ToArray());
    readonly StillClock _clock = new(World.Start);
    readonly HttpClient _http = new();

    public void Dispose()
    {
        _log.Dispose();
        _witness.Dispose();
        _http.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    async Task<WebApplication> Host()
    {
        var app = WitnessHost.Build(new WitnessParts("http://127.0.0.1:0", _folder, _witness, [new LogPolicy(Origin, _log.Key)])
        {
            Clock = _clock,
            LogLevel = LogLevel.None,
        });
        await app.StartAsync();
        return app;
    }

    static byte[][] Leaves(int size, string tale = "leaf") =>
        [.. Enumerable.Range(0, size).Select(i => MerkleTree.LeafHash(System.Text.Encoding.ASCII.GetBytes($"{tale} {i}")))];

    async Task<AddCheckpoint> Request(int old, int size, string tale = "leaf", ISigner? signer = null, string? origin = null)
    {
        var leaves = Leaves(size, tale);
        var checkpoint = new Checkpoint(origin ?? Origin, size, MerkleTree.Root(leaves));
        var proof = old == 0 || old >= size ? [] : ProofPlan.Consistency(old, size).Assemble(new LeafNodes(leaves));
        return new AddCheckpoint(old, proof, await SignedCheckpoint.Sign(checkpoint, signer ?? _log, default), checkpoint);
    }

    async Task<(int Status, string Body, string? Type)> Ask(WebApplication app, byte[] body)
    {
        using var content = new ByteArrayContent(body);
        using var response = await _http.PostAsync(new Uri(app.Urls.First() + "/add-checkpoint"), content);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(),
            response.Content.Headers.ContentType?.MediaType);
    }

    async Task<(int Status, string Body, string? Type)> Ask(WebApplication app, AddCheckpoint request) =>
        await Ask(app, request.ToBytes());

    [Fact]
    public async Task A_growing_log_is_cosigned_and_the_line_seals_its_checkpoint()
    {
        await using var app = await Host();
        foreach (var (old, size) in ((int, int)[])[(0, 3), (3, 7), (7, 7), (7, 300)])
        {
            var request = await Request(old, size);
            var (status, body, _) = await Ask(app, request);
            Assert.Equal(200, status);
            var line = NoteSignature.Parse(body.TrimEnd('\n'))!;
            Assert.Equal(World.Start, Cosignature.Time(line));
            var policy = new LogPolicy(Origin, [_log.Key], [_witness.Key], 1);
            Assert.NotNull(SignedCheckpoint.Open(request.Note.With(line), policy, out _));
            Assert.Null(SignedCheckpoint.Open(request.Note, policy, out var verdict));
            Assert.Equal(CheckpointVerdict.NotSealed, verdict);
        }
    }

    [Fact]
    public async Task Every_attack_is_refused_with_its_own_status_and_moves_nothing()
    {
        await using var app = await Host();
        Assert.Equal(200, (await Ask(app, await Request(0, 5))).Status);
        using var stranger = new SignerKey(Origin, NoteKeyType.Ed25519, Enumerable.Repeat((byte)3, Ed25519.SeedLength).ToArray());
        using var other = new SignerKey("log.example/other", NoteKeyType.Ed25519, new byte[Ed25519.SeedLength]);
        var good = await Request(5, 9);

        // An old checkpoint replayed; a smaller tree; another history of the same size.
        Assert.Equal((409, "5\n", "text/x.tlog.size"), await Ask(app, await Request(0, 3)));
        Assert.Equal((409, "5\n", "text/x.tlog.size"), await Ask(app, await Request(3, 5)));
        Assert.Equal((409, "5\n", "text/x.tlog.size"), await Ask(app, await Request(5, 5, "tale")));
        // A forged consistency: another history, a missing hash, one too many.
        Assert.Equal(422, (await Ask(app, await Request(5, 9, "tale"))).Status);
        Assert.Equal(422, (await Ask(app, good with { Proof = [.. good.Proof.Skip(1)] })).Status);
        Assert.Equal(422, (await Ask(app, good with { Proof = [.. good.Proof, new byte[32]] })).Status);
        // A substituted key, a malleated signature, a wrong origin, an old size beyond the new one.
        Assert.Equal(403, (await Ask(app, await Request(5, 9, signer: stranger))).Status);
        Assert.Equal(403, (await Ask(app, good with { Note = Malleated(good.Note) })).Status);
        Assert.Equal(404, (await Ask(app, await Request(5, 9, signer: other, origin: "log.example/other"))).Status);
        Assert.Equal(400, (await Ask(app, (await Request(5, 9)) with { OldSize = 10 })).Status);
        foreach (var malformed in (string[])["", "old 5\n", "old 05\n\n", "new 5\n\nx\n", good.ToString().Replace("old 5", "old -5", StringComparison.Ordinal)])
            Assert.Equal(400, (await Ask(app, System.Text.Encoding.UTF8.GetBytes(malformed))).Status);

        Assert.Equal(200, (await Ask(app, good)).Status);
    }

    /// <summary>S plus the group order: another spelling of the same number, and of the same signature.</summary>
    static SignedNote Malleated(SignedNote note)
    {
        var line = note.Signatures.Single();
        var bytes = line.Bytes.ToArray();
        var order = Convert.FromHexString("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");
        for (int i = 0, carry = 0; i < 32; i++, carry >>= 8)
        {
            carry += bytes[32 + i] + order[i];
            bytes[32 + i] = (byte)carry;
        }
        return SignedNote.Of(note.Text, new NoteSignature(line.Name, line.KeyId, bytes));
    }

    [Fact]
    public async Task What_was_cosigned_is_remembered_over_a_restart_and_a_spoilt_memory_is_no_empty_one()
    {
        await using (var app = await Host()) Assert.Equal(200, (await Ask(app, await Request(0, 5))).Status);
        await using (var app = await Host())
        {
            Assert.Equal((409, "5\n", "text/x.tlog.size"), await Ask(app, await Request(0, 4, "tale")));
            Assert.Throws<InvalidOperationException>(() => new WitnessMemory(_folder));
        }
        var file = Directory.GetFiles(_folder, "*.cosigned").Single();
        await File.WriteAllTextAsync(file, "");
        await using (var app = await Host()) Assert.Equal(500, (await Ask(app, await Request(0, 4, "tale"))).Status);
    }

    [Fact]
    public async Task Racing_requests_are_cosigned_in_one_line_of_history()
    {
        await using var app = await Host();
        Assert.Equal(200, (await Ask(app, await Request(0, 5))).Status);

        var asked = await Task.WhenAll(Enumerable.Range(6, 20).Select(async size => (Size: size, Answer: await Ask(app, await Request(5, size)))));

        var winner = Assert.Single(asked, each => each.Answer.Status == 200);
        var size = winner.Size.ToString(CultureInfo.InvariantCulture);
        Assert.All(asked.Where(each => each.Size != winner.Size), each => Assert.Equal((409, $"{size}\n"), (each.Answer.Status, each.Answer.Body)));
    }

    [Fact]
    public async Task A_ledger_has_its_checkpoints_sealed_and_a_witness_that_knows_another_tree_is_heard()
    {
        await using var app = await Host();
        await using var world = await World.Begin();
        var parts = (AppParts)world.App.Services.GetService(typeof(AppParts))!;
        var address = new WitnessAddress(new Uri(app.Urls.First() + "/"), _witness.Key);
        var publication = new Publication(
            "events", parts.Ledger, new CheckpointSigner(parts.Ledger, _log, new MemorySignerMemory()),
            new TreeIndex(parts.Ledger, new MemoryTreeRows()),
            new Signing { Every = TimeSpan.FromHours(1), Witnesses = [address], Quorum = 1 }, NullLogger<Publication>.Instance);
        var witness = new WitnessClient(address, _http, NullLogger.Instance);

        var first = await publication.Sign(default);
        Assert.Null(await publication.Sealed(default));
        await SigningRounds.Cosign(publication, [witness], default);
        Assert.Equal(first.Text, (await publication.Sealed(default))!.Text);
        await world.Record("prison", Post.Opened());
        Assert.True(await publication.HasNews(default));
        var second = await publication.Sign(default);
        Assert.Single(second.Signatures);
        await SigningRounds.Cosign(publication, [new WitnessClient(address, _http, NullLogger.Instance)], default);
        Assert.Equal(second.Text, (await publication.Sealed(default))!.Text);
        Assert.Equal(2, (await publication.Latest(default)).Signatures.Count);

        // Another history of the same log, as a restored backup would sign it with an empty memory: never cosigned.
        await using var restored = await World.Begin();
        var other = ((AppParts)restored.App.Services.GetService(typeof(AppParts))!).Ledger;
        var forked = new CheckpointSigner(other, _log, new MemorySignerMemory());
        Assert.Null(await witness.Cosign(await forked.Sign(default), new TreeIndex(other, new MemoryTreeRows()), default));
    }
}
