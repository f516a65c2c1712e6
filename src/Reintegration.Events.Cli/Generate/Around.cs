using Reintegration.Events.Events;
using Reintegration.Events.Events.Care;
using Reintegration.Events.Events.Community;
using Reintegration.Events.Events.Coordination;
using Reintegration.Events.Events.Governance;
using Reintegration.Events.Events.Intelligence;
using Reintegration.Events.Events.Needs;
using static Reintegration.Events.Cli.Generate.Life;

namespace Reintegration.Events.Cli.Generate;

/// <summary>Those around the person: family, mentor, clinic, neighbourhood, police, intelligence, the panel.</summary>
static class Around
{
    internal static void Family(Life life, int release)
    {
        var chance = life.Chance;
        if (!chance.Percent(45)) return;
        var consent = life.Tell(release - 40, Haven, new ConsentGiven
        {
            Giver = life.IsJuvenile ? ConsentGiver.Guardian : ConsentGiver.Relative,
            Scope = [Category.Family],
            Recipients = [Haven, Probation],
            GivenAt = life.Time(release - 40),
            Expires = life.Date(release + 400),
        });
        if (consent is not { } given) return;
        var relation = chance.Any<RelationType>();
        life.Tell(release - 38, Haven, new FamilyEngagementAgreed
        {
            RelationType = relation,
            PersonRef = life.Person(Haven, "relative"),
            Scope = chance.Any<FamilyScope>(),
            Consent = given,
        });
        for (var day = release - 30; day < release + 200; day += chance.Between(25, 60))
            life.Tell(day, Haven, new FamilySessionHeld
            {
                Date = life.Date(day),
                Themes = chance.SomeOf<FamilyTheme>(),
                SupportNeeded = chance.Any<FamilySupport>(),
            });
    }

    internal static void Mentoring(Life life, Society society, int release)
    {
        var chance = life.Chance;
        var mentor = life.Person(Haven, "mentor");
        life.Tell(release - 20, Haven, new MentorAssigned
        {
            MentorRef = mentor,
            Kind = MentorKind.Community,
            Vetted = life.Date(release - 200),
            Start = life.Date(release),
        });
        life.Tell(release + 420, Haven, MentorEnded.Example with
        {
            MentorRef = mentor,
            Start = life.Date(release),
            End = life.Date(release + 420),
        });
        for (var day = release + 30; day < release + 400; day += chance.Between(28, 35))
            life.Tell(day, Haven, new CsoProgrammeParticipationReported
            {
                Programme = society.Resource(chance),
                Attended = chance.Between(0, 4),
                Offered = 4,
                ProgressBand = chance.Any<EngagementBand>(),
            });
        life.Tell(release + 15, Haven, new CommunityReceptionAssessed
        {
            Area = Custody.Area(life),
            Receptiveness = chance.Any<Receptiveness>(),
            Tensions = chance.SomeOf<Tension>(),
            Allies = ["tenants' association", "sports club"],
        });
    }

    internal static void Clinic(Life life, int release)
    {
        var chance = life.Chance;
        if (!chance.Percent(50)) return;
        for (var day = 30; day < release + 200; day += chance.Between(40, 80))
            life.Tell(day, Health, new TherapeuticEngagementReported
            {
                Attended = chance.Between(0, 6),
                Offered = 6,
                EngagementBand = chance.Any<EngagementBand>(),
            }, "psychologist");
        life.Tell(release - 55, Health, new PsychologicalSummaryIssued
        {
            FormulationSummary = "Copes well in small groups; sleeps badly before appointments.",
            FunctionalImpact = chance.SomeOf<ImpactArea>(),
            Recommendations = ["short appointments in the afternoon"],
            Basis = SummaryBasis.Consent,
        }, "psychologist");
    }

    /// <summary>Risk is judged by trained people with a named tool, and judged again; no number is computed.</summary>
    internal static void Assess(Life life, Society society, int release)
    {
        var chance = life.Chance;
        for (var day = 40; day < release + 600; day += 180)
            life.Tell(day, day < release ? Prison : Probation, new RiskAssessmentCompleted
            {
                Tool = AssessmentTool.Vera2R,
                ToolVersion = "2R-2018",
                AssessorCertRef = society.Certificate,
                Overall = chance.Any<RiskLevel>(),
                Domains = [new RiskDomain("beliefs-attitudes", chance.Any<RiskLevel>()),
                    new RiskDomain("social-context", chance.Any<RiskLevel>())],
                EvidenceFor = ["kept in touch with one member of the group"],
                EvidenceAgainst = ["left the group's chat", "works towards a trade"],
                InfoUsed = [],
                InfoMissing = ["online contacts"],
                Scenarios = ["Approached by former associates after release."],
                ValidUntil = life.Date(day + 365),
            });
    }

