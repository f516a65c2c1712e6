using Npgsql;
using NpgsqlTypes;

namespace Reintegration.Events.Postgres;

/// <summary>Writes batches of access records, provided no fence was raised since their answers were decided.</summary>
/// <remarks>
/// The epoch is compared inside the statement that moves the head, so a record decided before a fence can never be made
/// durable by a statement that begins after it. As with events, the quick way works from memory and is refused as a
/// whole; the careful way then sorts out record by record. What the records showed for the first time goes to the
/// exposure index in the same transaction.
/// </remarks>
sealed class AccessAppender(string connectionString, TimeProvider clock) : IAsyncDisposable
{
    const string HeadMoved = "RE001";
    const string FenceRaised = "RE002";
    /// <summary>Two nodes gave a number to the same new name: whoever is second asks again.</summary>
    const string NumberTaken = PostgresErrorCodes.UniqueViolation;

    readonly Writer _writer = new(connectionString);
    readonly ExposureWriter _exposures = new();
    AccessHead? _head;

    internal async Task<IReadOnlyList<AccessReceipt?>> Commit(IReadOnlyList<PreparedRecord> batch)
    {
        try
        {
            return await Quick(batch) ?? await Careful(batch);
        }
        catch (Exception e)
        {
            _head = null;
            _exposures.Forget();
            await _writer.Forget();
            if (e is NpgsqlException or InvalidOperationException or System.IO.IOException or TimeoutException)
                throw new LedgerUnavailableException($"The access ledger could not be written: {e.Message}", e);
            throw;
        }
    }

    public ValueTask DisposeAsync() => _writer.DisposeAsync();

    async Task<IReadOnlyList<AccessReceipt?>?> Quick(IReadOnlyList<PreparedRecord> batch)
    {
        if (_head is not { } head) return null;
        var epoch = batch[0].Record.Epoch;
        if (batch.Any(prepared => prepared.Record.Epoch != epoch)) return null;
        var connection = await _writer.Open();
        try
        {
            var (receipts, news) = await Write(connection, head, batch, epoch);
            _writer.Confirm();
            _exposures.Confirm(news);
            return receipts;
        }
        catch (PostgresException e) when (e.SqlState is HeadMoved or FenceRaised or NumberTaken)
        {
            _head = null;
            _exposures.Renumber();
            return null;
        }
    }

    async Task<IReadOnlyList<AccessReceipt?>> Careful(IReadOnlyList<PreparedRecord> batch)
    {
        var connection = await _writer.Open();
        await using var transaction = await connection.BeginTransactionAsync();
        var (head, epoch) = await AccessHead.Lock(connection);
        var current = batch.Where(prepared => prepared.Record.Epoch == epoch).ToList();
        var written = current.Count == 0 ? ([], ExposureWriter.News.None) : await TryWrite(connection, head, current, epoch);
        if (written is not var (receipts, news))
        {
            // A fence was raised between our two statements: none of these answers may leave.
            await transaction.RollbackAsync();
            return new AccessReceipt?[batch.Count];
        }
        await transaction.CommitAsync();
        _writer.Confirm();
        _exposures.Confirm(news);
        if (current.Count == 0) _head = head;
        var next = 0;
        return [.. batch.Select(prepared => prepared.Record.Epoch == epoch ? receipts[next++] : null)];
    }

    async Task<(IReadOnlyList<AccessReceipt> Receipts, ExposureWriter.News News)?> TryWrite(
        NpgsqlConnection connection, AccessHead head, List<PreparedRecord> current, long epoch)
    {
        try
        {
            return await Write(connection, head, current, epoch);
        }
        catch (PostgresException e) when (e.SqlState is FenceRaised)
        {
            _head = null;
            _exposures.Renumber();
            return null;
        }
    }

