using Reintegration.Events.Views.Sheets;

namespace Reintegration.Events.Views;

// The list that has to be done before somebody stands at the gate, against the clock.
public static partial class Continuity
{
    /// <summary>Days before release from which a plan and a review must be there.</summary>
    public const int PlanDays = 90;

    /// <summary>Days before release from which the plan must be approved and the agencies told.</summary>
    public const int ApprovalDays = 30;

    /// <summary>Days before release from which somebody must have been offered the case.</summary>
    public const int HandoverDays = 14;

    /// <summary>
    /// The day of release, as it is known: the day that was set, or else the earliest of the sentence.
    /// </summary>
    public static (string Day, string Event)? ReleaseDay(Sheet sheet) =>
        sheet.Latest(Parts.ReleaseDate) is { } set && set.Text("date") is { } date ? (date, set.Opened.Event)
        : sheet.Latest(Parts.Sentence) is { } sentence && sentence.Text("earliestRelease") is { } earliest
            ? (earliest, sentence.Opened.Event)
            : null;

    /// <summary>
    /// The nearest of six, three and one months before release that has come; none once it has happened.
    /// </summary>
    public static readonly Watch ReleaseNear = (sheet, now) =>
    {
        if (sheet.Latest(Parts.Released) is not null || When.From(ReleaseDay(sheet)?.Day) is not { } day) return [];
        return new[] { (1, "one-month"), (3, "three-months"), (6, "six-months") }
            .Select(near => Raise(
                $"release-within-{near.Item2}", day.AddMonths(-near.Item1), now, ReleaseDay(sheet)!.Value.Event))
            .OfType<Alarm>().Take(1);
    };

    /// <summary>
    /// Plan, review, approval, notification, handover: which of them is missing for the day of release.
    /// </summary>
    public static readonly Watch ReleaseChecklist = (sheet, now) =>
    {
        if (sheet.Latest(Parts.Released) is not null || ReleaseDay(sheet) is not { } release) return [];
        var plan = sheet.Latest(Parts.ReleasePlan);
        (bool Missing, string Rule, int Days)[] list =
        [
            (plan is null, "plan-missing", PlanDays),
            (sheet.Latest(Parts.Review) is null, "pre-release-review-missing", PlanDays),
            (plan is not null && !IsApproved(plan), "plan-not-approved", ApprovalDays),
            (sheet.Latest(Parts.Notifications) is null, "notification-missing", ApprovalDays),
            (
                !sheet.Of(Parts.Handovers).Exists(offer => Answer(offer, Refused) is null), "handover-not-offered",
                HandoverDays),
        ];
        return list.Where(item => item.Missing)
            .Select(item => Raise(item.Rule, Before(release.Day, item.Days), now, release.Event)).OfType<Alarm>();
    };

    /// <summary>
    /// A need without a match when the release is near: one alarm for each gap and for the map's own list.
    /// </summary>
    public static readonly Watch NeedsUnmatched = (sheet, now) =>
    {
        if (ReleaseDay(sheet) is not { } release) return [];
        var map = sheet.Latest(Parts.ReentryMap);
        return sheet.Standing(Parts.Gaps).Concat(
                map is not null && Members.Texts(map.Value("unmatched")).Any() ? [map] : Array.Empty<Matter>())
            .Select(matter => Raise(
                "need-unmatched", Before(release.Day, ApprovalDays), now, matter.Opened.Event, release.Event))
            .OfType<Alarm>();
    };

    /// <summary>Agencies that were told of a release and have not said in time that they know of it.</summary>
    public static readonly Watch AcknowledgementOverdue = (sheet, now) => sheet.Standing(Parts.Notifications)
        .Where(notification => Unacknowledged(notification).Any())
        .Select(notification => Raise(
            "acknowledgement-overdue", When.Over(notification.Text("ackBy")), now, notification.Opened.Event))
        .OfType<Alarm>();

    /// <summary>The recipients of a notification that have not acknowledged it.</summary>
    public static IEnumerable<string> Unacknowledged(Matter notification) =>
        Members.Texts(notification.Value("recipients"))
            .Except(notification.Then.Where(said => said.RetractedBy is null).Select(said => said.Owner));

    /// <summary>Whether an approval of the plan was not taken back.</summary>
    public static bool IsApproved(Matter plan) => plan.Valid.Any(said => said.Noun == "release-plan-approved");

    static DateTimeOffset? Before(string day, int days) => When.From(day)?.AddDays(-days);
}
