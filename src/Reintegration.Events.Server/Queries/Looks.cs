namespace Reintegration.Events.Server.Queries;

/// <summary>
/// Begins the record of a look: who, from where, at what. Refused until something is decided to leave.
/// </summary>
public sealed class Looks(AppParts parts)
{
    public AccessRecord Begin(
        Bundle bundle, Requester requester, string role, string purpose, string legalBasis, string justification,
        string door, CaseId? @case, ImmutableSortedDictionary<string, string> query, LedgerHead head) => new()
        {
            Id = parts.NewId(),
            Official = requester.Official,
            Agency = requester.Agency,
            Role = role,
            Purpose = purpose,
            LegalBasis = legalBasis,
            Clearance = requester.Clearance,
            Client = requester.Client,
            Justification = justification,
            Door = door,
            Case = @case,
            Query = query,
            Position = head.Size,
            Bundle = bundle.Hash,
            Epoch = head.Epoch,
            Outcome = AccessOutcome.Refused,
        };
}

/// <summary>Discloses events of many cases to one seat: a decider per case, each made once.</summary>
public sealed class ManyCases(Catalog catalog, ServerKeys keys, CaseFiles files)
{
    /// <summary>What the seat may know of each event, in the order given; null where not even existence.</summary>
    public async Task<List<Disclosure?>> Disclose(
        IReadOnlyList<Recorded> events, Seat seat, Bundle bundle, OrganisationContext organisation, DateTimeOffset now,
        CancellationToken ct, Proving proving = Proving.Nothing)
    {
        var deciders = new Dictionary<StreamId, Decider>();
        List<Disclosure?> disclosures = [];
        foreach (var recorded in events)
        {
            var of = recorded.Envelope.Stream with { Owner = seat.Agency };
            if (!deciders.TryGetValue(of, out var decider))
            {
                var standing = of.Case is { } @case ? await files.Stand(@case, ct) : null;
                deciders[of] = decider = new Decider(bundle, catalog, seat, standing?.Context, organisation, now);
            }

            disclosures.Add(Disclosure.Of(recorded, decider.Decide(recorded.Envelope), keys.Pseudonym, proving));
        }

        return disclosures;
    }
}
