using System.Text;
using Reintegration.Events.Events;
using Reintegration.Events.Ledger;
using Reintegration.Events.Policy;
using Reintegration.Events.Tests.Support;

namespace Reintegration.Events.Tests.Policy;

public sealed class ContextTests
{
    static readonly Windows Windows = Windows.Default;

    [Fact]
    public void Folds_read_exactly_the_types_the_catalogue_calls_governing()
    {
        var folded = CaseContext.Governing.Union(OrganisationContext.Governing);
        Assert.Equal(
            Catalog.Default.All.Where(type => type.Governing).Select(type => type.Name), folded.Order(
                StringComparer.Ordinal));
        var text = new StringBuilder(
            "# Types whose labels feed what sharing depends on, and nothing else does (law 4). Generated.\n");
        text.Append("# A correction of one of them that sets a label anew takes its place.\n\ncase\n");
        foreach (var name in CaseContext.Governing) text.Append($"  {name}\n");
        text.Append("organisations\n");
        foreach (var name in OrganisationContext.Governing) text.Append($"  {name}\n");
        Golden.Holds("contracts/policy/governing.txt", text.ToString());
    }

    [Fact]
    public void The_labels_a_rule_may_read_are_the_ones_agreed()
    {
        var text = new StringBuilder(
            "# Members copied to the envelope at intake, where rules and contexts may read them (law 10). Generated.\n");
        foreach (var type in Catalog.Default.All)
        {
            var labels = type.Labels.Concat(
                type.Fields.Where(field => field.IsLabel).Select(field => field.Member)).ToList();
            if (labels.Count > 0) text.Append($"{type.Name}: {string.Join(' ', labels)}\n");
        }

        Golden.Holds("contracts/policy/labels.txt", text.ToString());
    }

    [Fact]
    public void Contexts_never_look_at_facts()
    {
        var world = World.Standard();
        world.Consent("community-haven", "NEEDS");
        var plain = world.Events.Aggregate(new CaseContext(World.Case), (context, each) => context.Apply(each));
        var blind = world.Events.Aggregate(new CaseContext(World.Case), (context, each) => context.Apply(
            new Recorded(
                each.Position, each.Version, each.RecordedAt, each.Envelope, new SealedFacts(
                    each.Envelope.Name, [], default, World.Sealer), default)));
        Assert.Equal(Shape(plain), Shape(blind));
    }

    [Fact]
    public void The_statutory_window_opens_before_release_and_closes_after_supervision()
    {
        var world = World.Standard();
        var opens = new DateTimeOffset(2026, 8, 1, 0, 0, 0, TimeSpan.Zero).AddDays(-180);
        Assert.False(IsOpen(world, opens.AddTicks(-1)));
        Assert.True(IsOpen(world, opens));
        // Nobody supervises yet: it ends with the sentence.
        Assert.False(IsOpen(world, new DateTimeOffset(2029, 1, 10, 0, 0, 0, TimeSpan.Zero).AddDays(90)));

        world.Post("supervision.supervision-commenced", "probation", """{"start":"2026-08-01","end":"2027-07-31"}""");
        var closes = new DateTimeOffset(2027, 8, 1, 0, 0, 0, TimeSpan.Zero).AddDays(90);
        Assert.True(IsOpen(world, closes.AddTicks(-1)));
        Assert.False(IsOpen(world, closes));
        Assert.Equal(closes, world.Context.At(closes.AddDays(-1), Windows).ValidUntil);
    }

    [Fact]
    public void A_consent_reaches_its_recipients_for_its_scope_until_it_expires_or_is_withdrawn()
    {
        var world = World.Standard();
        world.Consent("community-haven", "NEEDS", expires: "2026-07-01");
        world.Consent("health-north", "NEEDS", expires: "2026-12-31");
        var haven = AgencyId.Parse("community-haven");
        Assert.Contains(haven, At(world).ConsentsFor(Category.Needs));
        Assert.DoesNotContain(haven, At(world).ConsentsFor(Category.Custody));
        var end = new DateTimeOffset(2026, 7, 2, 0, 0, 0, TimeSpan.Zero);
        Assert.Contains(haven, world.Context.At(end.AddTicks(-1), Windows).ConsentsFor(Category.Needs));
        Assert.DoesNotContain(haven, world.Context.At(end, Windows).ConsentsFor(Category.Needs));

        world.Post("governance.consent-withdrawn", "community-haven", """{"scope":["NEEDS"],"recipients":["community-haven"]}""");
        Assert.Equal("health-north", Assert.Single(At(world).ConsentsFor(Category.Needs)).Value);
        world.Post("governance.consent-withdrawn", "police", """{"scope":["NEEDS"],"recipients":null}""");
        Assert.Empty(At(world).ConsentsFor(Category.Needs));
    }

