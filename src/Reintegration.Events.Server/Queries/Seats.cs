namespace Reintegration.Events.Server.Queries;

/// <summary>Finds the seat a read is made from: token, headers and the case's own team events together.</summary>
public static class Seats
{
    /// <summary>What a case read says of itself before any case is looked at: purpose and legal basis.</summary>
    public sealed record Grounds(Member Member, string Purpose, string LegalBasis, string? Role);

    /// <summary>Checks purpose and legal basis; the answer depends on the request and the enrolment alone.</summary>
    public static (Grounds? Grounds, Problem? Problem) GroundsOf(
        HttpRequest request, Requester requester, OrganisationContext organisation, Bundle bundle, DateTimeOffset now)
    {
        var (member, stranger) = organisation.MemberAt(requester.Agency, now);
        if (member is null) return (null, stranger);
        var purpose = request.Headers["Purpose"].ToString();
        if (purpose.Length == 0) return (null, Problems.PurposeMissing);
        if (!Vocabulary.Purposes.Contains(purpose) || !member.AuthorisedPurposes.Contains(purpose))
            return (null, Problems.PurposeWrong);
        var basis = request.Headers["Legal-Basis"].ToString();
        if (basis.Length > 0 && !Vocabulary.LegalBases.Contains(basis))
            return (null, Problems.LegalBasisUndefined.At("Legal-Basis", "Is not a word of the legalBases list."));
        if (basis.Length == 0) basis = bundle.TryLegalBasis(member.Sector, purpose, out var standard) ? standard : "";
        if (basis.Length == 0) return (null, Problems.LegalBasisUndefined);
        var role = request.Headers["Seat"].ToString();
        return (new Grounds(member, purpose, basis, role.Length == 0 ? null : role), null);
    }

    /// <summary>
    /// The requester's live seat on the case; <see cref="Problems.NotFound"/> when there is none to be had.
    /// </summary>
    /// <param name="breaksGlass">A live emergency access counts as a seat: for reads of one case, recorded one by one.</param>
    public static (Seat? Seat, Problem? Problem) SeatOf(
        Requester requester, Grounds grounds, CaseMoment moment, OrganisationContext organisation, bool breaksGlass = false)
    {
        var held = moment.LiveSeats
            .Where(seat => seat.Agency == requester.Agency && seat.Official == requester.Official && requester.Has(seat.Role))
            .Where(seat => grounds.Role is null || seat.Role == grounds.Role)
            .Select(seat => seat.Role).Distinct().ToList();
        var emergency = requester.Has(EmergencyAccess.Role) && (grounds.Role is null or EmergencyAccess.Role)
            ? moment.EmergencyOf(requester.Agency, requester.Official)
            : null;
        if (emergency is not null && breaksGlass && !held.Contains(EmergencyAccess.Role)) held.Add(EmergencyAccess.Role);
        if (held.Count == 0) return (null, Problems.NotFound);
        if (held.Count > 1) return (null, Problems.SeatAmbiguous);
        var seat = new Seat(
            requester.Agency, grounds.Member.Sector, held[0], grounds.Purpose, grounds.LegalBasis, requester.Clearance,
            organisation.CertifiedFor(requester.Official, moment.Now), requester.Official);
        if (emergency is not null && breaksGlass && seat.Role == EmergencyAccess.Role && moment.HarmFor(seat, organisation))
            return (seat with { BreaksGlass = true }, null);
        return moment.IsSeated(seat) ? (seat, null) : (null, Problems.NotFound);
    }
}
