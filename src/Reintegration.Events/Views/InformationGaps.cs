using Reintegration.Events.Views.Sheets;

namespace Reintegration.Events.Views;

/// <summary>What a panel chair does not hear: silent agencies, what is overdue, what has gone stale.</summary>
/// <remarks>Of what is shown only. How much is withheld is for the tallies to say, as a count.</remarks>
public sealed class InformationGaps : ISheetModel<InformationGaps>
{
    public static string Name => "information-gaps";
    public static int Version => 1;
    public static Audience Audience => new([Sector.Prison, Sector.Probation], "panel-chair", "supervision");

    public static Layout Layout { get; } = new(
        Parts.Case, Parts.Agencies, Parts.Released, Parts.Supervision, Parts.Contacts, Parts.Missed, Parts.Risk,
        Parts.RiskPlan, Parts.Reassessments, Parts.Needs, Parts.Gaps, Parts.Actions, Parts.Handovers, Parts.Referrals,
        Parts.Participation, Parts.Conferences, Parts.Contradictions);

    public static ImmutableArray<Watch> Watches { get; } =
    [
        Continuity.AgencySilence, Continuity.ContactSilence, Continuity.FirstReportingUnheard,
        Continuity.AssessmentExpired, Continuity.ReassessmentOverdue, Continuity.RiskPlanReviewOverdue,
        Continuity.ActionOverdue, Continuity.HandoverOverdue, Continuity.HandoverRefused,
        Continuity.LeftBehind, Continuity.OwnerLeft, Continuity.ContradictionUnresolved,
    ];

    public static ImmutableArray<Column<Sheet>> Columns { get; } =
    [
        Sheets.Columns.DisplayName, Sheets.Columns.Lead, Sheets.Columns.Count("agencies", Parts.Agencies),
        Column<Sheet>.Number("neverHeard", sheet => sheet.Standing(Parts.Agencies).Count(place =>
            place.Text("agency") is { } agency && !sheet.LastHeard.ContainsKey(agency))),
        Sheets.Columns.Count("openGaps", Parts.Gaps), Sheets.Columns.Count("openContradictions", Parts.Contradictions),
    ];
}
