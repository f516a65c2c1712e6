using System.Buffers;
using System.Security.Cryptography;

namespace Reintegration.Events.Ledger;

/// <summary>
/// The hash tree of RFC 6962, section 2.1, with SHA-256: what makes an appended leaf impossible to take back.
/// </summary>
/// <remarks>
/// A leaf hashes under the prefix 0x00 and a node under 0x01, so no node can ever be passed off as a leaf. Everything
/// here is a function of its arguments; the running state of a growing tree is a <see cref="MerkleFrontier"/>.
/// </remarks>
public static class MerkleTree
{
    /// <summary>The length of every hash in the tree, in bytes.</summary>
    public const int HashLength = SHA256.HashSizeInBytes;

    const byte LeafPrefix = 0x00;
    const byte NodePrefix = 0x01;

    // Leaves up to this length are hashed from the stack. A sealed leaf is about 400 bytes.
    const int StackLimitBytes = 1024;

    static readonly byte[] Empty = SHA256.HashData([]);

    /// <summary>The root of the tree without leaves: SHA-256 of nothing.</summary>
    public static byte[] EmptyRoot => [.. Empty];

    /// <summary>SHA-256(0x00 || leaf).</summary>
    public static byte[] LeafHash(ReadOnlySpan<byte> leaf)
    {
        var hash = new byte[HashLength];
        LeafHash(leaf, hash);
        return hash;
    }

    /// <summary>SHA-256(0x00 || leaf), written to the first 32 bytes of <paramref name="destination"/>.</summary>
    public static void LeafHash(ReadOnlySpan<byte> leaf, Span<byte> destination) =>
        HashWithPrefix(LeafPrefix, leaf, destination);

    /// <summary>The leaf hashes of leaves that lie end to end: the same as one by one, several times faster.</summary>
    /// <param name="leaves">The leaves, one after the other.</param>
    /// <param name="ends">Where each leaf ends.</param>
    /// <param name="hashes">Receives 32 bytes for each leaf, in order; must not overlap the leaves.</param>
    public static void LeafHashes(ReadOnlySpan<byte> leaves, ReadOnlySpan<int> ends, Span<byte> hashes) =>
        Sha256Many.Hash(leaves, ends, hashes, LeafPrefix);

    /// <summary>The leaf hashes of many leaves, 32 bytes for each, in order.</summary>
    public static byte[] LeafHashes(IReadOnlyList<byte[]> leaves)
    {
        ArgumentNullException.ThrowIfNull(leaves);
        var ends = new int[leaves.Count];
        var at = 0;
        for (var i = 0; i < ends.Length; i++) ends[i] = at += leaves[i].Length;
        var together = new byte[at];
        for (var i = 0; i < ends.Length; i++) leaves[i].CopyTo(together, ends[i] - leaves[i].Length);
        var hashes = new byte[ends.Length * HashLength];
        LeafHashes(together, ends, hashes);
        return hashes;
    }

    /// <summary>The hashes of nodes whose children lie side by side, 64 bytes for each node.</summary>
    internal static void NodeHashes(ReadOnlySpan<byte> children, Span<byte> hashes)
    {
        const int Step = 256;
        const int PairLength = 2 * HashLength;
        Span<int> ends = stackalloc int[Step];
        while (children.Length >= PairLength)
        {
            int count = Math.Min(Step, children.Length / PairLength);
            for (int i = 0; i < count; i++)
                ends[i] = (i + 1) * PairLength;
            Sha256Many.Hash(children, ends[..count], hashes, NodePrefix);
            children = children[(count * PairLength)..];
            hashes = hashes[(count * HashLength)..];
        }
    }

    /// <summary>SHA-256(0x01 || left || right).</summary>
    /// <exception cref="ArgumentException">Either hash is not 32 bytes long.</exception>
    public static byte[] NodeHash(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        var hash = new byte[HashLength];
        NodeHash(left, right, hash);
        return hash;
    }

