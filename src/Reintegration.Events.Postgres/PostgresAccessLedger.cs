using System.Runtime.CompilerServices;
using Npgsql;
using NpgsqlTypes;

namespace Reintegration.Events.Postgres;

/// <summary>The access ledger in PostgreSQL: a tree and a head of its own, beside the events ledger's.</summary>
public sealed class PostgresAccessLedger : IAccessLedger, IAsyncDisposable
{
    const int RecordLimit = 4096;
    const int ByteLimit = 8 * 1024 * 1024;

    readonly NpgsqlDataSource _readers;
    readonly AccessSealer _sealer;
    readonly TimeProvider _clock;
    readonly AccessAppender _appender;
    readonly GroupCommit<PreparedRecord, AccessReceipt?> _commits;

    internal PostgresAccessLedger(NpgsqlDataSource readers, string writer, AccessSealer sealer, TimeProvider clock)
    {
        (_readers, _sealer, _clock) = (readers, sealer, clock);
        _appender = new AccessAppender(writer, clock);
        _commits = new(_appender.Commit, prepared => (1, prepared.Sealed.Ciphertext.Length), RecordLimit, ByteLimit);
    }

    public Task<AccessReceipt?> Record(AccessRecord record, CancellationToken ct) =>
        _commits.Submit(new PreparedRecord(record, _sealer.Seal(record, _clock.GetUtcNow())), ct);

    public Task<IReadOnlyList<AccessRecorded>> Read(AccessQuery query, CancellationToken ct) =>
        Query.List(_readers, "read_access", RecordedOf, ct,
            Statement.Value(NpgsqlDbType.Bigint, query.After),
            Statement.Value(NpgsqlDbType.Uuid, query.Case?.Value),
            Statement.Value(NpgsqlDbType.Text, query.Agency?.Value),
            Statement.Value(NpgsqlDbType.TimestampTz, query.From?.ToUniversalTime()),
            Statement.Value(NpgsqlDbType.TimestampTz, query.To?.ToUniversalTime()),
            Statement.Value(NpgsqlDbType.Bigint, (long)query.Limit));

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
        return new AccessRecorded(
            row.GetInt64(0), row.GetFieldValue<DateTimeOffset>(1), new AgencyId(row.GetString(3)),
            row.IsDBNull(4) ? null : new CaseId(row.GetGuid(4)),
            _sealer.Open(row.GetString(5), row.GetFieldValue<byte[]>(7), row.GetFieldValue<byte[]>(6), leaf), leaf);
    }
}

/// <summary>A record, sealed on the thread of the request.</summary>
sealed record PreparedRecord(AccessRecord Record, SealedAccess Sealed);
