using Reintegration.Events.Ledger;

namespace Reintegration.Events.Tests.Ledger;

public sealed class ProofsTests
{
    const int Largest = 64;

    static readonly byte[][] Leaves = Trees.LeafHashes(Largest);
    static readonly LeafNodes Nodes = new(Leaves);
    static readonly byte[][] Roots = [.. Enumerable.Range(0, Largest + 1).Select(n => MerkleTree.Root(Leaves.Take(n)))];

    [Fact]
    public void Every_leaf_of_every_tree_has_the_proof_of_the_definition_and_it_verifies()
    {
        for (int size = 1; size <= Largest; size++)
            for (int index = 0; index < size; index++)
            {
                IReadOnlyList<byte[]> proof = ProofPlan.Inclusion(index, size).Assemble(Nodes);
                Assert.Equal(Path(index, Leaves.AsSpan(0, size)), proof);
                Assert.Equal(ProofVerdict.Proved, Inclusion(index, size, Leaves[index], proof, Roots[size]));
            }
    }

    [Fact]
    public void Every_tree_has_a_proof_that_it_continues_every_older_one()
    {
        for (int newer = 1; newer <= Largest; newer++)
            for (int older = 1; older <= newer; older++)
            {
                IReadOnlyList<byte[]> proof = ProofPlan.Consistency(older, newer).Assemble(Nodes);
                Assert.Equal(Subproof(older, Leaves.AsSpan(0, newer), isWhole: true), proof);
                Assert.Equal(ProofVerdict.Proved, Consistency(older, newer, Roots[older], Roots[newer], proof));
            }
    }

    [Fact]
    public void Flipping_any_bit_of_leaf_root_or_proof_fails()
    {
        var random = new Random(7);
        for (int size = 1; size <= 20; size++)
            for (int index = 0; index < size; index++)
            {
                IReadOnlyList<byte[]> proof = ProofPlan.Inclusion(index, size).Assemble(Nodes);
                Assert.Equal(
                    ProofVerdict.RootDiffers, Inclusion(index, size, Flip(Leaves[index], random), proof, Roots[size]));
                Assert.Equal(
                    ProofVerdict.RootDiffers, Inclusion(index, size, Leaves[index], proof, Flip(Roots[size], random)));
                for (int i = 0; i < proof.Count; i++)
                {
                    byte[][] forged = [.. proof];
                    forged[i] = Flip(forged[i], random);
                    Assert.Equal(ProofVerdict.RootDiffers, Inclusion(index, size, Leaves[index], forged, Roots[size]));
                }
            }
    }

    [Fact]
    public void Every_byte_of_a_proof_counts()
    {
        IReadOnlyList<byte[]> proof = ProofPlan.Inclusion(11, 23).Assemble(Nodes);
        for (int i = 0; i < proof.Count * 32; i++)
        {
            byte[][] forged = [.. proof.Select(hash => hash.ToArray())];
            forged[i / 32][i % 32] ^= 0x80;
            Assert.Equal(ProofVerdict.RootDiffers, Inclusion(11, 23, Leaves[11], forged, Roots[23]));
        }
    }

    [Fact]
    public void A_forged_consistency_proof_fails()
    {
        var random = new Random(11);
        for (int newer = 2; newer <= 24; newer++)
            for (int older = 1; older < newer; older++)
            {
                IReadOnlyList<byte[]> proof = ProofPlan.Consistency(older, newer).Assemble(Nodes);
                Assert.NotEqual(
                    ProofVerdict.Proved, Consistency(older, newer, Flip(Roots[older], random), Roots[newer], proof));
                Assert.Equal(ProofVerdict.RootDiffers, Consistency(
                    older, newer, Roots[older], Flip(Roots[newer], random), proof));
                Assert.NotEqual(ProofVerdict.Proved, Consistency(older, newer, Roots[newer], Roots[older], proof));
                Assert.Equal(
                    ProofVerdict.WrongProofLength, Consistency(
                        older, newer, Roots[older], Roots[newer], [.. proof.SkipLast(1)]));
                Assert.Equal(
                    ProofVerdict.WrongProofLength, Consistency(
                        older, newer, Roots[older], Roots[newer], [.. proof, Roots[1]]));
                for (int i = 0; i < proof.Count; i++)
                {
                    byte[][] forged = [.. proof];
                    forged[i] = Flip(forged[i], random);
                    Assert.NotEqual(ProofVerdict.Proved, Consistency(older, newer, Roots[older], Roots[newer], forged));
                }
            }
    }

    [Fact]
    public void A_proof_holds_for_no_other_place_of_its_tree()
    {
        for (int size = 2; size <= 24; size++)
            for (int index = 0; index < size; index++)
            {
                IReadOnlyList<byte[]> proof = ProofPlan.Inclusion(index, size).Assemble(Nodes);
                for (int other = 0; other < size; other++)
                    if (other != index)
                        Assert.NotEqual(ProofVerdict.Proved, Inclusion(other, size, Leaves[index], proof, Roots[size]));
            }
    }

