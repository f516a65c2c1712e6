using System.Collections.Immutable;
using Reintegration.Events.Events;
using Reintegration.Events.Events.Custody;
using Reintegration.Events.Events.Governance;
using Reintegration.Events.Events.Needs;
using Reintegration.Events.Events.Supervision;
using static Reintegration.Events.Cli.Generate.Life;

namespace Reintegration.Events.Cli.Generate;

/// <summary>
/// The gate and the time under supervision: conditions, contacts, what is missed, corrected, asked for.
/// </summary>
static class Release
{
    internal static void Gate(Life life, int release)
    {
        var chance = life.Chance;
        var area = Custody.Area(life);
        var notified = life.Tell(release - 30, Prison, new ReleaseNotified
        {
            Recipients = [Probation, Police],
            ReleaseAt = life.Time(release, 8),
            Area = area,
            AckBy = life.Time(release - 27),
        });
        // Some are never answered, and somebody has to notice.
        if (notified is { } notice && chance.Percent(85))
            life.Tell(release - 28, Probation, new ReleaseNotificationAcknowledged
            {
                Notification = notice,
                At = life.Time(release - 28),
            });
        HandOver(life, release);
        life.Tell(release, Prison, new PersonReleased
        {
            At = life.Time(release, 8),
            ReleaseType = ReleaseType.Conditional,
            ToArea = area,
            FirstReportingAt = life.Time(release + 1, 9),
        });
        life.Tell(release, Probation, new SupervisionCommenced
        {
            Order = SupervisionOrder.Licence,
            Start = life.Date(release),
            End = life.Date(release + 700),
            OfficerRole = "probation officer",
        });
        Consent(life, release);
    }

    static void HandOver(Life life, int release)
    {
        var chance = life.Chance;
        var offer = life.Tell(release - 21, Prison, new HandoverOffered
        {
            FromOwner = Prison,
            ToOwner = Probation,
            Scope = HandoverScope.Supervision,
            OpenNeeds = [],
            OpenActions = [],
            DueBy = life.Date(release),
        });
        // One in ten is never answered: the gap through which people have fallen.
        if (offer is { } offered && chance.Percent(90))
            life.Tell(release - 14, Probation, new HandoverAccepted
            {
                Offer = offered,
                FromOwner = Prison,
                ToOwner = Probation,
                Scope = HandoverScope.Supervision,
                OpenNeeds = [],
                OpenActions = [],
                At = life.Time(release - 14),
            });
        else if (offer is { } unwanted && chance.Percent(50))
            life.Tell(release - 13, Probation, new HandoverRefused
            {
                Offer = unwanted,
                FromOwner = Prison,
                ToOwner = Probation,
                Scope = HandoverScope.Supervision,
                Reason = chance.Any<HandoverRefusal>(),
                At = life.Time(release - 13),
            });
    }

    static void Consent(Life life, int release)
    {
        var chance = life.Chance;
        ImmutableArray<Category> scope = [Category.Needs, Category.Ident];
        life.Tell(release + 2, Probation, new ConsentGiven
        {
            Giver = ConsentGiver.Person,
            Scope = scope,
            Recipients = [Haven],
            GivenAt = life.Time(release + 2),
            Expires = life.Date(release + 2 + chance.Between(90, 700)),
        });
        if (chance.Percent(20))
            life.Tell(release + 80, Haven, new ConsentWithdrawn
            {
                Giver = ConsentGiver.Person,
                Scope = [Category.Needs],
                WithdrawnAt = life.Time(release + 80),
                Recipients = [Haven],
            });
    }

    internal static void Supervise(Life life, int release)
    {
        var chance = life.Chance;
        var conditions = chance.Some(ConditionType.Residence, ConditionType.Curfew, ConditionType.ExclusionZone)
            .Select(kind => (kind, Name: Impose(life, release, kind))).ToList();
        if (conditions[0] is (var bound, { } first)) Vary(life, release, bound, first);
        // Silence: for some, nobody reports for two months. Readers must see that as silence, not as safety.
        var silent = chance.Percent(15) ? release + chance.Between(60, 300) : int.MaxValue;
        for (var day = release + 7; day <= Math.Min(life.Days, release + 700); day += chance.Between(6, 16))
        {
            if (day >= silent && day < silent + 60) continue;
            if (chance.Percent(12)) Missed(life, day);
            else Contact(life, day);
            if (chance.Percent(5)) Permission(life, day);
            if (chance.Percent(3) && conditions[0].Name is { } condition) Breach(life, day, condition);
            if (chance.Percent(4)) Alert(life, day);
        }

        life.Tell(release + 700, Probation, new SupervisionEnded
        {
            Order = SupervisionOrder.Licence,
            Start = life.Date(release),
            End = life.Date(release + 700),
            OfficerRole = "probation officer",
            EndReason = SupervisionEndReason.Completed,
        });
    }

    static EventName? Impose(Life life, int release, ConditionType kind) =>
        life.Tell(release + 1, Probation, new SupervisionConditionImposed
        {
            ConditionType = kind,
            Text = kind == ConditionType.Curfew
                ? "Is at the approved address from 22 to 6." : "Keeps to what the supervising officer approved.",
            From = life.Date(release),
            To = life.Date(release + 700),
            Authority = "parole board",
            CommunityRelevant = kind == ConditionType.Residence,
        });

