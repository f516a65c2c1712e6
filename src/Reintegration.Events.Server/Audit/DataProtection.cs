using Reintegration.Events.Server.Queries;

namespace Reintegration.Events.Server.Audit;

/// <summary>Looks by an agency's own data protection officer at what is the agency's own.</summary>
public sealed class DataProtection(
    Looks looks, ILedger ledger, CaseFiles files, Release release, Bundles bundles, TimeProvider clock)
{
    public const string Role = "data-protection-officer";
    const string Purpose = "rights-request";

    public sealed record Look(Seat Seat, Bundle Bundle, OrganisationContext Organisation, DateTimeOffset Now);

    public async Task<Answer> Through(
        HttpContext context, string door, CaseId? @case, ImmutableSortedDictionary<string, string> query, string justification,
        Func<Look, CancellationToken, Task<(Answer Answer, ImmutableArray<Released> Released)>> answer, CancellationToken ct)
    {
        var requester = context.Requester;
        var enrolled = await files.Organisation(ct);
        if (enrolled.Find(requester.Agency) is not { } member) return Answer.Of(Problems.AgencyNotEnrolled);
        if (enrolled.Agreements.IsSuspended(requester.Agency, clock.GetUtcNow())) return Answer.Of(Problems.AgencySuspended);
        return await release.Through(async token =>
        {
            var head = await ledger.Head(token);
            var organisation = await files.Organisation(token);
            var now = clock.GetUtcNow();
            var bundle = await bundles.At(organisation, now, token);
            bundle.TryLegalBasis(member.Sector, Purpose, out var basis);
            var seat = new Seat(
                requester.Agency, member.Sector, Role, Purpose, basis ?? "", requester.Clearance, [], requester.Official);
            var (body, released) = await answer(new Look(seat, bundle, organisation, now), token);
            return new Draft(body, looks.Begin(
                bundle, requester, Role, Purpose, seat.LegalBasis, justification, door, @case, query, head) with
            {
                Outcome = body.Status == StatusCodes.Status200OK ? AccessOutcome.Released : AccessOutcome.Refused,
                Released = released,
            });
        }, ct);
    }
}
