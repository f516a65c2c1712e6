using Npgsql;
using NpgsqlTypes;

namespace Reintegration.Events.Postgres;

/// <summary>Reads, under the head's lock and in one round trip, what a batch of commands touches.</summary>
static class Lookup
{
    internal static async Task<(
        Dictionary<StreamId, StreamPlace> Places, Dictionary<EventName, KnownEvent> Known)> Find(
        NpgsqlConnection connection, IReadOnlyList<Prepared> batch)
    {
        HashSet<StreamId> streams = [];
        Dictionary<Guid, EventName> names = [];
        foreach (var prepared in batch)
        {
            foreach (var e in prepared.Events)
            {
                streams.Add(e.Pending.Envelope.Stream);
                names[e.NameDigest] = e.Pending.Envelope.Name;
            }
            foreach (var guard in prepared.Command.Guards) streams.Add(guard.Stream);
            if (prepared.Command.Expunges?.Stream is { } erased) streams.Add(erased);
        }
        await using var statements = new NpgsqlBatch(connection);
        statements.BatchCommands.Add(Statement.Part("find_streams", Wanted(streams)));
        statements.BatchCommands.Add(
            Statement.Part("find_names", Statement.Many(NpgsqlDbType.Uuid, names.Keys.ToArray())));

        await using var rows = await statements.ExecuteReaderAsync();
        var places = await Places(rows);
        await rows.NextResultAsync();
        Dictionary<EventName, KnownEvent> known = [];
        while (await rows.ReadAsync())
        {
            var name = names[rows.GetGuid(0)];
            known.Add(name, Known(rows, name));
        }
        return (places, known);
    }

    /// <summary>Where these streams stand; those without events are absent.</summary>
    internal static async Task<Dictionary<StreamId, StreamPlace>> Streams(
        NpgsqlConnection connection, IReadOnlyCollection<StreamId> streams)
    {
        await using var command = Statement.Of(connection, "find_streams", Wanted(streams));
        await using var rows = await command.ExecuteReaderAsync();
        return await Places(rows);
    }

    static NpgsqlParameter[] Wanted(IReadOnlyCollection<StreamId> streams) =>
    [
        Statement.Many(NpgsqlDbType.Text, streams.Select(s => s.Owner.Value).ToArray()),
        Statement.Many(NpgsqlDbType.Uuid, streams.Select(s => CaseColumn.Of(s.Case)).ToArray()),
    ];

    static async Task<Dictionary<StreamId, StreamPlace>> Places(NpgsqlDataReader rows)
    {
        Dictionary<StreamId, StreamPlace> places = [];
        while (await rows.ReadAsync())
            places.Add(
                new StreamId(new AgencyId(rows.GetString(1)), CaseColumn.From(rows.GetGuid(2))),
                new StreamPlace(rows.GetInt64(0), new StreamState(rows.GetInt64(3), rows.GetInt64(4))));
        return places;
    }

    internal static KnownEvent Known(NpgsqlDataReader row, EventName name)
    {
        var leaf = row.GetFieldValue<byte[]>(3);
        var stream = new StreamId(new AgencyId(row.GetString(6)), CaseColumn.From(row.GetGuid(7)));
        var receipt = new Receipt(
            name, row.IsDBNull(4) ? "" : row.GetString(4), stream, row.GetInt64(2), row.GetInt64(1),
            Leaf.RecordedAt(leaf), MerkleTree.LeafHash(leaf), First: false);
        // A bare null would become empty memory, and an erased name a clash.
        ReadOnlyMemory<byte>? digest = null;
        if (!row.IsDBNull(5)) digest = row.GetFieldValue<byte[]>(5);
        return new KnownEvent(digest, receipt);
    }
}

/// <summary>How a case stands in a column: the nil UUID is "about no case", so that plain equality finds it.</summary>
static class CaseColumn
{
    internal static Guid Of(CaseId? @case) => @case?.Value ?? Guid.Empty;

    internal static CaseId? From(Guid column) => column == Guid.Empty ? null : new CaseId(column);
}
