using Npgsql;
using NpgsqlTypes;
using Reintegration.Events.Views;

namespace Reintegration.Events.Postgres.Feeds;

/// <summary>Feeds in PostgreSQL.</summary>
/// <remarks>
/// A step is one transaction that begins by moving the writer's row: under another epoch, or from another position, no row
/// is moved and nothing is written. The row's lock lets one step be written at a time, so numbers become visible in order.
/// </remarks>
public sealed class PostgresFeedRows : IFeedRows
{
    readonly NpgsqlDataSource _source;
    readonly Guid _holder = Guid.NewGuid();

    internal PostgresFeedRows(NpgsqlDataSource source) => _source = source;

    public async Task<FeedLease?> Hold(CancellationToken ct)
    {
        var leases = await Query.List(
            _source, "feed_hold", row => new FeedLease(row.GetInt64(0), row.GetInt64(1), row.GetFieldValue<DateTimeOffset>(2)), ct,
            Statement.Value(NpgsqlDbType.Uuid, _holder), Statement.Value(NpgsqlDbType.Interval, MemoryFeedRows.Duration));
        return leases.Count == 0 ? null : leases[0];
    }

    public async Task<bool> Write(FeedLease lease, FeedStep step, CancellationToken ct)
    {
        try
        {
            await using var connection = await _source.OpenConnectionAsync(ct);
            await using var transaction = await connection.BeginTransactionAsync(ct);
            await using (var advance = Statement.Of(connection, "feed_advance",
                Statement.Value(NpgsqlDbType.Bigint, lease.Epoch), Statement.Value(NpgsqlDbType.Bigint, lease.Position),
                Statement.Value(NpgsqlDbType.Bigint, step.Position), Statement.Value(NpgsqlDbType.TimestampTz, step.Instant.ToUniversalTime()),
                Statement.Value(NpgsqlDbType.Interval, MemoryFeedRows.Duration)))
                if (await advance.ExecuteNonQueryAsync(ct) == 0)
                    return false;
            if (step.Items.Count > 0) await Number(connection, step.Items, ct);
            await Due(connection, step, ct);
            // A cancelled commit would leave the outcome unknown for no gain.
            await transaction.CommitAsync(CancellationToken.None);
            return true;
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            throw new LedgerUnavailableException($"The feeds could not be written: {e.Message}", e);
        }
    }

    static async Task Number(NpgsqlConnection connection, IReadOnlyList<FeedItem> items, CancellationToken ct)
    {
        var feeds = items.CountBy(item => item.Feed).ToList();
        Dictionary<FeedKey, (long Id, long Last)> numbers = [];
        await using (var reserve = Statement.Of(connection, "feed_reserve",
            Statement.Many(NpgsqlDbType.Text, feeds.Select(feed => feed.Key.Agency.Value).ToArray()),
            Statement.Many(NpgsqlDbType.Text, feeds.Select(feed => feed.Key.Purpose).ToArray()),
            Statement.Many(NpgsqlDbType.Text, feeds.Select(feed => feed.Key.LegalBasis).ToArray()),
            Statement.Many(NpgsqlDbType.Bigint, feeds.Select(feed => (long)feed.Value).ToArray())))
        await using (var rows = await reserve.ExecuteReaderAsync(ct))
            while (await rows.ReadAsync(ct))
            {
                var key = new FeedKey(new AgencyId(rows.GetString(1)), rows.GetString(2), rows.GetString(3));
                numbers[key] = (rows.GetInt64(0), rows.GetInt64(4) - feeds.Find(feed => feed.Key == key).Value);
            }

        var ids = items.Select(item => numbers[item.Feed].Id).ToArray();
        var given = new long[items.Count];
        for (var i = 0; i < given.Length; i++)
        {
            var (id, last) = numbers[items[i].Feed];
            given[i] = last + 1;
            numbers[items[i].Feed] = (id, last + 1);
        }

        await using var insert = Statement.Of(connection, "feed_insert",
            Statement.Many(NpgsqlDbType.Bigint, ids), Statement.Many(NpgsqlDbType.Bigint, given),
            Statement.Many(NpgsqlDbType.Smallint, items.Select(item => (short)item.Kind).ToArray()),
            Statement.Many(NpgsqlDbType.Uuid, items.Select(item => item.Case?.Value ?? Guid.Empty).ToArray()),
            Statement.Many(NpgsqlDbType.Bigint, items.Select(item => item.Position).ToArray()),
            Statement.Many(NpgsqlDbType.Bigint, items.Select(item => item.About).ToArray()),
            Statement.Many(NpgsqlDbType.Text, items.Select(item => item.Event.Owner.Value).ToArray()),
            Statement.Many(NpgsqlDbType.Uuid, items.Select(item => item.Event.Id).ToArray()),
            Statement.Many(NpgsqlDbType.Uuid, items.Select(item => item.Shown).ToArray()),
            Statement.Many(NpgsqlDbType.TimestampTz, items.Select(item => item.At.ToUniversalTime()).ToArray()));
        await insert.ExecuteNonQueryAsync(ct);
    }

