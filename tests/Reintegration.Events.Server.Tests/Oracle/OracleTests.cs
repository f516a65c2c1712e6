using Microsoft.Extensions.DependencyInjection;
using Reintegration.Events.Policy;
using Reintegration.Events.Server.Feeds;
using Reintegration.Events.Server.Intake;
using Reintegration.Events.Server.Queries;
using Reintegration.Events.Tests.Policy;
using Reintegration.Events.Views;
using Xunit.Abstractions;

namespace Reintegration.Events.Server.Tests.Oracle;

/// <summary>
/// After any row of joining, leaving, consenting, withdrawing, correcting, reporting, waiting and crashing, everything that
/// is kept says what a plain reading of all rules over all events says: feeds, kept contexts, lists.
/// </summary>
/// <remarks>The plain reading (every rule, every level, no memory) and the plain team share no code with what is tested.</remarks>
public class OracleTests(ITestOutputHelper output)
{
    const int DefaultInterleavings = 150;

    /// <summary>A ledger in memory is read from its beginning each time, so it is begun anew after so many cases.</summary>
    const int CasesInAWorld = 50;

    static readonly (string Agency, Sector Sector, string Purpose, string Basis)[] Seats =
    [
        ("probation", Sector.Probation, "supervision", "led-8"), ("police", Sector.Police, "public-protection", "led-8"),
        ("community-haven", Sector.Community, "reintegration", "gdpr-6-1-e"), ("health-north", Sector.Health, "reintegration", "gdpr-9-2-h"),
        ("intelligence", Sector.Intelligence, "threat-prevention", "statute-intelligence"),
    ];

    /// <summary>ORACLE=10000 is the long mode; ORACLE_SEED repeats a run.</summary>
    [Fact]
    public async Task What_is_kept_equals_a_decision_from_scratch_after_any_interleaving()
    {
        var (rounds, seed) = (Setting.Of("ORACLE", DefaultInterleavings), Setting.Of("ORACLE_SEED", Environment.TickCount & 0xFFFFFF));
        output.WriteLine($"ORACLE={rounds} ORACLE_SEED={seed}");
        Tallied tallied = new();
        for (var first = 0; first < rounds; first += CasesInAWorld)
        {
            FlakyFeeds? flaky = null;
            await using var world = await World.Begin(feeds: rows => flaky = new FlakyFeeds(rows));
            var random = new Random(seed + first);
            for (var round = first; round < Math.Min(rounds, first + CasesInAWorld); round++)
            {
                var told = new Interleaving(seed + round, world.Clock.GetUtcNow);
                await Tell(world, told, random, flaky!, tallied);
                await Compare(world, told, random, $"ORACLE_SEED={seed} round {round}", tallied);
            }

            await Rebuilt(world, $"ORACLE_SEED={seed} from {first}", tallied);
        }

        output.WriteLine(tallied.ToString());
        Assert.True(tallied.Events > rounds * 8, tallied.ToString());
        Assert.True(tallied.Refused.Where(each => each.Key.StartsWith("schema", StringComparison.Ordinal)).Sum(each => each.Value) * 10 < tallied.Events, tallied.ToString());
        Assert.True(tallied is { Shown: > 0, Hidden: > 0, Recalled: > 0, Crashes: > 0, Seated: > 0, Unseated: > 0 }, tallied.ToString());
    }

    sealed record Tallied
    {
        public int Events { get; set; }
        public SortedDictionary<string, int> Refused { get; } = new(StringComparer.Ordinal);
        public int Shown { get; set; }
        public int Hidden { get; set; }
        public int Fields { get; set; }
        public int Recalled { get; set; }
        public int Crashes { get; set; }
        public int Seated { get; set; }
        public int Unseated { get; set; }
        public int Rebuilt { get; set; }

        public string Reasons => string.Join(", ", Refused.Select(each => $"{each.Key} {each.Value}"));
    }

    static async Task Tell(World world, Interleaving told, Random random, FlakyFeeds flaky, Tallied tallied)
    {
        foreach (var step in told.Opening()) await Say(world, step, tallied);
        for (var left = random.Next(8, 18); left > 0; left--)
        {
            if (told.Step() is { } step) await Say(world, step, tallied);
            else world.Clock.Advance(TimeSpan.FromHours(random.Next(1, 200)));
            switch (random.Next(6))
            {
                case 0:
                    await world.Feed();
                    break;
                case 1:
                    // Killed before or after the commit, or while it slept; a process that knows nothing goes on.
                    flaky.Fails = random.Next(2) == 0 ? Failure.Before : Failure.After;
                    await Assert.ThrowsAnyAsync<LedgerUnavailableException>(async () => await UntilItFails(world, flaky));
                    tallied.Crashes++;
                    await world.FeedAnew();
                    break;
            }
        }
    }

