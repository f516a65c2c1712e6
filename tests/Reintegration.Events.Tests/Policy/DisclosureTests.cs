using System.Text;
using Reintegration.Events.Events;
using Reintegration.Events.Ledger;
using Reintegration.Events.Policy;

namespace Reintegration.Events.Tests.Policy;

public sealed class DisclosureTests
{
    static readonly byte[] Poison = Encoding.UTF8.GetBytes("{\"this is not JSON");

    [Fact]
    public void A_denied_event_is_never_decrypted()
    {
        var world = World.Standard();
        var hidden = world.Post("needs.risk-assessment-completed", "probation", bytes: Poison);
        Assert.Null(world.Disclose(hidden, world.Seat(Sector.Coordination, "national-coordinator", "reintegration")));

        var known = world.Post("needs.needs-assessment-completed", "probation", bytes: Poison);
        var existence = world.Disclose(known, world.Seat(Sector.Police, "practitioner", "public-protection"));
        Assert.NotNull(existence);
        Assert.True(existence.IsExistenceOnly);

        // The same bytes do break whoever may read them: the test would notice a decryption.
        Assert.Throws<LedgerBrokenException>(
            () => world.Disclose(known, world.Seat(Sector.Probation, "practitioner", "supervision")));
    }

    [Fact]
    public void Two_swapped_ciphertexts_do_not_open_and_a_destroyed_key_opens_to_nothing()
    {
        var world = World.Standard();
        var (one, two) = (world.Post("needs.risk-assessment-completed", "probation"), world.Post("needs.risk-assessment-completed", "probation"));
        var seat = world.Seat(Sector.Probation, "practitioner", "supervision");
        Assert.NotEmpty(world.Disclose(one, seat)!.Fields);

        var swapped = With(one, two.Parts);
        Assert.Throws<LedgerBrokenException>(() => world.Disclose(swapped, seat));
        Assert.Empty(world.Disclose(With(one, []), seat)!.Fields);

        static Recorded With(Recorded recorded, System.Collections.Immutable.ImmutableArray<SealedPart> parts) => new(
            recorded.Position, recorded.Version, recorded.RecordedAt, recorded.Envelope,
            new SealedFacts(recorded.Envelope.Name, parts, default, World.Sealer), recorded.Leaf);
    }

    [Fact]
    public void Existence_tells_owner_category_and_desk_and_nothing_else()
    {
        var world = World.Standard();
        var needs = world.Post("needs.needs-assessment-completed", "probation");
        var shown = world.Disclose(needs, world.Seat(Sector.Police, "practitioner", "public-protection"))!;
        Assert.Equal(
            ("probation", Category.Needs, "desk of probation"), (shown.Owner.Value, shown.Category, shown.ContactDesk));
        Assert.Null(shown.Name);
        Assert.Null(shown.Type);
        Assert.Null(shown.HappenedAt);
        Assert.Null(shown.RecordedAt);
        Assert.Null(shown.Author);
        Assert.Null(shown.Quality);
        Assert.Null(shown.Handling);
        Assert.Empty(shown.Fields);
        Assert.Equal("exists", Assert.Single(shown.Levels().Levels).Value);
    }

    [Fact]
    public void Values_are_lowered_to_the_level_reached()
    {
        var world = World.Standard();
        var release = world.Post("custody.person-released", "prison",
            """{"at":"2026-05-20T09:00:00+02:00","toArea":"harbour: 4 Mill Lane"}""");
        world.Consent("community-haven", "CUSTODY");
        var shown = world.Disclose(release, world.Seat(Sector.Community, "practitioner", "reintegration"))!;
        Assert.Equal("2026-05", shown.Fields["at"].Value.GetString());
        Assert.Equal("harbour", shown.Fields["toArea"].Value.GetString());
        Assert.Equal("2026-05", shown.HappenedAt!.Value.GetString());
        Assert.Equal(new DisclosedAuthor("practitioner", null), shown.Author);
        Assert.False(shown.Fields.ContainsKey("firstReportingAt"));
        Assert.Equal("fine", shown.Levels().Levels["at"]);
    }

