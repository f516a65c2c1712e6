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
        await using var store = await ProjectBench.Open(ConnectionSource.Outside(postgres), data, ct);
        var views = store.Views(ProjectBench.Ground(bundle), lease);
        Console.Out.WriteLine("projecting");
        await views.Projector.Run(failure => Console.Error.WriteLine($"{DateTimeOffset.UtcNow:O} {failure.Message}"), ct);
        await views.Projector.DisposeAsync();
        return 0;
    }
}
