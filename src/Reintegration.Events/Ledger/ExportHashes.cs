namespace Reintegration.Events.Ledger;

/// <summary>The hashes of one batch of exported lines, computed side by side.</summary>
sealed class ExportHashes
{
    const int HashLength = MerkleTree.HashLength;

    byte[] _leaves = [];
    byte[] _ciphertexts = [];
    byte[] _openings = [];
    byte[] _nodes = [];
    int[] _ends = [];

    internal void Compute(ExportBatch batch)
    {
        Hash(batch.Leaves, ref _leaves, isLeaf: true);
        Hash(batch.Ciphertexts, ref _ciphertexts, isLeaf: false);
        Hash(batch.Openings, ref _openings, isLeaf: false);
    }

    static void Hash(ByteQueue messages, ref byte[] hashes, bool isLeaf)
    {
        Grow(ref hashes, messages.Count * HashLength);
        if (isLeaf) MerkleTree.LeafHashes(messages.Bytes, messages.Ends, hashes);
        else Sha256Many.Hash(messages.Bytes, messages.Ends, hashes);
    }

    internal ReadOnlySpan<byte> Leaf(int index) => At(_leaves, index);

    internal ReadOnlySpan<byte> Leaves(int from, int to) => _leaves.AsSpan(from * HashLength, (to - from) * HashLength);

    /// <summary>What is wrong with the ciphertexts of a line; null when they are those its leaf names, in order.</summary>
    internal string? CiphertextFault(ExportBatch batch, in LeafReading leaf, in ExportBatch.Row row)
    {
        // A leaf of version 0 names none: the record it stands for is kept elsewhere.
        if (leaf.Version == 0) return row.Ciphertexts == 0 ? null : "it has a ciphertext its leaf does not name";
        var next = 0;
        for (var i = 0; i < row.Ciphertexts; i++, next++)
        {
            var hash = At(_ciphertexts, row.FirstCiphertext + i);
            // Parts may be gone one by one, but only where an expungement is named.
            while (row.ErasedBy >= 0 && next < leaf.Count && !leaf.Names(next, hash)) next++;
            if (next >= leaf.Count || !leaf.Names(next, hash)) return "a ciphertext is not the one its leaf names";
        }
        if (row.ErasedBy >= 0 || next == leaf.Count) return null;
        return row.Ciphertexts == 0
            ? "its ciphertexts are gone, and no RecordExpunged is named"
            : "a ciphertext is missing, and no RecordExpunged is named";
    }

    /// <summary>The root over the commitments of a line.</summary>
    internal ReadOnlySpan<byte> FieldsRoot(ExportBatch batch, in ExportBatch.Row row)
    {
        var count = row.Fields;
        if (count == 0) return MerkleTree.EmptyRoot;
        Grow(ref _nodes, 2 * count * HashLength);
        if (_ends.Length < count) _ends = [.. Enumerable.Range(1, 2 * count).Select(i => i * HashLength)];
        var commitments = _nodes.AsSpan(0, count * HashLength);
        var level = _nodes.AsSpan(count * HashLength, count * HashLength);
        for (var i = 0; i < count; i++)
        {
            var (isOpened, index) = batch.Fields[row.FirstField + i];
            (isOpened ? At(_openings, index) : batch.Bare[index]).CopyTo(commitments[(i * HashLength)..]);
        }
        MerkleTree.LeafHashes(commitments, _ends.AsSpan(0, count), level);
        return Reduce(level, commitments, count);
    }

    /// <summary>Pairs nodes level by level; one left over goes up as it is, which is the tree of RFC 6962.</summary>
    static ReadOnlySpan<byte> Reduce(Span<byte> level, Span<byte> above, int count)
    {
        for (; count > 1; count = (count + 1) / 2)
        {
            MerkleTree.NodeHashes(level[..(count * HashLength)], above);
            if (count % 2 == 1) level.Slice((count - 1) * HashLength, HashLength).CopyTo(above[(count / 2 * HashLength)..]);
            var swap = level;
            level = above;
            above = swap;
        }
        return level[..HashLength];
    }

    static ReadOnlySpan<byte> At(byte[] hashes, int index) => hashes.AsSpan(index * HashLength, HashLength);

    static void Grow(ref byte[] hashes, int length)
    {
        if (hashes.Length < length) hashes = new byte[Math.Max(length, hashes.Length * 2)];
    }
}
