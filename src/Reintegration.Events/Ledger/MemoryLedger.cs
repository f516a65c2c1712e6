using System.Runtime.CompilerServices;

namespace Reintegration.Events.Ledger;

/// <summary>
/// A ledger that lasts as long as the process: for tests, and for anyone reading how a ledger behaves.
/// </summary>
/// <param name="ledger">The ledger's id: 32 lower-case hexadecimal digits.</param>
/// <param name="clock">The server's clock. It may jump; recorded time does not run backwards.</param>
/// <param name="keys">Where the data keys are; destroying one there erases what it sealed here.</param>
/// <param name="random">Of event keys, nonces and salts.</param>
public sealed partial class MemoryLedger(
    string ledger, TimeProvider clock, IKeyStore keys, RandomSource random) : ILedger
{
    readonly Sealer _sealer = new(ledger, Catalog.Default, keys, random);
    readonly Lock _gate = new();
    readonly List<Recorded?> _events = [];
    readonly List<(Receipt Receipt, ReadOnlyMemory<byte> Leaf)> _leaves = [];
    readonly Dictionary<EventName, KnownEvent> _known = [];
    readonly Dictionary<StreamId, StreamState> _streams = [];
    readonly MerkleFrontier _tree = new();
    long _epoch;
    DateTimeOffset _recordedAt = DateTimeOffset.UnixEpoch;

    public Task<AppendOutcome> Append(Command command, CancellationToken ct)
    {
        Judge.Require(command);
        command = _sealer.Close(command);
        for (var sealing = 0; sealing < Sealer.SealingLimit; sealing++)
        {
            ct.ThrowIfCancellationRequested();
            var outcome = Record(_sealer.Seal(command));
            if (outcome.Verdict != AppendVerdict.KeyDestroyed) return Task.FromResult(outcome);
        }
        throw new LedgerUnavailableException("The keys of this case are being destroyed; nothing was recorded.");
    }

    AppendOutcome Record(Command command)
    {
        lock (_gate)
        {
            var found = new Found(ledger, _events.Count, _epoch, _recordedAt, _streams, _known, _sealer.Stands);
            var judged = Judge.All([command], found, Leaf.NotBefore(_recordedAt, clock.GetUtcNow()));
            Keep(judged);
            return judged.Outcomes[0];
        }
    }

    void Keep(Judged judged)
    {
        foreach (var (pending, receipt, leaf, _, _) in judged.Events)
        {
            _tree.Append(receipt.LeafHash.Span);
            _known.Add(receipt.Name, new KnownEvent(pending.RequestDigest, receipt));
            _leaves.Add((receipt, leaf));
            var facts = new SealedFacts(receipt.Name, pending.Sealed!.Parts, pending.Sealed.EnvelopeSecret, _sealer)
            {
                RequestDigest = pending.RequestDigest,
            };
            _events.Add(
                new Recorded(receipt.Position, receipt.Version, receipt.RecordedAt, pending.Envelope, facts, leaf));
        }
        foreach (var (stream, state) in judged.Streams)
            _streams[stream] = state;
        foreach (var expunging in judged.Expungings) Name(expunging);
        _epoch += judged.Fences.Count;
        if (judged.Events.Count > 0) _recordedAt = judged.RecordedAt;
    }

    public async IAsyncEnumerable<Recorded> Read(long after, [EnumeratorCancellation] CancellationToken ct)
    {
        foreach (var recorded in Snapshot().Where(recorded => recorded.Position > after))
        {
            ct.ThrowIfCancellationRequested();
            yield return recorded;
        }
        await Task.CompletedTask;
    }

    public async IAsyncEnumerable<ReadOnlyMemory<byte>> Leaves(
        long after, [EnumeratorCancellation] CancellationToken ct)
    {
        ReadOnlyMemory<byte>[] leaves;
        lock (_gate) leaves = [.. _leaves.Skip(checked((int)Math.Min(after + 1, int.MaxValue))).Select(kept => kept.Leaf)];
        foreach (var leaf in leaves)
        {
            ct.ThrowIfCancellationRequested();
            yield return leaf;
        }
        await Task.CompletedTask;
    }

    public Task<IReadOnlyList<Recorded>> ReadCase(
        CaseId? @case, IReadOnlySet<string>? types, long after, CancellationToken ct) =>
        List(
            e => e.Envelope.Case == @case && e.Position > after
                && (types is null || types.Contains(e.Envelope.Type)), ct);

    public Task<IReadOnlyList<Recorded>> ReadGoverning(
        CaseId @case, IReadOnlySet<string> types, long after, long governingVersions, CancellationToken ct)
    {
        lock (_gate)
            if (_streams.Where(stream => stream.Key.Case == @case).Sum(stream => stream.Value.GoverningVersion) == governingVersions)
                return Task.FromResult<IReadOnlyList<Recorded>>([]);
        return ReadCase(@case, types, after, ct);
    }

    public Task<IReadOnlyList<Recorded>> ReadOwner(
        AgencyId owner, CaseId? @case, long after, int limit, CancellationToken ct) =>
        List(e => e.Envelope.Owner == owner && (@case is null || e.Envelope.Case == @case) && e.Position > after, ct, limit);

    public Task<IReadOnlyDictionary<EventName, KnownEvent>> Known(
        IReadOnlyCollection<EventName> names, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        lock (_gate)
            return Task.FromResult<IReadOnlyDictionary<EventName, KnownEvent>>(
                names.Where(_known.ContainsKey).ToDictionary(name => name, name => _known[name]));
    }

    public Task<Recorded?> Find(EventName name, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        lock (_gate)
            return Task.FromResult(
                _known.TryGetValue(name, out var known) && !_expunged.ContainsKey(known.Receipt.Position)
                    ? _events[(int)known.Receipt.Position]
                    : null);
    }

    public Task<ILookup<long, (string Name, string Value)>> LabelRows(long after, long upTo, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        return Task.FromResult(Snapshot()
            .Where(e => e.Position > after && e.Position <= upTo)
            .SelectMany(e => LabelText.All(e.Envelope), (e, row) => (e.Position, Row: row))
            .ToLookup(label => label.Position, label => label.Row));
    }

    public Task<IReadOnlyList<CaseId>> CasesByLabel(string type, string label, string value, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        return Task.FromResult<IReadOnlyList<CaseId>>(
        [
            .. Snapshot()
                .Where(e => e.Envelope.Type == type && e.Envelope.Case is not null
                    && e.Envelope.Labels.TryGetValue(label, out var found) && LabelText.Values(found).Contains(value))
                .Select(e => e.Envelope.Case!.Value)
                .Distinct(),
        ]);
    }

    public Task<LedgerHead> Head(CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        lock (_gate)
            return Task.FromResult(new LedgerHead(ledger, _events.Count, _tree.Root(), _epoch, _recordedAt));
    }

    Task<IReadOnlyList<Recorded>> List(Func<Recorded, bool> wanted, CancellationToken ct, int limit = int.MaxValue)
    {
        ct.ThrowIfCancellationRequested();
        return Task.FromResult<IReadOnlyList<Recorded>>([.. Snapshot().Where(wanted).Take(limit)]);
    }

    Recorded[] Snapshot()
    {
        lock (_gate) return [.. _events.OfType<Recorded>().Where(recorded => !_expunged.ContainsKey(recorded.Position))];
    }
}
