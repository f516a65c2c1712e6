using System.Threading.Channels;
using Npgsql;

namespace Reintegration.Events.Postgres;

/// <summary>Tells other processes, at most every 50 ms, that there is news. A hint: polling is the truth.</summary>
/// <remarks>
/// Sent on a connection of its own. Inside the appending transaction it would make every commit of the whole server
/// wait in one line.
/// </remarks>
sealed class Hint : IAsyncDisposable
{
    internal const string ChannelName = "reintegration_events";
    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    readonly Channel<bool> _news = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });
    readonly CancellationTokenSource _end = new();
    readonly NpgsqlDataSource _source;
    readonly Task _loop;

    internal Hint(NpgsqlDataSource source)
    {
        _source = source;
        _loop = Task.Run(Loop);
    }

    internal void News() => _news.Writer.TryWrite(true);

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _loop;
        _end.Dispose();
    }

    async Task Loop()
    {
        try
        {
            while (await _news.Reader.WaitToReadAsync(_end.Token))
            {
                _news.Reader.TryRead(out _);
                await Send();
                await Task.Delay(Pause, _end.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The ledger is closing.
        }
    }

    async Task Send()
    {
        try
        {
            await using var command = _source.CreateCommand($"notify {ChannelName}");
            await command.ExecuteNonQueryAsync(_end.Token);
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            // Readers poll. A hint that is lost costs them a moment and nothing else.
        }
    }
}
