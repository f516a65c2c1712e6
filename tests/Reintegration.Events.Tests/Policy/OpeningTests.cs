using System.Buffers.Text;
using System.Text;
using System.Text.Json;
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
    public void Every_opening_is_of_something_released_at_the_level_released()
    {
        var (proofs, lowered, pseudonyms, withheld) = (0, 0, 0, 0);
        foreach (var (recorded, decision, disclosure) in Shown())
        {
            var proof = disclosure.Proof!;
            var released = disclosure.Levels().Levels;
            withheld += proof.Withheld is null ? 0 : 1;
            if (proof.Withheld is not null) continue;
            proofs++;
            using var leaf = JsonDocument.Parse(recorded.Leaf);
            Assert.Equal(leaf.RootElement.GetProperty("fieldsRoot").GetString(), Base64Url.EncodeToString(proof.FieldsRoot()));
            Assert.Equal("full", released["envelope.time"]);
            foreach (var opening in Opened(disclosure).Where(opening => opening.Path.StartsWith("/facts/", StringComparison.Ordinal)))
            {
                var member = opening.Path["/facts/".Length..];
                Assert.True(released.TryGetValue(member, out var level), $"{recorded.Envelope.Type} {opening.Path}");
                var shown = disclosure.Fields[member];
                lowered += shown.Level == Level.Full ? 0 : 1;
                Assert.Equal(shown.Level.Word(), level);
                // What a coarse view shows of a district stands in its fine commitment; never is a higher one opened.
                Assert.True(shown.Level == Level.Full || opening.Level < Level.Full, opening.Path);
                var value = shown.Value.ValueKind == JsonValueKind.Null ? [] : CanonicalJson.Canonicalize(shown.Value);
                Assert.Equal(Encoding.UTF8.GetString(value), Encoding.UTF8.GetString(opening.Value.Span));
            }

            Assert.Single(Opened(disclosure), opening => opening.Path == "/envelope/author");
            pseudonyms += proof.NotProvable.Count;
            Assert.All(proof.NotProvable, not => Assert.Equal(Level.Fine, Levels.Lower(
                Level.Fine, disclosure.Fields[not.Key["/facts/".Length..]].Level)));
            Assert.Equal(
                disclosure.Fields.Count, proof.NotProvable.Count + Opened(disclosure).Count(o => o.Path.StartsWith("/facts/", StringComparison.Ordinal)));
            Assert.Equal(decision.Seat.Agency == recorded.Envelope.Owner || decision.Seat.Sector == Sector.Oversight,
                Opened(disclosure).Any(opening => opening is { Path: "/envelope/author", Level: Level.Full }));
        }

        Assert.True(proofs > 100 && lowered > 0 && withheld > 0, $"{proofs} proofs, {lowered} lowered, {pseudonyms} pseudonyms, {withheld} withheld");
    }

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
