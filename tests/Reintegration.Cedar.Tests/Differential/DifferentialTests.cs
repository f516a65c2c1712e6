using Xunit.Abstractions;

namespace Reintegration.Cedar.Tests.Differential;

/// <summary>Our answers beside those of the official engine, on random worlds.</summary>
public sealed class DifferentialTests(ITestOutputHelper output)
{
    private const int WorldCount = 1_300;

    [Fact]
    public void Decisions_reasons_errors_and_verdicts_are_those_of_the_official_engine()
    {
        if (!CedarWasm.IsAvailable())
        {
            output.WriteLine("Node or the package cannot be had; FixedResultsTests compares the committed answers instead.");
            return;
        }

        var first = int.Parse(Environment.GetEnvironmentVariable("CEDAR_SEED") ?? "1");
        var count = int.Parse(Environment.GetEnvironmentVariable("CEDAR_WORLDS") ?? WorldCount.ToString());
        var worlds = Enumerable.Range(first, count).Select(seed => new RandomWorld(seed)).ToList();
        var answers = CedarWasm.Ask(worlds.Select(world => CedarWasm.World(
            world.SchemaText, world.PolicyText, EntityJson.Write(world.Entities), world.Requests)));
        var comparison = new Comparison();
        foreach (var (world, answer) in worlds.Zip(answers))
            comparison.Compare(world, answer);
        output.WriteLine(comparison.Summary());
        Assert.True(comparison.Differences.Count == 0, string.Join('\n', comparison.Differences.Take(20)));
        Assert.True(comparison.Requests >= 20_000 || count < WorldCount);
        comparison.AssertBreadth();
    }
}
