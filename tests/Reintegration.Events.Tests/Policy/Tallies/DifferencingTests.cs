using System.Text.Json.Nodes;
using Reintegration.Events.Events;
using Reintegration.Events.Policy;
using Reintegration.Events.Policy.Tallies;

namespace Reintegration.Events.Tests.Policy.Tallies;

/// <summary>
/// Evaluators ask for every table there is, at every snapshot, together; then all they were told is solved as one
/// system, with the exact numbers in the place of rounded ones. No cell can be shown to hold fewer than the threshold.
/// </summary>
/// <remarks>Subtracting margins, nested filters, complements and snapshots are all in that one system.</remarks>
public sealed class DifferencingTests
{
    /// <summary>Random worlds; more by REINTEGRATION_ROUNDS.</summary>
    static readonly int Rounds = int.Parse(Environment.GetEnvironmentVariable("REINTEGRATION_ROUNDS") ?? "6", null);

    static readonly int Seed = int.Parse(
        Environment.GetEnvironmentVariable("REINTEGRATION_SEED") ?? $"{Environment.TickCount}", null);

    const int Threshold = 10;

    static readonly Bundle Bundle = Small();

    static readonly string[] Areas = ["Harbour district", "Old town", "Riverside", "Elsewhere"];

    /// <summary>A person as the attacker would like to know them: words by dimension.</summary>
    sealed record Truth(CaseId Case, Dictionary<string, string> Words);

