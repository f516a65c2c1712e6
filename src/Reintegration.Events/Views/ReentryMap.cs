using Reintegration.Events.Views.Sheets;

namespace Reintegration.Events.Views;

/// <summary>
/// The way back on one page: what the person needs, which entry of the directory meets it, what nothing meets.
/// </summary>
public sealed class ReentryMap : ISheetModel<ReentryMap>
{
    public static string Name => "reentry-map";
    public static int Version => 1;
    public static Audience Audience => new(
        [Sector.Prison, Sector.Probation, Sector.Community, Sector.Health], "practitioner", "reintegration");

    public static Layout Layout { get; } = new(
        Parts.Case, Parts.Sentence, Parts.ReleaseDate, Parts.Released, Parts.Needs, Parts.ReentryMap, Parts.Gaps,
        Parts.Protective, Parts.SupportPlan, Parts.ReleasePlan, Parts.Referrals, Parts.Work);

    public static ImmutableArray<Watch> Watches { get; } =
        [Continuity.NeedsUnmatched, Continuity.NeedsReviewOverdue, Continuity.ReferralUnanswered];

    public static ImmutableArray<Column<Sheet>> Columns { get; } =
    [
        Sheets.Columns.DisplayName, Sheets.Columns.Lead, Sheets.Columns.ReleaseDay,
        Column<Sheet>.Number("unmatched", sheet => Unmatched(sheet).Count()),
        Column<Sheet>.Number("matched", sheet =>
            sheet.Latest(Parts.ReentryMap) is { } map ? Members.Texts(map.Value("matches"), "resource").Count() : 0),
        Sheets.Columns.Count("openGaps", Parts.Gaps),
    ];

    /// <summary>
    /// Domains of need that the map found no resource for, or that were reported open and not closed since.
    /// </summary>
    public static IEnumerable<string> Unmatched(Sheet sheet) =>
        Members.Texts(sheet.Latest(Parts.ReentryMap)?.Value("unmatched"))
            .Union(sheet.Standing(Parts.Gaps).Select(gap => gap.Text("needDomain")).OfType<string>());
}
