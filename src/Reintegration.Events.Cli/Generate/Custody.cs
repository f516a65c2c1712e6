using System.Globalization;
using Reintegration.Events.Events;
using Reintegration.Events.Events.Care;
using Reintegration.Events.Events.Community;
using Reintegration.Events.Events.Coordination;
using Reintegration.Events.Events.Custody;
using Reintegration.Events.Events.Needs;
using static Reintegration.Events.Cli.Generate.Life;

namespace Reintegration.Events.Cli.Generate;

/// <summary>
/// From the opening of the case to the gate: sentence, life inside, what is planned and who will help.
/// </summary>
static class Custody
{
    static readonly string[] FirstNames = ["Alem", "Mirsa", "Tomas", "Ines", "Yusuf", "Lena", "Marek", "Sara", "Ilyas",
        "Nora"];
    static readonly string[] Areas = ["Harbour district", "Old town", "Mill quarter", "North bank", "Orchard estate"];

    internal static string Area(Life life) => Areas[life.Person(Probation)[^1] % Areas.Length];

    /// <summary>The case, its team and the sentence.</summary>
    internal static void Open(Life life, int number, int release)
    {
        var chance = life.Chance;
        life.Case = life.Tell(0, Prison, new CaseOpened
        {
            PersonRef = life.Person(Prison),
            DisplayName = $"{chance.Of(FirstNames)} {(char)('A' + chance.Between(0, 25))}.",
            Language = chance.Of("en", "fr", "ar", "de"),
            LocalIds = [new LocalId("prison-records", string.Create(CultureInfo.InvariantCulture, $"G-{number:D7}"))],
            OpeningReason = OpeningReason.PreReleasePlanning,
            DataSubjectCategory = SubjectCategory.Convicted,
        }, "coordinator");
        life.Tell(0, Prison, new SentenceRecorded
        {
            OffenceGroup = chance.Any<OffenceGroup>(),
            SentenceType = chance.Of(SentenceType.Determinate, SentenceType.Extended),
            Start = life.Date(0),
            EarliestRelease = life.Date(release),
            Expiry = life.Date(release + 700),
        });
        Join(life, 2, Probation, Police, Health);
        Sit(life, 2, Prison, "coordinator", 1);
        Sit(life, 2, Prison, "religious-mentor", 2);
        Sit(life, 3, Probation, "practitioner", 1);
        Sit(life, 3, Probation, "panel-chair", 2);
        Sit(life, 4, Police, "practitioner", 1);
        Sit(life, 4, Health, "psychologist", 1);
    }

    internal static void Join(Life life, int day, params ReadOnlySpan<AgencyId> agencies)
    {
        foreach (var agency in agencies)
            life.Tell(day, Prison, new CaseAgencyJoined { Agency = agency, From = life.Time(day, 7) }, "coordinator");
    }

    internal static void Sit(Life life, int day, AgencyId agency, string role, int number)
    {
        var official = life.Official(agency, number);
        life.Tell(day, agency, new CaseSeatTaken { Official = official, Role = role }, role, official);
    }

    internal static void Inside(Life life, int release)
    {
        var chance = life.Chance;
        life.Tell(5, Prison, new CustodialIntakeAssessed
        {
            Classification = chance.Any<IntakeClassification>(),
            Regime = chance.Any<CustodyRegime>(),
            Vulnerabilities = chance.SomeOf<CustodyVulnerability>(),
            Assessor = life.Official(Prison),
        });
        life.Tell(10, Prison, new RehabilitationProgrammeEnrolled { Programme = "New Paths", Start = life.Date(10) });
        for (var day = 15 + chance.Between(0, 20); day < release; day += chance.Between(14, 45))
            Observe(life, day);
        if (chance.Percent(60))
            life.Tell(release / 2, Prison, new PlacementChanged
            {
                From = "East wing",
                To = "Open unit",
                Reason = chance.Any<PlacementReason>(),
                Effective = life.Date(release / 2),
            });
        if (chance.Percent(80))
            life.Tell(release - 60, Prison, new RehabilitationProgrammeCompleted
            {
                Programme = "New Paths",
                Start = life.Date(10),
                End = life.Date(release - 60),
                OutcomeBand = chance.Any<OutcomeBand>(),
            });
        else
            life.Tell(release - 60, Prison, new RehabilitationProgrammeWithdrawn
            {
                Programme = "New Paths",
                Start = life.Date(10),
                End = life.Date(release - 60),
                Reason = chance.Any<WithdrawalReason>(),
            });
    }

