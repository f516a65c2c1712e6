using System.Collections.Immutable;
using Reintegration.Events;
using Reintegration.Events.Events;
using Reintegration.Events.Ledger;

namespace Support.Ledger;

/// <summary>What every exposure index promises of the access records it is derived from.</summary>
public abstract class ExposureLaws
{
    protected abstract ILedger Ledger { get; }
    protected abstract IAccessLedger Access { get; }
    protected abstract IExposures Exposures { get; }
    protected abstract IKeyStore Keys { get; }
    protected abstract void SetClock(DateTimeOffset now);
    protected abstract Task Reopen();

    [Fact]
    public async Task An_event_is_exposed_to_whoever_was_shown_it_at_the_levels_shown()
    {
        var (name, other) = (Name(), Name());
        var (police, prison) = (Some.Agency("police"), Some.Agency("prison"));
        var first = await Look(police, name, ("$event", "full"), ("risk", "coarse"));
        await Look(prison, other, ("$event", "exists"));
        await Reopen();

        var seen = Assert.Single(await Exposures.Of([name], default));
        Assert.Equal((name, police), (seen.Event, seen.Agency));
        var sighting = Assert.Single(seen.Sightings);
        Assert.Equal((first.Position, first.RecordedAt, Way.Read), (sighting.Position, sighting.RecordedAt, sighting.Way));
        Assert.Equal("$event=full risk=coarse", Text(sighting));
        Assert.Equal(2, (await Exposures.Of([name, other], default)).Count);
        Assert.Empty(await Exposures.Of([Name()], default));
    }

    [Fact]
    public async Task A_look_adds_a_sighting_only_when_it_shows_something_new()
    {
        var (name, agency) = (Name(), Some.Agency());
        await Look(agency, name, ("$event", "full"), ("risk", "fine"));
        await Look(agency, name, ("$event", "full"), ("risk", "fine"));
        await Look(agency, name, ("$event", "exists"), ("risk", "coarse"));
        var more = await Look(agency, name, ("$event", "full"), ("note", "full"), ("risk", "full"));

        var sightings = Assert.Single(await Exposures.Of([name], default)).Sightings;
        Assert.Equal(["$event=full risk=fine", "note=full risk=full"], sightings.Select(Text));
        Assert.Equal(more.Position, sightings[1].Position);
    }

    [Fact]
    public async Task What_was_delivered_is_kept_apart_from_what_was_read()
    {
        var (name, agency) = (Name(), Some.Agency());
        await Look(agency, name, "GET /feed", ("$event", "full"));
        await Look(agency, name, ("$event", "full"));

        Assert.Equal(
            [Way.Delivered, Way.Read], Assert.Single(await Exposures.Of([name], default)).Sightings.Select(each => each.Way));
    }

    [Fact]
    public async Task An_answer_that_a_fence_held_back_exposes_nothing()
    {
        var (name, epoch) = (Name(), await Epoch());
        await Ledger.Append(Some.Command(Some.Event(Some.Stream())) with { Fences = [new Fence(null, null)] }, default);

        Assert.Null(await Access.Record(Record(epoch, Some.Agency(), name, "GET /cases/{caseId}", ("$event", "full")), default));
        Assert.Empty(await Exposures.Of([name], default));
    }

    [Fact]
    public async Task Made_anew_from_the_records_it_is_the_same()
    {
        var random = new Random(7);
        var names = Enumerable.Range(0, 12).Select(_ => Name()).ToArray();
        var agencies = Enumerable.Range(0, 4).Select(_ => Some.Agency()).ToArray();
        string[] levels = ["exists", "coarse", "fine", "full"];
        for (var i = 0; i < 200; i++)
            await Look(
                agencies[random.Next(4)], names[random.Next(12)], random.Next(5) == 0 ? "GET /feed" : "GET /cases",
                ("$event", levels[random.Next(4)]), ($"field{random.Next(9)}", levels[random.Next(4)]));
        var before = Described(await Exposures.Of(names, default));
        Assert.InRange((await Exposures.Of(names, default)).Count, 40, 48);

        Assert.Equal(0, await Exposures.Rebuild(default));
        Assert.Equal(before, Described(await Exposures.Of(names, default)));
        await Reopen();
        Assert.Equal(before, Described(await Exposures.Of(names, default)));
    }

