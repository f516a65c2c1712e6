using Reintegration.Events.Views.Sheets;

namespace Reintegration.Events.Views;

// Silence is not safety: who was expected to be heard of, and was not.
public static partial class Continuity
{
    /// <summary>A first appointment is known of the day after it, whether it was kept or missed.</summary>
    static readonly TimeSpan FirstReportPatience = TimeSpan.FromDays(1);

    /// <summary>Under supervision somebody is met, or is missed, at least once in four weeks.</summary>
    public static readonly TimeSpan ContactPatience = TimeSpan.FromDays(28);

    /// <summary>A service that took somebody on says within six weeks whether they come.</summary>
    public static readonly TimeSpan ServicePatience = TimeSpan.FromDays(42);

    /// <summary>An agency on a case that says nothing for two months may have lost sight of it.</summary>
    public static readonly TimeSpan AgencyPatience = TimeSpan.FromDays(60);

    /// <summary>Nobody has said whether the first appointment after release was kept.</summary>
    public static readonly Watch FirstReportingUnheard = (sheet, now) =>
        sheet.Latest(Parts.Released) is { } released
        && When.From(released.Text("at")) is var from
        && !Meetings(sheet).Any(meeting => meeting.At >= from)
        && Raise(
            "first-reporting-unheard", When.Over(released.Text("firstReportingAt")) + FirstReportPatience, now,
            released.Opened.Event) is { } alarm
            ? [alarm]
            : [];

    /// <summary>Somebody under supervision was neither met nor missed for too long.</summary>
    public static readonly Watch ContactSilence = (sheet, now) =>
    {
        if (sheet.Latest(Parts.Supervision) is not { } supervision) return [];
        if (When.Over(supervision.Text("end")) <= now) return [];
        var last = Meetings(sheet).OrderBy(meeting => meeting.At).LastOrDefault();
        var since = When.Later(When.From(supervision.Text("start")), last.At) + ContactPatience;
        return Raise("contact-silence", since, now, last.Event ?? supervision.Opened.Event) is { } alarm ? [alarm] : [];
    };

    /// <summary>A service accepted a referral and has said nothing of attendance since.</summary>
    public static readonly Watch ServiceSilence = (sheet, now) =>
        from referral in sheet.Standing(Parts.Referrals)
        let accepted = referral.Valid.LastOrDefault(said => said.Noun == "service-referral-accepted")
        where accepted is not null
        let last = sheet.Of(Parts.Participation).FindLast(report =>
            report.Stands && report.Opened.Owner == accepted.Owner)
        let heard = When.Later(When.From(accepted.Text("firstDay")), When.From(last?.Opened.HappenedAt))
        let since = heard + ServicePatience
        let alarm = Raise("service-silent", since, now, accepted.Event)
        where alarm is not null
        select alarm;

    /// <summary>An agency on the case of which nothing was heard for too long, as far as the seat is shown.</summary>
    public static readonly Watch AgencySilence = (sheet, now) =>
        from place in sheet.Standing(Parts.Agencies)
        let agency = place.Text("agency")
        where agency is not null && !(When.Over(place.Text("to")) <= now)
        let heard = sheet.LastHeard.GetValueOrDefault(agency)
        let since = When.Later(When.From(place.Text("from")), When.From(heard?.RecordedAt)) + AgencyPatience
        let alarm = Raise("agency-silent", since, now, heard?.Event ?? place.Opened.Event)
        where alarm is not null
        select alarm;

    static IEnumerable<(DateTimeOffset? At, string Event)> Meetings(Sheet sheet) =>
        sheet.Standing(Parts.Contacts).Select(met => (When.From(met.Text("at")), met.Opened.Event))
            .Concat(sheet.Standing(Parts.Missed)
                .Select(missed => (When.From(missed.Text("expectedAt")), missed.Opened.Event)));
}
