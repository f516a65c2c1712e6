using System.Runtime.InteropServices;
using Npgsql;
using NpgsqlTypes;

namespace Reintegration.Events.Postgres;

/// <summary>
/// The statements that write one judged batch: the head first, so that a moved head costs nothing else.
/// </summary>
/// <remarks>Sent together; outside a transaction the server makes one of them, which ends with the last.</remarks>
sealed class Rows
{
    // From here on COPY, which fills whole pages and logs them as one, makes up for its six more round trips.
    const int BulkLimit = 128;

    readonly Judged _judged;
    readonly PreparedEvent[] _prepared;
    readonly Dictionary<StreamId, StreamPlace> _moved;
    readonly Dictionary<StreamId, StreamPlace> _before;

    internal Rows(
        IReadOnlyList<Prepared> batch, Judged judged,
        Dictionary<StreamId, StreamPlace> moved, Dictionary<StreamId, StreamPlace> before)
    {
        (_judged, _moved, _before) = (judged, moved, before);
        _prepared = [.. judged.Events.Select(placed => batch[placed.Command].Events[placed.Event])];
    }

    /// <summary>Writes everything; small batches in one round trip, large ones by COPY within a transaction.</summary>
    /// <param name="isOpen">Whether the connection is in a transaction, which the caller ends.</param>
    internal async Task Write(NpgsqlConnection connection, Head head, Head next, bool isOpen)
    {
        if (_judged.Events.Count < BulkLimit)
        {
            await using var all = Statements(connection, head, next, eventRows: true);
            await all.ExecuteNonQueryAsync();
            return;
        }
        await using var own = isOpen ? null : await connection.BeginTransactionAsync();
        await using (var first = Statements(connection, head, next, eventRows: false))
            await first.ExecuteNonQueryAsync();
        await new BulkRows(_judged, _prepared, _moved).Copy(connection);
        if (own is not null) await own.CommitAsync();
    }

    NpgsqlBatch Statements(NpgsqlConnection connection, Head head, Head next, bool eventRows)
    {
        var batch = new NpgsqlBatch(connection);
        var parts = batch.BatchCommands;
        parts.Add(Advance(head, next));
        AddStreams(parts);
        if (eventRows)
        {
            AddEvents(parts);
            AddSealed(parts);
        }
        AddLabels(parts);
        AddFences(parts);
        foreach (var expunging in _judged.Expungings) AddExpunged(parts, expunging);
        return batch;
    }

    static NpgsqlBatchCommand Advance(Head head, Head next) => Statement.Part("advance_head",
        Statement.Value(NpgsqlDbType.Bigint, head.Size),
        Statement.Value(NpgsqlDbType.Bytea, head.Root),
        Statement.Value(NpgsqlDbType.Bigint, next.Size),
        Statement.Value(NpgsqlDbType.Bigint, next.Streams),
        Statement.Value(NpgsqlDbType.Bigint, next.Epoch),
        Statement.Value(NpgsqlDbType.TimestampTz, next.RecordedAt),
        Statement.Value(NpgsqlDbType.Bytea, next.Root),
        Statement.Value(NpgsqlDbType.Bytea, next.Tree.ToBytes()));

    void AddStreams(NpgsqlBatchCommandCollection parts)
    {
        var old = _moved.Where(m => _before.ContainsKey(m.Key)).Select(m => m.Value).ToList();
        if (old.Count > 0)
            parts.Add(Statement.Part("move_streams",
                Statement.Many(NpgsqlDbType.Bigint, old.Select(p => p.Id).ToArray()),
                Statement.Many(NpgsqlDbType.Bigint, old.Select(p => p.State.Version).ToArray()),
                Statement.Many(NpgsqlDbType.Bigint, old.Select(p => p.State.GoverningVersion).ToArray())));
        var made = _moved.Where(m => !_before.ContainsKey(m.Key)).ToList();
        if (made.Count > 0)
            parts.Add(Statement.Part("insert_streams",
                Statement.Many(NpgsqlDbType.Bigint, made.Select(m => m.Value.Id).ToArray()),
                Statement.Many(NpgsqlDbType.Text, made.Select(m => m.Key.Owner.Value).ToArray()),
                Statement.Many(NpgsqlDbType.Uuid, made.Select(m => CaseColumn.Of(m.Key.Case)).ToArray()),
                Statement.Many(NpgsqlDbType.Bigint, made.Select(m => m.Value.State.Version).ToArray()),
                Statement.Many(NpgsqlDbType.Bigint, made.Select(m => m.Value.State.GoverningVersion).ToArray())));
    }

