using System.Collections.Concurrent;
using Reintegration.Events.Postgres.Projection;
using Reintegration.Events.Views;

namespace Reintegration.Events.Server.Queries;

/// <summary>Keeps the rows of views up while the server runs, and builds what nothing serves yet.</summary>
public sealed class Projecting(AppParts parts, ILogger<Projecting> log) : BackgroundService
{
    /// <summary>Another process may be building the same: look again after a while.</summary>
    static readonly TimeSpan BetweenBuilds = TimeSpan.FromSeconds(5);
    static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(100);

    readonly ConcurrentQueue<string> _wanted = new();
    readonly ConcurrentQueue<ReadModel> _unwanted = new();

    public PostgresViews? Views => parts.Views;

    /// <summary>Asks for a build of a view; done beside everything else.</summary>
    public void Rebuild(ReadModel view) => _wanted.Enqueue(view.Name);

    /// <summary>Asks for the build that served before to serve again.</summary>
    public void RollBack(ReadModel view) => _unwanted.Enqueue(view);

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
                while (_unwanted.TryDequeue(out var worse)) await views.Rebuilding.RollBack(worse, ct);
                var missing = await Missing(views, ct);
                while (_wanted.TryDequeue(out var name))
                    if (ReadModels.Find(name) is { } view && !missing.Contains(view)) missing = missing.Add(view);
                if (!missing.IsEmpty) await views.Rebuilding.Run(missing, null, ct);
                await Pause(ct);
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

    /// <summary>Of what nothing serves, that which served before in our version serves again; the rest is built.</summary>
    static async Task<ImmutableArray<ReadModel>> Missing(PostgresViews views, CancellationToken ct)
    {
        var missing = await views.Rebuilding.Missing(ct);
        foreach (var view in missing)
            if (await views.Rebuilding.RollBack(view, ct)) missing = missing.Remove(view);
        return missing;
    }

    /// <summary>Until somebody wishes for something, or it is time to look again.</summary>
    async Task Pause(CancellationToken ct)
    {
        for (var until = DateTime.UtcNow + BetweenBuilds; _wanted.IsEmpty && _unwanted.IsEmpty && DateTime.UtcNow < until;)
            await Task.Delay(BetweenLooks, ct);
    }
}
