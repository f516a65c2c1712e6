namespace Reintegration.Events.Policy.Change;

/// <summary>A past read that would have been answered otherwise.</summary>
public sealed record ReadChange(
    Guid Access, DateTimeOffset At, AgencyId Agency, string Role, string Door, long EventsGaining, long EventsLosing);

/// <summary>What a bundle would have changed about reads of late.</summary>
/// <param name="Reads">Reads of one case from a seat that were decided again.</param>
/// <param name="Flipped">Those among them that would have been answered otherwise; the first are listed.</param>
/// <param name="IsCutShort">There were more reads than are decided again.</param>
public sealed record AccessEffect(int Days, long Reads, long Flipped, bool IsCutShort, ImmutableArray<ReadChange> Changes);

/// <summary>Decides the reads of some days again, each as the ledger stood when it was made, under two bundles.</summary>
public sealed class AccessReplay(
    ILedger ledger, IAccessLedger access, Catalog catalog, (Bundle Before, Bundle After) bundles)
{
    /// <summary>Reads decided again at most; a case is opened for each.</summary>
    private const int MaxReads = 20_000;

    /// <summary>Flipped reads listed one by one.</summary>
    private const int MaxListed = 500;

    private const int Page = 1_000;

    private readonly Touched touched = Touched.By(bundles.Before, bundles.After, catalog);
    private IReadOnlyList<Recorded> organisationEvents = [];

    public async Task<AccessEffect> Run(int days, DateTimeOffset now, CancellationToken ct)
    {
        organisationEvents = await ledger.ReadCase(null, OrganisationContext.Governing, -1, ct);
        var looks = new List<AccessRecorded>();
        var query = new AccessQuery { From = now.AddDays(-days), Limit = Page };
        while (looks.Count < MaxReads && await access.Read(query, ct) is { Count: > 0 } page)
        {
            looks.AddRange(page.Where(look => look.Record is { Case: not null } read && read.Justification == "seat"));
            query = query with { After = page[^1].Position };
        }

        var changes = new List<ReadChange>();
        foreach (var group in looks.Take(MaxReads).GroupBy(look => look.Record!.Case!.Value))
        {
            var events = await ledger.ReadCase(group.Key, null, -1, ct);
            foreach (var look in group)
                if (Flip(look, events) is { } change) changes.Add(change);
        }

        return new AccessEffect(
            days, Math.Min(looks.Count, MaxReads), changes.Count, looks.Count > MaxReads,
            [.. changes.OrderBy(change => change.At).ThenBy(change => change.Access).Take(MaxListed)]);
    }

    private ReadChange? Flip(AccessRecorded look, IReadOnlyList<Recorded> events)
    {
        var read = look.Record!;
        var at = look.RecordedAt;
        var organisations = organisationEvents.Where(recorded => recorded.Position < read.Position)
            .Aggregate(OrganisationContext.Empty, (context, recorded) => context.Apply(recorded));
        if (organisations.Find(read.Agency) is not { } member) return null;
        var seat = new Seat(
            read.Agency, member.Sector, read.Role, read.Purpose ?? "", read.LegalBasis ?? "", read.Clearance,
            organisations.CertifiedFor(read.Official, at), read.Official);
        if (!touched.Concerns(seat)) return null;
        var known = events.Where(recorded => recorded.Position < read.Position).ToList();
        var context = CaseContext.Fold(read.Case!.Value, known);
        var before = new Decider(bundles.Before, catalog, seat, context, organisations, at);
        var after = new Decider(bundles.After, catalog, seat, context, organisations, at);
        var (gaining, losing) = (0L, 0L);
        foreach (var envelope in known.Select(recorded => recorded.Envelope))
        {
            var type = envelope.MarkedAs ?? envelope.Type;
            if (!touched.Concerns(type)) continue;
            var moved = LevelChange.Between(type, [before.Decide(envelope)], [after.Decide(envelope)]).ToList();
            if (moved.Exists(change => change.IsGain)) gaining++;
            if (moved.Exists(change => !change.IsGain)) losing++;
        }

        return gaining + losing == 0
            ? null
            : new ReadChange(read.Id, at, read.Agency, read.Role, read.Door, gaining, losing);
    }
}
