using System.Globalization;
using Reintegration.Events.Events;
using Reintegration.Events.Ledger;
using Reintegration.Events.Policy;

namespace Reintegration.Events.Tests.Policy;

/// <summary>
/// Laws of the table that deciders share: what it answers is what the rules say, whoever asked before. Seeds printed.
/// </summary>
public sealed class SharedTableTests
{
    const int Rounds = 3;

    static readonly string[] Twins = ["prison-south", "probation-south", "police-south", "community-south", "health-south"];

    [Fact]
    public void What_the_table_answers_is_what_a_plain_reading_of_the_rules_says() =>
        ForSomeWorlds((random, world, events) => AgreesWithPlainReading(random, world, events, BundleFiles.Bundle));

    [Fact]
    public void What_the_table_answers_is_what_an_empty_table_answers() => ForSomeWorlds((random, world, events) =>
    {
        var fresh = Bundle.Load(BundleFiles.Default);
        foreach (var seat in Seats(random, world, 2))
        {
            var (shared, alone) = (world.Decider(seat), world.Decider(seat, bundle: fresh));
            foreach (var recorded in events)
                Assert.Equal(Written(alone.Decide(recorded.Envelope)), Written(shared.Decide(recorded.Envelope)));
        }
    });

    /// <summary>Rules that tell agencies apart, ask of their sets more than who is in them, or read the clock.</summary>
    [Theory]
    [InlineData("""resource.originator == Case::Agency::"police-south" """)]
    [InlineData("""principal in Case::Agency::"prison" """)]
    [InlineData("resource.releasableTo.containsAny(resource.onCase)")]
    [InlineData("[principal.agency].containsAll(resource.shownTo)")]
    [InlineData("principal in resource.consentsFor")]
    [InlineData("""context.now > datetime("2026-06-01T18:00:00Z")""")]
    [InlineData("""[context].contains(context) && context.purpose == "supervision" """)]
    [InlineData("""resource.phase == "supervision" || resource.eventType like "*needs*" """)]
    public void A_rule_that_reads_more_is_answered_by_more(string condition)
    {
        var text = $$"""
            @id("zz-extra")
            forbid (principal, action in Case::Action::"disclose", resource)
            when { {{condition}} };
            """;
        var bundle = Bundle.Load(BundleFiles.With("policies/zz.cedar", text));
        ForSomeWorlds((random, world, events) =>
        {
            AgreesWithPlainReading(random, world, events, bundle);
            AgreesWithPlainReading(random, world, events, bundle, World.Now.AddDays(1));
        }, rounds: 2, share: 4);
    }

    [Fact]
    public void Nothing_is_put_to_the_rules_twice_not_even_for_another_agency_and_case()
    {
        var bundle = Bundle.Load(BundleFiles.Default);
        var (north, south) = (World.Standard(), World.Standard());
        south.Enrol("probation-south", Sector.Probation);
        south.Join("probation-south");
        south.Sit("probation-south", "practitioner");
        var type = "custody.sentence-recorded";
        var first = north.Decider(north.Seat(Sector.Probation, "practitioner", "supervision"), bundle: bundle);
        var there = first.Decide(north.Post(type, "prison").Envelope);
        Assert.Equal(1, first.Evaluated);
        var second = south.Decider(SeatOf("probation-south", "practitioner", "supervision", 0), World.Now.AddHours(1), bundle);
        var here = second.Decide(south.Post(type, "prison").Envelope);
        Assert.Equal(0, second.Evaluated);
        Assert.Equal(Level.Full, here.Event.Level);
        Assert.Same(there.Fields, here.Fields);
    }

    [Fact]
    public void Many_threads_get_the_answers_one_gets() => ForSomeWorlds((random, world, events) =>
    {
        var fresh = Bundle.Load(BundleFiles.Default);
        var seats = Seats(random, world, 3).ToList();
        var expected = seats.ConvertAll(seat => Answers(world.Decider(seat), events));
        Parallel.For(0, 12, new ParallelOptions { MaxDegreeOfParallelism = 4 }, turn =>
            Assert.Equal(
                expected[turn % seats.Count],
                Answers(world.Decider(seats[turn % seats.Count], bundle: fresh), turn % 2 == 0 ? events : [.. events.Reverse()], turn % 2 == 1)));
    }, rounds: 1);

