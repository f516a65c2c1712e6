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
        (Sector.Intelligence, "intelligence-analyst", "threat-prevention"),
    ];

    /// <summary>Every type that can be posted alone, once, and what each seat may know of it, with its proof.</summary>
    static IEnumerable<(Recorded Recorded, Decision Decision, Disclosure Disclosure)> Shown(
        Proving proving = Proving.Shown)
    {
        var world = World.Standard();
        world.Consent("community-haven", "CUSTODY");
        List<Recorded> events = [];
        // Of what says who is on the case, a reopening takes everybody off it.
        foreach (var type in Catalog.Default.All.Where(type => !type.FollowsTarget
            && !type.Name.Contains("agency-", StringComparison.Ordinal) && !type.Name.EndsWith("case-reopened.v1", StringComparison.Ordinal)))
        {
            var name = World.Short(type);
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
                if (Disclosure.Of(recorded, decision, World.Pseudonym, proving) is { } disclosure)
                    yield return (recorded, decision, disclosure);
            }
        }
    }

    static IEnumerable<Opening> Opened(Disclosure disclosure) =>
        disclosure.Proof!.Fields.Select(field => field.Opening).OfType<Opening>();

    [Fact]
    public void Every_fact_opened_is_shown_with_that_value_and_never_at_a_higher_level()
    {
        var (proofs, lowered, closed) = (0, 0, 0);
        foreach (var (recorded, _, disclosure) in Shown().Where(each => each.Disclosure.Proof!.Withheld is null))
        {
            proofs++;
            using var leaf = JsonDocument.Parse(recorded.Leaf);
            Assert.Equal(
                leaf.RootElement.GetProperty("fieldsRoot").GetString(), Base64Url.EncodeToString(disclosure.Proof!.FieldsRoot()));
            var released = disclosure.Levels().Levels;
            var opened = Opened(disclosure).Where(opening => IsFact(opening.Path)).ToList();
            foreach (var opening in opened)
            {
                var member = opening.Path["/facts/".Length..];
                Assert.True(disclosure.Fields.TryGetValue(member, out var shown), $"{recorded.Envelope.Type} {opening.Path}");
                Assert.Equal(shown.Level.Word(), released[member]);
                // A coarse view of a district shows what its fine commitment holds; what is not full opens nothing full.
                Assert.Equal(shown.Level == Level.Full, opening.Level == Level.Full);
                Assert.Equal(Text(shown.Value), Encoding.UTF8.GetString(opening.Value.Span));
                lowered += shown.Level == Level.Full ? 0 : 1;
            }

            // What is shown is opened, or is said to have no opening: each once.
            Assert.Equal(
                disclosure.Fields.Keys.Select(member => $"/facts/{member}").Order(StringComparer.Ordinal),
                opened.Select(opening => opening.Path).Concat(disclosure.Proof.NotProvable.Keys).Order(StringComparer.Ordinal));
            closed += disclosure.Proof.Fields.Count(field => field.Opening is null);
        }

        Assert.True(proofs > 100 && lowered > 0 && closed > 0, $"{proofs} proofs, {lowered} lowered, {closed} closed");
    }

    [Theory]
    [InlineData(Proving.Shown)]
    [InlineData(Proving.Envelope)]
    public void Of_the_envelope_is_opened_what_the_disclosure_shows_and_nothing_else(Proving proving)
    {
        Dictionary<string, int> authors = new() { ["role"] = 0, ["reference"] = 0 };
        foreach (var (recorded, _, disclosure) in Shown(proving).Where(each => each.Disclosure.Proof!.Withheld is null))
        {
            var released = disclosure.Levels().Levels;
            List<(string, Level)> expected =
            [
                .. ((string[])["case", "category", "name", "owner", "type"]).Select(path => ($"/envelope/{path}", Level.Full)),
            ];
            if (disclosure.HappenedAt is { } at) expected.Add(("/envelope/happenedAt", LevelOf(at.GetString()!)));
            if (disclosure.Author is { } author)
            {
                authors[author.Reference is null ? "role" : "reference"]++;
                expected.Add(("/envelope/author", author.Reference is null ? Level.Coarse : Level.Full));
            }

            if (disclosure.Quality is not null) expected.Add(("/envelope/quality", Level.Full));
            if (disclosure.Handling is not null) expected.Add(("/envelope/handling", Level.Full));
            if (proving == Proving.Envelope)
                expected.AddRange(recorded.Envelope.Labels.Keys.Where(released.ContainsKey)
                    .Select(label => ($"/envelope/labels/{label}", Level.Full)));
            // A label that the event does not have is committed to as well, and opened as absent.
            var opened = Opened(disclosure).Where(opening => !IsFact(opening.Path)
                && !(opening.Path.StartsWith("/envelope/labels/", StringComparison.Ordinal) && opening.Value.IsEmpty));
            Assert.Equal(expected.Order(), opened.Select(opening => (opening.Path, opening.Level)).Order());
        }

        Assert.All(authors, kind => Assert.True(kind.Value > 0, kind.Key));
    }

    static bool IsFact(string path) => path.StartsWith("/facts/", StringComparison.Ordinal);

    static Level LevelOf(string time) => time.Length switch { 4 => Level.Coarse, 7 => Level.Fine, _ => Level.Full };

    static string Text(JsonElement value) => value.ValueKind == JsonValueKind.Null
        ? ""
        : Encoding.UTF8.GetString(CanonicalJson.Canonicalize(value));

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
