using Npgsql;
using Reintegration.Events.Events;
using Reintegration.Events.Views;
using Support.Ledger;

namespace Reintegration.Events.Postgres.Tests.Projection;

/// <summary>What the database itself keeps of the rules: who sees rows, who writes them, and what waits.</summary>
public sealed class GuardedRowsTests
{
    [Fact]
    public async Task The_readers_role_sees_the_rows_of_the_audience_it_names_and_none_without()
    {
        await using var world = await Projected.Begin(seed: 3, cases: 2, events: 15);
        await world.Rebuild();
        await using var connection = new NpgsqlConnection(world.Database.Source.Reader("reintegration_views", "test"));
        await connection.OpenAsync();
        const string all = "select count(*), count(distinct audience), min(audience) from reintegration.shown_row";
        Assert.Equal((0L, 0L, null), await Count(""));
        var (rows, audiences, audience) = await Count("select set_config('app.audience', 'probation/practitioner/supervision', true);");
        Assert.True(rows > 0);
        Assert.Equal((1L, "probation/practitioner/supervision"), (audiences, audience));
        // Local to its transaction: the next one over the same connection has said nothing.
        Assert.Equal((0L, 0L, null), await Count(""));
        foreach (var forbidden in (string[])[
            "select * from reintegration.projected_row", "select * from reintegration.sealed", "select * from reintegration.envelope",
            "select * from reintegration.projected_case", "delete from reintegration.shown_row", "set role reintegration_projector"])
        {
            var refused = await Assert.ThrowsAsync<PostgresException>(() => Run(forbidden));
            Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
        }

        async Task<(long, long, string?)> Count(string before)
        {
            await using var transaction = await connection.BeginTransactionAsync();
            if (before.Length > 0) await Run(before);
            await using var command = new NpgsqlCommand(all, connection);
            await using var reader = await command.ExecuteReaderAsync();
            await reader.ReadAsync();
            return (reader.GetInt64(0), reader.GetInt64(1), reader.IsDBNull(2) ? null : reader.GetString(2));
        }

        async Task Run(string sql)
        {
            await using var command = new NpgsqlCommand(sql, connection);
            await command.ExecuteNonQueryAsync();
        }
    }

    [Fact]
    public async Task A_lost_lease_or_another_build_writes_nothing()
    {
        await using var world = await Projected.Begin(seed: 4, cases: 2, events: 10);
        await world.Rebuild();
        await using var owner = world.Store.Views(world.Ground).Projector;
        await owner.CatchUp(default);
        await using var connection = new NpgsqlConnection(world.Database.Source.Reader("reintegration_projector", "test"));
        await connection.OpenAsync();
        const string held = "(select holder from reintegration.projection_slice where slice = 5), array[5]::smallint[]";
        const string at = "(select position from reintegration.projection_slice where slice = 5)";
        const string stamp = "(select stamp from reintegration.projection_stamp)";
        const string epoch = "(select epoch from reintegration.projection_slice where slice = 5)";
        await Run($"select reintegration.advance_slices({held}, array[{epoch}], {at}, {at}, {stamp})");
        Assert.Equal("RE004", (await Fails($"select reintegration.advance_slices({held}, array[{epoch} - 1], {at}, {at}, {stamp})")).SqlState);
        Assert.Equal("RE004", (await Fails($"select reintegration.advance_slices(gen_random_uuid(), array[5]::smallint[], array[{epoch}], {at}, {at}, {stamp})")).SqlState);
        Assert.Equal("RE004", (await Fails($"select reintegration.advance_slices({held}, array[{epoch}], {at} - 1, {at}, {stamp})")).SqlState);
        Assert.Equal("RE005", (await Fails($"select reintegration.advance_slices({held}, array[{epoch}], {at}, {at}, {stamp} - 1)")).SqlState);

        async Task Run(string sql)
        {
            await using var command = new NpgsqlCommand(sql, connection);
            await command.ExecuteNonQueryAsync();
        }

        Task<PostgresException> Fails(string sql) => Assert.ThrowsAsync<PostgresException>(() => Run(sql));
    }

