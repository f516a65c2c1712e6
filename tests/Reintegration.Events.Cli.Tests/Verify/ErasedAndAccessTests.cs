using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Reintegration.Events.Cli.Verify;
using Reintegration.Events.Events;
using Reintegration.Events.Ledger;
using Reintegration.Events.Policy;
using Support.Audit;

namespace Reintegration.Events.Cli.Tests.Verify;

/// <summary>Files made by hand: erased events, and the leaves of an access ledger.</summary>
public sealed class ErasedAndAccessTests : IDisposable
{
    const string LedgerId = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb";
    const string Origin = "reintegration/events/" + LedgerId;
    const string Expunged = "reintegration.governance.record-expunged.v1";
    const string Other = "reintegration.supervision.supervision-commenced.v1";

    readonly Scratch _scratch = new();
    readonly SignerKey _signer = new(Origin, NoteKeyType.Ed25519, SHA256.HashData("log"u8));

    public void Dispose()
    {
        _signer.Dispose();
        _scratch.Dispose();
    }

    [Fact]
    public async Task Erased_and_named_by_a_later_RecordExpunged_is_verified_erased()
    {
        var (exit, output) = await Verify(1, Expunged, expunger: 2);
        Assert.Equal((0, $"verified: 3 leaves of {Origin} are those that were signed; 2 envelopes opened, 1 events erased\n"), (exit, output));
    }

    [Theory]
    [InlineData(0, Expunged, 2)]
    [InlineData(1, Other, 2)]
    public async Task Erased_and_named_by_nothing_is_refused(int named, string type, int expunger)
    {
        var (exit, output) = await Verify(named, type, expunger);
        Assert.Equal((1, "refused: position 1: its content is gone, and position 2 is no RecordExpunged that names it\n"), (exit, output));
    }

    [Fact]
    public async Task An_expungement_stands_behind_what_it_expunged()
    {
        var (exit, output) = await Verify(1, Expunged, expunger: 0);
        Assert.Equal((1, "refused: position 1: it says it was expunged by an event that is not behind it\n"), (exit, output));
    }

    [Fact]
    public async Task What_is_left_of_an_erased_event_is_still_what_its_leaf_names()
    {
        var (exit, output) = await Verify(1, Expunged, expunger: 2, leftover: RandomNumberGenerator.GetBytes(80));
        Assert.Equal((1, "refused: position 1: a ciphertext is not the one its leaf names\n"), (exit, output));
    }

    /// <summary>Three events; the second has lost its content.</summary>
    async Task<(int Exit, string Output)> Verify(int named, string type, long expunger, byte[]? leftover = null)
    {
        var part = new SealedPart(SealedPart.Facts, KeyScope.NoPerson, RandomNumberGenerator.GetBytes(80), default);
        var (first, second) = (Proof(Other, null), Proof(Other, null));
        ReadOnlyMemory<byte>[] leaves = [LeafOf(first, part, 0), LeafOf(second, part, 1)];
        var third = Proof(type, Convert.ToHexStringLower(MerkleTree.LeafHash(leaves[named].Span)));
        var last = LeafOf(third, part, 2);
        ImmutableArray<SealedPart> left = leftover is null ? [] : [part with { Ciphertext = leftover }];
        return await Verify(
        [
            new ExportLine(0, leaves[0], [part], first, []),
            new ExportLine(1, leaves[1], left, null, [], expunger),
            new ExportLine(2, last, [part], third, [("leafHashes", Convert.ToHexStringLower(MerkleTree.LeafHash(leaves[named].Span)))]),
        ]);
    }

    async Task<(int Exit, string Output)> Verify(List<ExportLine> lines, SignedNote? signed = null)
    {
        var hashes = lines.Select(line => MerkleTree.LeafHash(line.Leaf.Span)).ToList();
        var note = signed ?? await SignedCheckpoint.Sign(new Checkpoint(Origin, lines.Count, MerkleTree.Root(hashes)), _signer, default);
        var header = new ExportHeader(LedgerId, Origin, -1, default, note.ToString(), _signer.Key.ToString());
        byte[][] all = [header.ToBytes(), .. lines.Select(line => line.ToBytes())];
        var file = _scratch.Write("export", string.Concat(all.Select(line => Encoding.UTF8.GetString(line) + "\n")));
        var output = new StringWriter { NewLine = "\n" };
        var exit = VerifyCommand.Run(
            ["verify", "ledger", file, "--origin", Origin, "--key", _signer.Key.ToString()], output);
        return (exit, output.ToString());
    }

    static byte[] LeafOf(FieldProof proof, SealedPart part, int second) => Leaf.V1(
        new SealedEvent(proof.FieldsRoot(), default, [part]), LedgerId, AuditedLedger.Now.AddSeconds(second));

    static FieldProof Proof(string type, string? leafHash)
    {
        List<ProvedField> fields = [new(RandomNumberGenerator.GetBytes(MerkleTree.HashLength))];
        if (leafHash is not null) fields.Add(Open("/envelope/labels/leafHashes", $"[\"{leafHash}\"]"));
        fields.Add(Open("/envelope/type", $"\"{type}\""));
        return new FieldProof(default, [.. fields], ImmutableSortedDictionary<string, string>.Empty);

        static ProvedField Open(string path, string value) => new(new Opening(
            path, Level.Full, RandomNumberGenerator.GetBytes(MerkleTree.HashLength), Encoding.UTF8.GetBytes(value)));
    }

    [Fact]
    public async Task Removed_access_record()
    {
        var sealer = new AccessSealer(LedgerId, new MemoryKeyStore(RandomNumberGenerator.Fill), RandomNumberGenerator.Fill);
        List<ExportLine> lines = [];
        for (var look = 0; look < 6; look++)
        {
            var sealedLook = sealer.Seal(Look(look), AuditedLedger.Now);
            lines.Add(new ExportLine(
                look, sealedLook.Leaf(LedgerId, AuditedLedger.Now),
                [new SealedPart("/access", sealedLook.Month, sealedLook.Ciphertext, default)], null, []));
        }
        var root = MerkleTree.Root(lines.Select(line => MerkleTree.LeafHash(line.Leaf.Span)));
        var signed = await SignedCheckpoint.Sign(new Checkpoint(Origin, lines.Count, root), _signer, default);
        Assert.Equal(0, (await Verify(lines, signed)).Exit);

        lines.RemoveAt(3);
        Assert.Equal(
            (1, "refused: position 3: the line in its place says 4: lines are missing, inserted or out of order\n"),
            await Verify(lines, signed));
        var renumbered = lines.Select((line, i) => line with { Position = i }).ToList();
        Assert.Equal(
            (1, "refused: position 5: the tail is missing: the checkpoint covers 6 leaves, and the file ends after 5\n"),
            await Verify(renumbered, signed));
        renumbered.Add(renumbered[^1] with { Position = 5 });
        var (exit, output) = await Verify(renumbered, signed);
        Assert.Equal(1, exit);
        Assert.Contains("history was rewritten", output, StringComparison.Ordinal);
    }

    static AccessRecord Look(int look) => new()
    {
        Id = Guid.NewGuid(),
        Official = $"officer-{look}",
        Agency = new AgencyId("probation"),
        Role = "practitioner",
        Justification = "seat",
        Door = "GET /cases/{caseId}",
        Position = 0,
        Bundle = "bundle",
        Epoch = 0,
        Outcome = AccessOutcome.Nothing,
    };
}
