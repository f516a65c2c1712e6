using Npgsql;

namespace Reintegration.Events.Postgres;

/// <summary>The one connection of an appender: opened when needed, thrown away at the first doubt.</summary>
/// <remarks>
/// PostgreSQL says by a warning, not an error, that a commit stands here and not on the synchronous standby; a connection
/// that breaks at a commit leaves the same doubt. WAL is replicated in order, so one write that is confirmed without a
/// warning confirms all before it: every new connection begins with such a write, and what is known again after that is as
/// durable as was promised.
/// </remarks>
sealed class Writer(string connectionString) : IAsyncDisposable
{
    const string Warning = "WARNING";

    /// <summary>A record in the WAL and nowhere else, whose commit waits for the standby like any other.</summary>
    const string Settling = "select pg_logical_emit_message(true, 'reintegration', 'settled')";

    NpgsqlConnection? _connection;
    string? _warning;

    internal async Task<NpgsqlConnection> Open()
    {
        if (_connection is not null) return _connection;
        var connection = new NpgsqlConnection(connectionString);
        _warning = null;
        connection.Notice += (_, notice) =>
        {
            if (notice.Notice.InvariantSeverity == Warning) _warning = notice.Notice.MessageText;
        };
        try
        {
            await connection.OpenAsync();
            await using var settling = new NpgsqlCommand(Settling, connection);
            await settling.ExecuteNonQueryAsync();
            Confirm();
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
        return _connection = connection;
    }

    /// <summary>To be called after a commit: a warning there means it is not as durable as was promised.</summary>
    internal void Confirm()
    {
        if (_warning is { } warning)
            throw new LedgerUnavailableException(
                $"The server warned at the commit; whether a standby holds it is unknown: {warning}");
    }

    internal async Task Forget()
    {
        var connection = _connection;
        _connection = null;
        if (connection is not null) await connection.DisposeAsync();
    }

    public async ValueTask DisposeAsync() => await Forget();
}
