using System.Collections.Concurrent;
using Npgsql;
using NpgsqlTypes;
using Reintegration.Events.Views;

namespace Reintegration.Events.Postgres.Projection;

/// <summary>An audience's rows of a case that wait at an event they could not be folded over.</summary>
public sealed record Parked(string Audience, CaseId? Case, long Position, string Reason, DateTimeOffset Since);

/// <summary>How the slices stand: in how many hands they are, and how far the last of them is behind.</summary>
public sealed record SliceStanding(int Held, int Holders, long Position);

/// <summary>The stored rows of all views: what keeps them up, what builds them, and what the doors read.</summary>
public sealed class PostgresViews : IStoredRows
{
    readonly PostgresLedger _ledger;
    readonly NpgsqlDataSource _projectors;
    readonly NpgsqlDataSource _readers;
    readonly NpgsqlDataSource _views;
    readonly ConcurrentDictionary<long, string> _book = new();

    internal PostgresViews(
        PostgresLedger ledger, NpgsqlDataSource projectors, NpgsqlDataSource readers, NpgsqlDataSource views, Ground ground,
        TimeSpan? lease, int? page)
    {
        (_ledger, _projectors, _readers, _views) = (ledger, projectors, readers, views);
        Projector = new Projector(ledger, projectors, ground, lease, page);
        Rebuilding = new Rebuilding(ledger, projectors, ground);
        DriftCheck = new DriftCheck(ledger, projectors, ground);
    }

    public Projector Projector { get; }

    public Rebuilding Rebuilding { get; }

    public DriftCheck DriftCheck { get; }

    sealed record Place(Guid Case, long Position, long Epoch, DateTimeOffset? ValidUntil, long Fence, bool IsParked, long Last, long Erased)
    {
        /// <summary>
        /// Nothing was raised around it since. A fence may name one agency alone, and an erasure takes the rows of all: so it
        /// is asked for beside it. What is erased after that raises a fence before the answer leaves.
        /// </summary>
        internal bool Stands(long wide) => !IsParked && Epoch >= Math.Max(Fence, wide) && Position >= Erased;
    }

    public async Task<IReadOnlyList<StoredCase>> Of(
        ReadModel view, string audience, IReadOnlyCollection<CaseId?> cases, CancellationToken ct)
    {
        var ids = cases.Select(CaseColumn.Of).ToArray();
        var wide = await _ledger.WideFence(ct);
        // How far they are folded is asked first: rows read after that are never older than it says.
        var places = await Query.List(_readers, "read_row_places", row => new Place(
            row.GetGuid(0), row.GetInt64(1), row.GetInt64(2), row.IsDBNull(3) ? null : row.GetFieldValue<DateTimeOffset>(3),
            row.GetInt64(4), row.GetBoolean(5), row.GetInt64(6), row.GetInt64(7)), ct,
            Statement.Many(NpgsqlDbType.Uuid, ids), Statement.Value(NpgsqlDbType.Text, audience),
            Statement.Value(NpgsqlDbType.Text, audience.Split('/')[0]));
        if (await Rows(view, audience, ids, ct) is not { } rows) return [];
        var closed = rows.Where(own => own.Any(row => row is null)).Select(own => own.Key).ToHashSet();
        await FoldAgain([.. places.Where(place => place.Stands(wide) && closed.Contains(place.Case)).Select(place => place.Case)], ct);
        return [.. places.Select(place => new StoredCase(
            CaseColumn.From(place.Case), place.Stands(wide) && !closed.Contains(place.Case),
            place.Position >= place.Last, place.ValidUntil, [.. rows[place.Case].OfType<StoredRow>()]))];
    }

    /// <summary>Leaves cases of which a row does not open to the projectors; whoever asks has them folded now.</summary>
    async Task FoldAgain(Guid[] cases, CancellationToken ct)
    {
        if (cases.Length == 0) return;
        try
        {
            await Query.List(_projectors, "fold_again", _ => 0, ct, Statement.Many(NpgsqlDbType.Uuid, cases));
        }
        catch (LedgerUnavailableException)
        {
            // They are left to the next reader: this one is answered all the same.
        }
    }