    static void Observe(Life life, int day)
    {
        var chance = life.Chance;
        if (chance.Percent(15))
            life.Tell(day, Prison, new CustodialIncidentRecorded
            {
                Kind = chance.Any<IncidentKind>(),
                At = life.Time(day, chance.Between(7, 21)),
                FactSummary = chance.Of("Argument at the servery; separated by staff.",
                    "Phone found during a search of the cell."),
                OthersInvolved = [],
                Adjudication = chance.Any<Adjudication>(),
            });
        else if (chance.Percent(50))
            life.Tell(day, Prison, new BehaviourObservationRecorded
            {
                ObserverRole = chance.Any<ObserverRole>(),
                Behaviour = chance.Of(
                    "Helps newcomers with letters.", "Keeps apart from his former circle.", "Restless after visits.",
                    "Sought out by two men of the old group."),
                Corroboration = chance.Any<Corroboration>(),
            });
        else
            life.Tell(day, Prison, new ReligiousMentoringSessionHeld
            {
                Date = life.Date(day),
                Attended = chance.Percent(80),
            }, "religious-mentor", life.Official(Prison, 2));
    }

    /// <summary>The half year before release: what is ready, what is missing, who takes over.</summary>
    internal static void Prepare(Life life, Society society, int release)
    {
        var chance = life.Chance;
        life.Tell(release - 175, Prison, new ReleaseDateSet
        {
            Date = life.Date(release),
            Basis = chance.Of(ReleaseBasis.EarliestDate, ReleaseBasis.ParoleDecision),
            NotifyBy = life.Date(release - 30),
        });
        var needs = life.Tell(release - 160, Probation, new NeedsAssessmentCompleted
        {
            Needs = [.. chance.SomeOf<NeedDomain>().Take(4).Select(domain => new AssessedNeed(domain,
                chance.Any<NeedSeverity>(), chance.Percent(30)))],
            Strengths = [chance.Of("supportive sister", "trained cook", "plays in a team", "speaks three languages")],
            Responsivity = chance.SomeOf<ResponsivityFactor>(),
            NextReview = life.Date(release + 100),
        });
        life.Tell(release - 120, Prison, new PreReleaseReviewCompleted
        {
            ReviewDate = life.Date(release - 120),
            Readiness = [new DomainReadiness(NeedDomain.Accommodation, chance.Any<ReadinessLevel>()),
                new DomainReadiness(NeedDomain.Employment, chance.Any<ReadinessLevel>())],
            Gaps = chance.Some(NeedDomain.Accommodation, NeedDomain.Employment, NeedDomain.Health),
            Assessments = [],
        });
        Join(life, release - 90, Haven);
        Sit(life, release - 89, Haven, "practitioner", 1);
        if (needs is { } need)
            life.Tell(release - 88, Probation, new ReentryMapCompleted
            {
                Matches = [new NeedMatch(need, society.Resource(chance))],
                Unmatched = chance.Some(NeedDomain.Finance, NeedDomain.Leisure),
            });
        Plan(life, society, release);
        Refer(life, society, needs, release);
    }

    static void Plan(Life life, Society society, int release)
    {
        var chance = life.Chance;
        var proposed = new ReleasePlanProposed
        {
            Accommodation = chance.Of("Hostel on the quay", "Room with an aunt", "Supported flat"),
            Income = chance.Any<IncomeSource>(),
            Services = [society.Resource(chance)],
            Contacts = ["probation officer", "mentor"],
            Contingency = "If the room falls through, the hostel keeps a bed for a week.",
        };
        if (life.Tell(release - 70, Probation, proposed) is not { } proposal) return;
        life.Tell(release - 50, Probation, new ReleasePlanApproved
        {
            Proposal = proposal,
            Accommodation = proposed.Accommodation,
            Income = proposed.Income,
            Services = proposed.Services,
            Contacts = proposed.Contacts,
            Contingency = proposed.Contingency,
            ApprovedBy = "coordinator",
        });
    }

    static void Refer(Life life, Society society, EventName? needs, int release)
    {
        var chance = life.Chance;
        if (needs is not { } need) return;
        var service = society.Resource(chance);
        var referral = life.Tell(release - 45, Probation, new ServiceReferralMade
        {
            Service = service,
            Agency = service.Owner,
            Need = need,
            DueBy = life.Date(release),
        });
        if (referral is not { } made) return;
        if (chance.Percent(85))
        {
            life.Tell(release - 38, Haven, new ServiceReferralAccepted
            {
                Referral = made,
                Service = service,
                FirstDay = life.Date(release + 3)
            });
            life.Tell(release + 120, Haven, new ServiceReferralCompleted
            {
                Referral = made,
                Service = service,
                Outcome = chance.Any<ReferralOutcome>(),
                End = life.Date(release + 120),
            });
        }
        else
        {
            life.Tell(release - 38, Haven, new ServiceReferralDeclined
            {
                Referral = made,
                Service = service,
                Reason = ReferralRefusal.NoCapacity,
            });
            var gap = new SupportGapIdentified
            {
                NeedDomain = chance.Any<NeedDomain>(),
                Area = Area(life),
                Since = life.Date(release - 38),
            };
            if (life.Tell(release - 35, Probation, gap) is { } open && chance.Percent(60))
                life.Tell(release + 40, Probation, new SupportGapClosed
                {
                    Gap = open,
                    NeedDomain = gap.NeedDomain,
                    Area = gap.Area,
                    Since = gap.Since,
                    ClosedBy = chance.Any<GapClosure>(),
                });
        }
    }
}
