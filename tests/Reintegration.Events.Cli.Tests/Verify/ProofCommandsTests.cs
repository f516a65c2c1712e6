using System.Security.Cryptography;
using System.Text;
using Reintegration.Events.Cli.Verify;
using Reintegration.Events.Ledger;

namespace Reintegration.Events.Cli.Tests.Verify;

public sealed class ProofCommandsTests : IDisposable
{
    const string Origin = "ledger.example/events";

    static readonly byte[][] Entries = [.. Enumerable.Range(0, 12).Select(i => Encoding.UTF8.GetBytes($"entry {i}"))];
    static readonly byte[][] Leaves = [.. Entries.Select(entry => MerkleTree.LeafHash(entry))];
    static readonly DateTimeOffset Noon = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);

    readonly Scratch _scratch = new();
    readonly SignerKey _log = new(Origin, NoteKeyType.Ed25519, SHA256.HashData("log"u8));
    readonly SignerKey _witness = new("oversight.example/w1", NoteKeyType.Cosignature, SHA256.HashData("witness"u8));

    public void Dispose()
    {
        _log.Dispose();
        _witness.Dispose();
        _scratch.Dispose();
    }

    [Fact]
    public async Task A_signed_checkpoint_verifies_and_says_who_signed()
    {
        string file = _scratch.Write("checkpoint", (await Sealed(5)).ToBytes());
        (int exit, string output) = Run("checkpoint", file, "--witness", _witness.Key.ToString());
        Assert.Equal(0, exit);
        Assert.Equal(
            $"verified: {Origin} has 5 leaves\nroot {Convert.ToBase64String(MerkleTree.Root(Leaves.Take(5)))}\n"
            + $"signed by {Origin}\nsigned by oversight.example/w1 at 2026-03-04T12:00:00Z\n",
            output);
    }

    [Fact]
    public async Task A_checkpoint_without_the_named_witness_is_refused()
    {
        string file = _scratch.Write("checkpoint", (await Published(5)).ToBytes());
        Assert.Equal(
            (1, "refused: the checkpoint is not trusted: NotSealed\n"),
            Run("checkpoint", file, "--witness", _witness.Key.ToString()));
        Assert.Equal(0, Run("checkpoint", file, "--witness", _witness.Key.ToString(), "--quorum", "0").Exit);
    }

    [Fact]
    public async Task An_edited_checkpoint_or_another_origin_is_refused()
    {
        string text = (await Published(5)).ToString().Replace("\n5\n", "\n6\n", StringComparison.Ordinal);
        Assert.Equal(
            (1, "refused: the checkpoint is not trusted: FalseSignature\n"), Run(
                "checkpoint", _scratch.Write("a", text)));
        string other = _scratch.Write("b", (await Published(5, "ledger.example/access")).ToBytes());
        Assert.Equal((1, "refused: the checkpoint is not trusted: WrongOrigin\n"), Run("checkpoint", other));
    }

    [Fact]
    public async Task A_leaf_is_proved_from_its_bytes_or_its_hash_and_another_is_not()
    {
        var proof = new TlogProof(4, ProofPlan.Inclusion(4, 9).Assemble(new LeafNodes(Leaves)), await Published(9));
        string file = _scratch.Write("entry.tlog-proof", proof.ToBytes());
        string leaf = _scratch.Write("leaf", Entries[4]);
        var holds = (0, "verified: the log holds this leaf at index 4\n");
        Assert.Equal(holds, Run("inclusion", file, "--leaf", leaf));
        Assert.Equal(holds, Run("inclusion", file, "--leaf-hash", Convert.ToBase64String(Leaves[4])));
        Assert.Equal(holds, Run("inclusion", file, "--leaf-hash", Convert.ToHexStringLower(Leaves[4])));
        Assert.Equal(
            (1, "refused: RootDiffers\n"), Run("inclusion", file, "--leaf-hash", Convert.ToBase64String(Leaves[5])));
    }

    [Fact]
    public async Task Growth_is_proved_and_a_rewritten_history_is_not()
    {
        string older = _scratch.Write("older", (await Published(5)).ToBytes());
        string newer = _scratch.Write("newer", (await Published(12)).ToBytes());
        IReadOnlyList<byte[]> hashes = ProofPlan.Consistency(5, 12).Assemble(new LeafNodes(Leaves));
        string proof = _scratch.Write("proof", string.Join('\n', hashes.Select(h => Convert.ToBase64String(h))));
        Assert.Equal(
            (0, "verified: the log grew from 5 to 12 leaves and changed none\n"), Run(
                "consistency", older, newer, proof));
        Assert.Equal((1, "refused: SizesReversed\n"), Run("consistency", newer, older, proof));
        Assert.Equal((1, "refused: WrongProofLength\n"), Run("consistency", older, newer));
        Assert.Equal(0, Run("consistency", older, older).Exit);

        string empty = _scratch.Write("empty", (await Published(0)).ToBytes());
        Assert.Equal((1, "refused: FromEmptyTree\n"), Run("consistency", empty, newer));
    }

    [Fact]
    public async Task What_cannot_be_read_is_not_checked()
    {
        string file = _scratch.Write("checkpoint", (await Published(5)).ToBytes());
        Assert.Equal(2, Run("checkpoint", Path.Combine(_scratch.Folder, "missing")).Exit);
        Assert.Equal(2, Run("inclusion", file, "--leaf-hash", Convert.ToBase64String(Leaves[5])).Exit);
        Assert.Equal(2, Run("inclusion", file, "--leaf-hash", "not a hash").Exit);
        Assert.Equal(2, Run("inclusion", file).Exit);
        Assert.Equal(2, Run("nonsense").Exit);

        var output = new StringWriter();
        Assert.Equal(
            2, VerifyCommand.Run(["verify", "checkpoint", file, "--origin", Origin, "--key", "x+1+y"], output));
        Assert.Contains("'x+1+y' is not a verifier key", output.ToString(), StringComparison.Ordinal);
    }

    (int Exit, string Output) Run(params string[] arguments)
    {
        var output = new StringWriter { NewLine = "\n" };
        string[] all = ["verify", .. arguments, "--origin", Origin, "--key", _log.Key.ToString()];
        return (VerifyCommand.Run(all, output), output.ToString());
    }

    async Task<SignedNote> Published(int size, string origin = Origin) =>
        await SignedCheckpoint.Sign(
            new Checkpoint(origin, size, MerkleTree.Root(Leaves.Take(size))), _log, CancellationToken.None);

    async Task<SignedNote> Sealed(int size)
    {
        SignedNote note = await Published(size);
        return note.With(await Cosignature.Sign(_witness, Noon, note, CancellationToken.None));
    }
}
