using Reintegration.Events.Views.Sheets;

namespace Reintegration.Events.Views;

/// <summary>What a religious mentor works from: with whom, since when, and who takes over.</summary>
/// <remarks>
/// Mentors are kept out of collection in both directions (hard case 6): no security data, and no belief.
/// </remarks>
public sealed class MentoringCareView : ISheetModel<MentoringCareView>
{
    public static string Name => "mentoring-care";
    public static int Version => 1;
    public static Audience Audience => new(
        [Sector.Prison, Sector.Probation, Sector.Community], "religious-mentor", "reintegration");

    public static Layout Layout { get; } = new(
        Parts.Case, Parts.ReleaseDate, Parts.Released, Parts.Mentors, Parts.ReligiousSessions, Parts.PrivilegedConcerns,
        Parts.Needs, Parts.SupportPlan, Parts.Referrals, Parts.Handovers, Parts.Actions);

    public static ImmutableArray<Watch> Watches { get; } =
        [Continuity.HandoverOverdue, Continuity.HandoverRefused, Continuity.LeftBehind, Continuity.ActionOverdue];

    public static ImmutableArray<Column<Sheet>> Columns { get; } =
    [
        Sheets.Columns.DisplayName, Sheets.Columns.Text("language", Parts.Case, "language"), Sheets.Columns.Lead,
        Sheets.Columns.Date("mentoringSince", Parts.Mentors, "start"),
        Sheets.Columns.Count("openHandovers", Parts.Handovers),
    ];
}
