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
        var compared = 0;
        await foreach (var (script, difference, answers) in Pairs(seed, pairs))
        {
            Assert.True(difference is null, $"TWO_WORLDS_SEED={seed}: {script.Observer} of {script.Case}\n{difference}");
            compared += answers;
            foreach (var special in script.Specials.Append(script.Observer.Agency).Append(script.Specials.Count > 0 ? "special" : "plain"))
                counted[special] = counted.GetValueOrDefault(special) + 1;
        }

        output.WriteLine($"{compared} answers equal; {string.Join(", ", counted.OrderBy(each => each.Key).Select(each => $"{each.Key} {each.Value}"))}");
        Assert.True(counted.GetValueOrDefault("special") >= pairs / 10);
        if (pairs >= DefaultPairs)
            Assert.All(Observer.All, observer => Assert.True(counted.ContainsKey(observer.Agency), observer.Agency));
    }

    [Theory]
    [InlineData(nameof(Leak.Order))]
    [InlineData(nameof(Leak.Count))]
    [InlineData(nameof(Leak.Version))]
    [InlineData(nameof(Leak.Status))]
    [InlineData(nameof(Leak.Error))]
    [InlineData(nameof(Leak.CaseList))]
    public async Task A_leak_that_is_planted_is_found(string leak)
    {
        const int enough = 60;
        var found = 0;
        await foreach (var (_, difference, _) in Pairs(seed: 17, enough, ledger => new LeakyLedger(ledger, Enum.Parse<Leak>(leak))))
        {
            found++;
            if (difference is null) continue;
            output.WriteLine($"{leak} is found by pair {found}");
            return;
        }

        Assert.Fail($"{leak} is not found by {enough} pairs");
    }

    static async IAsyncEnumerable<(Script Script, string? Difference, int Answers)> Pairs(
        int seed, int pairs, Func<ILedger, ILedger>? planted = null)
    {
        for (var first = 0; first < pairs; first += PairsInAWorld)
        {
            var observer = Observer.All[first / PairsInAWorld % Observer.All.Length];
            await using var plain = await World.Begin(events: planted);
            await using var full = await World.Begin(events: planted);
            for (var number = first; number < Math.Min(pairs, first + PairsInAWorld); number++)
            {
                var script = new Script(seed + number, observer);
                var without = await Tell(plain, script, withHidden: false);
                var with = await Tell(full, script, withHidden: true);
                yield return (script, Difference(without, with), without.Count);
            }
        }
    }

    static string? Difference(List<(string What, Reply Reply)> without, List<(string What, Reply Reply)> with)
    {
        foreach (var (plain, full) in without.Zip(with))
            if (plain.What != full.What || plain.Reply.ToString() != full.Reply.ToString())
                return $"{plain.What}\n--- without\n{plain.Reply}\n--- with\n{full.What}\n{full.Reply}";
        return without.Count == with.Count ? null : "one world answers more often";
    }

    static async Task<List<(string What, Reply Reply)>> Tell(World world, Script script, bool withHidden)
    {
        List<(string, Reply)> answers = [];
        var recorded = 0;
        var half = script.Deeds.Count / 2;
        foreach (var (index, deed) in script.Deeds.Index())
        {
            if (index == half) await Read(world, script, answers);
            if (deed.Passing > TimeSpan.Zero) world.Clock.Advance(deed.Passing);
            else if (!deed.IsHidden || withHidden)
            {
                world.RestartIds();
                var reply = await world.Post(deed.Agency, deed.Body);
                if (deed.IsHidden && reply.Status == 201) recorded++;
                if (deed.IsCompared) answers.Add(($"post {index}", reply));
            }
        }

        await Read(world, script, answers);
        Assert.True(!withHidden || recorded > 0, "nothing was hidden");
        return answers;
    }

    /// <summary>Every door a case seat and its agency's system have, cursors followed to the end.</summary>
    static async Task Read(World world, Script script, List<(string, Reply)> answers)
    {
        var observer = script.Observer;
        var official = world.Issuer.Token(
            new Persona("observer", observer.Agency, script.Official, [observer.Role], observer.Clearance, "compares"), "reintegration");
        var system = world.Token($"{observer.Agency}-system");
        async Task<Reply> Ask(string token, string path)
        {
            world.RestartIds();
            var reply = await world.Send(HttpMethod.Get, path, token, null, ("Purpose", observer.Purpose));
            answers.Add((path, reply));
            return reply;
        }

        var opened = await world.Get("prison-system", $"/events/{script.Opened:D}");
        var @case = $"/cases/{opened.Json.GetProperty("case").GetString()}";
        await Ask(official, "/cases");
        var seen = await Ask(official, @case);
        Assert.True(seen.Status == 200, seen.ToString());
        foreach (var query in (string[])["?knownAt=2026-03-01T09:00:00Z", "?happenedBy=2026-03-01T00:00:00Z"])
            await Ask(official, @case + query);
        await Ask(official, $"{@case}/timeline?proof=true&explain=true");
        foreach (var asked in (string[])[@case[7..], "01234567-0123-8123-8123-0123456789ab"])
        {
            world.RestartIds();
            answers.Add(($"hits {asked}", await world.Send(
                HttpMethod.Post, "/hits", official, World.Content(
                    JsonSerializer.SerializeToUtf8Bytes(new { @case = asked, categories = new[] { "INTEL", "POLICE", "NEEDS", "OBSERVE" } }),
                    "application/json"), ("Purpose", observer.Purpose))));
        }

        var next = "";
        do
        {
            var page = await Ask(official, $"{@case}/timeline?limit=3{next}");
            next = page.Json.TryGetProperty("next", out var cursor) && cursor.ValueKind == JsonValueKind.String
                ? $"&cursor={cursor.GetString()}"
                : "";
        }
        while (next.Length > 0);
        await Ask(system, "/events?limit=200");
        foreach (var hidden in script.HiddenIds.Take(2))
        {
            await Ask(system, $"/events/{hidden:D}");
            await Ask(system, $"/events/{hidden:D}/proof");
        }

        await Ask(official, "/audit/events");
        await Ask(system, "/ledgers/events/checkpoint");
        await Ask(official, "/cases/01234567-0123-8123-8123-0123456789ab");
    }
}