    [Fact]
    public void A_history_with_a_changed_leaf_is_not_a_continuation()
    {
        byte[][] other = [.. Leaves];
        other[3] = MerkleTree.LeafHash("another"u8);
        byte[] forkedRoot = MerkleTree.Root(other);
        IReadOnlyList<byte[]> proof = ProofPlan.Consistency(10, Largest).Assemble(new LeafNodes(other));
        Assert.Equal(ProofVerdict.OlderRootDiffers, Consistency(10, Largest, Roots[10], forkedRoot, proof));
    }

    [Fact]
    public void Impossible_sizes_and_lengths_have_their_own_verdicts()
    {
        byte[] root = Roots[1];
        Assert.Equal(ProofVerdict.IndexBeyondSize, Proofs.VerifyInclusion(0, 0, root, [], root));
        Assert.Equal(ProofVerdict.IndexBeyondSize, Proofs.VerifyInclusion(ulong.MaxValue, 1, root, [], root));
        Assert.Equal(ProofVerdict.WrongProofLength, Proofs.VerifyInclusion(5, ulong.MaxValue, root, [], root));
        Assert.Equal(ProofVerdict.WrongHashLength, Proofs.VerifyInclusion(0, 1, root.AsSpan(1), [], root));
        Assert.Equal(ProofVerdict.WrongHashLength, Proofs.VerifyInclusion(0, 2, root, [[]], root));
        Assert.Equal(ProofVerdict.SizesReversed, Proofs.VerifyConsistency(2, 1, root, root, []));
        Assert.Equal(ProofVerdict.FromEmptyTree, Proofs.VerifyConsistency(0, 1, MerkleTree.EmptyRoot, root, []));
        Assert.Equal(
            ProofVerdict.FromEmptyTree, Proofs.VerifyConsistency(0, 0, MerkleTree.EmptyRoot, MerkleTree.EmptyRoot, []));
        Assert.Equal(ProofVerdict.WrongProofLength, Proofs.VerifyConsistency(1, 1, root, root, [root]));
        Assert.Equal(ProofVerdict.RootDiffers, Proofs.VerifyConsistency(2, 2, root, Roots[2], []));
        Assert.Equal(ProofVerdict.WrongProofLength, Proofs.VerifyConsistency(1, 2, root, Roots[2], []));
        Assert.Equal(
            ProofVerdict.WrongProofLength, Proofs.VerifyConsistency(1, ulong.MaxValue, root, Roots[2], [root]));
    }

    [Fact]
    public void A_plan_outside_its_tree_is_a_mistake_of_the_caller()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => ProofPlan.Inclusion(3, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => ProofPlan.Inclusion(-1, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => ProofPlan.Consistency(0, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => ProofPlan.Consistency(4, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => ProofPlan.Root(0));
    }

    [Fact]
    public void A_plan_for_the_largest_tree_stays_short()
    {
        ProofPlan plan = ProofPlan.Inclusion(long.MaxValue - 1, long.MaxValue);
        Assert.InRange(plan.Nodes.Count, 60, 63);
        Assert.InRange(ProofPlan.Consistency(1234567, long.MaxValue).Nodes.Count, 60, 2 * 63);
    }

    static ProofVerdict Inclusion(int index, int size, byte[] leaf, IReadOnlyList<byte[]> proof, byte[] root) =>
        Proofs.VerifyInclusion((ulong)index, (ulong)size, leaf, proof, root);

    static ProofVerdict Consistency(
        int older, int newer, byte[] olderRoot, byte[] newerRoot, IReadOnlyList<byte[]> proof) =>
        Proofs.VerifyConsistency((ulong)older, (ulong)newer, olderRoot, newerRoot, proof);

    static byte[] Flip(byte[] hash, Random random)
    {
        byte[] flipped = [.. hash];
        flipped[random.Next(flipped.Length)] ^= (byte)(1 << random.Next(8));
        return flipped;
    }

    // PATH and SUBPROOF, written as RFC 6962 states them.
    static List<byte[]> Path(int index, ReadOnlySpan<byte[]> leaves)
    {
        if (leaves.Length == 1)
            return [];
        int split = Split(leaves.Length);
        return index < split
            ? [.. Path(index, leaves[..split]), Trees.Definition(leaves[split..])]
            : [.. Path(index - split, leaves[split..]), Trees.Definition(leaves[..split])];
    }

    static List<byte[]> Subproof(int older, ReadOnlySpan<byte[]> leaves, bool isWhole)
    {
        if (older == leaves.Length)
            return isWhole ? [] : [Trees.Definition(leaves)];
        int split = Split(leaves.Length);
        return older <= split
            ? [.. Subproof(older, leaves[..split], isWhole), Trees.Definition(leaves[split..])]
            : [.. Subproof(older - split, leaves[split..], isWhole: false), Trees.Definition(leaves[..split])];
    }

    static int Split(int size)
    {
        int split = 1;
        while (split * 2 < size)
            split *= 2;
        return split;
    }
}