    [Fact]
    public async Task Everything_told_to_everybody_shows_no_cell_of_fewer_than_the_threshold()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var chance = new Random(Seed + round);
            var (crowd, people) = Random(chance);
            HashSet<CaseId> counted = [];
            foreach (var cutoff in (DateTimeOffset[])[Crowd.Cutoff, Crowd.Cutoff.AddMonths(3), Crowd.Cutoff.AddMonths(6)])
            {
                foreach (var (snapshot, cases) in crowd.Publish(cutoff, counted, chance.Next, Bundle.Aggregates))
                {
                    Assert.Empty(counted.Intersect(cases));
                    counted.UnionWith(cases);
                    await Attack(chance, snapshot, [.. people.Where(person => cases.Contains(person.Case))], $"seed {Seed + round}, {snapshot.Id}");
                }
            }
        }
    }

    [Fact]
    public async Task The_attacker_finds_small_cells_when_nothing_more_than_they_is_withheld()
    {
        // The same attack against what is told when only small cells are left out: it must succeed, or it proves nothing.
        var people = Enumerable.Range(0, 40).Select(number => new Truth(
            Crowd.CaseOf(number + 1), new() { ["offence"] = number < 4 ? "travel" : "financing", ["recalled"] = number % 2 == 0 ? "yes" : "no" })).ToArray();
        var attacker = new LinearAttacker(4);
        int[] Cells(string? offence, string? recalled) =>
            [.. Enumerable.Range(0, 4).Where(at => (offence is null || (at < 2) == (offence == "travel")) && (recalled is null || (at % 2 == 0) == (recalled == "yes")))];
        attacker.Hears(Cells(null, null), people.Length);
        attacker.Hears(Cells("financing", null), people.Count(person => person.Words["offence"] == "financing"));
        Assert.Equal(4, attacker.Most(Cells("travel", null)), 3);
        Assert.Equal(4, attacker.Least(Cells("travel", null)), 3);
        await Task.CompletedTask;
    }

    static async Task Attack(Random chance, Snapshot snapshot, Truth[] people, string where)
    {
        var names = snapshot.Dimensions;
        var cells = names.Aggregate((IEnumerable<string[]>)[[]], (all, name) => all.SelectMany(_ => snapshot.Words(name), (before, word) => (string[])[.. before, word])).ToArray();
        int[] Where(params (string Name, string Word)[] that) =>
            [.. Enumerable.Range(0, cells.Length).Where(at => that.All(each => cells[at][names.IndexOf(each.Name)] == each.Word))];
        int Count(params (string Name, string Word)[] that) => people.Count(person => that.All(each => person.Words[each.Name] == each.Word));

        var attacker = new LinearAttacker(cells.Length);
        attacker.Hears(Where(), people.Length);
        foreach (var by in await Tables(chance, snapshot))
        {
            foreach (var (key, count) in Crowd.Counts(snapshot, Bundle.Aggregates, by))
            {
                if (count is null) continue;
                (string, string)[] cell = [.. by.Zip(key.Split('/'))];
                Assert.Equal(Protection.Round(Count(cell), 5), count);
                attacker.Hears(Where(cell), Count(cell));
            }
        }

        // Any cell of any table, told or not, by any number of dimensions.
        for (var target = 0; target < 25; target++)
        {
            var by = names.Where(_ => chance.Next(2) == 0).ToArray();
            (string, string)[] cell = [.. by.Select(name => (name, snapshot.Words(name)[chance.Next(snapshot.Words(name).Length)]))];
            if (by.Length == 0) continue;
            var most = attacker.Most(Where(cell));
            Assert.True(most > Threshold - 1e-4, $"{where}: {string.Join(' ', cell)}: {Count(cell)}, at most {most}");
        }
    }

    /// <summary>By each dimension, by the tables that are told unasked, and by all that two evaluators get by asking.</summary>
    static async Task<List<string[]>> Tables(Random chance, Snapshot snapshot)
    {
        var kept = new MemorySnapshots();
        await kept.Keep(snapshot.Cutoff, [(snapshot, [])], default);
        var names = snapshot.Dimensions;
        List<string[]> told = [.. names.Select(name => (string[])[name]), .. snapshot.Declared.Select(pair => (string[])[pair.First, pair.Second])];
        var pairs = names.SelectMany(one => names.Where(other => string.CompareOrdinal(one, other) < 0), (one, other) => new Pair(one, other)).ToArray();
        chance.Shuffle(pairs);
        foreach (var pair in pairs)
            if (await kept.Ask(snapshot, pair, new AgencyId("coordination"), $"official-{chance.Next(2)}", snapshot.Cutoff, default))
                told.Add([pair.First, pair.Second]);
        // A forest over all dimensions: asking for everything gets one table fewer than there are dimensions.
        Assert.Equal(names.Length - 1, told.Where(by => by.Length == 2).Select(by => string.Join(',', by)).Distinct().Count());
        return told;
    }

    static (Crowd Crowd, Truth[] People) Random(Random chance)
    {
        var crowd = new Crowd();
        var people = new Truth[chance.Next(45, 110)];
        string[] offences = ["financing", "travel", "membership", "other"];
        for (var number = 0; number < people.Length; number++)
        {
            // Skewed, so that cells are small as well as large.
            var offence = offences[chance.Next(1 + chance.Next(offences.Length))];
            var area = chance.Next(3) == 0 ? null : Areas[chance.Next(1 + chance.Next(Areas.Length))];
            int? wait = chance.Next(3) == 0 ? null : chance.Next(1, 90);
            var released = Crowd.Release.AddDays(chance.Next(3) * 91);
            var @case = crowd.Add(offence, area is null ? null : "employment", area ?? "", wait, released: released);
            var recalled = chance.Next(4) == 0;
            if (recalled) crowd.Post(@case, "supervision.recall-initiated", "probation", released.AddDays(40));
            people[number] = new Truth(@case, new()
            {
                ["offence"] = offence,
                ["area"] = area is null ? "none" : area.ToLowerInvariant().Replace(' ', '-'),
                ["service-wait"] = wait is null or > 30 ? "later-or-never" : "within-30-days",
                ["recalled"] = recalled ? "yes" : "no",
            });
        }

        return (crowd, people);
    }

    /// <summary>Four dimensions, so that every combination of them is an unknown of its own.</summary>
    static Bundle Small()
    {
        var declared = JsonNode.Parse(BundleFiles.Default["aggregates.json"])!.AsObject();
        var dimensions = declared["people"]!["dimensions"]!.AsObject();
        foreach (var name in (string[])["gap", "phase", "release", "work"]) dimensions.Remove(name);
        dimensions["service-wait"]!["bands"] = new JsonArray(30);
        declared["aggregates"]!["outcomes"]!["tables"] = JsonNode.Parse("""[["offence", "service-wait"]]""");
        declared["aggregates"]!["gaps"]!["tables"] = new JsonArray();
        return Bundle.Load(BundleFiles.With("aggregates.json", declared.ToJsonString()));
    }
}
