namespace Reintegration.Events.Server.Tests.TwoWorlds;

/// <summary>A ledger that passes everything on, for those who want to change one thing of it.</summary>
abstract class PassingLedger(ILedger inner) : ILedger
{
    protected ILedger Inner => inner;

    public virtual Task<IReadOnlyList<Recorded>> ReadCase(
        CaseId? @case, IReadOnlySet<string>? types, long after, CancellationToken ct) => inner.ReadCase(@case, types, after, ct);
    public virtual Task<IReadOnlyList<Recorded>> ReadOwner(
        AgencyId owner, CaseId? @case, long after, int limit, CancellationToken ct) =>
        inner.ReadOwner(owner, @case, after, limit, ct);
    public virtual Task<AppendOutcome> Append(Command command, CancellationToken ct) => inner.Append(command, ct);
    public virtual Task<IReadOnlyDictionary<EventName, KnownEvent>> Known(
        IReadOnlyCollection<EventName> names, CancellationToken ct) => inner.Known(names, ct);
    public virtual Task<IReadOnlyList<CaseId>> CasesByLabel(string type, string label, string value, CancellationToken ct) =>
        inner.CasesByLabel(type, label, value, ct);
    public virtual IAsyncEnumerable<Recorded> Read(long after, CancellationToken ct) => inner.Read(after, ct);
    public virtual Task<IReadOnlyList<Recorded>> ReadGoverning(
        CaseId @case, IReadOnlySet<string> types, long after, long governingVersions, CancellationToken ct) =>
        inner.ReadGoverning(@case, types, after, governingVersions, ct);
    public virtual Task<Recorded?> Find(EventName name, CancellationToken ct) => inner.Find(name, ct);
    public IAsyncEnumerable<ReadOnlyMemory<byte>> Leaves(long after, CancellationToken ct) => inner.Leaves(after, ct);
    public Task<LedgerHead> Head(CancellationToken ct) => inner.Head(ct);
    public Task<ILookup<long, (string Name, string Value)>> LabelRows(long after, long upTo, CancellationToken ct) =>
        inner.LabelRows(after, upTo, ct);
    public Task<IReadOnlyList<Expunged>> Expunged(long after, long upTo, CancellationToken ct) =>
        inner.Expunged(after, upTo, ct);
    public Task<IReadOnlyList<Expunged>> Expunged(CaseId @case, CancellationToken ct) => inner.Expunged(@case, ct);
    public long LastErasure => inner.LastErasure;
    public Task Erase(CancellationToken ct) => inner.Erase(ct);
}
