using Reintegration.Events.Server.Queries;

namespace Reintegration.Events.Server.Audit;

/// <summary>The auditor's own looks: decided by the same policy, recorded like everyone's.</summary>
public sealed class Oversight(
    Looks looks, ManyCases cases, ILedger ledger, CaseFiles files, Release release, Bundles bundles, TimeProvider clock)
{
    const string Purpose = "oversight";
    const string Role = "auditor";

    /// <summary>
    /// What an auditor's question needs: the head it is answered from, and the seat it is asked from.
    /// </summary>
    public sealed record Look(
        LedgerHead Head, Seat Seat, Bundle Bundle, OrganisationContext Organisation, DateTimeOffset Now);

    /// <summary>Answers a question and records it; the answer says what of it was content.</summary>
    public Task<Answer> Through(
        HttpContext context, string door, CaseId? @case, ImmutableSortedDictionary<string, string> query,
        Func<Look, CancellationToken, Task<(
            Answer Answer, ImmutableArray<Released> Released)>> answer, CancellationToken ct)
    {
        var requester = context.Requester;
        return release.Through(async token =>
        {
            var head = await ledger.Head(token);
            var organisation = await files.Organisation(token);
            var now = clock.GetUtcNow();
            var bundle = await bundles.At(organisation, now, token);
            var record = looks.Begin(bundle, requester, Role, Purpose, "", Purpose, door, @case, query, head);
            var (member, stranger) = organisation.OversightAt(requester.Agency, now);
            if (member is null) return new Draft(Answer.Of(stranger!), record);
            bundle.TryLegalBasis(member.Sector, Purpose, out var basis);
            var seat = new Seat(
                requester.Agency, member.Sector, Role, Purpose, basis, requester.Clearance, [], requester.Official);
            var (body, released) = await answer(new Look(head, seat, bundle, organisation, now), token);
            return new Draft(body, record with
            {
                LegalBasis = basis,
                Outcome = body.Status == StatusCodes.Status200OK ? AccessOutcome.Released : AccessOutcome.Refused,
                Released = released,
            });
        }, ct);
    }

    /// <summary>What the auditor may know of each event, in the order given; null where not even existence.</summary>
    public Task<List<Disclosure?>> Disclose(
        IReadOnlyList<Recorded> events, Look look, CancellationToken ct, Proving proving = Proving.Nothing) =>
        cases.Disclose(events, look.Seat, look.Bundle, look.Organisation, look.Now, ct, proving);
}
