using Npgsql;

namespace Reintegration.Events.Postgres;

/// <summary>Reads rows over a pooled connection, and says plainly when the server cannot be reached.</summary>
static class Query
{
    internal static async Task<IReadOnlyList<TRow>> List<TRow>(
        NpgsqlDataSource source, string statement, Func<NpgsqlDataReader, TRow> read, CancellationToken ct,
        params NpgsqlParameter[] values)
    {
        try
        {
            await using var connection = await source.OpenConnectionAsync(ct);
            await using var command = Statement.Of(connection, statement, values);
            await using var rows = await command.ExecuteReaderAsync(ct);
            List<TRow> list = [];
            while (await rows.ReadAsync(ct)) list.Add(read(rows));
            return list;
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            throw new LedgerUnavailableException($"The ledger could not be read: {e.Message}", e);
        }
    }
}
