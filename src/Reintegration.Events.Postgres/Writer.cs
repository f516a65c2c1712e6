using Npgsql;

namespace Reintegration.Events.Postgres;

/// <summary>The one connection of an appender: opened when needed, thrown away at the first doubt.</summary>
sealed class Writer(string connectionString) : IAsyncDisposable
{
    const string Warning = "WARNING";

    NpgsqlConnection? _connection;
    string? _warning;

    internal async Task<NpgsqlConnection> Open()
    {
        if (_warning is { } warning)
            throw new LedgerUnavailableException(
                $"This node stopped appending after the server warned at a commit: {warning}");
        if (_connection is not null) return _connection;
        var connection = new NpgsqlConnection(connectionString);
        connection.Notice += (_, notice) =>
        {
            // PostgreSQL says by a warning, not an error, that a commit stands here but not on the synchronous standby.
            if (notice.Notice.InvariantSeverity == Warning) _warning = notice.Notice.MessageText;
        };
        try
        {
            await connection.OpenAsync();
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
