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
}
