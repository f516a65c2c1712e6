using Reintegration.Events.Views.Sheets;

namespace Reintegration.Events.Views;

/// <summary>
/// What a psychologist works from: the caseload, why somebody was referred, what follows, who takes over.
/// </summary>
/// <remarks>Nothing of other agencies' security work is in it, whatever a clinician may be shown elsewhere.</remarks>
public sealed class CareView : ISheetModel<CareView>
{
    public static string Name => "care";
    public static int Version => 1;
    public static Audience Audience => new([Sector.Prison, Sector.Health], "psychologist", "reintegration");

    public static Layout Layout { get; } = new(
        Parts.Case, Parts.ReleaseDate, Parts.Released, Parts.Needs, Parts.Gaps, Parts.SupportPlan, Parts.Referrals,
        Parts.Summaries, Parts.Therapy, Parts.PrivilegedConcerns, Parts.Mentors, Parts.Family, Parts.Handovers,
        Parts.Actions, Parts.Consents);

    public static ImmutableArray<Watch> Watches { get; } =
    [
        Continuity.HandoverOverdue, Continuity.HandoverRefused, Continuity.LeftBehind, Continuity.ReferralUnanswered,
        Continuity.NeedsReviewOverdue, Continuity.ActionOverdue,
    ];

    public static ImmutableArray<Column<Sheet>> Columns { get; } =
    [
        Sheets.Columns.DisplayName, Sheets.Columns.Text("language", Parts.Case, "language"), Sheets.Columns.Lead,
        Sheets.Columns.ReleasedAt, Sheets.Columns.Count("openHandovers", Parts.Handovers),
        Sheets.Columns.Count("openReferrals", Parts.Referrals),
        Sheets.Columns.Next("nextReview", Parts.Needs, "nextReview"),
    ];
}