    [Fact]
    public async Task What_cannot_be_folded_waits_for_its_audience_and_case_alone_and_is_folded_in_order_later()
    {
        await using var world = await Projected.Begin(seed: 5, cases: 3, events: 15);
        await world.Rebuild();
        var views = world.Store.Views(world.Ground);
        await using var projector = views.Projector;
        await projector.CatchUp(default);

        // A type that a newer program stored: nobody here can say what it changes, for any audience.
        var strange = Some.Event(new StreamId(new AgencyId("probation"), world.Cases[0]), type: "reintegration.needs.not-yet-invented.v1");
        await world.Append(Some.Command(strange));
        foreach (var @case in world.Cases) await world.Append(world.Town.Next(@case, 5));
        await projector.CatchUp(default);
        var parked = await views.Parked(default);
        Assert.NotEmpty(parked);
        Assert.All(parked, each => Assert.Equal((world.Cases[0], "unknown-type"), (each.Case!.Value, each.Reason)));
        Assert.Single(parked.Select(each => each.Position).Distinct());
        var slices = await views.Slices(default);
        Assert.Equal((await world.Store.Ledger.Head(default)).Size - 1, slices.Position);
        await world.HoldsNoDrift("the others went on");

        // What waits is never shown as it stands.
        var kept = await views.Of(ReadModels.Find("case-list")!, parked[0].Audience, [world.Cases[0]], default);
        Assert.False(Assert.Single(kept).IsCurrent);
        await views.Replay(default);
        await projector.CatchUp(default);
        Assert.Equal(parked, await views.Parked(default));
    }

    [Fact]
    public async Task A_fold_that_failed_goes_on_where_it_stopped_once_it_can()
    {
        await using var world = await Projected.Begin(seed: 6, cases: 2, events: 5);
        await world.Rebuild();
        var views = world.Store.Views(world.Ground);
        await using var projector = views.Projector;
        await projector.CatchUp(default);
        Seen<OfPolice>.Fails = true;
        try
        {
            for (var round = 0; round < 3; round++)
            {
                await world.Append(world.Town.Next(world.Cases[0], 10));
                await projector.CatchUp(default);
            }
        }
        finally
        {
            Seen<OfPolice>.Fails = false;
        }

        var parked = Assert.Single(await views.Parked(default));
        Assert.Equal(("police/practitioner/public-protection", world.Cases[0]), (parked.Audience, parked.Case!.Value));
        await world.HoldsNoDrift("all but the parked");
        await views.Replay(default);
        await projector.CatchUp(default);
        Assert.Empty(await views.Parked(default));
        await world.HoldsNoDrift("replayed");
    }

    [Fact]
    public async Task A_rebuild_serves_in_one_step_keeps_the_old_rows_and_can_be_cancelled()
    {
        await using var world = await Projected.Begin(seed: 9, cases: 4, events: 10);
        await world.Rebuild();
        var views = world.Store.Views(world.Ground);
        await using var projector = views.Projector;
        await projector.CatchUp(default);
        var one = world.Ground.Views.Take(1).ToArray();
        using var cancelled = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => views.Rebuilding.Run([.. one], (_, _, _) => cancelled.Cancel(), cancelled.Token));
        Assert.DoesNotContain(await views.Rebuilding.Builds(default), build => build.State == "building");
        await world.Append(world.Town.Next(world.Cases[0], 10));
        Assert.True(await views.Rebuilding.Run([.. one], null, default));
        var states = (await views.Rebuilding.Builds(default)).Where(build => build.View == one[0].Name).Select(build => build.State);
        Assert.Equal(["kept", "serving"], states.Order());
        await projector.CatchUp(default);
        await world.HoldsNoDrift("after the swap");
    }
}