    static async Task UntilItFails(World world, FlakyFeeds flaky)
    {
        await world.Feed();
        // There was nothing to write.
        if (flaky.Fails == Failure.None) return;
        flaky.Fails = Failure.None;
        throw new LedgerUnavailableException("It fell over without having written.");
    }

    static async Task Say(World world, (string Agency, byte[] Body) step, Tallied tallied)
    {
        var reception = world.App.Services.GetRequiredService<Reception>();
        using var item = JsonDocument.Parse(step.Body);
        var (submission, malformed) = CloudEvents.Read(item.RootElement);
        Assert.True(submission is not null, malformed?.Detail);
        var outcome = (await reception.Receive(
            [reception.Take(submission, item.RootElement)], new Poster(AgencyId.Parse(step.Agency), 0),
            await reception.Known([submission], default), await reception.Look([submission], default), default))[0];
        if (outcome.Problem is { } problem)
        {
            // What is told is well formed; a few examples do not fit the clock it is told by.
            var why = problem.Errors is { } errors ? $"{problem.Name} {item.RootElement.GetProperty("type")} {string.Join(' ', errors.Keys)}" : problem.Name;
            tallied.Refused[why] = tallied.Refused.GetValueOrDefault(why) + 1;
        }
        else tallied.Events++;
    }

    static async Task Compare(World world, Interleaving told, Random random, string where, Tallied tallied)
    {
        await world.Feed();
        var services = world.App.Services;
        var (ledger, files) = (services.GetRequiredService<ILedger>(), services.GetRequiredService<CaseFiles>());
        var (now, catalog) = (world.Clock.GetUtcNow(), Catalog.Default);
        var @case = services.GetRequiredService<Doors.ServerKeys>().CaseIdOf(EventName.Parse(told.Case));
        var organisation = await files.Organisation(default);
        var bundle = await services.GetRequiredService<Bundles>().At(organisation, now, default);
        var events = await ledger.ReadCase(@case, null, -1, default);
        var context = CaseContext.Fold(@case, events);
        var standing = await services.GetRequiredService<IFeedRows>().Standing(@case, default);
        foreach (var (agency, sector, purpose, basis) in Two(random))
        {
            var seat = new Seat(AgencyId.Parse(agency), sector, Seat.AgencySystem, purpose, basis, 0, [], "");
            var reading = new PlainReading(bundle, context, organisation, seat, now);
            var kept = new Decider(bundle, catalog, seat, (await files.Stand(@case, default)).Context, organisation, now);
            var marks = standing.Marks.Where(mark => mark.Feed == new FeedKey(seat.Agency, purpose, basis)).ToDictionary(mark => mark.Position, mark => mark.Mark);
            var looked = random.Next(events.Count);
            foreach (var (index, recorded) in events.Index())
            {
                var envelope = recorded.Envelope;
                var marked = catalog.Find(envelope.MarkedAs ?? envelope.Type);
                var decision = kept.Decide(envelope);
                var plain = reading.LevelOf(envelope, $"{marked.Root}.$event");
                Assert.True(decision.Event.Level == plain, $"{where}: {envelope.Type} for {agency}: kept {decision.Event.Level}, plainly {plain}");
                if (index == looked)
                    foreach (var fieldClass in marked.Classes)
                    {
                        tallied.Fields++;
                        var level = reading.LevelOf(envelope, fieldClass);
                        Assert.True(decision.LevelOf(fieldClass) == level, $"{where}: {fieldClass} for {agency}: kept {decision.LevelOf(fieldClass)}, plainly {level}");
                    }

                if (plain == Level.Nothing) tallied.Hidden++;
                else tallied.Shown++;
                var told1 = marks.TryGetValue(recorded.Position, out var mark) ? mark : default;
                if (marks.ContainsKey(recorded.Position) && told1.Shown is null) tallied.Recalled++;
                Guid? due = plain == Level.Nothing || envelope.Owner.Value == agency ? null : FeedFold.Digest(decision);
                Assert.True(told1.Shown == due, $"{where}: the feed of {agency} says {told1.Shown} of {envelope.Type}, and should say {due}");
            }

            if (sector != Sector.Intelligence) await Listed(world, told, agency, purpose, @case, events, where, tallied);
        }
    }

