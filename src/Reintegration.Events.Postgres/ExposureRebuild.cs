using Npgsql;
using NpgsqlTypes;

namespace Reintegration.Events.Postgres;

/// <summary>Makes the exposure index anew from the access records, beside the one in use, and takes its place.</summary>
/// <remarks>
/// The records of before are folded while new ones go on; then the head is held, what came meanwhile is folded too, and
/// the rows that differ are replaced, all in one transaction. Looks wait for that last part, or answer 503.
/// </remarks>
sealed class ExposureRebuild(
    string connectionString, Func<AccessQuery, CancellationToken, Task<IReadOnlyList<AccessRecorded>>> read)
{
    const int Page = 2000;

    readonly ExposureWriter _writer = new();
    readonly List<(long From, long To)> _gone = [];
    long _after = -1;

    internal async Task<long> Run(CancellationToken ct)
    {
        try
        {
            await using var connection = new NpgsqlConnection(connectionString);
            await using var aside = new NpgsqlConnection(connectionString);
            await connection.OpenAsync(ct);
            await aside.OpenAsync(ct);
            await using var transaction = await connection.BeginTransactionAsync(ct);
            // Its lock keeps a second rebuild waiting.
            await Do(connection, "clear_made_exposures", ct);
            await CatchUp(connection, aside, ct);
            await Do(connection, "lock_access_head_only", ct);
            await CatchUp(connection, connection, ct);
            await KeepErased(connection, ct);
            var differing = (long)(await Do(connection, "count_differing_exposures", ct))!;
            if (differing > 0)
            {
                await Do(connection, "remove_unmade_exposures", ct);
                await Do(connection, "take_made_exposures", ct);
            }

            await transaction.CommitAsync(ct);
            return differing;
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            throw new LedgerUnavailableException($"The exposure index could not be made anew: {e.Message}", e);
        }
    }

    async Task CatchUp(NpgsqlConnection connection, NpgsqlConnection aside, CancellationToken ct)
    {
        while (true)
        {
            var page = await read(new AccessQuery { After = _after, Limit = Page }, ct);
            if (page.Count == 0) return;
            foreach (var recorded in page.Where(recorded => recorded.Record is null))
            {
                if (_gone.Count > 0 && _gone[^1].To == recorded.Position - 1) _gone[^1] = (_gone[^1].From, recorded.Position);
                else _gone.Add((recorded.Position, recorded.Position));
            }

            await _writer.Make(connection, aside, page);
            _after = page[^1].Position;
        }
    }

    /// <summary>Of records that can be read no more, what the index in use holds of them goes on.</summary>
    async Task KeepErased(NpgsqlConnection connection, CancellationToken ct)
    {
        if (_gone.Count == 0) return;
        var (@event, agency) = (Guid.Empty, "");
        while (true)
        {
            List<(Guid Event, string Agency, ExposureRow Row)> page = [];
            await using (var command = Statement.Of(connection, "page_exposures",
                Statement.Value(NpgsqlDbType.Uuid, @event), Statement.Value(NpgsqlDbType.Text, agency), Statement.Value(NpgsqlDbType.Bigint, (long)Page)))
            await using (var rows = await command.ExecuteReaderAsync(ct))
                while (await rows.ReadAsync(ct))
                    page.Add((rows.GetGuid(0), rows.GetString(1), ExposureRow.Parse(rows.GetFieldValue<byte[]>(2))));
            if (page.Count == 0) return;
            (@event, agency, _) = page[^1];
            await Keep(connection, page, ct);
        }
    }

    async Task Keep(NpgsqlConnection connection, List<(Guid Event, string Agency, ExposureRow Row)> page, CancellationToken ct)
    {
        var kept = page.Select(row => (row.Event, row.Agency, Steps: row.Row.Steps.Where(step => IsGone(step.Position)).ToList()))
            .Where(row => row.Steps.Count > 0).ToList();
        if (kept.Count == 0) return;
        var made = new Dictionary<(Guid, string), ExposureRow>();
        await using (var command = Statement.Of(connection, "made_exposure_rows",
            Statement.Many(NpgsqlDbType.Uuid, kept.Select(row => row.Event).ToArray()),
            Statement.Many(NpgsqlDbType.Text, kept.Select(row => row.Agency).ToArray())))
        await using (var rows = await command.ExecuteReaderAsync(ct))
            while (await rows.ReadAsync(ct))
                made[(rows.GetGuid(0), rows.GetString(1))] = ExposureRow.Parse(rows.GetFieldValue<byte[]>(2));
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(ExposureWriter.Made(
            [.. kept.Select(row => (row.Event, row.Agency, made.GetValueOrDefault((row.Event, row.Agency), ExposureRow.Empty).Keeping(row.Steps).ToBytes()))]));
        await batch.ExecuteNonQueryAsync(ct);
    }

    bool IsGone(long position) => _gone.Exists(range => range.From <= position && position <= range.To);

    static async Task<object?> Do(NpgsqlConnection connection, string statement, CancellationToken ct)
    {
        await using var command = Statement.Of(connection, statement);
        return await command.ExecuteScalarAsync(ct);
    }
}
