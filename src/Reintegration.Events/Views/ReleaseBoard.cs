using Reintegration.Events.Views.Sheets;

namespace Reintegration.Events.Views;

/// <summary>
/// What a release coordinator in prison works from: who comes out when, and what is not ready for it.
/// </summary>
/// <remarks>
/// Nothing of what is said in sessions with community, family or clinicians, and nothing of intelligence, is in it.
/// </remarks>
public sealed class ReleaseBoard : ISheetModel<ReleaseBoard>
{
    public static string Name => "release-board";
    public static int Version => 1;
    public static Audience Audience => new([Sector.Prison], "coordinator", "reintegration");

    public static Layout Layout { get; } = new(
        Parts.Case, Parts.Agencies, Parts.Sentence, Parts.ReleaseDate, Parts.Released, Parts.Placement, Parts.Review,
        Parts.ReleasePlan, Parts.Needs, Parts.Gaps, Parts.ReentryMap, Parts.Notifications, Parts.Handovers, Parts.Leave,
        Parts.ToConsiderForLeave, Parts.Programmes, Parts.Contacts, Parts.Missed);

    public static ImmutableArray<Watch> Watches { get; } =
    [
        Continuity.ReleaseNear, Continuity.ReleaseChecklist, Continuity.NeedsUnmatched,
        Continuity.AcknowledgementOverdue, Continuity.HandoverOverdue, Continuity.HandoverRefused,
        Continuity.LeftBehind, Continuity.ReleasedWithoutHandover,
        Continuity.LeaveUndecided, Continuity.FirstReportingUnheard, Continuity.AgencySilence,
    ];

    public static ImmutableArray<Column<Sheet>> Columns { get; } =
    [
        Sheets.Columns.DisplayName, Sheets.Columns.Lead, Sheets.Columns.ReleaseDay, Sheets.Columns.ReleasedAt,
        Column<Sheet>.Flag("planApproved", sheet =>
            sheet.Latest(Parts.ReleasePlan) is { } plan && Continuity.IsApproved(plan)),
        Sheets.Columns.Count("openHandovers", Parts.Handovers), Sheets.Columns.Count("openGaps", Parts.Gaps),
        Column<Sheet>.Number("unacknowledged", sheet => sheet.Standing(Parts.Notifications).Sum(
            notification => Continuity.Unacknowledged(notification).Count())),
        Sheets.Columns.Count("toConsider", Parts.ToConsiderForLeave),
    ];
}
