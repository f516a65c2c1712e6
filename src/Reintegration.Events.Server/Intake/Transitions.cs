using Reintegration.Events.Events.Coordination;

namespace Reintegration.Events.Server.Intake;

/// <summary>What must already be true for an event that moves a case: the last check before the append.</summary>
/// <remarks>
/// Reads the case context and the enrolments. INVARIANT: nothing here depends on an event the
/// poster is not shown, so a refusal can tell nothing about one.
/// </remarks>
public static class Transitions
{
    public static Problem? Check(
        EventType type, Submission submission, StreamId stream, CaseMoment? moment, OrganisationContext organisation) =>
        type.Name switch
        {
            "reintegration.coordination.case-agency-joined.v1" =>
                Joining(submission, stream.Owner, moment!, organisation),
            "reintegration.coordination.case-agency-left.v1" => Parting(submission, stream.Owner, moment!),
            "reintegration.coordination.case-closed.v1" => Closing(stream.Owner, moment!),
            "reintegration.coordination.case-reopened.v1" => Reopening(stream.Owner, moment!),
            "reintegration.coordination.lead-transferred.v1" =>
                Transferring(submission, stream.Owner, moment!, organisation),
            "reintegration.coordination.case-seat-left.v1" => Leaving(submission, stream.Owner, moment!),
            "reintegration.governance.consent-given.v1" => Enrolled(submission, "recipients", organisation),
            "reintegration.governance.consent-withdrawn.v1" => Enrolled(submission, "recipients", organisation),
            "reintegration.intelligence.intelligence-advisory-issued.v1" => Addressing(submission, organisation),
            "reintegration.governance.recipient-notified-of-change.v1" => Notifying(submission, organisation),
            LedgerSucceeded.WireName => Problems.IllegalTransition.At(
                "/type", "Is recorded by two operators with 'reintegration ledger succeed', when the end of a ledger was lost."),
            _ => null,
        };

    static Problem? Joining(Submission submission, AgencyId poster, CaseMoment moment, OrganisationContext organisation)
    {
        if (poster != moment.Lead)
            return Problems.IllegalTransition.At("/type", "Only the lead agency says which agencies are on the case.");
        var agency = AgencyId.Parse(submission.Facts.GetProperty("agency").GetString()!);
        if (organisation.Find(agency) is not { } member)
            return Problems.UnknownCode.At("/data/facts/agency", "Is not the id of an enrolled agency.");
        return member.Sector == Sector.Intelligence
            ? Problems.IllegalTransition.At("/data/facts/agency", "An intelligence agency joins a case by its own act.")
            : null;
    }

    static Problem? Parting(Submission submission, AgencyId poster, CaseMoment moment)
    {
        if (poster != moment.Lead)
            return Problems.IllegalTransition.At("/type", "Only the lead agency says which agencies are on the case.");
        var agency = AgencyId.Parse(submission.Facts.GetProperty("agency").GetString()!);
        if (agency == moment.Lead)
            return Problems.IllegalTransition.At("/data/facts/agency", "The lead cannot leave its case; it transfers the lead first.");
        // Intelligence joins by its own act, so the lead can neither see nor end its place.
        return moment.OnCase.Contains(agency)
            ? null
            : Problems.IllegalTransition.At("/data/facts/agency", "Is not on the case.");
    }

    static Problem? Closing(AgencyId poster, CaseMoment moment) =>
        poster != moment.Lead ? Problems.IllegalTransition.At("/type", "Only the lead agency closes a case.")
        : moment.IsClosed ? Problems.IllegalTransition.At("/type", "The case is closed already.")
        : null;

    static Problem? Reopening(AgencyId poster, CaseMoment moment) =>
        poster != moment.Lead ? Problems.IllegalTransition.At("/type", "Only the lead agency reopens a case.")
        : !moment.IsClosed ? Problems.IllegalTransition.At("/type", "The case is not closed.")
        : null;

    /// <summary>Offered by the lead to an agency on the case that can lead one; taken by that agency, for itself.</summary>
    static Problem? Transferring(
        Submission submission, AgencyId poster, CaseMoment moment, OrganisationContext organisation)
    {
        const string pointer = "/data/facts/toAgency";
        var agency = AgencyId.Parse(submission.Facts.GetProperty("toAgency").GetString()!);
        if (poster != moment.Lead)
            return agency == poster && moment.OfferedTo == poster
                ? null
                : Problems.IllegalTransition.At(pointer, "The lead offers its case first; then the agency it names takes it.");
        return agency != poster && moment.OnCase.Contains(agency)
            && organisation.Find(agency)?.Sector is Sector.Prison or Sector.Probation
                ? null
                : Problems.IllegalTransition.At(pointer, "Another prison or probation agency on the case is expected.");
    }

    static Problem? Leaving(Submission submission, AgencyId poster, CaseMoment moment)
    {
        var (official, role) = (submission.Facts.GetProperty("official").GetString(), submission.Facts.GetProperty("role").GetString());
        return moment.LiveSeats.Any(seat => seat.Agency == poster && seat.Official == official && seat.Role == role)
            ? null
            : Problems.IllegalTransition.At("/data/facts/official", "Holds no such seat of your agency on this case.");
    }

    /// <summary>
    /// An advisory is for those who manage the case; community bodies are never addressed (domain.md 3.5, 1).
    /// </summary>
    static Problem? Addressing(Submission submission, OrganisationContext organisation)
    {
        if (Enrolled(submission, "recipients", organisation) is { } unknown) return unknown;
        var recipients = submission.Facts.GetProperty("recipients").EnumerateArray().ToList();
        for (var index = 0; index < recipients.Count; index++)
            if (organisation.Find(AgencyId.Parse(recipients[index].GetString()!))!.Sector is Sector.Community)
                return Problems.IllegalTransition.At(
                    $"/data/facts/recipients/{index}",
                    "Intelligence is never addressed to a community organisation; the police may issue a safety instruction.");
        return null;
    }

    static Problem? Notifying(Submission submission, OrganisationContext organisation) =>
        organisation.Find(AgencyId.Parse(submission.Facts.GetProperty("recipient").GetString()!)) is null
            ? Problems.UnknownCode.At("/data/facts/recipient", "Is not the id of an enrolled agency.")
            : null;

    static Problem? Enrolled(Submission submission, string member, OrganisationContext organisation)
    {
        if (!submission.Facts.TryGetProperty(member, out var list)) return null;
        var unknown = list.EnumerateArray()
            .Select((agency, index) => (Pointer: $"/data/facts/{member}/{index}", Agency: AgencyId.Parse(agency.GetString()!)))
            .Where(item => organisation.Find(item.Agency) is null)
            .Select(item => (item.Pointer, "Is not the id of an enrolled agency.")).ToList();
        return unknown.Count == 0 ? null : Problems.UnknownCode.With(unknown);
    }
}
