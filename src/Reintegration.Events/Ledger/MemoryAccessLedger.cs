using System.Runtime.CompilerServices;

namespace Reintegration.Events.Ledger;

/// <summary>An access ledger that lasts as long as the process.</summary>
/// <param name="ledger">This ledger's id: 32 lower-case hexadecimal digits, other than the events ledger's.</param>
/// <param name="events">The ledger whose fence epoch decides whether an answer may still leave.</param>
public sealed class MemoryAccessLedger(string ledger, ILedger events, TimeProvider clock) : IAccessLedger
{
    readonly Lock _gate = new();
    readonly List<AccessRecorded> _records = [];
    readonly MerkleFrontier _tree = new();
    DateTimeOffset _recordedAt = DateTimeOffset.UnixEpoch;

    public async Task<AccessReceipt?> Record(AccessRecord record, CancellationToken ct)
    {
        if ((await events.Head(ct)).Epoch != record.Epoch) return null;
        var digest = AccessRecordJson.Digest(AccessRecordJson.Write(record));
        lock (_gate)
        {
            _recordedAt = Leaf.NotBefore(_recordedAt, clock.GetUtcNow());
            var leaf = Leaf.V0(digest, ledger, _recordedAt);
            _tree.Append(MerkleTree.LeafHash(leaf));
            _records.Add(new AccessRecorded(_records.Count, _recordedAt, record, leaf));
            return new AccessReceipt(record.Id, _records.Count - 1, _recordedAt);
        }
    }

    public async IAsyncEnumerable<ReadOnlyMemory<byte>> Leaves(
        long after, [EnumeratorCancellation] CancellationToken ct)
    {
        foreach (var recorded in await Read(new AccessQuery { After = after, Limit = int.MaxValue }, ct))
            yield return recorded.Leaf;
    }

    public Task<IReadOnlyList<AccessRecorded>> Read(AccessQuery query, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        lock (_gate)
            return Task.FromResult<IReadOnlyList<AccessRecorded>>(
            [
                .. _records
                    .Where(r => r.Position > query.After)
                    .Where(r => query.Case is null || r.Record.Case == query.Case)
                    .Where(r => query.Agency is null || r.Record.Agency == query.Agency)
                    .Where(r => query.From is null || r.RecordedAt >= query.From)
                    .Where(r => query.To is null || r.RecordedAt < query.To)
                    .Take(query.Limit),
            ]);
    }

    public Task<LedgerHead> Head(CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        lock (_gate)
            return Task.FromResult(new LedgerHead(ledger, _records.Count, _tree.Root(), 0, _recordedAt));
    }
}
