using System.Numerics;

namespace Reintegration.Events.Ledger;

/// <summary>What a proof turned out to be worth.</summary>
public enum ProofVerdict
{
    /// <summary>The proof holds.</summary>
    Proved,

    /// <summary>The leaf index is not below the tree size.</summary>
    IndexBeyondSize,

    /// <summary>The older tree is larger than the newer one.</summary>
    SizesReversed,

    /// <summary>Every tree continues the empty one, so such a proof would say nothing and is refused.</summary>
    FromEmptyTree,

    /// <summary>A hash or root is not 32 bytes long.</summary>
    WrongHashLength,

    /// <summary>The proof has more or fewer hashes than its sizes call for.</summary>
    WrongProofLength,

    /// <summary>The proof does not lead to the older root.</summary>
    OlderRootDiffers,

    /// <summary>The proof does not lead to the root.</summary>
    RootDiffers,
}

/// <summary>
/// Checks the proofs of RFC 6962, sections 2.1.1 and 2.1.2, by the algorithms of RFC 9162, section 2.1.
/// </summary>
/// <remarks>
/// Needs nothing but its arguments, holds no state and trusts none of them: sizes may be any 64-bit number.
/// </remarks>
public static class Proofs
{
    /// <summary>Whether a leaf stands at an index of the tree with this size and root.</summary>
    public static ProofVerdict VerifyInclusion(
        ulong index, ulong size, ReadOnlySpan<byte> leafHash, IReadOnlyList<byte[]> proof, ReadOnlySpan<byte> root)
    {
        ArgumentNullException.ThrowIfNull(proof);
        if (index >= size)
            return ProofVerdict.IndexBeyondSize;
        if (!IsHash(leafHash) || !IsHash(root) || !proof.All(hash => IsHash(hash)))
            return ProofVerdict.WrongHashLength;

        Span<byte> hash = stackalloc byte[MerkleTree.HashLength];
        leafHash.CopyTo(hash);
        ulong node = index;
        ulong last = size - 1;
        foreach (byte[] sibling in proof)
        {
            if (last == 0)
                return ProofVerdict.WrongProofLength;
            if ((node & 1) == 1 || node == last)
            {
                MerkleTree.NodeHash(sibling, hash, hash);
                SkipLevelsWithoutSibling(ref node, ref last);
            }
            else
            {
                MerkleTree.NodeHash(hash, sibling, hash);
            }

            node >>= 1;
            last >>= 1;
        }

        if (last != 0)
            return ProofVerdict.WrongProofLength;
        return hash.SequenceEqual(root) ? ProofVerdict.Proved : ProofVerdict.RootDiffers;
    }

    /// <summary>Whether the newer tree begins with every leaf of the older one, in the same order.</summary>
    /// <remarks>Equal sizes need equal roots and an empty proof. A proof from the empty tree is refused.</remarks>
    public static ProofVerdict VerifyConsistency(
        ulong olderSize,
        ulong newerSize,
        ReadOnlySpan<byte> olderRoot,
        ReadOnlySpan<byte> newerRoot,
        IReadOnlyList<byte[]> proof)
    {
        ArgumentNullException.ThrowIfNull(proof);
        if (olderSize > newerSize)
            return ProofVerdict.SizesReversed;
        if (olderSize == 0)
            return ProofVerdict.FromEmptyTree;
        if (!IsHash(olderRoot) || !IsHash(newerRoot) || !proof.All(hash => IsHash(hash)))
            return ProofVerdict.WrongHashLength;
        if (olderSize == newerSize)
        {
            if (proof.Count > 0)
                return ProofVerdict.WrongProofLength;
            return olderRoot.SequenceEqual(newerRoot) ? ProofVerdict.Proved : ProofVerdict.RootDiffers;
        }

        return Climb(olderSize, newerSize, olderRoot, newerRoot, proof);
    }

    static ProofVerdict Climb(
        ulong olderSize,
        ulong newerSize,
        ReadOnlySpan<byte> olderRoot,
        ReadOnlySpan<byte> newerRoot,
        IReadOnlyList<byte[]> proof)
    {
        // An older tree that is one complete subtree of the newer one is itself where the climb begins.
        bool startsAtOlderRoot = BitOperations.IsPow2(olderSize);
        int next = startsAtOlderRoot ? 0 : 1;
        if (proof.Count < 1)
            return ProofVerdict.WrongProofLength;

        ulong node = olderSize - 1;
        ulong last = newerSize - 1;
        int shift = BitOperations.TrailingZeroCount(olderSize);
        node >>= shift;
        last >>= shift;

        Span<byte> older = stackalloc byte[MerkleTree.HashLength];
        Span<byte> newer = stackalloc byte[MerkleTree.HashLength];
        (startsAtOlderRoot ? olderRoot : proof[0]).CopyTo(older);
        older.CopyTo(newer);
        for (; next < proof.Count; next++)
        {
            if (last == 0)
                return ProofVerdict.WrongProofLength;
            if ((node & 1) == 1 || node == last)
            {
                MerkleTree.NodeHash(proof[next], older, older);
                MerkleTree.NodeHash(proof[next], newer, newer);
                SkipLevelsWithoutSibling(ref node, ref last);
            }
            else
            {
                MerkleTree.NodeHash(newer, proof[next], newer);
            }

            node >>= 1;
            last >>= 1;
        }

        if (last != 0)
            return ProofVerdict.WrongProofLength;
        if (!older.SequenceEqual(olderRoot))
            return ProofVerdict.OlderRootDiffers;
        return newer.SequenceEqual(newerRoot) ? ProofVerdict.Proved : ProofVerdict.RootDiffers;
    }

    // A node on the right edge that is a left child has no sibling: it rises as it is until it is a right child.
    static void SkipLevelsWithoutSibling(ref ulong node, ref ulong last)
    {
        while ((node & 1) == 0 && node != 0)
        {
            node >>= 1;
            last >>= 1;
        }
    }

    static bool IsHash(ReadOnlySpan<byte> bytes) => bytes.Length == MerkleTree.HashLength;
}
