using System.Text.Json;
using Reintegration.Events.Events;
using Reintegration.Events.Ledger;
using Reintegration.Events.Policy;
using Reintegration.Events.Tests.Policy;
using Reintegration.Events.Views;
using Reintegration.Events.Views.Sheets;

namespace Reintegration.Events.Tests.Views;

/// <summary>What every page keeps, whatever is on it; random, with the seed in the message (VIEWS_SEED sets it).</summary>
public sealed class SheetLaws
{
    static readonly int Seed = int.TryParse(Environment.GetEnvironmentVariable("VIEWS_SEED"), out var seed)
        ? seed
        : Random.Shared.Next();

    /// <summary>A correction follows what it corrects, so the order of a case is the order of the ledger.</summary>
    [Fact]
    public void A_row_folded_in_parts_and_stored_between_them_equals_one_folded_in_one_go()
    {
        var random = new Random(Seed);
        var world = Lived(random);
        foreach (var view in ReadModels.All.Where(view => view.Scope == ViewScope.Case))
            foreach (var sector in view.Audience.Sectors)
            {
                var shown = Disclosed(world, view, sector);
                var whole = view.Write(shown.Aggregate(view.Empty, view.Fold));
                var cut = random.Next(shown.Count + 1);
                var stored = view.Read(view.Write(shown.Take(cut).Aggregate(view.Empty, view.Fold)));
                var parts = view.Write(shown.Skip(cut).Aggregate(stored, view.Fold));
                Assert.True(whole.AsSpan().SequenceEqual(parts), $"{view.Name} of {sector}, cut at {cut}, seed {Seed}");
            }
    }

    /// <summary>Every reference is to an event the seat is shown by name, or to the directory, which is open to all.</summary>
    [Fact]
    public void No_row_names_an_event_that_its_seat_is_not_shown()
    {
        var random = new Random(Seed);
        var world = Lived(random);
        var hidden = 0;
        foreach (var view in ReadModels.All.Where(view => view.Scope == ViewScope.Case))
            foreach (var sector in view.Audience.Sectors)
            {
                var shown = Disclosed(world, view, sector);
                var named = shown.Where(disclosure => disclosure.Name is not null)
                    .Select(disclosure => disclosure.Name.ToString()!).ToHashSet(StringComparer.Ordinal);
                hidden += shown.SelectMany(disclosure => disclosure.Fields.Values)
                    .SelectMany(field => Names(field.Value)).Count(name => !named.Contains(name));
                var row = JsonDocument.Parse(view.Write(shown.Aggregate(view.Empty, view.Fold)));
                foreach (var name in Names(row.RootElement))
                    Assert.True(named.Contains(name), $"{view.Name} of {sector} names {name}, seed {Seed}");
            }

        Assert.True(hidden > 100, $"only {hidden} references to hidden events were there to leave out, seed {Seed}");
    }

    [Fact]
    public void Every_event_a_section_waits_for_is_in_the_catalogue()
    {
        var nouns = Catalog.Default.All.Where(type => Catalog.Default.Next(type) is null).Select(type => Members.Noun(type.Name)).ToList();
        Assert.Equal(nouns.Count, nouns.Distinct().Count());
        string[] toCome = ["consent-expired"];
        foreach (var section in Sections())
            foreach (var noun in section.Opens.Concat(section.Steps.Select(step => step.Noun)).Except(toCome))
                Assert.True(nouns.Contains(noun), $"{section.Name} waits for {noun}");
    }

    [Fact]
    public void Names_of_sections_are_unique_and_in_camel_case()
    {
        Assert.Equal(Sections().Count, Sections().Select(section => section.Name).Distinct().Count());
        Assert.All(Sections(), section => Assert.Matches("^[a-z][a-zA-Z]*$", section.Name));
    }

    [Fact]
    public void A_correction_is_known_now_and_what_was_known_before_stays()
    {
        var world = World.Standard();
        var set = world.Post("custody.release-date-set", "prison", """{"date":"2026-08-01"}""");
        var correction = world.Post("governance.statement-corrected", "prison", """{"newValue":{"date":"2026-09-01"}}""", target: set);
        var statement = Rows.Sheet<SupervisionCase>(world).Latest(Parts.ReleaseDate)!.Opened;
        Assert.Equal("2026-09-01", statement.Text("date"));
        Assert.Equal("2026-08-01", Members.Text(statement.FactsBefore!["date"]));
        Assert.Equal(Rows.Name(correction), Assert.Single(statement.CorrectedBy!.Value));
    }

