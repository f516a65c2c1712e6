using System.Text;
using Reintegration.Events.Ledger;

namespace Reintegration.Events.Tests.Ledger;

public sealed class CheckpointTests
{
    static readonly byte[][] Leaves = Trees.LeafHashes(40);
    static readonly DateTimeOffset Noon = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_checkpoint_is_written_as_the_standard_shows_it()
    {
        const string Example = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";
        Checkpoint? checkpoint = Checkpoint.Parse(Example, out string? fault);
        Assert.Null(fault);
        Assert.Equal("example.com/behind-the-sofa", checkpoint!.Origin);
        Assert.Equal(20852163, checkpoint.Size);
        Assert.Equal(Example, checkpoint.Text);
        Assert.Equal(checkpoint, new Checkpoint(checkpoint.Origin, checkpoint.Size, checkpoint.Root));
    }

    [Theory]
    [InlineData("")]
    [InlineData("o\n1\n")]
    [InlineData("\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n")]
    [InlineData("o\n01\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n")]
    [InlineData("o\n-1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n")]
    [InlineData("o\n+1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n")]
    [InlineData("o\n 1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n")]
    [InlineData("o\n٣\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n")]
    [InlineData("o\n9223372036854775808\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n")]
    [InlineData("o\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFV=\n")]
    [InlineData("o\n1\nAAAA\n")]
    [InlineData("o\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=")]
    [InlineData("o\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n\n")]
    [InlineData("o\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n\nx\n")]
    public void What_is_not_a_checkpoint_is_refused_with_a_reason(string text)
    {
        Assert.Null(Checkpoint.Parse(text, out string? fault));
        Assert.NotNull(fault);
    }

    [Fact]
    public void Extension_lines_are_kept_and_signed_with_the_rest()
    {
        var checkpoint = new Checkpoint("o", 0, MerkleTree.EmptyRoot, "one", "two");
        Assert.Equal(["one", "two"], Checkpoint.Parse(checkpoint.Text, out _)!.Extensions);
        Assert.Throws<ArgumentException>(() => new Checkpoint("o", 0, MerkleTree.EmptyRoot, ""));
        Assert.Throws<ArgumentException>(() => new Checkpoint("o\np", 0, MerkleTree.EmptyRoot));
    }

    [Fact]
    public async Task Every_way_to_be_untrusted_has_its_verdict()
    {
        using var stranger = new SignerKey(Keys.Origin, NoteKeyType.Ed25519, Keys.Seed("stranger"));
        SignedNote good = await Keys.Checkpoint(Leaves, 7);
        SignedNote foreign = await Keys.Checkpoint(Leaves, 7, origin: "ledger.example/access");
        SignedNote substituted = await Keys.Checkpoint(Leaves, 7, stranger);
        SignedNote note = await SignedNote.Sign("hello\n", CancellationToken.None, Keys.Log);
        SignedNote forged =
            SignedNote.Of(new Checkpoint(Keys.Origin, 8, MerkleTree.Root(Leaves)).Text, [.. good.Signatures]);

        Assert.Equal(CheckpointVerdict.Trusted, Verdict(good.ToBytes()));
        Assert.Equal(CheckpointVerdict.WrongOrigin, Verdict(foreign.ToBytes()));
        Assert.Equal(CheckpointVerdict.NotSignedByLog, Verdict(substituted.ToBytes()));
        Assert.Equal(CheckpointVerdict.NotACheckpoint, Verdict(note.ToBytes()));
        Assert.Equal(CheckpointVerdict.FalseSignature, Verdict(forged.ToBytes()));
        Assert.Equal(CheckpointVerdict.NotANote, Verdict(good.ToBytes()[..^1]));
    }

    [Fact]
    public async Task A_malleated_signature_line_is_a_false_signature()
    {
        SignedNote good = await Keys.Checkpoint(Leaves, 7);
        byte[] bytes = good.Signatures[0].Bytes.ToArray();
        Ed25519Tests.AddOrder(bytes);
        SignedNote malleated = SignedNote.Of(good.Text, new NoteSignature(Keys.Log.Key, bytes));
        Assert.Equal(CheckpointVerdict.FalseSignature, Verdict(malleated.ToBytes()));
    }

    [Fact]
    public async Task A_checkpoint_is_sealed_by_a_quorum_of_different_witnesses()
    {
        var policy = new LogPolicy(Keys.Origin, [Keys.Log.Key], [Keys.Witness.Key, Keys.OtherWitness.Key], 2);
        SignedNote published = await Keys.Checkpoint(Leaves, 9);
        NoteSignature first = await Cosignature.Sign(Keys.Witness, Noon, published, CancellationToken.None);
        NoteSignature again =
            await Cosignature.Sign(Keys.Witness, Noon.AddSeconds(1), published, CancellationToken.None);
        NoteSignature second = await Cosignature.Sign(Keys.OtherWitness, Noon, published, CancellationToken.None);

        Assert.Equal(CheckpointVerdict.NotSealed, Verdict(published.With(first).With(again).ToBytes(), policy));
        Assert.Equal(CheckpointVerdict.Trusted, Verdict(published.With(first).With(second).ToBytes(), policy));
        Assert.Equal(
            CheckpointVerdict.NotSignedByLog, Verdict(SignedNote.Of(published.Text, first, second).ToBytes(), policy));
        Assert.Equal(Noon, Cosignature.Time(first));
    }