    static List<string> Answers(Decider decider, IReadOnlyList<Recorded> events, bool backwards = false)
    {
        var answers = events.Select(recorded => Written(decider.Decide(recorded.Envelope))).ToList();
        if (backwards) answers.Reverse();
        return answers;
    }

    static void AgreesWithPlainReading(
        Random random, World world, IEnumerable<Recorded> events, Bundle bundle, DateTimeOffset? at = null)
    {
        var now = at ?? World.Now;
        foreach (var seat in Seats(random, world, 2))
        {
            var decider = world.Decider(seat, now, bundle);
            var reading = new PlainReading(bundle, world.Context, world.Organisations, seat, now);
            foreach (var recorded in events)
            {
                var decision = decider.Decide(recorded.Envelope);
                // One class of many: the plain reading takes its time, and every class has its turn over the rounds.
                var fieldClass = decision.Fields.Keys.ElementAt(random.Next(decision.Fields.Count));
                foreach (var asked in new[] { fieldClass, decision.Event.Class }.Distinct())
                {
                    var plainly = reading.LevelOf(recorded.Envelope, asked);
                    Assert.True(
                        plainly == decision.LevelOf(asked),
                        $"{recorded.Envelope.Type} of {recorded.Envelope.Owner}, {asked} for {seat}: {decision.LevelOf(asked)}, plainly {plainly}");
                }
            }
        }
    }

    /// <summary>Worlds with two agencies of most sectors, on the case or not, at home or abroad.</summary>
    static void ForSomeWorlds(
        Action<Random, World, IReadOnlyList<Recorded>> law, int rounds = Rounds, int share = 2)
    {
        var first = Environment.GetEnvironmentVariable("SHARED_TABLE_SEED") is { } given
            ? int.Parse(given, CultureInfo.InvariantCulture)
            : Environment.TickCount;
        for (var seed = first; seed < first + rounds; seed++)
        {
            try
            {
                var random = new Random(seed);
                var (world, events) = RandomWorlds.Make(random);
                law(random, world, [.. events.Where(_ => random.Next(share) == 0), .. Around(random, world)]);
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"SHARED_TABLE_SEED={seed}: {e.Message}", e);
            }
        }
    }

    static List<Recorded> Around(Random random, World world)
    {
        var posted = new List<Recorded>();
        foreach (var agency in Twins)
        {
            world.Enrol(agency, World.SectorOf(agency), random.Next(3) == 0 ? "XB" : "XA");
            if (random.Next(3) > 0) posted.Add(world.Join(agency));
            if (random.Next(4) > 0) world.Sit(agency, "practitioner");
            if (random.Next(2) == 0) world.Consent(agency, "NEEDS");
            var types = Catalog.Default.All.Where(type => type.Producers.Contains(World.SectorOf(agency)))
                .Where(type => type.Place == CasePlace.InCase && !type.FollowsTarget && !type.Governing && type.NotYetAccepted is null).ToArray();
            var type = World.Short(types[random.Next(types.Length)]);
            var released = string.Join(',', Twins.Append("prison").Where(_ => random.Next(2) == 0).Select(name => $"\"{name}\""));
            posted.Add(world.Post(type, agency, about: $$"""{"handling":{"releasableTo":[{{released}}]},"labels":[{{(random.Next(3) == 0 ? "\"ORCON\"" : "")}}]}"""));
        }

        return posted;
    }

    static IEnumerable<Seat> Seats(Random random, World world, int count)
    {
        for (var i = 0; i < count; i++)
            yield return i % 2 == 0
                ? RandomWorlds.Seat(random, world)
                : SeatOf(
                    Twins[random.Next(Twins.Length)], random.Next(4) == 0 ? "agency-system" : "practitioner",
                    random.Next(2) == 0 ? "supervision" : "reintegration", random.Next(5));
    }

    static Seat SeatOf(string agency, string role, string purpose, int clearance) => new(
        AgencyId.Parse(agency), World.SectorOf(agency), role, purpose, "led-8", clearance, [], $"{agency}.{role}");

    /// <summary>All that a decision says.</summary>
    static string Written(Decision decision) =>
        $"{decision.ValidUntil:O} {decision.NotifiesOwner} {decision.ContactDesk} {string.Join(' ', decision.Obligations)}\n"
        + string.Join('\n', decision.Fields.Values.Append(decision.Event).Select(field =>
            $"{field.Class}={field.Level} {string.Join(',', field.Permits)} / {string.Join(',', field.StoppedBy)} / {string.Join(',', field.Errors)}"));
}
