using Reintegration.Events.Postgres.Projection;

namespace Reintegration.Events.Postgres.Tests.Projection;

/// <summary>Law 9, whichever way rows came about: built in one go, or kept up event by event.</summary>
public sealed class ProjectorTests
{
    [Fact]
    public async Task Rows_that_are_built_and_then_kept_up_equal_a_fresh_fold()
    {
        await using var world = await Projected.Begin(seed: 7, cases: 4, events: 20);
        await world.Rebuild();
        await world.HoldsNoDrift("built");
        await using var projector = world.Store.Views(world.Ground).Projector;
        await projector.CatchUp(default);
        await world.HoldsNoDrift("built, with nothing new");
        var random = new Random(7);
        for (var round = 0; round < 6; round++)
        {
            if (random.Next(4) == 0) await world.Open(random.Next(20));
            foreach (var @case in world.Cases.Where(_ => random.Next(3) == 0))
                await world.Append(world.Town.Next(@case, 1 + random.Next(3)));
            await projector.CatchUp(default);
            await world.HoldsNoDrift($"round {round}");
        }
    }

    [Fact]
    public async Task Rows_past_their_time_are_decided_again_when_the_clock_moves()
    {
        await using var world = await Projected.Begin(seed: 8, cases: 2, events: 25);
        await world.Rebuild();
        await using var projector = world.Store.Views(world.Ground).Projector;
        for (var quarter = 0; quarter < 3; quarter++)
        {
            world.Clock.Now = world.Clock.Now.AddDays(93);
            await projector.CatchUp(default);
            await world.HoldsNoDrift($"quarter {quarter}");
        }
    }

    [Fact]
    public async Task A_build_that_served_before_serves_again_once_it_has_caught_up_with_events_and_with_time()
    {
        await using var world = await Projected.Begin(seed: 9, cases: 4, events: 20);
        await world.Rebuild();
        await using var projector = world.Store.Views(world.Ground).Projector;
        await projector.CatchUp(default);
        var rebuilding = world.Store.Views(world.Ground).Rebuilding;
        var first = await Serving(rebuilding);
        foreach (var @case in world.Cases.Take(2)) await world.Append(world.Town.Next(@case, 3));
        // Not folded yet: the rows that are replaced now never get these.
        await world.Rebuild();
        var second = await Serving(rebuilding);
        Assert.NotEqual(first, second);
        foreach (var @case in world.Cases.Skip(1)) await world.Append(world.Town.Next(@case, 2, governingPercent: 50));
        await projector.CatchUp(default);
        world.Clock.Now = world.Clock.Now.AddDays(93);

        foreach (var view in world.Ground.Views) Assert.True(await rebuilding.RollBack(view, default), view.Name);

        Assert.Equal(first, await Serving(rebuilding));
        await projector.CatchUp(default);
        await world.HoldsNoDrift("gone back");
        foreach (var @case in world.Cases) await world.Append(world.Town.Next(@case, 2));
        await projector.CatchUp(default);
        await world.HoldsNoDrift("gone back and on");
        // And forward again: the better build was kept meanwhile.
        foreach (var view in world.Ground.Views) Assert.True(await rebuilding.RollBack(view, default), view.Name);
        Assert.Equal(second, await Serving(rebuilding));
        await projector.CatchUp(default);
        await world.HoldsNoDrift("forward again");
    }

    [Fact]
    public async Task Nothing_is_gone_back_to_where_nothing_served_before()
    {
        await using var world = await Projected.Begin(seed: 10, cases: 1, events: 5);
        await world.Rebuild();
        Assert.False(await world.Store.Views(world.Ground).Rebuilding.RollBack(world.Ground.Views[0], default));
    }

    static async Task<long[]> Serving(Rebuilding rebuilding) =>
        [.. (await rebuilding.Builds(default)).Where(build => build.State == "serving").Select(build => build.Generation).Order()];
}
