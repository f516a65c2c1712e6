using System.Text;
using Reintegration.Events.Events;
using Reintegration.Events.Ledger;
using Reintegration.Events.Policy;

namespace Reintegration.Events.Tests.Policy;

/// <summary>What is handed out to prove a disclosure never opens more than the disclosure shows.</summary>
public sealed class OpeningTests
{
    static readonly (Sector Sector, string Role, string Purpose)[] Seats =
    [
        (Sector.Prison, "practitioner", "supervision"), (Sector.Probation, "practitioner", "supervision"),
        (Sector.Police, "practitioner", "public-protection"), (Sector.Community, "practitioner", "reintegration"),
        (Sector.Health, "psychologist", "reintegration"), (Sector.Oversight, "auditor", "oversight"),
    ];

    /// <summary>Every type that can be posted alone, once, and what each seat may know of it, with its proof.</summary>
    static IEnumerable<(Recorded Recorded, Decision Decision, Disclosure Disclosure)> Shown()
    {
        var world = World.Standard();
        world.Consent("community-haven", "CUSTODY");
        List<Recorded> events = [];
        foreach (var type in Catalog.Default.All.Where(type => !type.FollowsTarget && !type.Name.Contains("agency-", StringComparison.Ordinal)))
        {
            var name = type.Name["reintegration.".Length..^".v1".Length];
            foreach (var owner in (string[])["prison", "probation", "community-haven", "police"])
                try
                {
                    events.Add(world.Post(name, owner));
                }
                // The example of a type may not fit this world; then another type stands for it.
                catch (Xunit.Sdk.XunitException)
                {
                }
        }

        foreach (var (sector, role, purpose) in Seats)
        {
            var seat = world.Seat(sector, role, purpose);
            foreach (var recorded in events.Where(recorded => recorded.Envelope.Case is not null))
            {
                var decision = world.Decide(recorded, seat);
                if (Disclosure.Of(recorded, decision, World.Pseudonym, Proving.Shown) is { } disclosure)
                    yield return (recorded, decision, disclosure);
            }
        }
    }

    static IEnumerable<Opening> Opened(Disclosure disclosure) =>
        disclosure.Proof!.Fields.Select(field => field.Opening).OfType<Opening>();

    [Fact]
    public void A_leaf_that_would_tell_more_than_is_shown_is_withheld()
    {
        foreach (var (recorded, decision, disclosure) in Shown())
        {
            var released = disclosure.Levels().Levels;
            var hidesOthers = Catalog.Default.Find(recorded.Envelope.Type).Fields.Any(
                field => field.IsAbout && field.Ladder != Ladder.Person && decision.LevelOf(field.Class) < Level.Full);
            if (disclosure.IsExistenceOnly) Assert.Equal("existence", disclosure.Proof!.Withheld);
            else if (released.GetValueOrDefault("envelope.time") != "full") Assert.Equal("time", disclosure.Proof!.Withheld);
            else if (hidesOthers) Assert.Equal("others", disclosure.Proof!.Withheld);
        }
    }

    [Fact]
    public void An_export_opens_the_envelope_and_no_fact()
    {
        var world = World.Standard();
        var released = world.Post("custody.person-released", "prison");
        var seat = world.Seat(Sector.Oversight, "auditor", "oversight");
        var disclosure = Disclosure.Of(released, world.Decide(released, seat), World.Pseudonym, Proving.Envelope)!;
        Assert.All(Opened(disclosure), opening => Assert.StartsWith("/envelope/", opening.Path, StringComparison.Ordinal));
        Assert.Contains(Opened(disclosure), opening => opening.Path == "/envelope/labels/at");
        Assert.Empty(disclosure.Fields);
        Assert.Equal(
            ["$event", "at", "envelope.author", "envelope.handling", "envelope.quality", "envelope.time"],
            disclosure.Levels().Levels.Keys);
    }

    [Fact]
    public void No_salt_says_anything_of_another()
    {
        foreach (var (_, _, disclosure) in Shown().Take(200))
        {
            var opened = Opened(disclosure).ToList();
            Assert.Equal(opened.Count, opened.Select(opening => Convert.ToHexString(opening.Salt.Span)).Distinct().Count());
            // A salt used as if it were the secret opens none of the bare commitments.
            var bare = disclosure.Proof!.Fields.Where(field => field.Opening is null)
                .Select(field => Convert.ToHexString(field.Commitment.Span)).ToHashSet(StringComparer.Ordinal);
            foreach (var opening in opened)
                foreach (var level in (Level[])[Level.Coarse, Level.Fine, Level.Full])
                {
                    var path = Encoding.UTF8.GetBytes(opening.Path);
                    foreach (var salt in (byte[][])[opening.Salt.ToArray(), Commitments.Salt(opening.Salt.Span, path, level)])
                        Assert.DoesNotContain(Convert.ToHexString(Commitments.Of(salt, path, level, opening.Value.Span)), bare);
                }
        }
    }
}