    [Fact]
    public void A_log_keeps_its_latest_entries_and_what_stands_is_never_left_out()
    {
        var world = World.Standard();
        for (var day = 0; day < Section.Kept + 5; day++)
        {
            world.Post("supervision.supervision-contact-recorded", "probation");
            world.Post("supervision.electronic-monitoring-alert-raised", "probation");
        }

        var sheet = Rows.Sheet<SupervisionCase>(world);
        Assert.Equal(Section.Kept, sheet.Of(Parts.Contacts).Count);
        Assert.Equal(Rows.Name(world.Events.FindLast(one => one.Envelope.Type.Contains("contact-recorded", StringComparison.Ordinal))!),
            sheet.Of(Parts.Contacts)[^1].Opened.Event);
        Assert.Equal(Section.Kept + 5, sheet.Standing(Parts.Alerts).Count());
    }

    /// <summary>Every type in random order, every reference in it to some event of the case, every fifth corrected.</summary>
    static World Lived(Random random)
    {
        var world = World.Standard();
        foreach (var category in (string[])["IDENT", "CUSTODY", "NEEDS", "SERVICE", "HEALTH"])
            if (random.Next(2) == 0) world.Consent("community-haven", category);
        var types = Catalog.Default.All.Where(type => type.Place == CasePlace.InCase && !type.FollowsTarget && !type.Governing && type.NotYetAccepted is null);
        var posts = types.SelectMany(type => type.Producers, (type, sector) => (type, sector))
            .Where(post => post.sector is not (Sector.Coordination or Sector.Oversight)).ToArray();
        random.Shuffle(posts);
        foreach (var (type, sector) in posts)
        {
            var owner = World.AgencyOf(sector);
            var posted = world.Post(Short(type), owner, Referring(type, world.Events, random),
                random.Next(8) == 0 ? """{"labels":["ORCON"]}""" : null);
            if (random.Next(5) == 0)
                world.Post("governance.statement-corrected", owner, Corrected(type, world.Events, random), target: posted);
        }

        return world;
    }

    static string Short(EventType type) => World.Short(type);

    /// <summary>The references of the example, each replaced by the name of some event of the world, none of them twice.</summary>
    static string Referring(EventType type, List<Recorded> events, Random random)
    {
        var text = type.Example.GetRawText();
        var drawn = events.ToArray();
        random.Shuffle(drawn);
        foreach (var (index, name) in Names(type.Example).Distinct().Index())
            text = text.Replace(name, Rows.Name(drawn[index]), StringComparison.Ordinal);
        return text.Replace("\"expires\":\"2027-06-30\"", "\"expires\":\"2026-12-31\"", StringComparison.Ordinal);
    }

    static string Corrected(EventType type, List<Recorded> events, Random random)
    {
        using var example = JsonDocument.Parse(Referring(type, events, random));
        var member = example.RootElement.EnumerateObject().ElementAt(random.Next(example.RootElement.EnumerateObject().Count()));
        return $$"""{"newValue":{ {{JsonSerializer.Serialize(member.Name)}}:{{member.Value.GetRawText()}} } }""";
    }

    static List<Disclosure> Disclosed(World world, ReadModel view, Sector sector)
    {
        var agency = AgencyId.Parse(World.AgencyOf(sector));
        var seated = world.Context.Agencies.Any(place => place.Agency == agency);
        if (seated && view.Audience.Role != "data-protection-officer") world.Sit(agency.Value, view.Audience.Role);
        var decider = world.Decider(view.Audience.Seat(agency, sector, "led-8"));
        return
        [
            .. world.Events.Where(recorded => recorded.Envelope.Case is not null)
                .Select(recorded => Disclosure.Of(recorded, decider.Decide(recorded.Envelope), World.Pseudonym))
                .OfType<Disclosure>(),
        ];
    }

    static List<Section> Sections() =>
    [
        .. typeof(Parts).GetFields().Where(field => field.FieldType == typeof(Section))
            .Select(field => (Section)field.GetValue(null)!),
    ];

    /// <summary>All names of events in a value, but for entries of the directory.</summary>
    static IEnumerable<string> Names(JsonElement value, string member = "") => value.ValueKind switch
    {
        JsonValueKind.String when EventName.TryParse(value.GetString(), out _)
            && member is not ("service" or "resource" or "programme") => [value.GetString()!],
        JsonValueKind.Array => value.EnumerateArray().SelectMany(item => Names(item, member)),
        JsonValueKind.Object => value.EnumerateObject().SelectMany(part => Names(part.Value, part.Name)),
        _ => [],
    };
}
