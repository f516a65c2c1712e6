namespace Reintegration.Events.Postgres.Succession;

/// <summary>A ledger that is no longer what was signed, and what of it is left.</summary>
/// <param name="LostSize">Leaves that were signed.</param>
/// <param name="SurvivingSize">Leaves that were found.</param>
/// <param name="ProvedSize">How many of them are, as far as anything kept can show, those that were signed.</param>
/// <param name="Memory">The frontier of the signed tree.</param>
/// <param name="Surviving">The frontier of the tree that was found.</param>
public sealed record LedgerLoss(
    LedgerOrigin Origin, long LostSize, byte[] LostRoot, long SurvivingSize, long ProvedSize, byte[] Memory,
    byte[] Surviving)
{
    /// <summary>Leaves hashed together; a few megabytes.</summary>
    const int LeavesAtOnce = 8192;

    /// <summary>Hashes every leaf, and holds the tree against what was signed; null when the ledger is whole.</summary>
    /// <param name="memory">The frontier of the tree signed last.</param>
    /// <param name="seen">Older checkpoints of the same origin, their signatures checked: each may prove more.</param>
    /// <exception cref="LedgerBrokenException">The leaves are not the tree that the ledger's own head states.</exception>
    public static async Task<LedgerLoss?> Find(
        LedgerOrigin origin, ILeaves leaves, byte[] memory, IEnumerable<Checkpoint> seen, CancellationToken ct)
    {
        var signed = MerkleFrontier.Parse(memory);
        var marks = Prefixes(memory).Concat(seen.Select(older => (older.Size, Root: older.Root.ToArray())))
            .ToLookup(mark => mark.Size, mark => mark.Root);
        var head = await leaves.Head(ct);
        var tree = new MerkleFrontier();
        long proved = 0;
        List<byte[]> waiting = new(LeavesAtOnce);
        if (head.Size > 0)
            await foreach (var leaf in leaves.Leaves(-1, ct))
            {
                waiting.Add(leaf.ToArray());
                var size = tree.Size + waiting.Count;
                if (waiting.Count < LeavesAtOnce && size < head.Size && !marks.Contains(size)) continue;
                tree.AppendAll(MerkleTree.LeafHashes(waiting));
                waiting.Clear();
                var root = tree.Root();
                if (marks[size].Any(mark => mark.AsSpan().SequenceEqual(root))) proved = size;
                if (size == head.Size) break;
            }
        if (tree.Size != head.Size || !tree.Root().AsSpan().SequenceEqual(head.Root.Span))
            throw new LedgerBrokenException(
                "The leaves are not the tree that the ledger's head states: this is no lost tail, and nothing is succeeded.");
        return proved >= signed.Size
            ? null
            : new LedgerLoss(origin, signed.Size, signed.Root(), head.Size, proved, memory, tree.ToBytes());
    }

    /// <summary>The trees that a frontier tells the roots of: those of its first complete subtrees.</summary>
    static IEnumerable<(long Size, byte[] Root)> Prefixes(byte[] frontier)
    {
        const int SizeLength = sizeof(long);
        var whole = MerkleFrontier.Parse(frontier).Size;
        var (size, peaks) = (0L, 0);
        for (var bit = 62; bit >= 0; bit--)
        {
            if ((whole & (1L << bit)) == 0) continue;
            (size, peaks) = (size | (1L << bit), peaks + 1);
            var prefix = frontier.AsSpan(0, SizeLength + (peaks * MerkleTree.HashLength)).ToArray();
            System.Buffers.Binary.BinaryPrimitives.WriteInt64BigEndian(prefix, size);
            yield return (size, MerkleFrontier.Parse(prefix).Root());
        }
    }
}
