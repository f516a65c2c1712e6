using System.Numerics;

namespace Reintegration.Events.Ledger;

/// <summary>Which hashes of a tree make up a proof, worked out before any of them is read.</summary>
/// <remarks>
/// A store that cannot answer at once fetches <see cref="Tiles"/> or <see cref="Nodes"/> in one go and then calls
/// <see cref="Assemble"/>. A proof needs a number of hashes in proportion to the logarithm of the tree size.
/// </remarks>
public sealed class ProofPlan
{
    readonly List<Range> _ranges;

    ProofPlan(long size, List<Range> ranges)
    {
        Size = size;
        _ranges = ranges;
    }

    /// <summary>Leaves [Start, End), whose tree hash is one hash of the proof.</summary>
    readonly record struct Range(long Start, long End);

    /// <summary>The size of the tree the proof is about; every node it needs is complete in that tree.</summary>
    public long Size { get; }

    /// <summary>The complete subtrees to be read, each once.</summary>
    public IReadOnlyCollection<NodeId> Nodes => [.. _ranges.SelectMany(Subtrees).Distinct()];

    /// <summary>The tiles that hold those subtrees, each once, as wide as a tree of this size makes them.</summary>
    public IReadOnlyCollection<TileId> Tiles => [.. Nodes.Select(node => TileId.Of(node, Size)).Distinct()];

    /// <summary>The proof that a leaf stands at an index of a tree: PATH of RFC 6962, section 2.1.1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The index is not below the size.</exception>
    public static ProofPlan Inclusion(long index, long size)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, size);
        var ranges = new List<Range>();
        long start = 0;
        long end = size;
        while (end - start > 1)
        {
            long middle = start + Split(end - start);
            if (index < middle)
            {
                ranges.Add(new Range(middle, end));
                end = middle;
            }
            else
            {
                ranges.Add(new Range(start, middle));
                start = middle;
            }
        }

        ranges.Reverse();
        return new ProofPlan(size, ranges);
    }

    /// <summary>The proof that a tree continues an older one: PROOF of RFC 6962, section 2.1.2.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The older size is zero or above the newer one.</exception>
    public static ProofPlan Consistency(long olderSize, long newerSize)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(olderSize);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(olderSize, newerSize);
        var ranges = new List<Range>();
        long start = 0;
        long end = newerSize;
        while (end != olderSize)
        {
            long middle = start + Split(end - start);
            if (olderSize <= middle)
            {
                ranges.Add(new Range(middle, end));
                end = middle;
            }
            else
            {
                ranges.Add(new Range(start, middle));
                start = middle;
            }
        }

        // The verifier knows the older root, so the subtree that is the whole older tree is left out.
        if (start != 0)
            ranges.Add(new Range(start, end));
        ranges.Reverse();
        return new ProofPlan(newerSize, ranges);
    }

    /// <summary>The root of a tree, from the complete subtrees side by side in it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The size is not positive: an empty tree has nothing to read.
    /// </exception>
    public static ProofPlan Root(long size)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size);
        return new ProofPlan(size, [new Range(0, size)]);
    }

    /// <summary>Reads the nodes and returns the proof's hashes in order, from the leaf upward.</summary>
    public IReadOnlyList<byte[]> Assemble(INodes nodes)
    {
        ArgumentNullException.ThrowIfNull(nodes);
        return [.. _ranges.Select(range => Hash(range, nodes))];
    }

    static byte[] Hash(Range range, INodes nodes)
    {
        NodeId[] subtrees = [.. Subtrees(range)];
        byte[] hash = nodes.Read(subtrees[^1]).ToArray();
        for (int i = subtrees.Length - 2; i >= 0; i--)
            MerkleTree.NodeHash(nodes.Read(subtrees[i]).Span, hash, hash);
        return hash;
    }

    /// <summary>
    /// The complete subtrees a range falls into, largest first. A range starts where its own first one may.
    /// </summary>
    static IEnumerable<NodeId> Subtrees(Range range)
    {
        for (long start = range.Start; start < range.End;)
        {
            int level = BitOperations.Log2((ulong)(range.End - start));
            yield return new NodeId(level, start >> level);
            start += 1L << level;
        }
    }

    /// <summary>The largest power of two below a size of two or more: where RFC 6962 divides a tree.</summary>
    static long Split(long size) => 1L << BitOperations.Log2((ulong)(size - 1));
}
