namespace Reintegration.Events.Ledger;

/// <summary>Erasure in a ledger in memory: as in the database, named first and destroyed afterwards.</summary>
public sealed partial class MemoryLedger
{
    readonly SortedDictionary<long, Expunged> _expunged = [];
    readonly List<ClosedKey> _closed = [];
    long _lastErasure = -1;

    public long LastErasure
    {
        get { lock (_gate) return _lastErasure; }
    }

    public Task<IReadOnlyList<Expunged>> Expunged(long after, long upTo, CancellationToken ct) =>
        Named(expunged => expunged.Position > after && expunged.Position <= upTo, ct);

    public Task<IReadOnlyList<Expunged>> Expunged(CaseId @case, CancellationToken ct) =>
        Named(expunged => expunged.Stream.Case == @case, ct);

    public Task Erase(CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        lock (_gate)
        {
            _sealer.Destroy(_closed);
            foreach (var position in _expunged.Keys) _events[(int)position] = null;
        }
        return Task.CompletedTask;
    }

    Task<IReadOnlyList<Expunged>> Named(Func<Expunged, bool> wanted, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        lock (_gate) return Task.FromResult<IReadOnlyList<Expunged>>([.. _expunged.Values.Where(wanted)]);
    }

    /// <summary>Under the lock, with the command that says so: from here on no read returns these events.</summary>
    void Name(PlacedExpunging placed)
    {
        var (by, what) = placed;
        var governing = Ledger.Expunged.GoverningTypes(Catalog.Default);
        foreach (var recorded in _events.OfType<Recorded>().Where(recorded => recorded.Position < by))
        {
            var envelope = recorded.Envelope;
            if (envelope.Stream != what.Stream && !what.Events.Contains(envelope.Name)) continue;
            if (!_expunged.TryAdd(recorded.Position, new Expunged(
                recorded.Position, by, envelope.Stream, recorded.Version, recorded.RecordedAt,
                governing.Contains(envelope.Type), envelope.Juvenile))) continue;
            var receipt = _known[envelope.Name].Receipt with { Type = "" };
            _known[envelope.Name] = new KnownEvent(null, receipt);
        }
        _closed.AddRange(what.Keys);
        _lastErasure = by;
    }
}