    [Fact]
    public async Task What_records_of_an_erased_month_showed_stays_in_it()
    {
        SetClock(Later());
        var (name, agency) = (Name(), Some.Agency());
        var first = await Look(agency, name, ("$event", "full"));
        var month = KeyScope.Access(AccessSealer.MonthOf(first.RecordedAt));
        Keys.Destroy(month, Keys.Close(month));
        await Look(agency, name, ("$event", "full"), ("note", "full"));
        var before = Described(await Exposures.Of([name], default));

        await Exposures.Rebuild(default);

        Assert.Equal(before, Described(await Exposures.Of([name], default)));
        Assert.Equal(2, Assert.Single(await Exposures.Of([name], default)).Sightings.Length);
    }

    [Fact]
    public async Task Looks_at_an_owners_events_by_others_are_counted_by_period()
    {
        var (owner, police, prison) = (Some.Agency("owner"), Some.Agency("police"), Some.Agency("prison"));
        EventName Own() => new(owner, Guid.NewGuid());
        var begins = Later();
        foreach (var (days, agency, name) in new[]
        {
            (-1, police, Own()), (0, police, Own()), (0, police, Own()), (0, prison, Own()), (0, owner, Own()),
            (0, police, Name()), (1, prison, Own()), (2, police, Own()),
        })
        {
            SetClock(begins.AddDays(days));
            await Look(agency, name, ("$event", "full"));
        }

        var looks = await Exposures.Looks(owner, [begins, begins.AddDays(1), begins.AddDays(2)], default);

        Assert.Equal(
            [(0, police, 2L), (0, prison, 1L), (1, prison, 1L)],
            looks.Select(each => (each.Period, each.Agency, each.Looks)).OrderBy(each => each));
        Assert.Empty(await Exposures.Looks(Some.Agency(), [begins, begins.AddDays(1)], default));
    }

    [Fact]
    public async Task Many_looks_at_once_leave_the_index_as_one_after_the_other()
    {
        var (agency, names) = (Some.Agency(), Enumerable.Range(0, 8).Select(_ => Name()).ToArray());
        var epoch = await Epoch();
        await Task.WhenAll(Enumerable.Range(0, 200).Select(i => Task.Run(() => Access.Record(
            Record(epoch, agency, names[i % 8], "GET /cases", ("$event", "full"), ($"at{i % 3}", "full")), default))));

        var exposed = await Exposures.Of(names, default);
        Assert.Equal(8, exposed.Count);
        Assert.All(exposed, each => Assert.Equal(
            ["$event", "at0", "at1", "at2"], each.Sightings.SelectMany(sighting => sighting.Levels.Keys).Order(StringComparer.Ordinal)));
        Assert.Equal(0, await Exposures.Rebuild(default));
    }

    static int _years = 2030;

    /// <summary>A month that no test of the same store has recorded in: the ledger's time never falls.</summary>
    static DateTimeOffset Later() => new(Interlocked.Increment(ref _years), 5, 2, 0, 0, 0, TimeSpan.Zero);

    static EventName Name() => new(new AgencyId("prison-north"), Guid.NewGuid());

    static string Text(Sighting sighting) => string.Join(' ', sighting.Levels.Select(pair => $"{pair.Key}={pair.Value}"));

    static List<string> Described(IReadOnlyList<Exposure> exposures) =>
    [
        .. exposures.SelectMany(each => each.Sightings.Select(sighting =>
            $"{each.Event} {each.Agency} {sighting.Position} {sighting.RecordedAt:O} {sighting.Way} {Text(sighting)}")),
    ];

    Task<AccessReceipt> Look(AgencyId agency, EventName name, params (string, string)[] levels) =>
        Look(agency, name, "GET /cases/{caseId}", levels);

    async Task<AccessReceipt> Look(AgencyId agency, EventName name, string door, params (string, string)[] levels) =>
        (await Access.Record(Record(await Epoch(), agency, name, door, levels), default))!;

    static AccessRecord Record(long epoch, AgencyId agency, EventName name, string door, params (string Field, string Level)[] levels) =>
        Some.Access(epoch, null, agency) with
        {
            Door = door,
            Released = [new Released(name, levels.ToImmutableSortedDictionary(pair => pair.Field, pair => pair.Level))],
        };

    async Task<long> Epoch() => (await Ledger.Head(default)).Epoch;
}
