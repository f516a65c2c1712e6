using System.Buffers.Binary;
using System.Numerics;

namespace Reintegration.Events.Ledger;

/// <summary>The right edge of a growing tree: all that is needed to append to it and to know its root.</summary>
/// <remarks>
/// Holds one hash for each complete subtree, largest first, so any tree fits in <see cref="MaxLength"/> bytes.
/// Appending costs one hash on average and at most one per level; nothing older is read again.
/// Not safe for concurrent use: the appender owns one and clones it before a batch that might not commit.
/// </remarks>
public sealed class MerkleFrontier
{
    const int SizeLength = sizeof(long);

    // A size is a positive long, so at most 63 complete subtrees stand side by side.
    const int MaxPeaks = 63;

    readonly byte[] _peaks = new byte[MaxPeaks * MerkleTree.HashLength];

    /// <summary>The longest binary form, in bytes.</summary>
    public const int MaxLength = SizeLength + MaxPeaks * MerkleTree.HashLength;

    /// <summary>How many leaves the tree has.</summary>
    public long Size { get; private set; }

    /// <summary>Adds one leaf hash at position <see cref="Size"/>.</summary>
    /// <exception cref="ArgumentException">The hash is not 32 bytes long.</exception>
    public void Append(ReadOnlySpan<byte> leafHash)
    {
        MerkleTree.RequireHash(leafHash, nameof(leafHash));
        if (Size == long.MaxValue)
            throw new InvalidOperationException("The tree is full.");

        int peaks = BitOperations.PopCount((ulong)Size);
        Span<byte> hash = stackalloc byte[MerkleTree.HashLength];
        leafHash.CopyTo(hash);
        for (long rest = Size; (rest & 1) == 1; rest >>= 1)
            MerkleTree.NodeHash(Peak(--peaks), hash, hash);

        hash.CopyTo(Peak(peaks));
        Size++;
    }

    /// <summary>
    /// Adds many leaf hashes, 32 bytes each, at consecutive positions: the same as one by one, but faster.
    /// </summary>
    /// <remarks>Goes level by level, so that the nodes of a level are hashed side by side.</remarks>
    /// <exception cref="ArgumentException">The bytes are not whole hashes.</exception>
    public void AppendAll(ReadOnlySpan<byte> leafHashes)
    {
        if (leafHashes.Length % MerkleTree.HashLength != 0)
            throw new ArgumentException("The bytes are not whole hashes.", nameof(leafHashes));
        int count = leafHashes.Length / MerkleTree.HashLength;
        if (Size > long.MaxValue - count)
            throw new InvalidOperationException("The tree is full.");

        // Room before the new nodes of a level for the complete subtree that waits there, if one does.
        byte[] level = new byte[MerkleTree.HashLength + leafHashes.Length];
        byte[] above = new byte[MerkleTree.HashLength + leafHashes.Length / 2 + MerkleTree.HashLength];
        leafHashes.CopyTo(level.AsSpan(MerkleTree.HashLength));
        Span<byte> waiting = stackalloc byte[MaxPeaks * MerkleTree.HashLength];
        int peaks = BitOperations.PopCount((ulong)Size);
        int waitingCount = 0;
        for (long rest = Size; count > 0; rest >>= 1)
        {
            Span<byte> nodes = level.AsSpan(MerkleTree.HashLength, count * MerkleTree.HashLength);
            if ((rest & 1) == 1)
            {
                Peak(--peaks).CopyTo(level);
                nodes = level.AsSpan(0, ++count * MerkleTree.HashLength);
            }

            if (count % 2 == 1)
                nodes[^MerkleTree.HashLength..].CopyTo(waiting[(waitingCount++ * MerkleTree.HashLength)..]);
            MerkleTree.NodeHashes(nodes, above.AsSpan(MerkleTree.HashLength));
            count /= 2;
            (level, above) = (above, level);
        }

        // Levels went upward, and peaks stand with the largest subtree first.
        while (waitingCount > 0)
            waiting.Slice(--waitingCount * MerkleTree.HashLength, MerkleTree.HashLength).CopyTo(Peak(peaks++));
        Size += leafHashes.Length / MerkleTree.HashLength;
    }

    /// <summary>
    /// The root of the tree as it stands. Costs at most one hash per complete subtree; changes nothing.
    /// </summary>
    public byte[] Root()
    {
        int peaks = BitOperations.PopCount((ulong)Size);
        if (peaks == 0)
            return MerkleTree.EmptyRoot;

        byte[] root = Peak(--peaks).ToArray();
        while (peaks > 0)
            MerkleTree.NodeHash(Peak(--peaks), root, root);
        return root;
    }

    /// <summary>An independent copy.</summary>
    public MerkleFrontier Clone()
    {
        var copy = new MerkleFrontier { Size = Size };
        _peaks.AsSpan(0, PeaksLength(Size)).CopyTo(copy._peaks);
        return copy;
    }

    /// <summary>
    /// The form kept in a database column: the size as eight big-endian bytes, then one hash for each bit set in it,
    /// largest subtree first. A given tree has exactly one such form.
    /// </summary>
    public byte[] ToBytes()
    {
        var bytes = new byte[SizeLength + PeaksLength(Size)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, Size);
        _peaks.AsSpan(0, PeaksLength(Size)).CopyTo(bytes.AsSpan(SizeLength));
        return bytes;
    }

    /// <summary>Reads what <see cref="ToBytes"/> wrote.</summary>
    /// <exception cref="FormatException">The bytes are not exactly one frontier.</exception>
    public static MerkleFrontier Parse(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < SizeLength)
            throw new FormatException("A frontier begins with a size of eight bytes.");
        long size = BinaryPrimitives.ReadInt64BigEndian(bytes);
        if (size < 0)
            throw new FormatException("A frontier's size is never negative.");
        if (bytes.Length != SizeLength + PeaksLength(size))
            throw new FormatException($"A frontier of size {size} is {SizeLength + PeaksLength(size)} bytes long.");

        var frontier = new MerkleFrontier { Size = size };
        bytes[SizeLength..].CopyTo(frontier._peaks);
        return frontier;
    }

    static int PeaksLength(long size) => BitOperations.PopCount((ulong)size) * MerkleTree.HashLength;

    Span<byte> Peak(int index) => _peaks.AsSpan(index * MerkleTree.HashLength, MerkleTree.HashLength);
}