    [Fact]
    public void A_seat_lasts_while_its_agency_is_on_the_case_and_it_is_not_left()
    {
        var world = World.Standard();
        var seat = world.Seat(Sector.Police, "practitioner", "public-protection");
        Assert.True(At(world).IsSeated(seat));
        Assert.False(At(world).IsSeated(seat with { Official = "somebody" }));
        Assert.False(At(world).IsSeated(seat with { Role = "coordinator" }));
        Assert.True(At(world).IsSeated(seat with { Official = "" }));
        world.Post("coordination.case-seat-left", "police", """{"official":"police.practitioner","role":"practitioner"}""");
        Assert.False(At(world).IsSeated(seat));
        world.Sit("police", "practitioner");
        world.Join("police", World.Now.AddDays(3));
        Assert.True(At(world).IsSeated(seat));
        Assert.False(world.Context.At(World.Now.AddDays(3), Windows).IsSeated(seat));
    }

    [Fact]
    public void Only_the_lead_puts_agencies_on_the_case_and_nothing_puts_off_the_lead()
    {
        var world = World.Standard();
        world.Post("coordination.case-agency-joined", "probation", """{"agency":"community-other","from":"2026-01-01T00:00:00Z","to":null}""");
        world.Join("prison", World.Now.AddDays(-1));
        Assert.DoesNotContain(AgencyId.Parse("community-other"), At(world).OnCase);
        Assert.Contains(AgencyId.Parse("prison"), At(world).OnCase);
    }

    [Fact]
    public void A_corrected_governing_statement_governs_as_corrected()
    {
        var world = World.Standard();
        var sentence = world.Events.Single(
            each => each.Envelope.Type.EndsWith("sentence-recorded.v1", StringComparison.Ordinal));
        Assert.Contains(CaseMoment.Statutory, At(world).WindowsOpen);
        world.Post("governance.statement-corrected", "prison", """{"newValue":{"earliestRelease":"2028-08-01"}}""", target: sentence);
        Assert.DoesNotContain(CaseMoment.Statutory, At(world).WindowsOpen);
        Assert.Equal(new DateOnly(2029, 1, 9), world.Context.Sentence!.Expiry);
    }

    [Fact]
    public void What_is_marked_source_governs_nothing()
    {
        var world = World.Standard();
        var before = Shape(world.Context);
        world.Post("custody.sentence-recorded", "prison", """{"earliestRelease":"2028-08-01"}""", """{"labels":["SOURCE"]}""");
        Assert.Equal(before, Shape(world.Context));
    }

    [Fact]
    public void The_phase_follows_the_person()
    {
        var world = World.Standard(windowOpen: false);
        Assert.Equal(CasePhase.Custody, At(world).Phase);
        Assert.Equal(CasePhase.PreRelease, At(World.Standard()).Phase);
        world.Post("custody.person-released", "prison", """{"at":"2026-05-01T08:00:00Z"}""");
        Assert.Equal(CasePhase.Release, At(world).Phase);
        world.Post("supervision.supervision-commenced", "probation", """{"start":"2026-05-01","end":"2026-06-30"}""");
        Assert.Equal(CasePhase.Supervision, At(world).Phase);
        Assert.Equal(CasePhase.Aftercare, world.Context.At(World.Now.AddDays(60), Windows).Phase);
    }

    [Fact]
    public void Organisations_remember_members_certificates_and_the_bundle_in_force()
    {
        var world = World.Standard();
        world.Certify("a", "vera-2r", "2026-01-01", "2026-06-01");
        Assert.Contains("vera-2r", world.Organisations.CertifiedFor("a", World.Now));
        var end = new DateTimeOffset(2026, 6, 2, 0, 0, 0, TimeSpan.Zero);
        Assert.Empty(world.Organisations.CertifiedFor("a", end));
        Assert.Equal(end, world.Organisations.NextChange("a", World.Now));
        foreach (var (sequence, day) in ((int, string)[])[(1, "2026-01-01"), (2, "2026-06-15")])
            world.Post("governance.policy-bundle-activated", "coordination",
                $$"""{"sequence":{{sequence}},"effectiveFrom":"{{day}}T00:00:00Z"}""", inCase: false);
        Assert.Equal(1, world.Organisations.BundleAt(World.Now)!.Sequence);
        Assert.Equal(2, world.Organisations.BundleAt(World.Now.AddDays(30))!.Sequence);
        Assert.Equal(Sector.Community, world.Organisations.Find(AgencyId.Parse("community-haven"))!.Sector);
    }

    static bool IsOpen(World world, DateTimeOffset at) =>
        world.Context.At(at, Windows).WindowsOpen.Contains(CaseMoment.Statutory);

    static CaseMoment At(World world) => world.Context.At(World.Now, Windows);

    static string Shape(CaseContext context)
    {
        var moment = context.At(World.Now, Windows);
        return string.Join(
            '|', string.Join(',', moment.OnCase), string.Join(',', moment.LiveSeats), string.Join(
                ',', moment.WindowsOpen),
            moment.Phase, moment.Lead, moment.Juvenile, string.Join(',', context.Consents), moment.ValidUntil);
    }
}
