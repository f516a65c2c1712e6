using Xunit.Abstractions;

namespace Reintegration.Cedar.Tests.Differential;

/// <summary>Our answers beside those of the official engine, on random worlds.</summary>
public sealed class DifferentialTests(ITestOutputHelper output)
{
    private const int WorldCount = 1_300;
    private const int OddWorldCount = 250;
    private const string Unavailable =
        "Node or the package cannot be had; FixedResultsTests and KnownAnswersTests compare committed answers instead.";

    [Fact]
    public void Decisions_reasons_errors_and_verdicts_are_those_of_the_official_engine()
    {
        if (!CedarWasm.IsAvailable())
        {
            output.WriteLine(Unavailable);
            return;
        }

        var first = Setting("CEDAR_SEED", 1);
        var count = Setting("CEDAR_WORLDS", WorldCount);
        var worlds = Enumerable.Range(first, count).Select(seed => new RandomWorld(seed)).ToList();
        var comparison = new Comparison();
        foreach (var (world, answer) in worlds.Zip(CedarWasm.Ask(worlds.Select(world => world.Question()))))
            comparison.Compare(world, answer);
        output.WriteLine(comparison.Summary());
        Assert.True(comparison.Differences.Count == 0, string.Join('\n', comparison.Differences.Take(20)));
        if (count < WorldCount)
            return;
        Assert.True(comparison.Requests >= 20_000);
        comparison.AssertBreadth();
    }

    [Fact]
    public void Odd_entities_and_requests_are_accepted_or_refused_as_by_the_official_engine()
    {
        if (!CedarWasm.IsAvailable())
        {
            output.WriteLine(Unavailable);
            return;
        }

        var first = Setting("CEDAR_SEED", 1);
        var count = Setting("CEDAR_WORLDS", OddWorldCount);
        var worlds = Enumerable.Range(first, count).Select(seed => new OddWorld(seed)).ToList();
        var answers = CedarWasm.Ask(worlds.Select(world => world.Question()));
        var differences = new List<string>();
        var refused = 0;
        foreach (var (world, answer) in worlds.Zip(answers))
        {
            foreach (var (request, theirs) in world.Requests.Zip(answer.Responses))
            {
                var ours = world.Answer(request);
                refused += theirs.Failure is null ? 0 : 1;
                if (ours != (theirs.Failure is null ? theirs.Decision : null))
                    differences.Add(
                        $"{world}: {request.ToJsonString()}: ours {ours ?? world.Refusal}, theirs {theirs.Decision} {theirs.Failure}");
            }
        }

        output.WriteLine($"{count} odd worlds, {refused} requests refused by the official engine");
        Assert.True(differences.Count == 0, string.Join('\n', differences.Take(10)));
        Assert.True(refused > count / 2);
    }

    private static int Setting(string name, int standard) =>
        Environment.GetEnvironmentVariable(name) is { } text ? int.Parse(text) : standard;
}
