using System.Text.Json;
using Reintegration.Events.Events;
using Reintegration.Events.Policy;

namespace Reintegration.Events.Tests.Policy;

public sealed class LadderTests
{
    public static TheoryData<string> Cases()
    {
        var path = Path.Combine(
            BundleFiles.RepositoryRoot(), "tests", "Reintegration.Events.Tests", "Policy", "Ladders.cases");
        return [.. File.ReadLines(path).Where(line => line.Length > 0 && line[0] != '#')];
    }

    [Theory, MemberData(nameof(Cases))]
    public void A_ladder_shows_what_its_case_says(string line)
    {
        var (left, right) = line.Split(" => ") is [var given, var then]
            ? (given, then)
            : throw new FormatException(line);
        var words = left.Split(' ', 3);
        var shown = Ladders.At(
            Enum.Parse<Ladder>(words[0]), Enum.Parse<Level>(words[1], ignoreCase: true), JsonElement.Parse(words[2]),
            AgencyId.Parse("police"), (reader, person) => $"{reader}~{person}");
        Assert.Equal(right, shown is { } value ? value.GetRawText() : "nothing");
    }

    [Fact]
    public void Every_ladder_is_total_over_every_kind_of_value()
    {
        string[] values = ["null", "true", "1", "1.5", "\"\"", "\"x\"", "[]", "[1]", "[{}]", "{}", "\"2026-13-40\"", "[[\"a\"]]"];
        foreach (var ladder in Enum.GetValues<Ladder>())
            foreach (var level in Enum.GetValues<Level>())
                foreach (var value in values)
                {
                    var shown = Ladders.At(
                        ladder, level, JsonElement.Parse(value), AgencyId.Parse("police"), (_, _) => "p");
                    if (level < Level.Coarse) Assert.Null(shown);
                    if (level == Level.Full) Assert.Equal(value, shown!.Value.GetRawText());
                }
    }
}