    /// <summary>Null: no build of the view serves in this version. A row that does not open is null.</summary>
    async Task<ILookup<Guid, StoredRow?>?> Rows(ReadModel view, string audience, Guid[] cases, CancellationToken ct)
    {
        try
        {
            await using var connection = await _views.OpenConnectionAsync(ct);
            await using var batch = new NpgsqlBatch(connection);
            batch.BatchCommands.Add(Statement.Part("say_audience", Statement.Value(NpgsqlDbType.Text, audience)));
            batch.BatchCommands.Add(Statement.Part("read_serving",
                Statement.Value(NpgsqlDbType.Text, view.Name), Statement.Value(NpgsqlDbType.Integer, view.Version)));
            batch.BatchCommands.Add(Statement.Part("read_shown_rows", Statement.Many(NpgsqlDbType.Uuid, cases),
                Statement.Value(NpgsqlDbType.Text, view.Name), Statement.Value(NpgsqlDbType.Integer, view.Version)));
            await using var reader = await batch.ExecuteReaderAsync(ct);
            await reader.NextResultAsync(ct);
            var serves = await reader.ReadAsync(ct);
            await reader.NextResultAsync(ct);
            using var opening = _ledger.RowSeal.Open();
            List<(Guid Case, StoredRow? Row)> rows = [];
            while (await reader.ReadAsync(ct))
            {
                var address = new RowAddress(reader.GetGuid(0), reader.GetInt64(6), audience, reader.GetString(1));
                rows.Add((address.Case, opening.Open(address, reader.GetFieldValue<byte[]>(4), null, out _) is not { } body
                    ? null
                    : new StoredRow(
                        address.Key, view.Read(body), reader.GetBoolean(3),
                        reader.IsDBNull(2) ? null : reader.GetFieldValue<DateTimeOffset>(2), reader.GetFieldValue<byte[]>(5))));
            }
            return serves ? rows.ToLookup(row => row.Case, row => row.Row) : null;
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            throw new LedgerUnavailableException($"Rows could not be read: {e.Message}", e);
        }
    }

    public async Task<ImmutableArray<Released>> Released(
        IReadOnlyCollection<ReadOnlyMemory<byte>> packed, CancellationToken ct)
    {
        var unknown = packed.SelectMany(each => ReleasedPack.Keys(each)).Where(key => !_book.ContainsKey(key)).Distinct().ToArray();
        if (unknown.Length > 0)
            foreach (var (key, text) in await Query.List(_views, "read_released_kinds", row => (row.GetInt64(0), row.GetString(1)), ct,
                Statement.Many(NpgsqlDbType.Bigint, unknown)))
                _book[key] = text;
        return [.. packed.SelectMany(each => ReleasedPack.Read(each, _book))];
    }

    public async Task<long> Position(CaseId? @case, CancellationToken ct) =>
        (await Query.List(_readers, "read_slice_position", row => row.GetInt64(0), ct,
            Statement.Value(NpgsqlDbType.Smallint, Projection.Slices.Of(CaseColumn.Of(@case)))))[0];

    /// <summary>What waits, oldest first.</summary>
    public Task<IReadOnlyList<Parked>> Parked(CancellationToken ct) =>
        Query.List(_readers, "read_parked", row => new Parked(
            row.GetString(0), CaseColumn.From(row.GetGuid(1)), row.GetInt64(2), row.GetString(3),
            row.GetFieldValue<DateTimeOffset>(4)), ct);

    /// <summary>Has what waits folded again from its beginning, in order: what can be folded by now waits no longer.</summary>
    public Task Replay(CancellationToken ct) => Query.List(_projectors, "replay_parked", _ => 0, ct);

    public async Task<SliceStanding> Slices(CancellationToken ct) =>
        (await Query.List(_readers, "read_slices", row => new SliceStanding(
            (int)row.GetInt64(0), (int)row.GetInt64(1), row.GetInt64(2)), ct))[0];
}
