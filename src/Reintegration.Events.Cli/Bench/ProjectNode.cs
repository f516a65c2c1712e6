using Reintegration.Events.Ledger;
using Reintegration.Events.Postgres;

namespace Reintegration.Events.Cli.Bench;

/// <summary>
/// <c>bench node</c>: one projector over a benchmark's database, until it is ended; several share its slices. It is there
/// to be killed.
/// </summary>
static class ProjectNode
{
    internal static async Task<int> Run(string postgres, string data, TimeSpan lease, DirectoryInfo bundle, CancellationToken ct)
    {
        await using var store = await Patiently(postgres, data, ct);
        var views = store.Views(ProjectBench.Ground(bundle), lease);
        Console.Out.WriteLine("projecting");
        await views.Projector.Run(failure => Console.Error.WriteLine($"{DateTimeOffset.UtcNow:O} {failure.Message}"), ct);
        await views.Projector.DisposeAsync();
        return 0;
    }

    /// <summary>A database that is starting again is waited for, as a server waits for it.</summary>
    static async Task<PostgresStore> Patiently(string postgres, string data, CancellationToken ct)
    {
        var pause = TimeSpan.FromMilliseconds(250);
        for (var waited = TimeSpan.Zero; ; waited += pause)
        {
            try
            {
                return await ProjectBench.Open(ConnectionSource.Outside(postgres), data, ct);
            }
            catch (LedgerUnavailableException) when (waited < TimeSpan.FromMinutes(1))
            {
                await Task.Delay(pause, ct);
            }
        }
    }
}
