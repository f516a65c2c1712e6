using Reintegration.Events.Views.Sheets;

namespace Reintegration.Events.Views;

/// <summary>
/// What those who walk beside the person work from: whom to meet, what they must keep to, how to be safe.
/// </summary>
/// <remarks>
/// No offence, no level of risk, nothing of police and nothing of intelligence, not even that there is something.
/// Services of the area are in the <see cref="ResourceDirectory"/>.
/// </remarks>
public sealed class MentorCaseload : ISheetModel<MentorCaseload>
{
    public static string Name => "mentor-caseload";
    public static int Version => 1;
    public static Audience Audience => new([Sector.Community], "practitioner", "reintegration");

    public static Layout Layout { get; } = new(
        Parts.Case, Parts.Agencies, Parts.ReleaseDate, Parts.Released, Parts.Supervision, Parts.Conditions, Parts.Risk,
        Parts.SafetyInstructions, Parts.Referrals, Parts.Mentors, Parts.Participation, Parts.Needs, Parts.Gaps,
        Parts.SupportPlan, Parts.Work, Parts.Handovers, Parts.Actions, Parts.Family, Parts.Consents);

    public static ImmutableArray<Watch> Watches { get; } =
    [
        Continuity.ReferralUnanswered, Continuity.ServiceSilence, Continuity.ActionOverdue, Continuity.HandoverOverdue,
        Continuity.HandoverRefused, Continuity.LeftBehind, Continuity.OwnerLeft, Continuity.NeedsReviewOverdue,
    ];

    public static ImmutableArray<Column<Sheet>> Columns { get; } =
    [
        Sheets.Columns.DisplayName, Sheets.Columns.Text("language", Parts.Case, "language"), Sheets.Columns.Lead,
        Sheets.Columns.Text("contact", Parts.Supervision, "officerRole"),
        Sheets.Columns.Count("openReferrals", Parts.Referrals), Sheets.Columns.Next("nextDue", Parts.Actions, "dueBy"),
        Sheets.Columns.Count("conditions", Parts.Conditions),
    ];
}
