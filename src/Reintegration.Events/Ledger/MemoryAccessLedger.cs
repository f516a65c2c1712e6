using System.Runtime.CompilerServices;

namespace Reintegration.Events.Ledger;

/// <summary>An access ledger that lasts as long as the process.</summary>
/// <param name="ledger">This ledger's id: 32 lower-case hexadecimal digits, other than the events ledger's.</param>
/// <param name="events">The ledger whose fence epoch decides whether an answer may still leave.</param>
public sealed class MemoryAccessLedger(
    string ledger, ILedger events, TimeProvider clock, IKeyStore keys, RandomSource random) : IAccessLedger, IExposures
{
    readonly Lock _gate = new();
    readonly AccessSealer _sealer = new(ledger, keys, random);
    readonly List<Row> _rows = [];
    readonly MerkleFrontier _tree = new();
    readonly MemoryExposures _exposures = new(new FieldNumbers());
    DateTimeOffset _recordedAt = DateTimeOffset.UnixEpoch;

    sealed record Row(DateTimeOffset RecordedAt, AgencyId Agency, CaseId? Case, SealedAccess Sealed, byte[] Leaf);

    public async Task<AccessReceipt?> Record(AccessRecord record, CancellationToken ct)
    {
        if ((await events.Head(ct)).Epoch != record.Epoch) return null;
        var @sealed = _sealer.Seal(record, clock.GetUtcNow());
        lock (_gate)
        {
            _recordedAt = Leaf.NotBefore(_recordedAt, clock.GetUtcNow());
            var leaf = @sealed.Leaf(ledger, _recordedAt);
            _tree.Append(MerkleTree.LeafHash(leaf));
            _rows.Add(new Row(_recordedAt, record.Agency, record.Case, @sealed, leaf));
            _exposures.Add(record, _rows.Count - 1, _recordedAt);
            return new AccessReceipt(record.Id, _rows.Count - 1, _recordedAt);
        }
    }

    public async IAsyncEnumerable<ReadOnlyMemory<byte>> Leaves(
        long after, [EnumeratorCancellation] CancellationToken ct)
    {
        byte[][] leaves;
        lock (_gate) leaves = [.. _rows.Skip((int)(after + 1)).Select(row => row.Leaf)];
        foreach (var leaf in leaves)
        {
            ct.ThrowIfCancellationRequested();
            yield return leaf;
        }
        await Task.CompletedTask;
    }

    public Task<IReadOnlyList<AccessRecorded>> Read(AccessQuery query, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        (long Position, Row Row)[] rows;
        lock (_gate)
            rows =
            [
                .. _rows.Select((row, i) => (Position: (long)i, Row: row))
                    .Where(r => r.Position > query.After)
                    .Where(r => query.Case is null || r.Row.Case == query.Case)
                    .Where(r => !query.WithoutCase || r.Row.Case is null)
                    .Where(r => query.Agency is null || r.Row.Agency == query.Agency)
                    .Where(r => query.From is null || r.Row.RecordedAt >= query.From)
                    .Where(r => query.To is null || r.Row.RecordedAt < query.To)
                    .Take(query.Limit),
            ];
        return Task.FromResult<IReadOnlyList<AccessRecorded>>([.. rows.Select(r => Opened(r.Position, r.Row))]);
    }

    public Task<IReadOnlyList<Exposure>> Of(IReadOnlyCollection<EventName> events, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        lock (_gate) return Task.FromResult<IReadOnlyList<Exposure>>(_exposures.Of(events));
    }

    public Task<IReadOnlyList<LooksCounted>> Looks(
        AgencyId owner, IReadOnlyList<DateTimeOffset> bounds, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        lock (_gate) return Task.FromResult<IReadOnlyList<LooksCounted>>(_exposures.Looks(owner, bounds));
    }

    public Task<long> Rebuild(CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        lock (_gate) return Task.FromResult(_exposures.Rebuild(_rows.Select((row, i) => Opened(i, row))));
    }

    public Task<LedgerHead> Head(CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        lock (_gate)
            return Task.FromResult(new LedgerHead(ledger, _rows.Count, _tree.Root(), 0, _recordedAt));
    }

    AccessRecorded Opened(long position, Row row)
    {
        var opened = _sealer.OpenWhole(row.Sealed.Month, row.Sealed.Ciphertext.Span, row.Sealed.WrappedKey.Span, row.Leaf);
        return new AccessRecorded(position, row.RecordedAt, row.Agency, row.Case, opened?.Record, row.Leaf) { Secret = opened?.Secret };
    }
}