    [Theory]
    [InlineData("oversight.example/w1", "another seed")]
    [InlineData("another.example/w9", "oversight.example/w1")]
    public async Task One_witness_with_a_second_key_or_a_second_name_still_counts_once(string name, string seed)
    {
        using var second = new SignerKey(name, NoteKeyType.Cosignature, Keys.Seed(seed));
        var policy = new LogPolicy(Keys.Origin, [Keys.Log.Key], [Keys.Witness.Key, second.Key], 2);
        SignedNote note = await Keys.Checkpoint(Leaves, 9);
        note = note.With(await Cosignature.Sign(Keys.Witness, Noon, note, CancellationToken.None));
        note = note.With(await Cosignature.Sign(second, Noon, note, CancellationToken.None));
        Assert.Equal(CheckpointVerdict.NotSealed, Verdict(note.ToBytes(), policy));
        Assert.Equal(CheckpointVerdict.Trusted, Verdict(note.ToBytes(), policy with { Quorum = 1 }));
    }

    [Fact]
    public async Task A_cosignature_holds_for_its_own_time_and_text_only()
    {
        SignedNote published = await Keys.Checkpoint(Leaves, 9);
        NoteSignature cosignature = await Cosignature.Sign(Keys.Witness, Noon, published, CancellationToken.None);
        Assert.True(Keys.Witness.Key.Verifies(published.TextBytes.Span, cosignature.Bytes.Span));
        for (int i = 0; i < cosignature.Bytes.Length; i++)
        {
            byte[] changed = cosignature.Bytes.ToArray();
            changed[i] ^= 1;
            Assert.False(Keys.Witness.Key.Verifies(published.TextBytes.Span, changed));
        }

        SignedNote other = await Keys.Checkpoint(Leaves, 10);
        Assert.False(Keys.Witness.Key.Verifies(other.TextBytes.Span, cosignature.Bytes.Span));
        Assert.Null(Cosignature.Time(new NoteSignature(Keys.Log.Key, new byte[64])));
    }

    [Fact]
    public async Task A_tlog_proof_proves_its_leaf_and_no_other()
    {
        SignedNote note = await Keys.Checkpoint(Leaves, 33);
        var proof = new TlogProof(20, ProofPlan.Inclusion(20, 33).Assemble(new LeafNodes(Leaves)), note);
        TlogProof? read = TlogProof.Parse(proof.ToBytes(), out string? fault);
        Assert.Null(fault);
        Assert.Equal(proof.ToString(), read!.ToString());
        Assert.Equal(ProofVerdict.Proved, read.Verify(Leaves[20], Keys.Policy, out _));
        Assert.Equal(ProofVerdict.RootDiffers, read.Verify(Leaves[21], Keys.Policy, out _));

        var stranger = new LogPolicy(Keys.Origin, Keys.Witness.Key);
        Assert.Null(read.Verify(Leaves[20], stranger, out CheckpointVerdict checkpoint));
        Assert.Equal(CheckpointVerdict.NotSignedByLog, checkpoint);
    }

    [Fact]
    public async Task A_tlog_proof_keeps_its_extra_data()
    {
        SignedNote note = await Keys.Checkpoint(Leaves, 1);
        var proof = new TlogProof(0, [], note, "more"u8.ToArray());
        Assert.StartsWith(
            "c2sp.org/tlog-proof@v1\nextra bW9yZQ==\nindex 0\n\nledger", proof.ToString(), StringComparison.Ordinal);
        Assert.Equal("more"u8, TlogProof.Parse(proof.ToBytes(), out _)!.Extra!.Value.Span);
        Assert.Equal(ProofVerdict.Proved, proof.Verify(Leaves[0], Keys.Policy, out _));
    }

    [Theory]
    [InlineData("c2sp.org/tlog-proof@v2\nindex 0\n")]
    [InlineData("c2sp.org/tlog-proof@v1\n")]
    [InlineData("c2sp.org/tlog-proof@v1\nindex 00\n")]
    [InlineData("c2sp.org/tlog-proof@v1\nindex -1\n")]
    [InlineData("c2sp.org/tlog-proof@v1\nindex\n")]
    [InlineData("c2sp.org/tlog-proof@v1\nextra !\nindex 0\n")]
    [InlineData("c2sp.org/tlog-proof@v1\nindex 0\nAAAA\n")]
    [InlineData("c2sp.org/tlog-proof@v1\nindex 0\nextra AAAA\n")]
    [InlineData("index 0\n")]
    public async Task What_is_not_a_tlog_proof_is_refused_with_a_reason(string head)
    {
        SignedNote note = await Keys.Checkpoint(Leaves, 1);
        Assert.Null(TlogProof.Parse(Encoding.UTF8.GetBytes($"{head}\n{note}"), out string? fault));
        Assert.NotNull(fault);
    }

    static CheckpointVerdict Verdict(byte[] bytes, LogPolicy? policy = null)
    {
        SignedCheckpoint? opened = SignedCheckpoint.Open(bytes, policy ?? Keys.Policy, out CheckpointVerdict verdict);
        Assert.Equal(verdict == CheckpointVerdict.Trusted, opened is not null);
        return verdict;
    }
}