    internal static void Watch(Life life, int release)
    {
        var chance = life.Chance;
        for (var day = release + chance.Between(10, 90); day < release + 600; day += chance.Between(60, 240))
            Met(life, day);
        if (!chance.Percent(30)) return;
        var met = release + chance.Between(20, 120);
        Custody.Sit(life, met, Intelligence, "intelligence-analyst", 1);
        var pointer = life.Tell(met + 1, Intelligence, new IntelligenceRegistered
        {
            Topic = chance.Any<IntelligenceTopic>(),
            ContactDesk = "service duty desk",
            Expires = life.Date(met + 180),
        }, "intelligence-analyst", grading: new Grading("B", chance.Between(1, 4)));
        if (pointer is not { } registered) return;
        var advised = life.Tell(met + 2, Intelligence, new IntelligenceAdvisoryIssued
        {
            Text = "Former associates are looking for him. Take fear of being followed seriously.",
            RecommendedAction = chance.Any<AdvisedAction>(),
            ValidUntil = life.Date(met + 90),
            Recipients = [Probation, Police],
        }, "liaison-officer", grading: new Grading("B", 3));
        if (advised is null || !chance.Percent(80)) return;
        life.Tell(met + 3, Intelligence, new IntelligenceDispositionDecided
        {
            Intelligence = registered,
            Decision = IntelligenceDisposition.Advisory,
            Reason = chance.Any<DispositionReason>(),
            ReviewBy = life.Time(met + 30),
            DecidedBy = "liaison-officer",
        }, "liaison-officer", grading: new Grading("B", 3));
    }

    internal static void Panel(Life life, int release)
    {
        var chance = life.Chance;
        life.Tell(release - 100, Prison, new ManagementLevelSet
        {
            Level = chance.Between(1, 3),
            Criteria = chance.SomeOf<ReferralCriterion>(),
            Rationale = "Several agencies share the work.",
        }, "panel-chair");
        for (var day = release - 80; day < release + 400; day += chance.Between(80, 120))
        {
            Convene(life, day);
            Meet(life, day);
            var assigned = new ActionAssigned
            {
                Agency = Probation,
                What = "Find a second mentor.",
                DueBy = life.Date(day + 30)
            };
            if (chance.Percent(30)) life.Tell(day, Prison, DecisionRecorded.Example with { BasedOn = [], Dissent = [] }, "panel-chair");
            if (life.Tell(day, Prison, assigned, "panel-chair") is not { } action) continue;
            if (!chance.Percent(75))
            {
                Late(life, day + 31, action, assigned);
                continue;
            }

            life.Tell(day + chance.Between(5, 40), Probation, new ActionCompleted
            {
                Action = action,
                Agency = Probation,
                What = assigned.What,
                DueBy = assigned.DueBy,
            });
        }
    }

    static void Meet(Life life, int day)
    {
        // Now and then those who help meet by themselves; then each decides whether the police may read the summary.
        var social = life.Chance.Percent(15);
        var held = life.Tell(day, Prison, new CaseConferenceHeld
        {
            At = life.Time(day, 13),
            Attendees =
            [
                new ConferenceSeat(Prison, "coordinator"), new ConferenceSeat(Probation, "practitioner"),
                social ? new ConferenceSeat(Haven, "practitioner") : new ConferenceSeat(Police, "practitioner"),
            ],
            ItemsConsidered = [],
            ItemsNotConsidered = [],
            ExecutiveSummary = "Housing is settled; work is the next step.",
            ClosedSession = false,
            Circle = social ? ConferenceCircle.Social : null,
        }, "panel-chair");
        if (social && held is { } conference)
            foreach (var participant in (ReadOnlySpan<AgencyId>)[Prison, Probation, Haven])
                if (life.Chance.Percent(80)) life.Tell(day + 1, participant, new CircleFeedbackApproved { Conference = conference }, "practitioner");
    }

    static void Convene(Life life, int day)
    {
        if (!life.Chance.Percent(30)) return;
        var called = life.Tell(day - 14, Prison, new CaseConferenceConvened
        {
            At = life.Time(day - 2, 13),
            Attendees = [new ConferenceSeat(Prison, "coordinator"), new ConferenceSeat(Probation, "practitioner")],
            ItemsToConsider = [],
            ClosedSession = false,
        }, "panel-chair");
        if (called is not { } conference) return;
        life.Tell(day - 3, Prison, new CaseConferenceCancelled
        {
            Conference = conference,
            At = life.Time(day - 2, 13),
            Reason = CancellationReason.Postponed,
        }, "panel-chair");
    }

    static void Late(Life life, int day, EventName action, ActionAssigned assigned)
    {
        life.Tell(day, Prison, new ActionOverdue
        {
            Action = action,
            Agency = assigned.Agency,
            What = assigned.What,
            DueBy = assigned.DueBy,
        }, Vocabulary.SystemRole);
        if (life.Chance.Percent(50))
            life.Tell(day + 7, Prison, new ActionEscalated
            {
                Action = action,
                Agency = assigned.Agency,
                What = assigned.What,
                DueBy = assigned.DueBy,
                EscalatedTo = "panel-chair",
            }, "panel-chair");
    }

    static void Met(Life life, int day)
    {
        var chance = life.Chance;
        // Reported some weeks after it happened: the two clocks differ, and both are kept.
        if (life.Tell(day + 21, Police, new PoliceContactRecorded
        {
            Kind = chance.Any<PoliceContactKind>(),
            At = life.Time(day, chance.Between(0, 23)),
            District = Custody.Area(life),
            FactNote = chance.Of("Asked a patrol for the way.", "Stopped in a routine check; papers in order.",
                "Reported a broken window."),
        }, happened: day) is not { } contact) return;
        if (chance.Percent(10))
            life.Tell(day + 30, Police, new StatementRetracted
            {
                TargetEvent = contact,
                Reason = RetractionReason.WrongPerson,
                Basis = "It was somebody else of the same name.",
                DecidedBy = "practitioner",
            });
        else if (chance.Percent(10))
            life.Tell(day + 160, Police, new RetentionReviewed
            {
                TargetEvent = contact,
                Outcome = RetentionOutcome.StillNeeded,
                NextReview = life.Date(day + 300),
                DecidedBy = "data-protection-officer",
            });
    }
}
