using Npgsql;
using NpgsqlTypes;
using Reintegration.Events.Postgres.Projection;

namespace Reintegration.Events.Postgres;

/// <summary>Knows what is erased, and destroys it: data keys first, then rows, as the one role that may delete.</summary>
/// <remarks>
/// The list of what is erased is in the database, written with each RecordExpunged. Everything here can be done again:
/// after a crash between naming and destroying, and after a restore that brought keys or rows back.
/// </remarks>
sealed class Erasure(NpgsqlDataSource readers, string eraser, Sealer sealer, RowSeal rowSeal)
{
    long _last = -1;

    /// <summary>Position of the last RecordExpunged that a read of a case saw; -1: none.</summary>
    internal long Last => Volatile.Read(ref _last);

    internal Task<IReadOnlyList<Expunged>> Named(long after, long upTo, CaseId? @case, CancellationToken ct) =>
        Query.List(readers, "read_expunged", ExpungedOf, ct,
            Statement.Value(NpgsqlDbType.Bigint, after), Statement.Value(NpgsqlDbType.Bigint, upTo),
            Statement.Value(NpgsqlDbType.Uuid, @case?.Value));

    /// <summary>The events of a case and, in the same round trip and before them, how far erasure has come.</summary>
    internal async Task<IReadOnlyList<Recorded>> ReadCase(
        Func<NpgsqlDataReader, Recorded> read, CancellationToken ct, params NpgsqlParameter[] values)
    {
        try
        {
            await using var connection = await readers.OpenConnectionAsync(ct);
            await using var batch = new NpgsqlBatch(connection);
            batch.BatchCommands.Add(Statement.Part("last_erasure"));
            batch.BatchCommands.Add(Statement.Part("read_case", values));
            await using var rows = await batch.ExecuteReaderAsync(ct);
            await rows.ReadAsync(ct);
            var last = rows.GetInt64(0);
            await rows.NextResultAsync(ct);
            List<Recorded> list = [];
            while (await rows.ReadAsync(ct)) list.Add(read(rows));
            Saw(last);
            return list;
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            throw new LedgerUnavailableException($"The ledger could not be read: {e.Message}", e);
        }
    }

    internal async Task CarryOut(CancellationToken ct)
    {
        var closed = await Query.List(readers, "read_expunged_keys", row => new ClosedKey(
            new KeyScope(new AgencyId(row.GetString(0)), row.GetString(1)), row.GetInt32(2)), ct);
        sealer.Destroy(closed);
        rowSeal.Destroy(await Query.List(readers, "read_erased_cases", row => (row.GetGuid(0), row.GetInt64(1)), ct));
        try
        {
            await using var connection = new NpgsqlConnection(eraser);
            await connection.OpenAsync(ct);
            await using var batch = new NpgsqlBatch(connection);
            foreach (var statement in (string[])["erase_sealed", "erase_labels", "erase_envelopes"])
                batch.BatchCommands.Add(Statement.Part(statement));
            await batch.ExecuteNonQueryAsync(ct);
            await EraseRows(connection, ct);
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            throw new LedgerUnavailableException($"What is erased could not be deleted: {e.Message}", e);
        }
    }

    /// <summary>Rows of views that were folded before their case was erased: of every build, and of those that wait.</summary>
    /// <remarks>
    /// A projector or a build that read the case before the erasure may write once more after this. What it writes is sealed
    /// under the key that is destroyed by now, or has no body; no reader takes it, since the case stands behind the erasure;
    /// and it goes when the projector meets the fence, the build folds again what moved, or at the next start, by this.
    /// </remarks>
    static async Task EraseRows(NpgsqlConnection connection, CancellationToken ct)
    {
        // Whoever writes rows may hold them for longer than a lock is waited for, while other builds come to serve.
        const int Attempts = 6;
        for (var attempt = 1; ; attempt++)
        {
            await using var transaction = await connection.BeginTransactionAsync(ct);
            try
            {
                // Projectors take the same rows in another order: with the table held for a moment neither waits for the other.
                foreach (var statement in (string[])["hold_projected_rows", "erase_projected_rows"])
                {
                    await using var command = Statement.Of(connection, statement);
                    await command.ExecuteNonQueryAsync(ct);
                }
                await transaction.CommitAsync(ct);
                return;
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.LockNotAvailable && attempt < Attempts)
            {
                await transaction.RollbackAsync(ct);
            }
        }
    }

    /// <summary>Reads may end out of order; what was seen stays seen.</summary>
    void Saw(long last)
    {
        for (var known = Last; last > known; known = Last)
            Interlocked.CompareExchange(ref _last, last, known);
    }

    internal static Expunged ExpungedOf(NpgsqlDataReader row) => new(
        row.GetInt64(0), row.GetInt64(1),
        new StreamId(new AgencyId(row.GetString(2)), CaseColumn.From(row.GetGuid(3))), row.GetInt64(4),
        Leaf.RecordedAt(row.GetFieldValue<byte[]>(5)), row.GetBoolean(6), row.GetBoolean(7));
}
