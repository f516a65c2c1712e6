namespace Reintegration.Events.Ledger;

/// <summary>Tiles and proofs of one ledger, for auditors and witnesses.</summary>
/// <remarks>
/// The lowest tiles are hashed from the leaves when asked for; of 256 leaves one hash is kept, so ten million leaves
/// need forty thousand. The index follows the ledger, off the path of an append, and catches up when it is asked for
/// more than it has.
/// </remarks>
public sealed class TreeIndex(ILeaves leaves, ITreeRows rows)
{
    /// <summary>Leaves added in one go: what is lost when a first, long catching up is interrupted.</summary>
    const int LeavesAtOnce = 32 * TileId.FullWidth;

    /// <summary>Adds the leaves recorded since the last time; returns how many are in.</summary>
    /// <exception cref="LedgerUnavailableException">Ledger or rows could not be read or written.</exception>
    public async Task<long> CatchUp(CancellationToken ct)
    {
        var size = (await leaves.Head(ct)).Size;
        while (await rows.Size(ct) is var done && done < size)
        {
            var until = Math.Min(size, (done / TileId.FullWidth * TileId.FullWidth) + LeavesAtOnce);
            await Add(done, until, ct);
        }
        return size;
    }

    /// <summary>The bytes of a tile; null where the tree has none so wide.</summary>
    public async Task<byte[]?> Tile(TileId tile, CancellationToken ct)
    {
        var first = tile.Index * TileId.FullWidth;
        if (tile.Level == 0) return await Hashes(first, tile.Width, ct);
        var hashes = await rows.Hashes(tile.Level, first, tile.Width, ct);
        if (hashes.Length < tile.LengthBytes)
        {
            await CatchUp(ct);
            hashes = await rows.Hashes(tile.Level, first, tile.Width, ct);
        }
        return hashes.Length == tile.LengthBytes ? hashes : null;
    }

    /// <summary>The proof that a leaf stands at an index of the tree of this size.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The index is not below the size.</exception>
    /// <exception cref="LedgerBrokenException">The ledger has not so many leaves.</exception>
    public Task<IReadOnlyList<byte[]>> Inclusion(long index, long size, CancellationToken ct) =>
        Assemble(ProofPlan.Inclusion(index, size), ct);

    /// <summary>The proof that the tree of one size continues that of another.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The older size is zero or above the newer one.</exception>
    /// <exception cref="LedgerBrokenException">The ledger has not so many leaves.</exception>
    public Task<IReadOnlyList<byte[]>> Consistency(long olderSize, long newerSize, CancellationToken ct) =>
        Assemble(ProofPlan.Consistency(olderSize, newerSize), ct);

    /// <summary>The root of the tree as it was at this size.</summary>
    /// <exception cref="LedgerBrokenException">The ledger has not so many leaves.</exception>
    public async Task<byte[]> Root(long size, CancellationToken ct) =>
        size == 0 ? MerkleTree.EmptyRoot : (await Assemble(ProofPlan.Root(size), ct))[0];

    /// <summary>Where a leaf of this hash stands; null if none does.</summary>
    public async Task<long?> Find(ReadOnlyMemory<byte> leafHash, CancellationToken ct)
    {
        if (await FindKnown(leafHash, ct) is { } known) return known;
        await CatchUp(ct);
        return await FindKnown(leafHash, ct);
    }

    async Task<long?> FindKnown(ReadOnlyMemory<byte> leafHash, CancellationToken ct)
    {
        foreach (var place in await rows.Places(leafHash, ct))
            if (await Hashes(place, 1, ct) is { } hash && hash.AsSpan().SequenceEqual(leafHash.Span))
                return place;
        return null;
    }

    async Task<IReadOnlyList<byte[]>> Assemble(ProofPlan plan, CancellationToken ct)
    {
        Dictionary<TileId, byte[]> tiles = [];
        foreach (var tile in plan.Tiles)
            tiles[tile] = await Tile(tile, ct)
                ?? throw new LedgerBrokenException($"The tree has no {tile.Path}, which a tree of {plan.Size} leaves has.");
        return plan.Assemble(new TileNodes(plan.Size, tile => tiles[tile]));
    }

    async Task Add(long done, long until, CancellationToken ct)
    {
        // A tile that was begun is hashed again from its first leaf.
        var start = done / TileId.FullWidth * TileId.FullWidth;
        var hashes = await Hashes(start, (int)(until - start), ct)
            ?? throw new LedgerBrokenException($"The ledger has not the {until} leaves its head says.");
        List<TileHash> complete = [];
        for (var end = start + TileId.FullWidth; end <= until; end += TileId.FullWidth)
        {
            var tile = hashes.AsSpan(
                (int)(end - TileId.FullWidth - start) * MerkleTree.HashLength, TileId.FullWidth * MerkleTree.HashLength);
            complete.Add(new TileHash(1, (end / TileId.FullWidth) - 1, TileId.Hash(tile)));
        }
        await Raise(complete, ct);
        await rows.Add(done, hashes.AsMemory((int)(done - start) * MerkleTree.HashLength), complete, ct);
    }

    /// <summary>A hash that ends a tile of its level adds a hash to the level above.</summary>
    async Task Raise(List<TileHash> complete, CancellationToken ct)
    {
        for (var i = 0; i < complete.Count; i++)
        {
            var (level, index, _) = complete[i];
            if ((index + 1) % TileId.FullWidth != 0) continue;
            var first = index + 1 - TileId.FullWidth;
            var fresh = complete.Where(hash => hash.Level == level && hash.Index >= first && hash.Index <= index).ToList();
            var kept = await rows.Hashes(level, first, TileId.FullWidth - fresh.Count, ct);
            byte[] tile = [.. kept, .. fresh.SelectMany(hash => hash.Hash)];
            complete.Add(new TileHash(level + 1, index / TileId.FullWidth, TileId.Hash(tile)));
        }
    }

    async Task<byte[]?> Hashes(long first, int count, CancellationToken ct)
    {
        List<byte[]> found = new(count);
        await foreach (var leaf in leaves.Leaves(first - 1, ct))
        {
            found.Add(leaf.ToArray());
            if (found.Count == count) return MerkleTree.LeafHashes(found);
        }
        return null;
    }
}
