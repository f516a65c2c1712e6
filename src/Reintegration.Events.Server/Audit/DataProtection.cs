using Reintegration.Events.Server.Queries;

namespace Reintegration.Events.Server.Audit;

/// <summary>Looks by an agency's own data protection officer at what is the agency's own.</summary>
public sealed class DataProtection(
    Looks looks, ILedger ledger, CaseFiles files, Release release, Bundles bundles, TimeProvider clock)
{
    public const string Role = "data-protection-officer";
    const string Purpose = "rights-request";

    public sealed record Look(Seat Seat, Bundle Bundle, OrganisationContext Organisation, DateTimeOffset Now);

    /// <summary>Answers a question and records it; the answer says what of it was content.</summary>
    public Task<Answer> Through(
        HttpContext context, string door, CaseId? @case, ImmutableSortedDictionary<string, string> query, string justification,
        Func<Look, CancellationToken, Task<(Answer Answer, ImmutableArray<Released> Released)>> answer, CancellationToken ct)
    {
        var requester = context.Requester;
        return release.Through(async token =>
        {
            var head = await ledger.Head(token);
            var organisation = await files.Organisation(token);
            var now = clock.GetUtcNow();
            var bundle = await bundles.At(organisation, now, token);
            var record = looks.Begin(bundle, requester, Role, Purpose, "", justification, door, @case, query, head);
            var (member, stranger) = organisation.MemberAt(requester.Agency, now);
            if (member is null) return new Draft(Answer.Of(stranger!), record);
            bundle.TryLegalBasis(member.Sector, Purpose, out var basis);
            var seat = new Seat(
                requester.Agency, member.Sector, Role, Purpose, basis ?? "", requester.Clearance, [], requester.Official);
            var (body, released) = await answer(new Look(seat, bundle, organisation, now), token);
            return new Draft(body, record with
            {
                LegalBasis = seat.LegalBasis,
                Outcome = body.Status == StatusCodes.Status200OK ? AccessOutcome.Released : AccessOutcome.Refused,
                Released = released,
            });
        }, ct);
    }
}
