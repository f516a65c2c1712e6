using System.Buffers.Binary;
using Npgsql;
using NpgsqlTypes;

namespace Reintegration.Events.Postgres;

/// <summary>What is kept of one ledger's tree beside its leaves, in tables of its own.</summary>
/// <remarks>A leaf costs one row of 16 bytes and its place in one index; measured in decisions/0007.</remarks>
public sealed class PostgresTreeRows : ITreeRows
{
    internal const short Events = 0;
    internal const short Access = 1;

    readonly NpgsqlDataSource _source;
    readonly short _ledger;

    internal PostgresTreeRows(NpgsqlDataSource source, short ledger) => (_source, _ledger) = (source, ledger);

    NpgsqlParameter Ledger => Statement.Value(NpgsqlDbType.Smallint, _ledger);

    public async Task<long> Size(CancellationToken ct) =>
        (await Query.List(_source, "read_tree_size", row => row.GetInt64(0), ct, Ledger)).Single();

    public async Task<bool> Add(
        long from, ReadOnlyMemory<byte> leafHashes, IReadOnlyList<TileHash> complete, CancellationToken ct)
    {
        var prefixes = Prefixes(leafHashes.Span);
        try
        {
            await using var connection = await _source.OpenConnectionAsync(ct);
            await using var transaction = await connection.BeginTransactionAsync(ct);
            await using (var advance = Statement.Of(connection, "advance_tree", Ledger,
                Statement.Value(NpgsqlDbType.Bigint, from), Statement.Value(NpgsqlDbType.Bigint, from + prefixes.Length)))
                if (await advance.ExecuteNonQueryAsync(ct) == 0)
                    return false;
            await using var rows = new NpgsqlBatch(connection, transaction);
            rows.BatchCommands.Add(Statement.Part("insert_tree_leaves", Ledger,
                Statement.Value(NpgsqlDbType.Bigint, from), Statement.Many(NpgsqlDbType.Bigint, prefixes)));
            rows.BatchCommands.Add(Statement.Part("insert_tree_hashes", Ledger,
                Statement.Many(NpgsqlDbType.Smallint, complete.Select(hash => (short)hash.Level).ToArray()),
                Statement.Many(NpgsqlDbType.Bigint, complete.Select(hash => hash.Index).ToArray()),
                Statement.Many(NpgsqlDbType.Bytea, complete.Select(hash => hash.Hash).ToArray())));
            await rows.ExecuteNonQueryAsync(ct);
            await transaction.CommitAsync(ct);
            return true;
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            throw new LedgerUnavailableException($"The tree's rows could not be written: {e.Message}", e);
        }
    }

    public async Task<byte[]> Hashes(int level, long first, int count, CancellationToken ct)
    {
        var rows = await Query.List(
            _source, "read_tree_hashes", row => (row.GetInt64(0), row.GetFieldValue<byte[]>(1)), ct, Ledger,
            Statement.Value(NpgsqlDbType.Smallint, (short)level), Statement.Value(NpgsqlDbType.Bigint, first),
            Statement.Value(NpgsqlDbType.Bigint, first + count));
        return [.. rows.TakeWhile((row, i) => row.Item1 == first + i).SelectMany(row => row.Item2)];
    }

    public Task<IReadOnlyList<long>> Places(ReadOnlyMemory<byte> leafHash, CancellationToken ct) =>
        Query.List(_source, "find_tree_leaf", row => row.GetInt64(0), ct, Ledger,
            Statement.Value(NpgsqlDbType.Bigint, BinaryPrimitives.ReadInt64BigEndian(leafHash.Span)));

    static long[] Prefixes(ReadOnlySpan<byte> leafHashes)
    {
        var prefixes = new long[leafHashes.Length / MerkleTree.HashLength];
        for (var i = 0; i < prefixes.Length; i++)
            prefixes[i] = BinaryPrimitives.ReadInt64BigEndian(leafHashes[(i * MerkleTree.HashLength)..]);
        return prefixes;
    }
}

/// <summary>Says which of several processes signs: one at a time, and another when that one falls silent.</summary>
/// <remarks>
/// It spares work and no more: should two believe they hold it, the memory of what was signed still lets only one
/// history be signed.
/// </remarks>
public sealed class SigningLease
{
    /// <summary>A process that is silent for as long is replaced; renewals come every second.</summary>
    public static readonly TimeSpan Duration = TimeSpan.FromSeconds(10);

    readonly NpgsqlDataSource _source;
    readonly Guid _holder = Guid.NewGuid();

    internal SigningLease(NpgsqlDataSource source) => _source = source;

    /// <summary>The lease's epoch if this process holds it now, renewed; null while another one does.</summary>
    /// <exception cref="LedgerUnavailableException">The database does not answer.</exception>
    public async Task<long?> Hold(CancellationToken ct)
    {
        var epochs = await Query.List(_source, "hold_signing", row => row.GetInt64(0), ct,
            Statement.Value(NpgsqlDbType.Uuid, _holder), Statement.Value(NpgsqlDbType.Interval, Duration));
        return epochs.Count == 0 ? null : epochs[0];
    }
}
