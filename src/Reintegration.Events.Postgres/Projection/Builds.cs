using Npgsql;
using Reintegration.Events.Views;

namespace Reintegration.Events.Postgres.Projection;

/// <summary>One build of one view's rows.</summary>
/// <param name="State"><c>building</c>, <c>serving</c> or <c>kept</c> to go back to.</param>
/// <param name="KeptPosition">Of a kept one: how far its rows were folded when it stopped serving.</param>
public sealed record ViewBuild(
    long Generation, string View, int Version, string State, DateTimeOffset BegunAt, DateTimeOffset? EndedAt,
    long Cases, long CasesInAll, long Events, long? KeptPosition, long? KeptEpoch);

/// <summary>Which builds there are, and which of them serve.</summary>
static class Builds
{
    internal static Task<IReadOnlyList<ViewBuild>> Read(NpgsqlDataSource source, CancellationToken ct) =>
        Query.List(source, "read_builds", row => new ViewBuild(
            row.GetInt64(0), row.GetString(1), row.GetInt32(2), row.GetString(3), row.GetFieldValue<DateTimeOffset>(4),
            row.IsDBNull(5) ? null : row.GetFieldValue<DateTimeOffset>(5), row.GetInt64(6), row.GetInt64(7), row.GetInt64(8),
            row.IsDBNull(9) ? null : row.GetInt64(9), row.IsDBNull(10) ? null : row.GetInt64(10)), ct);

    internal static async Task<Serving> Serving(
        NpgsqlDataSource source, ImmutableArray<ReadModel> views, CancellationToken ct)
    {
        // The stamp first: should it move meanwhile, what is written under it is refused.
        var stamp = (await Query.List(source, "read_stamp", row => row.GetInt64(0), ct))[0];
        var builds = (await Read(source, ct)).Where(build => build.State == "serving").ToList();
        var known = builds.Select(build => (Build: build, View: views.FirstOrDefault(view => view.Name == build.View && view.Version == build.Version)))
            .ToList();
        return new Serving(
            stamp,
            known.Where(pair => pair.View is not null).ToImmutableDictionary(pair => pair.View!.Name, pair => pair.Build.Generation),
            [.. known.Where(pair => pair.View is not null).Select(pair => pair.View!)],
            known.Exists(pair => pair.View is null));
    }
}

/// <summary>The builds that serve, as far as this program knows their views.</summary>
/// <param name="Stamp">Under which rows are written: refused once another build serves.</param>
/// <param name="HasStrangers">
/// A view, or a version of one, serves that this program cannot fold. It must hold no slice: a case it moved on would be
/// taken for folded in that view too.
/// </param>
sealed record Serving(
    long Stamp, ImmutableDictionary<string, long> Generations, ImmutableArray<ReadModel> Views, bool HasStrangers)
{
    internal long[] All => [.. Generations.Values];
}
