using Reintegration.Events.Views.Sheets;

namespace Reintegration.Events.Views;

/// <summary>What is read before a case conference, so that the meeting decides and does not read aloud.</summary>
/// <remarks>
/// What no conference has considered yet, decisions with who disagreed, actions, stale judgements, contradictions. Each
/// attendee has a pack of their own, of what their own seat is shown. No pointer to intelligence and nothing
/// privileged.
/// </remarks>
public sealed class PanelPack : ISheetModel<PanelPack>
{
    public static string Name => "panel-pack";
    public static int Version => 1;
    public static Audience Audience => new([Sector.Prison, Sector.Probation], "panel-chair", "supervision");

    public static Layout Layout { get; } = new(
        Parts.Case, Parts.Agencies, Parts.ReleaseDate, Parts.Released, Parts.Supervision, Parts.Conditions, Parts.Level,
        Parts.PanelReferrals, Parts.Conferences, Parts.ToConsider, Parts.Decisions, Parts.Actions, Parts.Risk,
        Parts.RiskLevel, Parts.RiskPlan, Parts.Reassessments, Parts.Needs, Parts.Gaps, Parts.ReentryMap,
        Parts.Handovers, Parts.Contradictions, Parts.Harm);

    public static ImmutableArray<Watch> Watches { get; } =
    [
        Continuity.ActionOverdue, Continuity.AssessmentExpired, Continuity.ReassessmentOverdue,
        Continuity.RiskPlanReviewOverdue, Continuity.ContradictionUnresolved,
        Continuity.HandoverOverdue, Continuity.HandoverRefused, Continuity.LeftBehind, Continuity.OwnerLeft,
        Continuity.NeedsUnmatched, Continuity.AgencySilence,
    ];

    public static ImmutableArray<Column<Sheet>> Columns { get; } =
    [
        Sheets.Columns.DisplayName, Sheets.Columns.Lead, Sheets.Columns.Text("riskLevel", Parts.RiskLevel, "to"),
        Sheets.Columns.Next("nextConference", Parts.Conferences, "at"),
        Sheets.Columns.Count("toConsider", Parts.ToConsider), Sheets.Columns.Count("openActions", Parts.Actions),
        Sheets.Columns.Count("openContradictions", Parts.Contradictions),
    ];
}

/// <summary>The pack of members from prison, probation and police.</summary>
public sealed class PanelMemberPack : ISheetModel<PanelMemberPack>
{
    public static string Name => "panel-member-pack";
    public static int Version => PanelPack.Version;
    public static Audience Audience => new(
        [Sector.Prison, Sector.Probation, Sector.Police], "panel-member", "supervision");
    public static Layout Layout => PanelPack.Layout;
    public static ImmutableArray<Watch> Watches => PanelPack.Watches;
    public static ImmutableArray<Column<Sheet>> Columns => PanelPack.Columns;
}

/// <summary>The pack of members from community and health, who sit there to help the person back.</summary>
public sealed class PanelPartnerPack : ISheetModel<PanelPartnerPack>
{
    public static string Name => "panel-partner-pack";
    public static int Version => PanelPack.Version;
    public static Audience Audience => new([Sector.Community, Sector.Health], "panel-member", "reintegration");
    public static Layout Layout => PanelPack.Layout;
    public static ImmutableArray<Watch> Watches => PanelPack.Watches;
    public static ImmutableArray<Column<Sheet>> Columns => PanelPack.Columns;
}
