using System.Collections.Concurrent;

namespace Reintegration.Events.Server.Queries;

/// <summary>
/// One case as of one head of the ledger: every owner's events, before anything is decided about them.
/// </summary>
/// <param name="Head">Read before the events, so that a fence raised since is noticed when the access record is
/// written.</param>
public sealed record CaseFile(CaseId Case, LedgerHead Head, IReadOnlyList<Recorded> Events, CaseContext Context)
{
    /// <summary>The case as the ledger knew it at an instant (the recorded clock).</summary>
    public CaseFile KnownAt(DateTimeOffset instant)
    {
        var then = Events.Where(recorded => recorded.RecordedAt <= instant).ToList();
        return this with { Events = then, Context = CaseContext.Fold(Case, then) };
    }
}

/// <summary>A case context, with what a guard on it must say.</summary>
/// <param name="Position">Of the last event folded; -1 before the first.</param>
/// <param name="GoverningVersions">Version of each owner's last governing event on the case.</param>
public sealed record Standing(CaseContext Context, long Position, ImmutableDictionary<AgencyId, long> GoverningVersions)
{
    public static Standing Empty(CaseId @case) =>
        new(new CaseContext(@case), -1, ImmutableDictionary<AgencyId, long>.Empty);

    public Standing Apply(Recorded recorded) => new(
        Context.Apply(recorded), recorded.Position, GoverningVersions.SetItem(
            recorded.Envelope.Owner, recorded.Version));

    /// <summary>Holds the owner's governing events of this case to what was read here.</summary>
    public Guard GuardOn(AgencyId owner) =>
        new(new StreamId(owner, Context.Case), GoverningVersions.GetValueOrDefault(owner));
}

/// <summary>
/// Reads cases and contexts from the ledger; keeps contexts in memory and catches them up on every use.
/// </summary>
/// <remarks>
/// A context is a pure fold, so a kept one plus the events after it equals a fresh one. The catch-up reads the ledger
/// each
/// time: nothing here can be stale, only cheaper than starting over.
/// </remarks>
public sealed class CaseFiles(ILedger ledger)
{
    /// <summary>
    /// Contexts kept in memory; a few kilobytes each. Beyond it the store is emptied and fills again.
    /// </summary>
    const int MaxKept = 20_000;

    readonly ConcurrentDictionary<CaseId, Standing> _cases = new();
    OrganisationSoFar _organisation = new(OrganisationContext.Empty, -1);

    sealed record OrganisationSoFar(OrganisationContext Context, long Position);

    /// <summary>Enrolments, certificates and activations up to now.</summary>
    public async Task<OrganisationContext> Organisation(CancellationToken ct)
    {
        var kept = _organisation;
        var news = await ledger.ReadCase(null, OrganisationContext.Governing, kept.Position, ct);
        if (news.Count == 0) return kept.Context;
        var next = new OrganisationSoFar(
            news.Aggregate(kept.Context, (context, recorded) => context.Apply(recorded)), news[^1].Position);
        Interlocked.CompareExchange(ref _organisation, next, kept);
        return next.Context;
    }

    /// <summary>Enrolments, certificates and activations as they were known at an instant.</summary>
    public async Task<OrganisationContext> OrganisationAt(DateTimeOffset instant, CancellationToken ct)
    {
        var events = await ledger.ReadCase(null, OrganisationContext.Governing, -1, ct);
        return events.Where(recorded => recorded.RecordedAt <= instant)
            .Aggregate(OrganisationContext.Empty, (context, recorded) => context.Apply(recorded));
    }

    /// <summary>How a case stands now; one without a lead means that there is no such case.</summary>
    public async Task<Standing> Stand(CaseId @case, CancellationToken ct)
    {
        var kept = _cases.TryGetValue(@case, out var found) ? found : Standing.Empty(@case);
        var news = await ledger.ReadCase(@case, CaseContext.Governing, kept.Position, ct);
        if (news.Count == 0) return kept;
        var next = news.Aggregate(kept, (standing, recorded) => standing.Apply(recorded));
        if (_cases.Count >= MaxKept) _cases.Clear();
        _cases[@case] = next;
        return next;
    }

    /// <summary>The whole case; without events there is no such case.</summary>
    public async Task<CaseFile> Open(CaseId @case, CancellationToken ct)
    {
        var head = await ledger.Head(ct);
        var events = await ledger.ReadCase(@case, null, -1, ct);
        return new CaseFile(@case, head, events, CaseContext.Fold(@case, events));
    }
}
