using Reintegration.Events.Views.Sheets;

namespace Reintegration.Events.Views;

// Who answers for it now: handovers offered, accepted, refused, and agencies that left.
public static partial class Continuity
{
    const string Accepted = "handover-accepted";
    const string Refused = "handover-refused";

    public static readonly Watch HandoverOverdue = Due("handover-overdue", Parts.Handovers, "dueBy");

    /// <summary>Refused, and nobody has been offered the same since, or has taken it.</summary>
    public static readonly Watch HandoverRefused = (sheet, now) => sheet.Of(Parts.Handovers)
        .Where((handover, at) => Answer(handover, Refused) is not null
            && !sheet.Of(Parts.Handovers).Skip(at + 1).Any(later =>
                later.Text("scope") == handover.Text("scope") && Answer(later, Refused) is null))
        .Select(handover => Raise(
            "handover-refused", When.From(Answer(handover, Refused)!.Text("at")), now,
            [.. handover.Valid.Select(said => said.Event)]))
        .OfType<Alarm>();

    /// <summary>
    /// Who accepts answers for what the acceptance lists and for nothing else: what was offered and is not in it, or in
    /// any other acceptance or standing offer, has no owner after the handover.
    /// </summary>
    public static readonly Watch LeftBehind = (sheet, now) => sheet.Of(Parts.Handovers)
        .Where(handover => handover.Opened.Noun != Accepted)
        .SelectMany(handover => Answer(handover, Accepted) is { } accepted
            ? Left(sheet, handover, accepted, "need-without-owner", "openNeeds", now)
                .Concat(Left(sheet, handover, accepted, "action-without-owner", "openActions", now))
            : []);

    /// <summary>Released, and no other agency has taken over the case by then.</summary>
    public static readonly Watch ReleasedWithoutHandover = (sheet, now) =>
        sheet.Latest(Parts.Released) is { } released
        && !sheet.Of(Parts.Handovers).Any(handover =>
            handover.Text("scope") == "case-management" && Answer(handover, Accepted) is not null)
        && Raise("released-without-handover", When.From(released.Text("at")), now, released.Opened.Event) is { } alarm
            ? [alarm]
            : [];

    /// <summary>An agency has left the case and still owes actions or services.</summary>
    public static readonly Watch OwnerLeft = (sheet, now) =>
        from place in sheet.Of(Parts.Agencies)
        let agency = place.Text("agency")
        let left = When.From(place.Text("to"))
        where agency is not null && left is not null && IsLast(sheet, place, agency)
        from matter in sheet.Standing(Parts.Actions).Where(action => action.Text("agency") == agency)
            .Concat(sheet.Standing(Parts.Mentors).Where(mentor => mentor.Opened.Owner == agency))
            .Concat(sheet.Standing(Parts.Referrals).Where(referral =>
                referral.Valid.Any(said => said.Noun == "service-referral-accepted" && said.Owner == agency)))
        let alarm = Raise("owner-left", left, now, matter.Opened.Event, place.Valid.Last().Event)
        where alarm is not null
        select alarm;

    static bool IsLast(Sheet sheet, Matter place, string agency) =>
        ReferenceEquals(sheet.Of(Parts.Agencies).FindLast(other => other.Text("agency") == agency), place);

    static Statement? Answer(Matter handover, string noun) => handover.Valid.LastOrDefault(said => said.Noun == noun);

    static IEnumerable<Alarm> Left(
        Sheet sheet, Matter handover, Statement accepted, string rule, string member, DateTimeOffset now)
    {
        var owned = sheet.Of(Parts.Handovers)
            .SelectMany(other => other.Stands
                ? other.Valid
                : other.Valid.Where(said => said.Noun == Accepted))
            .SelectMany(said => Listed(said, member)).ToHashSet(StringComparer.Ordinal);
        return Listed(handover.Opened, member).Where(name => !owned.Contains(name) && !IsDone(sheet, name))
            .Select(name => Raise(
                rule, When.From(accepted.Text("at")), now, name, handover.Opened.Event, accepted.Event))
            .OfType<Alarm>();
    }

    static IEnumerable<string> Listed(Statement said, string member) =>
        Members.Texts(said.Facts.TryGetValue(member, out var list) ? list : null);

    /// <summary>A gap that was closed or an action that was completed needs no owner.</summary>
    static bool IsDone(Sheet sheet, string name) =>
        sheet.Of(Parts.Gaps).Concat(sheet.Of(Parts.Actions))
            .Any(matter => matter.Opened.Event == name && !matter.Stands);
}