    static void Vary(Life life, int release, ConditionType kind, EventName condition)
    {
        var chance = life.Chance;
        if (chance.Percent(25))
            life.Tell(release + 150, Probation, new SupervisionConditionVaried
            {
                Condition = condition,
                ConditionType = kind,
                Text = "Keeps to what the supervising officer approved, in the week alone.",
                From = life.Date(release + 151),
                To = life.Date(release + 700),
                Authority = "parole board",
                CommunityRelevant = kind == ConditionType.Residence,
            });
        if (chance.Percent(20))
            life.Tell(release + 330, Probation, new SupervisionConditionDischarged
            {
                Condition = condition,
                ConditionType = kind,
                From = life.Date(release + 331),
                Authority = "parole board",
                CommunityRelevant = kind == ConditionType.Residence,
            });
    }

    static void Contact(Life life, int day)
    {
        var chance = life.Chance;
        life.Tell(day, Probation, new SupervisionContactRecorded
        {
            Mode = chance.Any<ContactMode>(),
            At = life.Time(day, chance.Between(8, 17)),
            Location = chance.Any<ContactLocation>(),
            FactNote = chance.Of(
                "Reported on time.", "Has applied for two kitchens.", "Brought the rent book.",
                "Spoke about his daughter's school.", "Started work as an assistant."),
        });
        if (chance.Percent(8))
            life.Tell(day, Probation, new EmploymentOrEducationChanged
            {
                Kind = chance.Any<OccupationKind>(),
                Status = chance.Any<OccupationStatus>(),
                From = life.Date(day),
                EmployerInformed = chance.Percent(50),
            });
    }

    static void Missed(Life life, int day)
    {
        var chance = life.Chance;
        var missed = life.Tell(day, Probation, new ContactMissed
        {
            ExpectedAt = life.Time(day, 9),
            Service = "weekly report",
            FollowUpBy = life.Date(day + 3),
        });
        if (missed is not { } name || !chance.Percent(25)) return;
        life.Tell(day + 4, Probation, new StatementCorrected
        {
            TargetEvent = name,
            Reason = CorrectionReason.LateInformation,
            NewValue = System.Text.Json.JsonSerializer.SerializeToElement(
                new { explanation = "Was in hospital; the ward confirms it." }),
            Basis = "letter of the ward",
            DecidedBy = "practitioner",
        });
    }

    static void Permission(Life life, int day)
    {
        var chance = life.Chance;
        var asked = new PermissionRequested
        {
            Activity = "visit to a relative",
            Place = "coast",
            Date = life.Date(day + 14)
        };
        if (life.Tell(day, Probation, asked) is not { } request) return;
        life.Tell(day + 5, Probation, new PermissionDecided
        {
            Request = request,
            Activity = asked.Activity,
            Place = asked.Place,
            Date = asked.Date,
            Decision = chance.Any<PermissionDecision>(),
            Consulted = [Police],
            Rationale = "Travels with his sister and returns the same day.",
        });
    }

    static void Breach(Life life, int day, EventName condition)
    {
        var chance = life.Chance;
        var suspicion = life.Tell(day, Probation, new ConditionBreachSuspected
        {
            Condition = condition,
            Basis = "Not at the address when visited.",
            EvidenceKind = chance.Any<BreachEvidence>(),
            At = life.Time(day, 23),
        });
        if (suspicion is null) return;
        if (chance.Percent(50))
            life.Tell(day + 6, Probation, new ConditionBreachDismissed
            {
                Condition = condition,
                Suspicion = suspicion,
                Basis = "Was at the night shift, as the employer confirms.",
                EvidenceKind = BreachEvidence.Document,
                DecisionBy = "coordinator",
                DecidedAt = life.Time(day + 6),
            });
        else
        {
            life.Tell(day + 6, Probation, new ConditionBreachConfirmed
            {
                Condition = condition,
                Suspicion = suspicion,
                Basis = "Says himself that he was elsewhere.",
                EvidenceKind = BreachEvidence.Admission,
                DecisionBy = "coordinator",
                DecidedAt = life.Time(day + 6),
            });
            life.Tell(day + 6, Probation, new EnforcementWarningIssued
            {
                Reason = EnforcementReason.ResidenceBreach,
                LegalBasis = "led-8",
                DecidedBy = "coordinator",
                Effective = life.Time(day + 6),
            });
        }
    }

    static void Alert(Life life, int day)
    {
        var chance = life.Chance;
        var kind = chance.Any<MonitoringAlert>();
        if (life.Tell(day, Probation, new ElectronicMonitoringAlertRaised
        {
            Kind = kind,
            At = life.Time(day,
            22)
        }) is not { } alert) return;
        life.Tell(day + 1, Probation, new ElectronicMonitoringAlertCleared
        {
            Alert = alert,
            Kind = kind,
            At = life.Time(day + 1, 9),
            ClearedReason = chance.Any<AlertCause>(),
        });
    }
}