    void AddEvents(NpgsqlBatchCommandCollection parts)
    {
        var positions = Column(placed => placed.Receipt.Position);
        var streams = Column(placed => _moved[placed.Receipt.Stream].Id);
        parts.Add(Statement.Part("insert_events",
            Statement.Many(NpgsqlDbType.Bigint, positions),
            Statement.Many(NpgsqlDbType.Bigint, streams),
            Statement.Many(NpgsqlDbType.Bigint, Column(placed => placed.Receipt.Version)),
            Statement.Many(NpgsqlDbType.Uuid, Array.ConvertAll(_prepared, e => e.NameDigest)),
            Statement.Many(NpgsqlDbType.Bytea, Column(placed => Bytes(placed.Leaf)))));
        parts.Add(Statement.Part("insert_envelopes",
            Statement.Many(NpgsqlDbType.Bigint, positions),
            Statement.Many(NpgsqlDbType.Bigint, streams),
            Statement.Many(NpgsqlDbType.Text, Column(placed => placed.Receipt.Name.Owner.Value)),
            Statement.Many(NpgsqlDbType.Uuid, Column(placed => placed.Receipt.Name.Id)),
            Statement.Many(NpgsqlDbType.Text, Column(placed => placed.Receipt.Type)),
            Statement.Many(
                NpgsqlDbType.TimestampTz, Column(placed => placed.Pending.Envelope.HappenedAt.ToUniversalTime())),
            Statement.Many(NpgsqlDbType.Bytea, Column(placed => Bytes(placed.Pending.RequestDigest))),
            Statement.Many(NpgsqlDbType.Bytea, Column(placed => Bytes(placed.Pending.Sealed!.EnvelopeSecret))),
            Statement.Many(NpgsqlDbType.Bytea, Array.ConvertAll(_prepared, e => e.Body))));
    }

    void AddSealed(NpgsqlBatchCommandCollection parts)
    {
        var rows = _judged.Events
            .SelectMany(
                placed =>
                    placed.Pending.Sealed!.Parts, (placed, part) => (placed.Receipt.Position, Part: part)).ToList();
        parts.Add(Statement.Part("insert_sealed",
            Statement.Many(NpgsqlDbType.Bigint, rows.Select(row => row.Position).ToArray()),
            Statement.Many(NpgsqlDbType.Text, rows.Select(row => row.Part.Path).ToArray()),
            Statement.Many(NpgsqlDbType.Text, rows.Select(row => row.Part.Person).ToArray()),
            Statement.Many(NpgsqlDbType.Bytea, rows.Select(row => Bytes(row.Part.WrappedKey)).ToArray()),
            Statement.Many(NpgsqlDbType.Bytea, rows.Select(row => Bytes(row.Part.Ciphertext)).ToArray())));
    }

    void AddLabels(NpgsqlBatchCommandCollection parts)
    {
        var labels = _prepared
            .SelectMany(
                (e, i) => e.Labels.Select(label => (label.Name, label.Value, _judged.Events[i].Receipt.Position)))
            .ToList();
        if (labels.Count == 0) return;
        parts.Add(Statement.Part("insert_labels",
            Statement.Many(NpgsqlDbType.Text, labels.Select(l => l.Name).ToArray()),
            Statement.Many(NpgsqlDbType.Text, labels.Select(l => l.Value).ToArray()),
            Statement.Many(NpgsqlDbType.Bigint, labels.Select(l => l.Position).ToArray())));
    }

    void AddFences(NpgsqlBatchCommandCollection parts)
    {
        if (_judged.Fences.Count == 0) return;
        parts.Add(Statement.Part("insert_fences",
            Statement.Many(NpgsqlDbType.Bigint, _judged.Fences.Select(f => f.Epoch).ToArray()),
            Statement.Many(NpgsqlDbType.Bigint, _judged.Fences.Select(f => f.Position).ToArray()),
            Statement.Many(NpgsqlDbType.Text, _judged.Fences.Select(f => f.Fence.Agency?.Value).ToArray()),
            Statement.Many(NpgsqlDbType.Uuid, _judged.Fences.Select(f => f.Fence.Case?.Value).ToArray())));
    }

    static void AddExpunged(NpgsqlBatchCommandCollection parts, PlacedExpunging placed)
    {
        var (by, what) = placed;
        parts.Add(Statement.Part("insert_expunged",
            Statement.Value(NpgsqlDbType.Bigint, by),
            Statement.Many(NpgsqlDbType.Uuid, what.Events.Select(PreparedEvent.DigestOf).ToArray()),
            Statement.Value(NpgsqlDbType.Text, what.Stream?.Owner.Value),
            Statement.Value(NpgsqlDbType.Uuid, what.Stream is { } stream ? CaseColumn.Of(stream.Case) : null),
            Statement.Many(NpgsqlDbType.Text, Expunged.GoverningTypes(Catalog.Default).ToArray())));
        if (what.Keys.IsEmpty) return;
        parts.Add(Statement.Part("insert_expunged_keys",
            Statement.Value(NpgsqlDbType.Bigint, by),
            Statement.Many(NpgsqlDbType.Text, what.Keys.Select(key => key.Scope.Owner.Value).ToArray()),
            Statement.Many(NpgsqlDbType.Text, what.Keys.Select(key => key.Scope.Person).ToArray()),
            Statement.Many(NpgsqlDbType.Integer, what.Keys.Select(key => key.Generation).ToArray())));
    }

    TValue[] Column<TValue>(Func<Placed, TValue> value)
    {
        var column = new TValue[_judged.Events.Count];
        for (var i = 0; i < column.Length; i++) column[i] = value(_judged.Events[i]);
        return column;
    }

    /// <summary>The array itself when it is exactly the memory, a copy otherwise.</summary>
    internal static byte[] Bytes(ReadOnlyMemory<byte> memory) =>
        MemoryMarshal.TryGetArray(memory, out var segment) && segment.Offset == 0
            && segment.Count == segment.Array!.Length
            ? segment.Array
            : memory.ToArray();
}
