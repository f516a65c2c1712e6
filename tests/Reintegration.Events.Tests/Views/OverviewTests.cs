using Reintegration.Events.Events;
using Reintegration.Events.Policy;
using Reintegration.Events.Tests.Policy;
using Reintegration.Events.Views;

namespace Reintegration.Events.Tests.Views;

/// <summary>What a practitioner reads first, where events speak of each other.</summary>
public sealed class OverviewTests
{
    [Fact]
    public void A_consent_and_the_withdrawal_that_covers_it_are_no_current_facts()
    {
        var world = World.Standard();
        world.Consent("community-haven", "NEEDS");
        Assert.Contains(Overview(world).Current, fact => fact.Type.Contains("consent-given", StringComparison.Ordinal));
        world.Post("governance.consent-withdrawn", "probation", """{"scope":["NEEDS","SERVICE"],"recipients":null}""");
        Assert.DoesNotContain(Overview(world).Current, fact => fact.Type.Contains("consent", StringComparison.Ordinal));
    }

    [Fact]
    public void A_withdrawal_of_a_part_stands_beside_the_consent()
    {
        var world = World.Standard();
        world.Post("governance.consent-given", "probation", """{"scope":["NEEDS","SERVICE"],"recipients":["community-haven"]}""");
        world.Post("governance.consent-withdrawn", "probation", """{"scope":["NEEDS"],"recipients":["community-haven"]}""");
        Assert.Equal(2, Overview(world).Current.Count(fact => fact.Type.Contains("consent", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_reference_to_a_hidden_event_is_left_out_and_one_to_a_shown_event_stays()
    {
        var world = World.Standard();
        var hidden = world.Post("intelligence.intelligence-registered", "intelligence", """{"expires":"2026-12-31"}""");
        var shown = world.Post("supervision.contact-missed", "probation");
        var only = world.Post("needs.reassessment-triggered", "probation", $$"""{"triggerEvent":"{{Rows.Name(hidden)}}"}""");
        var both = world.Post("needs.risk-level-set", "probation", $$"""{"basedOn":["{{Rows.Name(hidden)}}","{{Rows.Name(shown)}}"]}""");
        var seat = world.Seat(Sector.Probation, "practitioner", "supervision");
        var named = new[] { Rows.Name(shown), Rows.Name(only), Rows.Name(both) };

        var trigger = Disclosed(only);
        Assert.DoesNotContain("triggerEvent", trigger.Fields.Keys);
        Assert.DoesNotContain("triggerEvent", trigger.Levels().Levels.Keys);
        var level = Disclosed(both);
        Assert.Equal([Rows.Name(shown)], level.Fields["basedOn"].Value.EnumerateArray().Select(name => name.GetString()));
        Assert.Equal((Level.Fine, "fine"), (level.Fields["basedOn"].Level, level.Levels().Levels["basedOn"]));
        Assert.Equal(Level.Full, level.Fields["rationale"].Level);

        // The proof opens neither of the two members, and still rebuilds the root in the leaf.
        foreach (var recorded in (Reintegration.Events.Ledger.Recorded[])[only, both])
        {
            var proved = Disclosure.Of(recorded, world.Decide(recorded, seat), World.Pseudonym, Proving.Shown)!.Naming(named.Contains);
            var raw = System.Text.Encoding.UTF8.GetString(
                [.. proved.Proof!.Fields.SelectMany(field => field.Opening?.Value.ToArray() ?? [])]);
            Assert.DoesNotContain(Rows.Name(hidden), raw);
            Assert.Equal(
                Disclosure.Of(recorded, world.Decide(recorded, seat), World.Pseudonym, Proving.Shown)!.Proof!.FieldsRoot(),
                proved.Proof.FieldsRoot());
        }

        Disclosure Disclosed(Reintegration.Events.Ledger.Recorded recorded) => world.Disclose(recorded, seat)!.Naming(named.Contains);
    }

    static CaseOverviewRow Overview(World world)
    {
        var seat = world.Seat(Sector.Probation, "practitioner", "supervision");
        return View.Of<CaseOverview, CaseOverviewRow>(
            world.Events.Where(recorded => recorded.Envelope.Case is not null)
                .Select(recorded => world.Disclose(recorded, seat)).OfType<Disclosure>());
    }
}
