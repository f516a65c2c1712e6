using NpgsqlTypes;
using Reintegration.Events.Views;

namespace Reintegration.Events.Postgres.Projection;

public sealed partial class Rebuilding
{
    /// <summary>
    /// Lets the build of a view that served before serve again, once it is caught up; the one that serves now is kept in its
    /// place. For rows that turn out wrong, and for a program that was taken back to the version before.
    /// </summary>
    /// <returns>False: none is kept in the version this program knows, or another process is building the view.</returns>
    public async Task<bool> RollBack(ReadModel view, CancellationToken ct)
    {
        await DeleteDropped(ct);
        var resumed = await Query.List(_source, "resume_build",
            row => (Generation: row.GetInt64(0), Kept: new Since(row.GetInt64(1), row.GetInt64(2))), ct,
            Statement.Value(NpgsqlDbType.Text, view.Name), Statement.Value(NpgsqlDbType.Integer, view.Version),
            Statement.Value(NpgsqlDbType.Uuid, _builder), Statement.Value(NpgsqlDbType.Interval, Silence));
        if (resumed.Count == 0) return false;
        var build = new Building([view], 0, null);
        build.Generations.Add(view.Name, resumed[0].Generation);
        try
        {
            // What time alone has changed since moved nothing in the ledger.
            var outdated = await Query.List(_source, "outdated_cases", row => row.GetGuid(0), ct,
                Statement.Value(NpgsqlDbType.Bigint, resumed[0].Generation),
                Statement.Value(NpgsqlDbType.TimestampTz, _ground.Clock.GetUtcNow().ToUniversalTime()));
            foreach (var chunk in outdated.Chunk(CasesAtOnce)) await Again(build, chunk, ct);
            await FollowUp(build, resumed[0].Kept, ct);
            await Swap(build, resumed[0].Kept, ct);
        }
        catch
        {
            await GiveUp(build);
            throw;
        }

        return true;
    }

    async Task<bool> GiveUp(Building build)
    {
        try
        {
            await Query.List(_source, "give_up_builds", _ => 0, CancellationToken.None,
                Statement.Many(NpgsqlDbType.Bigint, build.Generations.Values.ToArray()));
        }
        catch (LedgerUnavailableException)
        {
            // It is silent from now on, and given up by whoever builds next.
        }
        return false;
    }

    async Task DeleteDropped(CancellationToken ct)
    {
        const int RowsAtOnce = 10_000;
        foreach (var generation in await Query.List(_source, "dropped_builds", row => row.GetInt64(0), ct))
            for (var deleted = RowsAtOnce; deleted == RowsAtOnce;)
            {
                await using var command = _source.CreateCommand(Statement.Text("delete_build_rows"));
                command.Parameters.Add(Statement.Value(NpgsqlDbType.Bigint, generation));
                command.Parameters.Add(Statement.Value(NpgsqlDbType.Integer, RowsAtOnce));
                deleted = await command.ExecuteNonQueryAsync(ct);
            }
    }
}
