using System.Collections.Concurrent;
using Reintegration.Events.Postgres.Projection;
using Reintegration.Events.Views;

namespace Reintegration.Events.Server.Queries;

/// <summary>Keeps the rows of views up while the server runs, and builds what nothing serves yet.</summary>
public sealed class Projecting(AppParts parts, ILogger<Projecting> log) : BackgroundService
{
    /// <summary>Another process may be building the same: look again after a while.</summary>
    static readonly TimeSpan BetweenBuilds = TimeSpan.FromSeconds(5);

    readonly ConcurrentQueue<string> _wanted = new();

    public PostgresViews? Views => parts.Views;

    /// <summary>Asks for a build of a view; done beside everything else.</summary>
    public void Rebuild(ReadModel view) => _wanted.Enqueue(view.Name);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (Views is not { } views) return;
        await Task.Yield();
        try
        {
            // A newer program may fold what an older one could not.
            await views.Replay(stoppingToken);
        }
        catch (LedgerUnavailableException failure)
        {
            Log.ProjectionDelayed(log, failure);
        }

        await Task.WhenAll(
            views.Projector.Run(failure => Log.ProjectionDelayed(log, failure), stoppingToken), Builds(views, stoppingToken));
        await views.Projector.DisposeAsync();
    }

    async Task Builds(PostgresViews views, CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            try
            {
                var missing = await views.Rebuilding.Missing(ct);
                while (_wanted.TryDequeue(out var name))
                    if (ReadModels.Find(name) is { } view && !missing.Contains(view)) missing = missing.Add(view);
                if (!missing.IsEmpty) await views.Rebuilding.Run(missing, null, ct);
                await Task.Delay(_wanted.IsEmpty ? BetweenBuilds : TimeSpan.Zero, ct);
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure) when (failure is LedgerUnavailableException or LedgerBrokenException or Npgsql.NpgsqlException)
            {
                Log.ProjectionDelayed(log, failure);
                await Task.Delay(BetweenBuilds, CancellationToken.None);
            }
        }
    }
}