    [Fact]
    public void A_disclosure_holds_no_member_its_decision_does_not_name()
    {
        var world = World.Standard();
        var events = Catalog.Default.All.Where(
            type => type.Place == CasePlace.InCase && !type.FollowsTarget && type.NotYetAccepted is null)
            .SelectMany(type => type.Producers.Where(sector => sector is not (Sector.Coordination or Sector.Oversight))
                .Select(sector => world.Post(World.Short(type), World.AgencyOf(sector))))
            .ToList();
        foreach (var sector in Enum.GetValues<Sector>())
        {
            foreach (var purpose in (string[])["supervision", "reintegration", "public-protection", "threat-prevention", "oversight"])
            {
                var seat = world.Seat(
                    sector, sector == Sector.Oversight ? "auditor" : "practitioner", purpose, clearance: 3);
                var decider = world.Decider(seat);
                foreach (var recorded in events) HoldsOnlyWhatIsNamed(recorded, decider.Decide(recorded.Envelope));
            }
        }
    }

    static void HoldsOnlyWhatIsNamed(Recorded recorded, Decision decision)
    {
        var shown = Disclosure.Of(recorded, decision, World.Pseudonym);
        if (shown is null)
        {
            Assert.Equal(Level.Nothing, decision.Event.Level);
            return;
        }

        var type = Catalog.Default.Find(recorded.Envelope.Type);
        foreach (var (member, field) in shown.Fields)
        {
            var allowed = decision.LevelOf(type.Fields.Single(marking => marking.Member == member).Class);
            Assert.True(
                allowed > Level.Exists && field.Level == allowed, $"{type.Name} {member}: {field.Level} but {allowed}");
        }

        Assert.Equal(shown.Author is not null, decision.LevelOf($"{type.Root}.envelope.author") > Level.Exists);
        Assert.Equal(shown.HappenedAt is not null, decision.LevelOf($"{type.Root}.envelope.time") > Level.Exists);
        Assert.Equal(shown.Quality is not null, decision.LevelOf($"{type.Root}.envelope.quality") == Level.Full);
    }

    [Fact]
    public void A_correction_shows_its_new_values_by_the_classes_of_what_it_corrects()
    {
        var world = World.Standard();
        var release = world.Post("custody.person-released", "prison");
        var correction = world.Post("governance.statement-corrected", "prison",
            """{"newValue":{"toArea":"north: 1 Quay","releaseType":"conditional","firstReportingAt":"2026-06-02T09:00:00Z"}}""", target: release);
        world.Consent("community-haven", "CUSTODY");
        var shown = world.Disclose(correction, world.Seat(Sector.Community, "practitioner", "reintegration"))!;
        Assert.Equal("north", shown.NewValues["toArea"].Value.GetString());
        Assert.Equal("conditional", shown.NewValues["releaseType"].Value.GetString());
        Assert.False(shown.NewValues.ContainsKey("firstReportingAt"));
        Assert.Equal(release.Envelope.Name, shown.Relates!.Target);
        Assert.Equal("fine", shown.Levels().Levels["newValue.toArea"]);
        Assert.Null(world.Disclose(
            world.Post("governance.statement-corrected", "probation", """{"newValue":{"strengths":["x"]}}""",
                target: world.Post("needs.needs-assessment-completed", "probation")),
            world.Seat(Sector.Community, "practitioner", "reintegration")));
    }

    [Fact]
    public void A_decision_about_one_event_opens_no_other()
    {
        var world = World.Standard();
        var seat = world.Seat(Sector.Probation, "practitioner", "supervision");
        var sentence = world.Post("custody.sentence-recorded", "prison");
        var other = world.Post("custody.sentence-recorded", "prison");
        Assert.Throws<ArgumentException>(() => Disclosure.Of(other, world.Decide(sentence, seat), World.Pseudonym));
    }

    [Fact]
    public void A_disclosure_can_be_made_in_one_way_only()
    {
        Assert.Empty(typeof(Disclosure).GetConstructors());
        Assert.Empty(typeof(Decision).GetConstructors());
    }
}
