using Reintegration.Events.Views.Sheets;

namespace Reintegration.Events.Views;

/// <summary>What a probation officer works from between two contacts with the person.</summary>
/// <remarks>
/// Conditions as they stand, contacts kept and missed, alerts, permissions to decide, the risk as it was judged last,
/// needs and services, advisories, contradictions. No source, no victim's address, nothing of religious mentoring.
/// </remarks>
public sealed class SupervisionCase : ISheetModel<SupervisionCase>
{
    public static string Name => "supervision-case";
    public static int Version => 1;
    public static Audience Audience => new([Sector.Probation], "practitioner", "supervision");

    public static Layout Layout { get; } = new(
        Parts.Case, Parts.Agencies, Parts.Sentence, Parts.ReleaseDate, Parts.Released, Parts.Supervision,
        Parts.Conditions, Parts.Contacts, Parts.Missed, Parts.Breaches, Parts.Alerts, Parts.Permissions,
        Parts.Residence, Parts.Travel, Parts.Warnings, Parts.Recalls, Parts.Risk, Parts.RiskLevel, Parts.RiskPlan,
        Parts.Reassessments, Parts.Needs, Parts.Gaps, Parts.Protective, Parts.SupportPlan, Parts.Referrals,
        Parts.Work, Parts.Participation, Parts.Mentors, Parts.Handovers, Parts.Actions, Parts.PoliceContacts,
        Parts.Arrests, Parts.Advisories, Parts.SafetyInstructions, Parts.Harm, Parts.Contradictions);

    public static ImmutableArray<Watch> Watches { get; } =
    [
        Continuity.FirstReportingUnheard, Continuity.ContactSilence, Continuity.AlertUncleared,
        Continuity.BreachUndecided, Continuity.PermissionUndecided, Continuity.AssessmentExpired,
        Continuity.RiskPlanReviewOverdue, Continuity.ReassessmentOverdue, Continuity.NeedsReviewOverdue,
        Continuity.ReferralUnanswered, Continuity.ServiceSilence, Continuity.ActionOverdue, Continuity.HandoverOverdue,
        Continuity.HandoverRefused, Continuity.LeftBehind, Continuity.OwnerLeft, Continuity.ReleasedWithoutHandover,
        Continuity.ContradictionUnresolved, Continuity.AgencySilence,
    ];

    public static ImmutableArray<Column<Sheet>> Columns { get; } =
    [
        Sheets.Columns.DisplayName, Sheets.Columns.Lead, Sheets.Columns.ReleaseDay, Sheets.Columns.ReleasedAt,
        Sheets.Columns.Date("supervisionEnds", Parts.Supervision, "end"),
        Sheets.Columns.Text("riskLevel", Parts.RiskLevel, "to"),
        Sheets.Columns.Text("riskAssessed", Parts.Risk, "overall"),
        Sheets.Columns.Date("riskValidUntil", Parts.Risk, "validUntil"),
        Sheets.Columns.Date("lastContact", Parts.Contacts, "at"),
        Sheets.Columns.Count("conditions", Parts.Conditions), Sheets.Columns.Count("openAlerts", Parts.Alerts),
        Sheets.Columns.Count("openPermissions", Parts.Permissions),
        Sheets.Columns.Count("openContradictions", Parts.Contradictions),
    ];

    /// <summary>The judgements of risk that hold at an instant; those whose day has passed are history.</summary>
    public static IEnumerable<Matter> CurrentRisk(Sheet sheet, DateTimeOffset now) =>
        sheet.Standing(Parts.Risk).Where(risk => !(When.Over(risk.Text("validUntil")) <= now));
}
