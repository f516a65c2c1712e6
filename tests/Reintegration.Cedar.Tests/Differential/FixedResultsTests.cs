using System.Security.Cryptography;
using System.Text;
using Xunit.Abstractions;

namespace Reintegration.Cedar.Tests.Differential;

/// <summary>
/// Answers of the official engine to a few random worlds, kept with the tests so that they are compared where Node is
/// not
/// to be had. <c>APPROVE=1</c> asks the engine again and rewrites them.
/// </summary>
public sealed class FixedResultsTests(ITestOutputHelper output)
{
    private const int FirstSeed = 900_001;
    private const int WorldCount = 64;
    private static readonly string Kept = Path.Combine(AppContext.BaseDirectory, "Differential", "fixed-results.txt");

    [Fact]
    public void Answers_are_those_the_official_engine_gave()
    {
        var worlds = Enumerable.Range(FirstSeed, WorldCount).Select(seed => new RandomWorld(seed)).ToList();
        if (Environment.GetEnvironmentVariable("APPROVE") == "1")
            Rewrite(worlds);
        var lines = File.ReadAllLines(Kept);
        Assert.Equal(worlds.Count, lines.Length);
        foreach (var (world, line) in worlds.Zip(lines))
        {
            var parts = line.Split('|');
            Assert.True(
                Digest(world) == parts[0],
                $"The world of seed {world.Seed} is no longer the one that was asked about: run with APPROVE=1.");
            Assert.Equal(parts[1], Invalid(world));
            Assert.Equal(parts[2], Answers(world));
        }
    }

    private static string Digest(RandomWorld world)
    {
        var text = world.SchemaText + world.PolicyText + EntityJson.Write(world.Entities) + string.Join(' ', world.Requests);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16];
    }

    private static string Invalid(RandomWorld world)
    {
        var report = new Validator(Schema.Parse(world.SchemaText)).Validate(PolicySet.Parse(world.PolicyText));
        return Join(report.Errors.Select(error => error.PolicyId));
    }

    private static string Answers(RandomWorld world)
    {
        var authorizer = new Authorizer(PolicySet.Parse(world.PolicyText), AuthorizerOptions.CedarCompat);
        var entities = Entities.Of(world.Entities);
        return string.Join(' ', world.Requests.Select(request =>
        {
            var response = authorizer.Decide(request, entities);
            return Line(
                response.Decision.ToString(), response.Determining, response.Errors.Select(error => error.PolicyId));
        }));
    }

    private static string Line(string decision, IEnumerable<string> reason, IEnumerable<string> errors) =>
        $"{decision.ToLowerInvariant()}:{Join(reason)}!{Join(errors)}";

    private static string Join(IEnumerable<string> ids) =>
        string.Join(',', ids.Select(id => id["policy".Length..]).Distinct().Order(StringComparer.Ordinal));

    private void Rewrite(List<RandomWorld> worlds)
    {
        Assert.True(CedarWasm.IsAvailable(), "The official engine is needed to write its answers.");
        var lines = worlds.Zip(CedarWasm.Ask(worlds.Select(world => world.Question()))).Select(pair =>
            $"{Digest(pair.First)}|{Join(pair.Second.Invalid!)}|"
            + string.Join(
                ' ', pair.Second.Responses.Select(theirs => Line(theirs.Decision!, theirs.Reason, theirs.Errors))));
        var source = Path.Combine(AppContext.BaseDirectory, "../../../Differential/fixed-results.txt");
        File.WriteAllLines(source, lines);
        File.Copy(source, Kept, overwrite: true);
        output.WriteLine("Rewritten.");
    }
}
