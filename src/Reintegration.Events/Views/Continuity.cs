using Reintegration.Events.Views.Sheets;

namespace Reintegration.Events.Views;

/// <summary>One rule against the clock: what of a sheet is late or missing at an instant.</summary>
public delegate IEnumerable<Alarm> Watch(Sheet sheet, DateTimeOffset now);

/// <summary>
/// No case, need or action may become ownerless, nothing owed may be forgotten, and silence is not safety (domain.md
/// 6.1, 6.2).
/// </summary>
/// <remarks>
/// Rules look at sheets, so at nothing the seat is not shown; the clock is given. Every alarm names its rule and the
/// events it rests on. How long is too long is a named number here: none of them is law anywhere, all are to be agreed.
/// </remarks>
public static partial class Continuity
{
    /// <summary>All alarms of these rules, the oldest first.</summary>
    public static IEnumerable<Alarm> Of(Sheet sheet, DateTimeOffset now, params ImmutableArray<Watch> rules) =>
        rules.SelectMany(rule => rule(sheet, now))
            .OrderBy(alarm => alarm.Since).ThenBy(alarm => alarm.Rule, StringComparer.Ordinal)
            .ThenBy(alarm => alarm.Events[0], StringComparer.Ordinal);

    /// <summary>A rule for matters that stand past a due day or time of their own.</summary>
    static Watch Due(string rule, Section section, string member, Func<Matter, bool>? when = null) => (sheet, now) =>
        sheet.Standing(section).Where(matter => when?.Invoke(matter) != false)
            .Select(matter => Raise(rule, When.Over(matter.Text(member)), now, matter.Opened.Event))
            .OfType<Alarm>();

    /// <summary>A rule for matters that have stood too long since a time of their own.</summary>
    static Watch Old(string rule, Section section, string member, TimeSpan patience) => (sheet, now) =>
        sheet.Standing(section)
            .Select(matter => Raise(rule, When.Over(matter.Text(member)) + patience, now, matter.Opened.Event))
            .OfType<Alarm>();

    /// <summary>The alarm, when its time has come.</summary>
    static Alarm? Raise(string rule, DateTimeOffset? since, DateTimeOffset now, params ImmutableArray<string> events) =>
        since <= now ? new Alarm(rule, since.Value, events) : null;

    // What is owed and late.

    public static readonly Watch ActionOverdue = Due("action-overdue", Parts.Actions, "dueBy");

    /// <summary>A referral that nobody has accepted or declined in time.</summary>
    public static readonly Watch ReferralUnanswered = Due(
        "referral-unanswered", Parts.Referrals, "dueBy",
        referral => !referral.Valid.Any(said => said.Noun == "service-referral-accepted"));

    /// <summary>An alert of a tag that nobody has cleared for a day.</summary>
    public static readonly Watch AlertUncleared = Old("alert-uncleared", Parts.Alerts, "at", TimeSpan.FromDays(1));

    /// <summary>Two weeks after somebody suspected a breach it is neither confirmed nor dismissed.</summary>
    public static readonly Watch BreachUndecided = Old("breach-undecided", Parts.Breaches, "at", TimeSpan.FromDays(14));

    /// <summary>A permission that nobody has decided a week before the day it is for.</summary>
    public static readonly Watch PermissionUndecided = Old(
        "permission-undecided", Parts.Permissions, "date", TimeSpan.FromDays(-8));

    /// <summary>Leave that was put off, and whose day has come.</summary>
    public static readonly Watch LeaveUndecided = (sheet, now) => sheet.Standing(Parts.Leave)
        .Where(leave => leave.Text("decision") == "deferred")
        .Select(leave => Raise("leave-undecided", When.From(leave.Text("from")), now, leave.Opened.Event))
        .OfType<Alarm>();

    // What has gone stale.

    public static readonly Watch AssessmentExpired = Due("assessment-expired", Parts.Risk, "validUntil");

    public static readonly Watch NeedsReviewOverdue = Due("needs-review-overdue", Parts.Needs, "nextReview");

    public static readonly Watch RiskPlanReviewOverdue = Due("risk-plan-review-overdue", Parts.RiskPlan, "reviewDue");

    public static readonly Watch ReassessmentOverdue = Due("reassessment-overdue", Parts.Reassessments, "dueBy");

    /// <summary>Two agencies say different things until somebody settles it or the panel accepts it.</summary>
    public static readonly Watch ContradictionUnresolved = (sheet, now) => sheet.Standing(Parts.Contradictions)
        .Select(contradiction => Raise(
            "contradiction-unresolved", When.From(contradiction.Opened.RecordedAt), now,
            [.. new[] { contradiction.Opened.Event, contradiction.Opened.Text("targetEvent") }.OfType<string>()]))
        .OfType<Alarm>();

    /// <summary>
    /// Three days to decide whether a piece of intelligence is shared, sanitised or withheld (hard case 2).
    /// </summary>
    static readonly TimeSpan Disposition = TimeSpan.FromHours(72);

    /// <summary>No decision in three days, or the day to look at a withholding again has passed.</summary>
    public static readonly Watch DispositionOverdue = (sheet, now) => sheet.Standing(Parts.Pointers)
        .Select(pointer => Raise(
            "disposition-overdue",
            pointer.Text("reviewBy") is { } review
                ? When.Over(review)
                : When.Over(pointer.Opened.RecordedAt) + Disposition, now, pointer.Opened.Event))
        .OfType<Alarm>();

    // What organisations owe.

    /// <summary>Nobody has said lately that an entry of the directory is still what it says.</summary>
    public static readonly Watch VerificationLapsed = Due("verification-lapsed", Parts.Resource, "verifiedUntil");

    public static readonly Watch CertificateExpired = Due("certificate-expired", Parts.Certificates, "to");

    public static readonly Watch RequestOverdue = Due("request-overdue", Parts.Requests, "dueBy");

    /// <summary>A hold by a day that has passed: what it kept may be erased again.</summary>
    public static readonly Watch HoldEnded = Due("hold-ended", Parts.Holds, "until");

    /// <summary>Every emergency access is reviewed within three days (hard case 12).</summary>
    public static readonly Watch EmergencyAccessUnreviewed = Due(
        "emergency-access-unreviewed", Parts.EmergencyAccess, "reviewBy");

    /// <summary>A desk that has not dealt with a hit in time, whatever its answer would be.</summary>
    public static readonly Watch HitUnanswered = Due("hit-unanswered", Parts.Hits, "answerBy");
}
