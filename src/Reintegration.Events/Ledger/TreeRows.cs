namespace Reintegration.Events.Ledger;

/// <summary>A hash that stands in a tile above the leaves: of 256^Level leaves, the Index-th from the left.</summary>
public readonly record struct TileHash(int Level, long Index, byte[] Hash);

/// <summary>What is kept of a tree beside its leaves, so that a proof need not read them all.</summary>
/// <remarks>
/// Derived from the leaves alone: it may be emptied at any time and is then made again. Two implementations, in memory
/// and in PostgreSQL. Nothing in it is trusted; a proof made from it is checked against a root.
/// </remarks>
public interface ITreeRows
{
    /// <summary>How many leaves are in.</summary>
    /// <exception cref="LedgerUnavailableException">The rows could not be read.</exception>
    Task<long> Size(CancellationToken ct);

    /// <summary>Adds the next leaves and the hashes they complete, all or none; false if others were first.</summary>
    /// <param name="from">The size it is added to.</param>
    /// <param name="leafHashes">32 bytes for each leaf.</param>
    Task<bool> Add(
        long from, ReadOnlyMemory<byte> leafHashes, IReadOnlyList<TileHash> complete, CancellationToken ct);

    /// <summary>Hashes side by side on a tile level of 1 or more; fewer bytes than asked for where they end.</summary>
    Task<byte[]> Hashes(int level, long first, int count, CancellationToken ct);

    /// <summary>Positions at which a leaf of this hash may stand: at most a few, not all of them true.</summary>
    Task<IReadOnlyList<long>> Places(ReadOnlyMemory<byte> leafHash, CancellationToken ct);
}

/// <summary>Rows that last as long as the process.</summary>
public sealed class MemoryTreeRows : ITreeRows
{
    readonly Lock _gate = new();
    readonly Dictionary<(int Level, long Index), byte[]> _hashes = [];
    readonly Dictionary<string, long> _places = new(StringComparer.Ordinal);
    long _size;

    public Task<long> Size(CancellationToken ct)
    {
        lock (_gate) return Task.FromResult(_size);
    }

    public Task<bool> Add(
        long from, ReadOnlyMemory<byte> leafHashes, IReadOnlyList<TileHash> complete, CancellationToken ct)
    {
        lock (_gate)
        {
            if (from != _size) return Task.FromResult(false);
            foreach (var (level, index, hash) in complete) _hashes[(level, index)] = hash;
            for (var rest = leafHashes; !rest.IsEmpty; rest = rest[MerkleTree.HashLength..])
                _places.TryAdd(Convert.ToHexString(rest.Span[..MerkleTree.HashLength]), _size++);
            return Task.FromResult(true);
        }
    }

    public Task<byte[]> Hashes(int level, long first, int count, CancellationToken ct)
    {
        List<byte> hashes = [];
        lock (_gate)
            for (var i = 0; i < count && _hashes.TryGetValue((level, first + i), out var hash); i++)
                hashes.AddRange(hash);
        return Task.FromResult(hashes.ToArray());
    }

    public Task<IReadOnlyList<long>> Places(ReadOnlyMemory<byte> leafHash, CancellationToken ct)
    {
        lock (_gate)
            return Task.FromResult<IReadOnlyList<long>>(
                _places.TryGetValue(Convert.ToHexString(leafHash.Span), out var place) ? [place] : []);
    }
}
