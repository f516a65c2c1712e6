using Reintegration.Events.Events;
using Reintegration.Events.Policy;

namespace Reintegration.Events.Tests.Policy;

/// <summary>Agencies that change, are suspended and come back; certificates that end early.</summary>
public sealed class OrganisationLifeTests
{
    static readonly AgencyId Haven = new("community-haven");

    static World Standard()
    {
        var world = World.Standard();
        world.Post("governance.agency-suspended", "coordination", """{"agency":"community-haven","from":"2026-05-01T00:00:00Z"}""", inCase: false);
        return world;
    }

    [Fact]
    public void An_amendment_changes_what_it_names_and_no_more()
    {
        var world = World.Standard();
        var before = world.Organisations.Find(Haven)!;
        world.Post(
            "governance.agency-amended", "coordination",
            """{"agency":"community-haven","contactDesk":"new desk","name":null,"clientIds":null,"authorisedPurposes":null}""", inCase: false);
        var after = world.Organisations.Find(Haven)!;

        Assert.Equal("new desk", after.ContactDesk);
        Assert.Equal((before.Name, before.Regime), (after.Name, after.Regime));
        Assert.True(before.AuthorisedPurposes.SetEquals(after.AuthorisedPurposes) && before.ClientIds.SetEquals(after.ClientIds));
        Assert.Equal(before.ContactDesk, after.AsEnrolled!.ContactDesk);
    }

    [Fact]
    public void A_suspended_agency_is_shown_nothing_not_even_its_own()
    {
        var world = World.Standard();
        var own = world.Post("community.reception-activity-held", "community-haven");
        var seat = world.Seat(Sector.Community, "agency-system", "reintegration");
        Assert.Equal(Level.Full, world.Decide(own, seat).Event.Level);

        world.Post("governance.agency-suspended", "coordination", """{"agency":"community-haven","from":"2026-05-01T00:00:00Z"}""", inCase: false);
        Assert.Equal(Level.Nothing, world.Decide(own, seat).Event.Level);
        // Others are shown of what it had reported that it exists.
        Assert.Equal(Level.Exists, world.Decide(own, world.Seat(Sector.Probation, "practitioner", "reintegration")).Event.Level);
    }

    [Fact]
    public void A_suspension_bites_at_its_instant()
    {
        var world = World.Standard();
        var own = world.Post("community.reception-activity-held", "community-haven");
        var seat = world.Seat(Sector.Community, "agency-system", "reintegration");
        world.Post("governance.agency-suspended", "coordination", """{"agency":"community-haven","from":"2026-06-02T00:00:00Z"}""", inCase: false);

        var today = world.Decide(own, seat);
        Assert.Equal(Level.Full, today.Event.Level);
        Assert.True(today.ValidUntil <= new DateTimeOffset(2026, 6, 2, 0, 0, 0, TimeSpan.Zero));
        Assert.Equal(Level.Nothing, world.Decide(own, seat, World.Now.AddDays(1)).Event.Level);
    }

    [Fact]
    public void It_ends_when_the_agency_is_enrolled_again()
    {
        var world = Standard();
        Assert.True(world.Organisations.Agreements.IsSuspended(Haven, World.Now));

        world.Enrol("community-haven", Sector.Community);
        Assert.False(world.Organisations.Agreements.IsSuspended(Haven, World.Now));
    }

    [Fact]
    public void A_certificate_that_ends_early_counts_no_more_from_the_day_after()
    {
        var world = World.Standard();
        world.Certify("prison.practitioner", "vera-2r");
        Assert.Contains("vera-2r", world.Organisations.CertifiedFor("prison.practitioner", World.Now));

        world.Post(
            "community.certification-expired", "coordination",
            """{"official":"prison.practitioner","tool":"vera-2r","from":"2025-01-01","to":"2026-05-31"}""", inCase: false);
        Assert.Empty(world.Organisations.CertifiedFor("prison.practitioner", World.Now));
        Assert.Contains("vera-2r", world.Organisations.CertifiedFor("prison.practitioner", World.Now.AddDays(-1)));
    }
}
