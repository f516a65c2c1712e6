using Reintegration.Events.Views;

namespace Reintegration.Events.Server.Feeds;

/// <summary>How feeds are kept: where, and how often it is looked whether there is news.</summary>
public sealed record Feeding
{
    public IFeedRows? Rows { get; init; }
    /// <summary>Null: the walk goes on only when it is told to.</summary>
    public TimeSpan? Every { get; init; }
}

/// <summary>Keeps the feeds up with the ledger while the process lives; of several processes one at a time.</summary>
public sealed class FeedRounds(FeedWriter writer, Feeding feeding, ILogger<FeedRounds> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (feeding.Every is not { } every) return;
        using var timer = new PeriodicTimer(every);
        try
        {
            do await Guarded(stoppingToken);
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process is ending.
        }
    }

    /// <summary>A failure is told and the next round tries again; only the end of the process ends the rounds.</summary>
    async Task Guarded(CancellationToken ct)
    {
        try
        {
            await writer.CatchUp(ct);
        }
        catch (Exception failure) when (failure is LedgerUnavailableException or LedgerBrokenException)
        {
            Log.FeedDelayed(log, failure);
        }
    }
}
