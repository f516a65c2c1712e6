using Reintegration.Events.Events;
using Reintegration.Events.Policy;

namespace Reintegration.Events.Tests.Policy;

/// <summary>How a case goes on and ends: dates that move, supervision that ends, who leads, who leaves, closing.</summary>
public sealed class CaseLifeTests
{
    static readonly AgencyId Prison = AgencyId.Parse("prison");
    static readonly AgencyId Probation = AgencyId.Parse("probation");
    static readonly AgencyId Haven = AgencyId.Parse("community-haven");

    static DateTimeOffset Day(int year, int month, int day) => new(year, month, day, 0, 0, 0, TimeSpan.Zero);

    static CaseMoment At(World world, DateTimeOffset now) => world.Context.At(now, Windows.Default);

    static bool IsOpen(World world, DateTimeOffset now) => At(world, now).WindowsOpen.Contains(CaseMoment.Statutory);

    [Fact]
    public void The_window_is_counted_from_the_day_of_release_that_was_set_last()
    {
        var world = World.Standard();
        var earliest = Day(2026, 8, 1).AddDays(-180);
        Assert.True(IsOpen(world, earliest));

        world.Post("custody.release-date-set", "prison", """{"date":"2027-02-01"}""");
        Assert.False(IsOpen(world, earliest));
        Assert.False(IsOpen(world, Day(2027, 2, 1).AddDays(-180).AddTicks(-1)));
        Assert.True(IsOpen(world, Day(2027, 2, 1).AddDays(-180)));
        Assert.Equal(Day(2027, 2, 1).AddDays(-180), At(world, Day(2026, 8, 1)).ValidUntil);

        world.Post("custody.release-date-changed", "prison", """{"date":"2026-10-01"}""");
        Assert.True(IsOpen(world, Day(2026, 10, 1).AddDays(-180)));

        // Another sentence has an earliest day of its own.
        world.Post("custody.sentence-recorded", "prison", """{"earliestRelease":"2028-08-01","expiry":"2029-08-01"}""");
        Assert.False(IsOpen(world, Day(2026, 10, 1)));
    }

    [Fact]
    public void The_window_closes_after_the_day_on_which_supervision_did_end()
    {
        var world = World.Standard();
        world.Post("supervision.supervision-commenced", "probation", """{"start":"2026-08-01","end":"2027-07-31"}""");
        Assert.True(IsOpen(world, Day(2027, 8, 1)));
        world.Post("supervision.supervision-ended", "probation", """{"start":"2026-08-01","end":"2026-12-31"}""");
        Assert.True(IsOpen(world, Day(2027, 1, 1).AddDays(90).AddTicks(-1)));
        Assert.False(IsOpen(world, Day(2027, 1, 1).AddDays(90)));
    }

    [Fact]
    public void A_closed_case_is_active_no_more_from_the_instant_the_lead_names()
    {
        var world = World.Standard();
        world.Post("coordination.case-closed", "probation", """{"at":"2026-07-01T00:00:00Z"}""");
        Assert.Contains(CaseMoment.Active, At(world, Day(2026, 7, 2)).WindowsOpen);

        world.Post("coordination.case-closed", "prison", """{"at":"2026-07-01T00:00:00Z"}""");
        Assert.Contains(CaseMoment.Active, At(world, Day(2026, 7, 1).AddTicks(-1)).WindowsOpen);
        Assert.DoesNotContain(CaseMoment.Active, At(world, Day(2026, 7, 1)).WindowsOpen);
        Assert.Equal(Day(2026, 7, 1), At(world, Day(2026, 7, 1).AddTicks(-1)).ValidUntil);
    }

    [Fact]
    public void A_case_that_is_reopened_has_its_lead_and_nobody_else()
    {
        var world = World.Standard();
        world.Consent("community-haven", "NEEDS");
        var now = Day(2026, 7, 2);
        Assert.Contains(Probation, At(world, now).OnCase);
        world.Post("coordination.case-reopened", "prison", """{"at":"2026-07-01T00:00:00Z"}""");
        Assert.Contains(Probation, At(world, now).OnCase);

        world.Post("coordination.case-closed", "prison", """{"at":"2026-06-01T00:00:00Z"}""");
        world.Post("coordination.case-reopened", "prison", """{"at":"2026-07-01T00:00:00Z"}""");
        Assert.Equal(Prison, Assert.Single(At(world, now).OnCase));
        Assert.Empty(At(world, now).LiveSeats);
        Assert.Empty(At(world, now).ConsentsFor(Category.Needs));
        Assert.Contains(CaseMoment.Active, At(world, now).WindowsOpen);
    }

    [Fact]
    public void An_agency_is_on_the_case_until_the_end_the_lead_names()
    {
        var world = World.Standard();
        world.Post("coordination.case-agency-left", "probation", """{"agency":"community-haven","to":"2026-07-01T00:00:00Z"}""");
        Assert.Contains(Haven, At(world, Day(2026, 7, 2)).OnCase);
        world.Post("coordination.case-agency-left", "prison", """{"agency":"community-haven","to":"2026-07-01T00:00:00Z"}""");
        Assert.Contains(Haven, At(world, Day(2026, 7, 1).AddTicks(-1)).OnCase);
        Assert.DoesNotContain(Haven, At(world, Day(2026, 7, 1)).OnCase);

        // The lead cannot be put off its own case, and may bring the agency back.
        world.Post("coordination.case-agency-left", "prison", """{"agency":"prison","to":"2026-07-01T00:00:00Z"}""");
        world.Post("coordination.case-agency-joined", "prison", """{"agency":"community-haven","from":"2026-08-01T00:00:00Z"}""");
        Assert.Contains(Prison, At(world, Day(2026, 8, 1)).OnCase);
        Assert.Contains(Haven, At(world, Day(2026, 8, 1)).OnCase);
    }

    [Fact]
    public void The_lead_passes_when_it_was_offered_and_taken_and_not_before()
    {
        var world = World.Standard();
        var now = Day(2026, 7, 1);
        world.Post("coordination.lead-transferred", "probation", """{"toAgency":"probation"}""");
        Assert.Equal(Prison, At(world, now).Lead);
        world.Post("coordination.lead-transferred", "prison", """{"toAgency":"probation"}""");
        Assert.Equal((Prison, Probation), (At(world, now).Lead, At(world, now).OfferedTo));
        world.Post("coordination.lead-transferred", "police", """{"toAgency":"police"}""");
        Assert.Equal(Prison, At(world, now).Lead);

        world.Post("coordination.lead-transferred", "probation", """{"toAgency":"probation"}""");
        Assert.Equal((Probation, null), (At(world, now).Lead, At(world, now).OfferedTo));
        // From now on it is the new lead's word that counts.
        world.Post("coordination.case-agency-left", "prison", """{"agency":"community-haven","to":"2026-06-01T00:00:00Z"}""");
        Assert.Contains(Haven, At(world, now).OnCase);
        world.Post("coordination.case-agency-left", "probation", """{"agency":"prison","to":"2026-06-01T00:00:00Z"}""");
        Assert.DoesNotContain(Prison, At(world, now).OnCase);
    }
}
