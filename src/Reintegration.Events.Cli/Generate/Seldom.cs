using Reintegration.Events.Events;
using Reintegration.Events.Events.Care;
using Reintegration.Events.Events.Community;
using Reintegration.Events.Events.Coordination;
using Reintegration.Events.Events.Custody;
using Reintegration.Events.Events.Governance;
using Reintegration.Events.Events.Intelligence;
using Reintegration.Events.Events.Needs;
using Reintegration.Events.Events.Supervision;
using static Reintegration.Events.Cli.Generate.Life;

namespace Reintegration.Events.Cli.Generate;

/// <summary>What happens in some lives only; most of it told in the words of the type's own example, at its time.</summary>
static class Seldom
{
    internal static void Inside(Life life, int release)
    {
        var chance = life.Chance;
        if (chance.Percent(15)) Linked(life);
        if (chance.Percent(25))
            life.Tell(release - 90, Prison, TemporaryReleaseDecided.Example with
            {
                Decision = chance.Any<LeaveDecision>(),
                From = life.Time(release - 80),
                To = life.Time(release - 79),
                EventsConsidered = [],
            });
        if (chance.Percent(20))
            life.Tell(release - 140, Prison, new ReleaseDateChanged
            {
                Date = life.Date(release),
                Previous = life.Date(release + 14),
                Basis = ReleaseBasis.EarliestDate,
                NotifyBy = life.Date(release - 30),
            });
        if (chance.Percent(10)) Moved(life, release);
        if (chance.Percent(30)) Plans(life, release);
        if (chance.Percent(30))
            life.Tell(release - 130, Prison, MultiAgencyReferralMade.Example);
    }

    static void Linked(Life life) => life.Tell(12, Prison, IdentityLinked.Example with
    {
        LocalIds = [new LocalId("visitor-register", $"V-{life.Person(Prison)[^4..]}")],
        Aliases = [],
    });

    /// <summary>One agency knows it otherwise than the other; they settle it, or agree to differ.</summary>
    static void Moved(Life life, int release)
    {
        var chance = life.Chance;
        var day = release / 3 + 10;
        if (life.Tell(day, Prison, new PlacementChanged
        {
            From = "East wing",
            To = "North wing",
            Reason = PlacementReason.Safety,
            Effective = life.Date(day),
        }) is not { } placed) return;
        if (life.Tell(day + 9, Probation, new StatementContradicted
        {
            TargetEvent = placed,
            Reason = ContradictionReason.OtherRecord,
            NewValue = System.Text.Json.JsonSerializer.SerializeToElement(new { to = "West wing" }),
            Basis = "He was met in the west wing on that day.",
        }) is not { } contradiction) return;
        life.Tell(day + 20, chance.Of(Prison, Probation), new ContradictionResolved
        {
            TargetEvent = placed,
            Contradiction = contradiction,
            Outcome = chance.Any<ContradictionOutcome>(),
            DecidedBy = "practitioner",
        });
        life.Tell(day + 21, Prison, new RecipientNotifiedOfChange
        {
            TargetEvent = placed,
            Change = StatementChange.Corrected,
            Recipient = Probation,
            NotifiedAt = life.Time(day + 21),
        });
    }

    static void Plans(Life life, int release)
    {
        if (life.Tell(release - 65, Probation, RiskManagementPlanAdopted.Example with { ReviewDue = life.Date(release + 100) }) is { } managed)
            life.Tell(release + 100, Probation, RiskManagementPlanReviewed.Example with { Plan = managed, ReviewDue = life.Date(release + 280) });
        if (life.Tell(release - 64, Probation, SupportPlanAgreed.Example) is { } agreed)
            life.Tell(release + 90, Probation, SupportPlanReviewed.Example with { Plan = agreed });
        life.Tell(release - 63, Prison, RiskLevelSet.Example with { BasedOn = [], Dissent = [] }, "panel-chair");
        life.Tell(release - 62, Probation, ProtectiveFactorRecorded.Example with { Since = life.Date(release - 70) });
        life.Tell(release + 210, Probation, ProtectiveFactorLost.Example with { Since = life.Date(release + 200) });
    }

