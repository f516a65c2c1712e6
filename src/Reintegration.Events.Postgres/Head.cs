using Npgsql;

namespace Reintegration.Events.Postgres;

/// <summary>The head row of the events ledger: everything that is needed to append without reading an event.</summary>
sealed record Head(
    string Ledger, long Size, long Streams, long Epoch, DateTimeOffset RecordedAt, byte[] Root, MerkleFrontier Tree)
{
    /// <summary>Reads the head and holds it until the transaction ends.</summary>
    internal static async Task<Head> Lock(NpgsqlConnection connection)
    {
        await using var command = Statement.Of(connection, "lock_head");
        await using var row = await command.ExecuteReaderAsync();
        if (!await row.ReadAsync()) throw new LedgerBrokenException("The database has no ledger.");
        var head = new Head(
            row.GetString(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), row.GetFieldValue<DateTimeOffset>(4),
            row.GetFieldValue<byte[]>(5), MerkleFrontier.Parse(row.GetFieldValue<byte[]>(6)));
        if (head.Tree.Size != head.Size || !head.Tree.Root().AsSpan().SequenceEqual(head.Root))
            throw new LedgerBrokenException(
                "The ledger's head contradicts itself: size, root and frontier are not of one tree.");
        return head;
    }

    internal bool SameAs(Head other) => Size == other.Size && Root.AsSpan().SequenceEqual(other.Root);

    internal Found Found(
        Dictionary<StreamId, StreamPlace> places, Dictionary<EventName, KnownEvent> known,
        Func<PendingEvent, bool> stands) =>
        new(Ledger, Size, Epoch, RecordedAt, places.ToDictionary(p => p.Key, p => p.Value.State), known, stands);

    /// <summary>The head once the judged events stand, and where the streams they moved stand then.</summary>
    internal Head After(
        Judged judged, Dictionary<StreamId, StreamPlace> places, out Dictionary<StreamId, StreamPlace> moved)
    {
        moved = new(judged.Streams.Count);
        var streams = Streams;
        foreach (var (stream, state) in judged.Streams)
            moved[stream] = new StreamPlace(places.TryGetValue(stream, out var place) ? place.Id : ++streams, state);

        var tree = Tree.Clone();
        var hashes = new byte[judged.Events.Count * MerkleTree.HashLength];
        for (var i = 0; i < judged.Events.Count; i++)
            judged.Events[i].Receipt.LeafHash.CopyTo(hashes.AsMemory(i * MerkleTree.HashLength));
        tree.AppendAll(hashes);
        return this with
        {
            Size = tree.Size,
            Streams = streams,
            Epoch = Epoch + judged.Fences.Count,
            RecordedAt = judged.RecordedAt,
            Root = tree.Root(),
            Tree = tree,
        };
    }
}

/// <summary>A stream's surrogate number and where it stands.</summary>
readonly record struct StreamPlace(long Id, StreamState State);
