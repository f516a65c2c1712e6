using Reintegration.Events.Events;
using Reintegration.Events.Ledger;
using Reintegration.Events.Policy;

namespace Reintegration.Events.Tests.Policy;

/// <summary>Laws of decisions, over random seats, events and conditions. Each failure names its seed.</summary>
public sealed class LawTests
{
    const int Rounds = 12;

    [Fact]
    public void Adding_a_forbid_never_raises_a_level() => ForSomeWorlds((random, world, events, seat) =>
    {
        var classes = BundleFiles.Bundle.Classes.Groups.Keys.ToArray();
        var sector = Pick(random, Enum.GetNames<Sector>()).ToLowerInvariant();
        var text = $$"""
            @id("zz-extra")
            forbid (principal in Case::Sector::"{{sector}}", action in Case::Action::"disclose", resource in Case::FieldClass::"{{Pick(random, classes)}}");
            """;
        var narrower = Bundle.Load(BundleFiles.With("policies/zz.cedar", text));
        NoHigher(world, events, seat, narrower);
    });

    [Fact]
    public void Removing_a_permit_never_raises_a_level() => ForSomeWorlds((random, world, events, seat) =>
    {
        var permits = BundleFiles.Bundle.Rules.Values.Where(rule => !rule.IsForbid).ToArray();
        var gone = Enumerable.Range(0, 8).Select(_ => Pick(random, permits).Id).ToHashSet();
        NoHigher(world, events, seat, BundleFiles.WithRules(BundleFiles.Bundle.Rules.Values.Where(rule => !gone.Contains(rule.Id))));
    });

    [Fact]
    public void The_order_of_rules_is_irrelevant() => ForSomeWorlds((random, world, events, seat) =>
    {
        var rules = BundleFiles.Bundle.Rules.Values.ToArray();
        random.Shuffle(rules);
        var shuffled = world.Decider(seat, bundle: BundleFiles.WithRules(rules));
        var plain = world.Decider(seat);
        foreach (var recorded in events)
            Assert.Equal(Levels(plain.Decide(recorded.Envelope)), Levels(shuffled.Decide(recorded.Envelope)));
    });

    [Fact]
    public void One_decider_for_many_events_decides_as_one_for_each() => ForSomeWorlds((_, world, events, seat) =>
    {
        var many = world.Decider(seat);
        foreach (var recorded in events)
        {
            var (shared, alone) = (many.Decide(recorded.Envelope), world.Decide(recorded, seat));
            Assert.Equal(Levels(alone), Levels(shared));
            Assert.Equal(alone.ValidUntil, shared.ValidUntil);
            Assert.Equal(
                alone.Obligations.Select(duty => duty.ToString()), shared.Obligations.Select(duty => duty.ToString()));
        }
    });

    [Fact]
    public void A_plain_reading_of_every_rule_agrees_with_the_decider() => ForSomeWorlds((_, world, events, seat) =>
    {
        var decider = world.Decider(seat);
        var reading = new PlainReading(BundleFiles.Bundle, world.Context, world.Organisations, seat, World.Now);
        foreach (var recorded in events)
        {
            var decision = decider.Decide(recorded.Envelope);
            foreach (var (fieldClass, field) in decision.Fields)
                Assert.True(
                    reading.LevelOf(recorded.Envelope, fieldClass) == field.Level,
                    $"{recorded.Envelope.Type} {fieldClass} for {seat}: {field.Level}, plainly {reading.LevelOf(recorded.Envelope, fieldClass)}");
        }
    });

    [Fact]
    public void A_decision_holds_until_its_validity_ends() => ForSomeWorlds((random, world, events, seat) =>
    {
        foreach (var recorded in events)
        {
            var now = world.Decide(recorded, seat);
            var last = now.ValidUntil?.AddTicks(-1) ?? World.Now.AddYears(5);
            var later = World.Now + ((last - World.Now) * random.NextDouble());
            Assert.Equal(Levels(now), Levels(world.Decide(recorded, seat, later)));
            Assert.Equal(Levels(now), Levels(world.Decide(recorded, seat, last)));
        }
    });

    [Fact]
    public void A_forbid_that_fails_denies()
    {
        var world = World.Standard();
        var sentence = world.Post("custody.sentence-recorded", "prison");
        var seat = world.Seat(Sector.Probation, "practitioner", "supervision");
        Assert.Equal(Level.Full, world.Decide(sentence, seat).Event.Level);

        // Strict types leave one way to fail: an agency that was never enrolled has no country to compare.
        var orphaned = world.Organisations with { Members = world.Organisations.Members.Remove(new AgencyId("prison")) };
        var decision = new Decider(
            BundleFiles.Bundle, Catalog.Default, seat, world.Context, orphaned, World.Now).Decide(sentence.Envelope);
        Assert.True(decision.Event.Level < Level.Coarse);
        Assert.Contains(
            decision.Event.Errors, error => error.StartsWith("abroad-existence-only", StringComparison.Ordinal));
    }

    [Fact]
    public void An_empty_set_means_nobody()
    {
        var world = World.Standard();
        var advisory = world.Post("intelligence.intelligence-advisory-issued", "intelligence", """{"validUntil":"2026-12-31"}""");
        var sentence = world.Post("custody.sentence-recorded", "prison");
        var seat = world.Seat(Sector.Probation, "practitioner", "supervision", clearance: 4);
        var unreleased = advisory.Envelope with { Handling = advisory.Envelope.Handling with { ReleasableTo = [] } };
        Assert.Equal(Level.Nothing, world.Decider(seat).Decide(unreleased).Event.Level);
        Assert.Equal(Level.Nothing, world.Decider(seat).Decide(sentence.Envelope with { Purposes = [] }).Event.Level);
        var noPurposes = world.Organisations.Members["probation".AsAgency()] with { AuthorisedPurposes = [] };
        var organisations = world.Organisations with { Members = world.Organisations.Members.SetItem(noPurposes.Agency, noPurposes) };
        var decider = new Decider(BundleFiles.Bundle, Catalog.Default, seat, world.Context, organisations, World.Now);
        Assert.Equal(Level.Nothing, decider.Decide(sentence.Envelope).Event.Level);
    }

    static void NoHigher(World world, IEnumerable<Recorded> events, Seat seat, Bundle narrower)
    {
        var (before, after) = (world.Decider(seat), world.Decider(seat, bundle: narrower));
        foreach (var recorded in events)
        {
            var (wide, narrow) = (before.Decide(recorded.Envelope), after.Decide(recorded.Envelope));
            foreach (var fieldClass in wide.Fields.Keys)
                Assert.True(
                    narrow.LevelOf(fieldClass) <= wide.LevelOf(fieldClass),
                    $"{recorded.Envelope.Type} {fieldClass} rose for {seat}");
        }
    }

    static void ForSomeWorlds(Action<Random, World, IReadOnlyList<Recorded>, Seat> law)
    {
        var first = Environment.TickCount;
        for (var seed = first; seed < first + Rounds; seed++)
        {
            try
            {
                var random = new Random(seed);
                var (world, events) = RandomWorlds.Make(random);
                law(random, world, events, RandomWorlds.Seat(random, world));
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"seed {seed}: {e.Message}", e);
            }
        }
    }

    static string Levels(Decision decision) =>
        string.Join(' ', decision.Fields.Values.Select(field => $"{field.Class}={field.Level}"));

    static T Pick<T>(Random random, IReadOnlyList<T> items) => items[random.Next(items.Count)];
}

static class Agencies
{
    public static AgencyId AsAgency(this string id) => AgencyId.Parse(id);
}