    /// <summary>
    /// SHA-256(0x01 || left || right), written to <paramref name="destination"/>, which may overlap either side.
    /// </summary>
    /// <exception cref="ArgumentException">Either hash is not 32 bytes long.</exception>
    public static void NodeHash(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, Span<byte> destination)
    {
        RequireHash(left, nameof(left));
        RequireHash(right, nameof(right));
        Span<byte> block = stackalloc byte[1 + 2 * HashLength];
        block[0] = NodePrefix;
        left.CopyTo(block[1..]);
        right.CopyTo(block[(1 + HashLength)..]);
        SHA256.HashData(block, destination);
    }

    /// <summary>The root over leaf hashes in ledger order; <see cref="EmptyRoot"/> when there are none.</summary>
    /// <exception cref="ArgumentException">A leaf hash is not 32 bytes long.</exception>
    public static byte[] Root(IEnumerable<byte[]> leafHashes)
    {
        ArgumentNullException.ThrowIfNull(leafHashes);
        var frontier = new MerkleFrontier();
        foreach (byte[] hash in leafHashes)
            frontier.Append(hash);
        return frontier.Root();
    }

    /// <summary>The roots of many small trees at once, whose leaf hashes lie end to end.</summary>
    /// <remarks>
    /// Level by level over all trees, so that nodes are hashed side by side. A node without a sibling goes up as it is,
    /// which is how RFC 6962 splits a tree whose size is no power of two.
    /// </remarks>
    /// <param name="leafHashes">32 bytes a leaf.</param>
    /// <param name="counts">How many leaves each tree has; none is empty.</param>
    internal static byte[][] Roots(ReadOnlySpan<byte> leafHashes, ReadOnlySpan<int> counts)
    {
        int[] sizes = counts.ToArray();
        byte[] nodes = leafHashes.ToArray();
        byte[] children = new byte[nodes.Length];
        byte[] above = new byte[nodes.Length / 2];
        while (sizes.Max() > 1)
        {
            int pairs = 0;
            for (int tree = 0, from = 0; tree < sizes.Length; from += sizes[tree++] * HashLength)
            {
                int length = sizes[tree] / 2 * 2 * HashLength;
                nodes.AsSpan(from, length).CopyTo(children.AsSpan(pairs));
                pairs += length;
            }

            NodeHashes(children.AsSpan(0, pairs), above);
            for (int tree = 0, from = 0, to = 0, taken = 0; tree < sizes.Length; tree++)
            {
                int length = sizes[tree] / 2 * HashLength;
                int odd = sizes[tree] % 2 * HashLength;
                Span<byte> single = nodes.AsSpan(from + 2 * length, odd);
                from += 2 * length + odd;
                single.CopyTo(nodes.AsSpan(to + length));
                above.AsSpan(taken, length).CopyTo(nodes.AsSpan(to));
                (to, taken) = (to + length + odd, taken + length);
                sizes[tree] = (length + odd) / HashLength;
            }
        }

        return [.. Enumerable.Range(0, sizes.Length).Select(tree => nodes.AsSpan(tree * HashLength, HashLength).ToArray())];
    }

    internal static void RequireHash(ReadOnlySpan<byte> hash, string name)
    {
        if (hash.Length != HashLength)
            throw new ArgumentException($"A tree hash is {HashLength} bytes, not {hash.Length}.", name);
    }

    internal static void HashWithPrefix(byte prefix, ReadOnlySpan<byte> message, Span<byte> destination)
    {
        int length = message.Length + 1;
        if (length <= StackLimitBytes)
        {
            Span<byte> block = stackalloc byte[StackLimitBytes];
            block[0] = prefix;
            message.CopyTo(block[1..]);
            SHA256.HashData(block[..length], destination);
            return;
        }

        byte[] rented = ArrayPool<byte>.Shared.Rent(length);
        rented[0] = prefix;
        message.CopyTo(rented.AsSpan(1));
        SHA256.HashData(rented.AsSpan(0, length), destination);
        // A leaf is public to whoever may see the ledger, but the pool outlives this call: leave nothing behind.
        ArrayPool<byte>.Shared.Return(rented, clearArray: true);
    }
}
