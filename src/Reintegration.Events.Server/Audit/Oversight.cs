using Reintegration.Events.Server.Queries;

namespace Reintegration.Events.Server.Audit;

/// <summary>The auditor's own looks: decided by the same policy, recorded like everyone's.</summary>
public sealed class Oversight(AppParts parts, ILedger ledger, CaseFiles files, Release release, Bundle bundle, Catalog catalog, ServerKeys keys, TimeProvider clock)
{
    const string Purpose = "oversight";

    /// <summary>What an auditor's question needs: the head it is answered from, and the seat it is asked from.</summary>
    public sealed record Look(LedgerHead Head, Seat Seat, OrganisationContext Organisation, DateTimeOffset Now);

    /// <summary>Answers a question and records it; the answer says what of it was content.</summary>
    public Task<Answer> Through(
        HttpContext context, string door, CaseId? @case, ImmutableSortedDictionary<string, string> query,
        Func<Look, CancellationToken, Task<(Answer Answer, ImmutableArray<Released> Released)>> answer, CancellationToken ct)
    {
        var requester = context.Requester;
        return release.Through(async token =>
        {
            var head = await ledger.Head(token);
            var organisation = await files.Organisation(token);
            var record = Record(requester, door, @case, query, head);
            if (organisation.Find(requester.Agency) is not { Sector: Sector.Oversight } member)
                return new Draft(Answer.Of(Problems.RoleNotAllowed), record);
            bundle.TryLegalBasis(member.Sector, Purpose, out var basis);
            var seat = new Seat(requester.Agency, member.Sector, "auditor", Purpose, basis, requester.Clearance, [], requester.Official);
            var (body, released) = await answer(new Look(head, seat, organisation, clock.GetUtcNow()), token);
            return new Draft(body, record with
            {
                LegalBasis = basis,
                Outcome = body.Status == StatusCodes.Status200OK ? AccessOutcome.Released : AccessOutcome.Refused,
                Released = released,
            });
        }, ct);
    }

    /// <summary>What the auditor may know of each event, in the order given; null where not even existence.</summary>
    public async Task<List<Disclosure?>> Disclose(IReadOnlyList<Recorded> events, Look look, CancellationToken ct)
    {
        var deciders = new Dictionary<string, Decider>(StringComparer.Ordinal);
        List<Disclosure?> disclosures = [];
        foreach (var recorded in events)
        {
            var key = recorded.Envelope.Case?.ToString() ?? "";
            if (!deciders.TryGetValue(key, out var decider))
            {
                var standing = recorded.Envelope.Case is { } @case ? await files.Stand(@case, ct) : null;
                deciders[key] = decider = new Decider(bundle, catalog, look.Seat, standing?.Context, look.Organisation, look.Now);
            }

            disclosures.Add(Disclosure.Of(recorded, decider.Decide(recorded.Envelope), keys.Pseudonym));
        }

        return disclosures;
    }

    AccessRecord Record(Requester requester, string door, CaseId? @case, ImmutableSortedDictionary<string, string> query, LedgerHead head) => new()
    {
        Id = parts.NewId(),
        Official = requester.Official,
        Agency = requester.Agency,
        Role = "auditor",
        Purpose = Purpose,
        Clearance = requester.Clearance,
        Client = requester.Client,
        Justification = "oversight",
        Door = door,
        Case = @case,
        Query = query,
        Position = head.Size,
        Bundle = bundle.Hash,
        Epoch = head.Epoch,
        Outcome = AccessOutcome.Refused,
    };
}
