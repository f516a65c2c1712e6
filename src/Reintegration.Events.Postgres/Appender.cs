using Npgsql;

namespace Reintegration.Events.Postgres;

/// <summary>Writes batches of commands to the events ledger, one transaction each, in gap-free order.</summary>
/// <remarks>
/// The head row is the only lock and also the fence between processes. Two ways lead to the same rows. The careful one
/// locks the head, reads what the commands touch, judges them and writes. The quick one judges them against what this
/// process remembers from its own last commit (reading only streams it has not met) and sends everything in one round
/// trip, which the database refuses as a whole if the head has moved or a name is taken. No refusal is ever answered
/// from memory: whatever is not plainly
/// acceptable takes the careful way.
/// </remarks>
sealed class Appender(string connectionString, Sealer sealer, TimeProvider clock) : IAsyncDisposable
{
    /// <summary>Streams remembered before memory is cleared; about 150 bytes each.</summary>
    const int RememberedStreamLimit = 200_000;

    const string HeadMoved = "RE001";

    readonly Writer _writer = new(connectionString);
    readonly Dictionary<StreamId, StreamPlace> _streams = [];
    Head? _head;

    /// <summary>Batches written by the quick and by the careful way, for measurements.</summary>
    internal (long Quick, long Careful) Ways { get; private set; }

    internal async Task<IReadOnlyList<AppendOutcome>> Commit(IReadOnlyList<Prepared> batch)
    {
        try
        {
            return await Quick(batch) ?? await Careful(batch);
        }
        catch (Exception e)
        {
            _head = null;
            _streams.Clear();
            await _writer.Forget();
            if (e is NpgsqlException or InvalidOperationException or System.IO.IOException or TimeoutException)
                throw new LedgerUnavailableException($"The ledger could not be written: {e.Message}", e);
            throw;
        }
    }

    public ValueTask DisposeAsync() => _writer.DisposeAsync();

    async Task<IReadOnlyList<AppendOutcome>?> Quick(IReadOnlyList<Prepared> batch)
    {
        if (_head is not { } head) return null;
        var connection = await _writer.Open();
        var places = await Places(connection, batch);
        var found = head.Found(places, [], sealer.Stands);
        var judged = Judge.All(
            [.. batch.Select(b => b.Command)], found, Leaf.NotBefore(head.RecordedAt, clock.GetUtcNow()));
        if (judged.Outcomes.Any(o => o.Verdict != AppendVerdict.Appended || o.Receipts.Any(r => !r.First))) return null;

        var next = head.After(judged, places, out var moved);
        try
        {
            await new Rows(batch, judged, moved, places).Write(connection, head, next, isOpen: false);
        }
        catch (PostgresException e) when (e.SqlState is HeadMoved or PostgresErrorCodes.UniqueViolation)
        {
            _head = null;
            return null;
        }
        _writer.Confirm();
        Remember(next, moved);
        Ways = (Ways.Quick + 1, Ways.Careful);
        return judged.Outcomes;
    }

    async Task<IReadOnlyList<AppendOutcome>> Careful(IReadOnlyList<Prepared> batch)
    {
        var connection = await _writer.Open();
        await using var transaction = await connection.BeginTransactionAsync();
        var head = await Head.Lock(connection);
        if (_head is { } remembered && !remembered.SameAs(head)) _streams.Clear();
        var (places, known) = await Lookup.Find(connection, batch);
        var judged = Judge.All(
            [.. batch.Select(b => b.Command)], head.Found(places, known, sealer.Stands), Leaf.NotBefore(
                head.RecordedAt, clock.GetUtcNow()));
        Dictionary<StreamId, StreamPlace> moved = [];
        var next = head;
        if (judged.Events.Count > 0)
        {
            next = head.After(judged, places, out moved);
            await new Rows(batch, judged, moved, places).Write(connection, head, next, isOpen: true);
        }
        await transaction.CommitAsync();
        _writer.Confirm();
        foreach (var (stream, place) in places) _streams[stream] = place;
        Remember(next, moved);
        Ways = (Ways.Quick, Ways.Careful + 1);
        return judged.Outcomes;
    }

    /// <summary>Where the touched and guarded streams stand: remembered, or read without the lock.</summary>
    /// <remarks>
    /// A read that another process overtakes is of a later head, and then the head we remember is refused.
    /// </remarks>
    async Task<Dictionary<StreamId, StreamPlace>> Places(NpgsqlConnection connection, IReadOnlyList<Prepared> batch)
    {
        Dictionary<StreamId, StreamPlace> places = [];
        HashSet<StreamId> unknown = [];
        foreach (var prepared in batch)
        {
            foreach (var e in prepared.Events) Place(e.Pending.Envelope.Stream);
            foreach (var guard in prepared.Command.Guards) Place(guard.Stream);
            if (prepared.Command.Expunges?.Stream is { } erased) Place(erased);
        }
        if (unknown.Count > 0)
            foreach (var (stream, place) in await Lookup.Streams(connection, unknown))
                places.Add(stream, place);
        return places;

        void Place(StreamId stream)
        {
            if (places.ContainsKey(stream) || unknown.Contains(stream)) return;
            if (_streams.TryGetValue(stream, out var place)) places.Add(stream, place);
            else unknown.Add(stream);
        }
    }

    void Remember(Head head, Dictionary<StreamId, StreamPlace> moved)
    {
        _head = head;
        if (_streams.Count > RememberedStreamLimit) _streams.Clear();
        foreach (var (stream, place) in moved) _streams[stream] = place;
    }
}