    internal static void Outside(Life life, int release)
    {
        var chance = life.Chance;
        if (chance.Percent(40))
            life.Tell(release + 60, Probation, ResidenceChanged.Example with { From = life.Date(release + 58) });
        if (chance.Percent(10))
            life.Tell(release + 130, Probation, TravelNotified.Example with
            {
                From = life.Date(release + 140),
                To = life.Date(release + 150),
            });
        if (chance.Percent(10)) Arrested(life, release + 170);
        if (chance.Percent(5)) Recalled(life, release + 260);
        if (chance.Percent(20)) Asked(life, release + 45);
        Around(life, release);
    }

    static void Arrested(Life life, int day)
    {
        if (life.Tell(day, Police, ArrestRecorded.Example with { At = life.Time(day, 6) }) is not { } arrest) return;
        life.Tell(day + 2, Probation, ReassessmentTriggered.Example with
        {
            TriggerEvent = arrest,
            DueBy = life.Date(day + 16),
            Reason = ReassessmentReason.NewInformation,
        }, Vocabulary.SystemRole);
        life.Tell(day + 90, Police, ProceedingsOutcomeRecorded.Example with
        {
            Arrest = arrest,
            At = life.Time(day + 90),
            Outcome = life.Chance.Any<ProceedingsOutcome>(),
        });
    }

    static void Recalled(Life life, int day)
    {
        if (life.Tell(day, Probation, RecallInitiated.Example with { Effective = life.Time(day) }) is { } recall)
            life.Tell(day + 7, Probation, RecallDecided.Example with
            {
                Initiation = recall,
                Decision = life.Chance.Any<RecallDecision>(),
                Effective = life.Time(day + 7),
            });
    }

    static void Asked(Life life, int day)
    {
        if (life.Tell(day, Prison, SubjectAccessRequested.Example with
        {
            RequestedAt = life.Time(day),
            DueBy = life.Date(day + 30),
        }) is { } asked)
            life.Tell(day + 21, Prison, SubjectAccessAnswered.Example with { Request = asked, AnsweredAt = life.Time(day + 21) });
    }

    static void Around(Life life, int release)
    {
        var chance = life.Chance;
        if (chance.Percent(15))
            life.Tell(release + 20, Haven, ReceptionActivityHeld.Example with { Date = life.Date(release + 18) });
        if (chance.Percent(8))
            life.Tell(release + 25, Haven, CommunityTensionReported.Example with { Area = Custody.Area(life) });
        if (chance.Percent(8))
            life.Tell(release + 75, Haven, FamilyConcernRaised.Example);
        if (chance.Percent(6))
            life.Tell(release - 37, Haven, new FamilyEngagementDeclined
            {
                RelationType = chance.Any<RelationType>(),
                PersonRef = life.Person(Haven, "other-relative"),
                Scope = chance.Any<FamilyScope>(),
            });
        if (chance.Percent(4))
            life.Tell(release + 85, Probation, ChildSafeguardingReferralMade.Example with { ChildRef = life.Person(Probation, "child") });
    }

    /// <summary>A case comes to its end: agencies leave it, the lead passes on, it is closed, and seldom opened again.</summary>
    internal static void End(Life life, int release)
    {
        var chance = life.Chance;
        var lead = Prison;
        var day = release + 705;
        life.Tell(day, Health, new CaseSeatLeft { Official = life.Official(Health), Role = "psychologist" }, "psychologist");
        life.Tell(day + 1, Prison, new CaseAgencyLeft { Agency = Health, To = life.Time(day + 1) }, "coordinator");
        if (chance.Percent(40))
        {
            var offered = new LeadTransferred { ToAgency = Probation, AcceptedBy = "coordinator" };
            life.Tell(day + 3, Prison, offered, "coordinator");
            life.Tell(day + 4, Probation, offered, "coordinator");
            lead = Probation;
        }

        life.Tell(day + 10, lead, CaseClosed.Example with { At = life.Time(day + 10, 7), AnsweringAgency = lead }, "coordinator");
        if (chance.Percent(15))
            life.Tell(day + 20, lead, CaseReopened.Example with { At = life.Time(day + 20, 7) }, "coordinator");
    }
}