    static async Task Due(NpgsqlConnection connection, FeedStep step, CancellationToken ct)
    {
        if (step.AllDue is { } all)
        {
            await using var everything = Statement.Of(
                connection, "feed_all_due", Statement.Value(NpgsqlDbType.TimestampTz, all.ToUniversalTime()));
            await everything.ExecuteNonQueryAsync(ct);
        }

        if (step.Due.Count == 0) return;
        await using var due = Statement.Of(connection, "feed_set_due",
            Statement.Many(NpgsqlDbType.Uuid, step.Due.Select(each => each.Case?.Value ?? Guid.Empty).ToArray()),
            Statement.Many(NpgsqlDbType.TimestampTz, step.Due.Select(each => each.At?.ToUniversalTime()).ToArray()));
        await due.ExecuteNonQueryAsync(ct);
    }

    public async Task<FeedStanding> Standing(CaseId? @case, CancellationToken ct)
    {
        var id = @case?.Value ?? Guid.Empty;
        var due = await Query.List(
            _source, "feed_case_due", row => row.IsDBNull(0) ? default(DateTimeOffset?) : row.GetFieldValue<DateTimeOffset>(0), ct,
            Statement.Value(NpgsqlDbType.Uuid, id));
        var marks = await Query.List(
            _source, "feed_marks", row => (KeyOf(row), row.GetInt64(3), new FeedMark(NameOf(row, 4), Shown(row, 6))), ct,
            Statement.Value(NpgsqlDbType.Uuid, id));
        return new FeedStanding(due.Count == 0 ? null : due[0], marks);
    }

    public Task<IReadOnlyList<FeedDue>> Due(int limit, CancellationToken ct) => Query.List(
        _source, "feed_due", row => new FeedDue(CaseOf(row, 0), row.GetFieldValue<DateTimeOffset>(1)), ct,
        Statement.Value(NpgsqlDbType.Integer, limit));

    public Task<IReadOnlyList<NumberedItem>> Items(FeedKey feed, long after, int limit, CancellationToken ct) => Query.List(
        _source, "feed_items", row => new NumberedItem(
            row.GetInt64(0),
            new FeedItem(
                feed, (FeedKind)row.GetInt16(1), CaseOf(row, 2), row.GetInt64(3), row.GetInt64(4), NameOf(row, 5), Shown(row, 7),
                row.GetFieldValue<DateTimeOffset>(8)),
            row.IsDBNull(9) ? null : row.GetInt64(9)), ct,
        [.. Of(feed), Statement.Value(NpgsqlDbType.Bigint, after), Statement.Value(NpgsqlDbType.Integer, limit)]);

    public Task Hand(
        FeedKey feed, IReadOnlyCollection<long> numbers, IReadOnlyCollection<long> withContent, DateTimeOffset at,
        CancellationToken ct) => Query.List(
            _source, "feed_hand", _ => 0, ct,
            [
                .. Of(feed), Statement.Many(NpgsqlDbType.Bigint, numbers.ToArray()),
                Statement.Many(NpgsqlDbType.Bigint, withContent.ToArray()),
                Statement.Value(NpgsqlDbType.TimestampTz, at.ToUniversalTime()),
            ]);

    public Task Acknowledge(FeedKey feed, IReadOnlyCollection<long> numbers, DateTimeOffset at, CancellationToken ct) => Query.List(
        _source, "feed_acknowledge", _ => 0, ct,
        [
            .. Of(feed), Statement.Many(NpgsqlDbType.Bigint, numbers.ToArray()),
            Statement.Value(NpgsqlDbType.TimestampTz, at.ToUniversalTime()),
        ]);

    public Task<IReadOnlyList<Recall>> Recalls(
        AgencyId? owner, CaseId? @case, long after, int events, CancellationToken ct) => Query.List(
        _source, "feed_recalls", row => new Recall(
            KeyOf(row), (FeedKind)row.GetInt16(3), CaseOf(row, 4), row.GetInt64(5), NameOf(row, 6),
            row.GetFieldValue<DateTimeOffset>(8), row.GetBoolean(9), row.GetBoolean(10),
            row.IsDBNull(11) ? null : row.GetFieldValue<DateTimeOffset>(11)), ct,
        Statement.Value(NpgsqlDbType.Text, owner?.Value), Statement.Value(NpgsqlDbType.Bigint, after),
        Statement.Value(NpgsqlDbType.Integer, events), Statement.Value(NpgsqlDbType.Uuid, @case?.Value));

    static NpgsqlParameter[] Of(FeedKey feed) =>
    [
        Statement.Value(NpgsqlDbType.Text, feed.Agency.Value), Statement.Value(NpgsqlDbType.Text, feed.Purpose),
        Statement.Value(NpgsqlDbType.Text, feed.LegalBasis),
    ];

    static FeedKey KeyOf(NpgsqlDataReader row) => new(new AgencyId(row.GetString(0)), row.GetString(1), row.GetString(2));

    static EventName NameOf(NpgsqlDataReader row, int owner) => new(new AgencyId(row.GetString(owner)), row.GetGuid(owner + 1));

    static CaseId? CaseOf(NpgsqlDataReader row, int column) =>
        row.GetGuid(column) is var id && id == Guid.Empty ? null : new CaseId(id);

    static Guid? Shown(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetGuid(column);
}
