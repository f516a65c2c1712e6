using System.Runtime.CompilerServices;
using Npgsql;
using NpgsqlTypes;

namespace Reintegration.Events.Postgres;

/// <summary>The access ledger in PostgreSQL: a tree and a head of its own, beside the events ledger's.</summary>
public sealed class PostgresAccessLedger : IAccessLedger, IExposures, IAsyncDisposable
{
    const int RecordLimit = 4096;
    const int ByteLimit = 8 * 1024 * 1024;

    readonly NpgsqlDataSource _readers;
    readonly AccessSealer _sealer;
    readonly TimeProvider _clock;
    readonly AccessAppender _appender;
    readonly string _rebuilder;
    readonly GroupCommit<PreparedRecord, AccessReceipt?> _commits;

    /// <param name="rebuilder">Connection string of what makes the exposure index anew: seldom, and for long.</param>
    internal PostgresAccessLedger(
        NpgsqlDataSource readers, string writer, string rebuilder, AccessSealer sealer, TimeProvider clock)
    {
        (_readers, _rebuilder, _sealer, _clock) = (readers, rebuilder, sealer, clock);
        _appender = new AccessAppender(writer, clock);
        _commits = new(_appender.Commit, prepared => (1, prepared.Sealed.Ciphertext.Length), RecordLimit, ByteLimit);
    }

    public Task<AccessReceipt?> Record(AccessRecord record, CancellationToken ct) =>
        _commits.Submit(new PreparedRecord(record, _sealer.Seal(record, _clock.GetUtcNow())), ct);

    public Task<IReadOnlyList<AccessRecorded>> Read(AccessQuery query, CancellationToken ct)
    {
        NpgsqlParameter[] common =
        [
            Statement.Value(NpgsqlDbType.Bigint, query.After),
            Statement.Value(NpgsqlDbType.TimestampTz, query.From?.ToUniversalTime()),
            Statement.Value(NpgsqlDbType.TimestampTz, query.To?.ToUniversalTime()),
            Statement.Value(NpgsqlDbType.Bigint, (long)query.Limit),
        ];
        var agency = Statement.Value(NpgsqlDbType.Text, query.Agency?.Value);
        // A statement for each index: a plan that is kept must not be one for all of them.
        return query switch
        {
            { Case: { } @case } => Query.List(
                _readers, "read_access_of_case", RecordedOf, ct, [.. common, Statement.Value(NpgsqlDbType.Uuid, @case.Value), agency]),
            { WithoutCase: true } => Query.List(_readers, "read_access_without_case", RecordedOf, ct, [.. common, agency]),
            { Agency: not null } => Query.List(_readers, "read_access_of_agency", RecordedOf, ct, [.. common, agency]),
            _ => Query.List(_readers, "read_access", RecordedOf, ct, common),
        };
    }

    public async Task<IReadOnlyList<Exposure>> Of(IReadOnlyCollection<EventName> events, CancellationToken ct)
    {
        var names = events.DistinctBy(name => name).ToDictionary(PreparedEvent.DigestOf);
        var rows = await Query.List(
            _readers, "read_exposures",
            row => (Event: row.GetGuid(0), Agency: new AgencyId(row.GetString(1)), Row: ExposureRow.Parse(row.GetFieldValue<byte[]>(2))),
            ct, Statement.Many(NpgsqlDbType.Uuid, names.Keys.ToArray()));
        if (rows.Count == 0) return [];
        var fields = new FieldNumbers();
        foreach (var name in await Query.List(
            _readers, "read_exposure_fields", row => row.GetString(1), ct, Statement.Value(NpgsqlDbType.Integer, 0)))
            fields.Of(name);
        return [.. rows.Select(row => new Exposure(names[row.Event], row.Agency, row.Row.Sightings(fields)))
            .OrderBy(each => each.Event.ToString(), StringComparer.Ordinal).ThenBy(each => each.Agency)];
    }

    public async Task<IReadOnlyList<LooksCounted>> Looks(
        AgencyId owner, IReadOnlyList<DateTimeOffset> bounds, CancellationToken ct)
    {
        var places = await Query.List(
            _readers, "place_access", row => row.GetInt64(0), ct,
            Statement.Many(NpgsqlDbType.TimestampTz, bounds.Select(bound => bound.ToUniversalTime()).ToArray()));
        return await Query.List(
            _readers, "count_looks", row => new LooksCounted(row.GetInt32(0), new AgencyId(row.GetString(1)), row.GetInt64(2)),
            ct, Statement.Value(NpgsqlDbType.Text, owner.Value), Statement.Many(NpgsqlDbType.Bigint, places.ToArray()));
    }

    public Task<long> Rebuild(CancellationToken ct) => new ExposureRebuild(_rebuilder, Read).Run(ct);

    public async IAsyncEnumerable<ReadOnlyMemory<byte>> Leaves(
        long after, [EnumeratorCancellation] CancellationToken ct)
    {
        var size = (await Head(ct)).Size;
        await foreach (var leaf in LeafPages.Read(_readers, "read_access_leaves", after, size, ct)) yield return leaf;
    }

    public async Task<LedgerHead> Head(CancellationToken ct) =>
        (await Query.List(_readers, "read_access_head", row => new LedgerHead(
            row.GetString(0), row.GetInt64(1), row.GetFieldValue<byte[]>(2), 0,
            row.GetFieldValue<DateTimeOffset>(3)), ct))
        .Single();

    public async ValueTask DisposeAsync()
    {
        await _commits.DisposeAsync();
        await _appender.DisposeAsync();
    }

    AccessRecorded RecordedOf(NpgsqlDataReader row)
    {
        var leaf = row.GetFieldValue<byte[]>(2);
        var opened = _sealer.OpenWhole(row.GetString(5), row.GetFieldValue<byte[]>(7), row.GetFieldValue<byte[]>(6), leaf);
        return new AccessRecorded(
            row.GetInt64(0), row.GetFieldValue<DateTimeOffset>(1), new AgencyId(row.GetString(3)),
            row.IsDBNull(4) ? null : new CaseId(row.GetGuid(4)), opened?.Record, leaf)
        { Secret = opened?.Secret };
    }
}

/// <summary>A record, sealed on the thread of the request, with what it showed and of whose.</summary>
sealed record PreparedRecord(AccessRecord Record, SealedAccess Sealed)
{
    internal ImmutableArray<Seen> Shown { get; } = Seen.All(Record);
    internal ImmutableArray<AgencyId> Owners { get; } = Seen.OthersIn(Record);
}