    static IEnumerable<(string Agency, Sector Sector, string Purpose, string Basis)> Two(Random random)
    {
        var first = random.Next(Seats.Length);
        yield return Seats[first];
        yield return Seats[(first + random.Next(1, Seats.Length)) % Seats.Length];
    }

    /// <summary>The case stands in the list of whoever plainly has a seat on it, and in nobody else's.</summary>
    static async Task Listed(
        World world, Interleaving told, string agency, string purpose, CaseId @case, IReadOnlyList<Recorded> events, string where,
        Tallied tallied)
    {
        var (official, role) = (told.Official(agency), Interleaving.Role(agency));
        var plainly = PlainTeam.HasSeat(events, agency, official, role, world.Clock.GetUtcNow());
        var token = world.Issuer.Token(new Persona("oracle", agency, official, [role], 0, "reads"), "reintegration");
        var list = await world.Send(HttpMethod.Get, "/cases", token, null, ("Purpose", purpose));
        var one = await world.Send(HttpMethod.Get, $"/cases/{@case}", token, null, ("Purpose", purpose));
        Assert.True(list.Text.Contains(@case.ToString(), StringComparison.Ordinal) == plainly, $"{where}: list of {official}, plainly {plainly}\n{list}");
        Assert.True(one.Status == (plainly ? 200 : 404), $"{where}: {official}, plainly {plainly}\n{one}");
        if (plainly) tallied.Seated++;
        else tallied.Unseated++;
    }

    /// <summary>Feeds that were walked in many steps, by many processes, are those of one walk from the beginning.</summary>
    static async Task Rebuilt(World world, string where, Tallied tallied)
    {
        var (kept, rebuilt) = (world.App.Services.GetRequiredService<IFeedRows>(), new MemoryFeedRows(world.Clock));
        await ActivatorUtilities.CreateInstance<FeedWriter>(world.App.Services, rebuilt).CatchUp(default);
        foreach (var (agency, _, purpose, basis) in Seats)
        {
            var feed = new FeedKey(AgencyId.Parse(agency), purpose, basis);
            var (one, other) = (await kept.Items(feed, 0, int.MaxValue, default), await rebuilt.Items(feed, 0, int.MaxValue, default));
            foreach (var (left, right) in one.Zip(other))
                Assert.True(left.Item == right.Item, $"{where}: {feed} {left.Number}\n{left.Item}\n{right.Item}");
            Assert.True(one.Count == other.Count, $"{where}: {feed} has {one.Count} items, and {other.Count} when it is made anew");
            tallied.Rebuilt += one.Count;
        }
    }
}

enum Failure { None, Before, After }

/// <summary>Rows that fail once: before anything is written, or after it was, so that nobody learns of it.</summary>
sealed class FlakyFeeds(IFeedRows inner) : IFeedRows
{
    public Failure Fails { get; set; }

    public async Task<bool> Write(FeedLease lease, FeedStep step, CancellationToken ct)
    {
        var fails = Fails;
        Fails = Failure.None;
        if (fails == Failure.Before) throw new LedgerUnavailableException("The connection broke.");
        var written = await inner.Write(lease, step, ct);
        return fails == Failure.After ? throw new LedgerUnavailableException("The connection broke.") : written;
    }

    public Task<FeedLease?> Hold(CancellationToken ct) => inner.Hold(ct);
    public Task<FeedStanding> Standing(CaseId? @case, CancellationToken ct) => inner.Standing(@case, ct);
    public Task<IReadOnlyList<FeedDue>> Due(int limit, CancellationToken ct) => inner.Due(limit, ct);
    public Task<IReadOnlyList<NumberedItem>> Items(FeedKey feed, long after, int limit, CancellationToken ct) => inner.Items(feed, after, limit, ct);
    public Task Hand(
        FeedKey feed, IReadOnlyCollection<long> numbers, IReadOnlyCollection<long> withContent, DateTimeOffset at, CancellationToken ct) =>
        inner.Hand(feed, numbers, withContent, at, ct);
    public Task Acknowledge(FeedKey feed, IReadOnlyCollection<long> numbers, DateTimeOffset at, CancellationToken ct) =>
        inner.Acknowledge(feed, numbers, at, ct);
    public Task<IReadOnlyList<Recall>> Recalls(AgencyId? owner, CaseId? @case, long after, int events, CancellationToken ct) =>
        inner.Recalls(owner, @case, after, events, ct);
}
