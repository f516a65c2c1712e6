using Xunit.Abstractions;

namespace Reintegration.Events.Server.Tests.TwoWorlds;

/// <summary>
/// Law 4: two worlds that differ only in events a seat is denied give that seat, and its agency, the same bytes: bodies,
/// counts, order, cursors, ETags, versions, errors. Clock, ids and salts are held still.
/// </summary>
public class TwoWorldsTests(ITestOutputHelper output)
{
    const int DefaultPairs = 200;

    /// <summary>
    /// A world is begun anew after so many pairs: its clock has moved on, and another observer's own events would differ.
    /// </summary>
    const int PairsInAWorld = 5;

    /// <summary>TWO_WORLDS=5000 is the long mode; TWO_WORLDS_SEED repeats a run.</summary>
    [Fact]
    public async Task A_seat_is_answered_the_same_bytes_whatever_happens_that_it_is_denied()
    {
        var (pairs, seed) = (Setting.Of("TWO_WORLDS", DefaultPairs), Setting.Of("TWO_WORLDS_SEED", Environment.TickCount & 0xFFFFFF));
        output.WriteLine($"TWO_WORLDS={pairs} TWO_WORLDS_SEED={seed}");
        Dictionary<string, int> counted = [];
        HashSet<string> walked = [];
        var compared = 0;
        await foreach (var (script, difference, answers) in Pairs(seed, pairs, walked))
        {
            Assert.True(difference is null, $"TWO_WORLDS_SEED={seed}: {script.Observer} of {script.Case}\n{difference}");
            compared += answers;
            foreach (var special in script.Specials.Append(script.Observer.Agency).Append(script.Specials.Count > 0 ? "special" : "plain"))
                counted[special] = counted.GetValueOrDefault(special) + 1;
        }

        output.WriteLine($"{compared} answers equal; {string.Join(", ", counted.OrderBy(each => each.Key).Select(each => $"{each.Key} {each.Value}"))}");
        Assert.True(counted.GetValueOrDefault("special") >= pairs / 10);
        if (pairs < DefaultPairs) return;
        Assert.All(Observer.All, observer => Assert.True(counted.ContainsKey(observer.Agency), observer.Agency));
        await using var world = await World.Begin();
        var doors = Looks.Reading(world).Select(door => door.Door).Order(StringComparer.Ordinal).ToList();
        // A new door that reads is walked by somebody who was let in, or says in Looks why it is not.
        Assert.Equal(doors, walked.Where(door => door.Length > 0).Union(Looks.NotWalked.Keys).Order(StringComparer.Ordinal));
        Assert.DoesNotContain(walked, Looks.NotWalked.ContainsKey);
    }

    public static TheoryData<string> Planted => [.. Enum.GetNames<Leak>()];

    [Theory]
    [MemberData(nameof(Planted))]
    public async Task A_leak_that_is_planted_is_found(string leak)
    {
        const int enough = 60;
        var found = 0;
        await foreach (var (_, difference, _) in Pairs(seed: 17, enough, [], Enum.Parse<Leak>(leak)))
        {
            found++;
            if (difference is null) continue;
            output.WriteLine($"{leak} is found by pair {found}");
            return;
        }

        Assert.Fail($"{leak} is not found by {enough} pairs");
    }

    static async IAsyncEnumerable<(Script Script, string? Difference, int Answers)> Pairs(
        int seed, int pairs, HashSet<string> walked, Leak? leak = null)
    {
        Task<World> Begin() => World.Begin(events: Leaks.InLedger(leak), feeds: Leaks.InFeeds(leak), around: Leaks.Around(leak));
        for (var first = 0; first < pairs; first += PairsInAWorld)
        {
            var observer = Observer.All[first / PairsInAWorld % Observer.All.Length];
            await using var plain = await Begin();
            await using var full = await Begin();
            for (var number = first; number < Math.Min(pairs, first + PairsInAWorld); number++)
            {
                var script = new Script(seed + number, observer, plain.Clock.GetUtcNow());
                var without = await Tell(plain, script, walked, withHidden: false);
                var with = await Tell(full, script, walked, withHidden: true);
                yield return (script, Difference(without, with), without.Count);
            }
        }
    }

    static bool IsTheCase(string what, Reply reply) =>
        reply.Status == 200 && what.Split(' ')[^1].Split('/') is ["", "cases", { Length: 36 }];

    static string? Difference(List<(string What, Reply Reply)> without, List<(string What, Reply Reply)> with)
    {
        foreach (var (plain, full) in without.Zip(with))
            if (plain.What != full.What || plain.Reply.ToString() != full.Reply.ToString())
                return $"{plain.What}\n--- without\n{plain.Reply}\n--- with\n{full.What}\n{full.Reply}";
        return without.Count == with.Count ? null : "one world answers more often";
    }

    /// <summary>
    /// What may not be seen may not be felt either: with what is hidden the feeds also follow every step, and without it only
    /// when they are read.
    /// </summary>
    static async Task<List<(string What, Reply Reply)>> Tell(
        World world, Script script, HashSet<string> walked, bool withHidden)
    {
        List<(string, Reply)> answers = [];
        Looks looks = new(world, script, answers, walked);
        var recorded = 0;
        var half = script.Deeds.Count / 2;
        foreach (var (index, deed) in script.Deeds.Index())
        {
            if (index == half) await looks.Midway();
            if (deed.Passing > TimeSpan.Zero) world.Clock.Advance(deed.Passing);
            else if (deed.IsRebuild)
            {
                if (withHidden) await world.FeedAnew();
            }
            else if (!deed.IsHidden || withHidden)
            {
                world.RestartIds();
                var reply = await world.Post(deed.Agency, deed.Body);
                if (deed.IsHidden && reply.Status == 201) recorded++;
                if (deed.IsCompared) answers.Add(($"post {index}", reply));
            }

            if (withHidden) await world.Feed();
        }

        await looks.AtTheEnd();
        // Each pair hides something in a case that the seat does see.
        Assert.True(withHidden ? recorded > 0 : answers.Count(answer => IsTheCase(answer.Item1, answer.Item2)) >= 2);
        return answers;
    }
}