    /// <summary>Writes all of them; the new head is remembered, to be forgotten again if the commit fails.</summary>
    async Task<(IReadOnlyList<AccessReceipt> Receipts, ExposureWriter.News News)> Write(
        NpgsqlConnection connection, AccessHead head, IReadOnlyList<PreparedRecord> batch, long epoch)
    {
        var recordedAt = Leaf.NotBefore(head.RecordedAt, clock.GetUtcNow());
        var leaves = batch.Select(prepared => prepared.Sealed.Leaf(head.Ledger, recordedAt)).ToArray();
        var next = head.After(leaves, recordedAt);
        // Read before the head is moved: whoever else wrote since moved it, and then nothing of this is written.
        var news = await _exposures.Of(connection, batch, head.Size, recordedAt);
        await using var statements = new NpgsqlBatch(connection);
        statements.BatchCommands.Add(Statement.Part("advance_access_head",
            Statement.Value(NpgsqlDbType.Bigint, head.Size),
            Statement.Value(NpgsqlDbType.Bytea, head.Root),
            Statement.Value(NpgsqlDbType.Bigint, next.Size),
            Statement.Value(NpgsqlDbType.TimestampTz, recordedAt),
            Statement.Value(NpgsqlDbType.Bytea, next.Root),
            Statement.Value(NpgsqlDbType.Bytea, next.Tree.ToBytes()),
            Statement.Value(NpgsqlDbType.Bigint, epoch)));
        var positions = Statement.Many(NpgsqlDbType.Bigint, batch.Select((_, i) => head.Size + i).ToArray());
        statements.BatchCommands.Add(Statement.Part("insert_access_leaves",
            positions, Statement.Value(NpgsqlDbType.TimestampTz, recordedAt), Statement.Many(
                NpgsqlDbType.Bytea, leaves)));
        statements.BatchCommands.Add(Statement.Part("insert_access_records",
            positions.Clone(),
            Statement.Many(NpgsqlDbType.Text, batch.Select(prepared => prepared.Record.Agency.Value).ToArray()),
            Statement.Many(NpgsqlDbType.Uuid, batch.Select(prepared => prepared.Record.Case?.Value).ToArray()),
            Statement.Many(NpgsqlDbType.Text, batch.Select(prepared => prepared.Sealed.Month).ToArray()),
            Statement.Many(NpgsqlDbType.Bytea, batch.Select(prepared => prepared.Sealed.WrappedKey).ToArray()),
            Statement.Many(NpgsqlDbType.Bytea, batch.Select(prepared => prepared.Sealed.Ciphertext).ToArray()),
            Statement.Many(NpgsqlDbType.Text, batch.Select(prepared => string.Join(' ', prepared.Owners)).ToArray())));
        news.AddTo(statements);
        await statements.ExecuteNonQueryAsync();
        _head = next;
        return ([.. batch.Select((prepared, i) => new AccessReceipt(prepared.Record.Id, head.Size + i, recordedAt))], news);
    }
}

/// <summary>The head row of the access ledger.</summary>
sealed record AccessHead(string Ledger, long Size, DateTimeOffset RecordedAt, byte[] Root, MerkleFrontier Tree)
{
    internal static async Task<(AccessHead Head, long Epoch)> Lock(NpgsqlConnection connection)
    {
        await using var command = Statement.Of(connection, "lock_access_head");
        await using var row = await command.ExecuteReaderAsync();
        if (!await row.ReadAsync()) throw new LedgerBrokenException("The database has no access ledger.");
        return (new AccessHead(
            row.GetString(0), row.GetInt64(1), row.GetFieldValue<DateTimeOffset>(2), row.GetFieldValue<byte[]>(3),
            MerkleFrontier.Parse(row.GetFieldValue<byte[]>(4))), row.GetInt64(5));
    }

    internal AccessHead After(byte[][] leaves, DateTimeOffset recordedAt)
    {
        var tree = Tree.Clone();
        tree.AppendAll(MerkleTree.LeafHashes(leaves));
        return this with { Size = tree.Size, RecordedAt = recordedAt, Root = tree.Root(), Tree = tree };
    }
}
