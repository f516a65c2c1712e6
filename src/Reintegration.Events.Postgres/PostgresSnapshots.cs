using Npgsql;
using NpgsqlTypes;
using Reintegration.Events.Policy.Tallies;

namespace Reintegration.Events.Postgres;

/// <summary>Published counts of people, who was counted, and who asked: in tables of their own.</summary>
public sealed class PostgresSnapshots : ISnapshots
{
    readonly NpgsqlDataSource _source;

    internal PostgresSnapshots(NpgsqlDataSource source) => _source = source;

    public async Task<DateTimeOffset?> LastCutoff(CancellationToken ct) =>
        (await Query.List(
            _source, "last_statistics_cutoff",
            row => row.IsDBNull(0) ? (DateTimeOffset?)null : row.GetFieldValue<DateTimeOffset>(0), ct)).Single();

    public async Task<IReadOnlySet<CaseId>> Counted(CancellationToken ct) =>
        (await Query.List(_source, "read_statistics_counted", row => new CaseId(row.GetGuid(0)), ct)).ToHashSet();

    public async Task<bool> Keep(
        DateTimeOffset cutoff, IReadOnlyList<(Snapshot Snapshot, ImmutableArray<CaseId> Counted)> published,
        CancellationToken ct)
    {
        return await InTransaction(async connection =>
        {
            await using (var first = Statement.Of(connection, "insert_statistics_cutoff", Instant(cutoff)))
                if (await first.ExecuteNonQueryAsync(ct) == 0) return false;
            foreach (var (snapshot, cases) in published)
            {
                await using var kept = Statement.Of(
                    connection, "insert_statistics_snapshot", Text(snapshot.Id), Instant(cutoff),
                    Statement.Value(NpgsqlDbType.Bytea, snapshot.ToBytes()));
                await kept.ExecuteNonQueryAsync(ct);
                await using var counted = Statement.Of(
                    connection, "insert_statistics_counted",
                    Statement.Many(NpgsqlDbType.Uuid, cases.Select(each => each.Value).ToArray()), Text(snapshot.Id));
                await counted.ExecuteNonQueryAsync(ct);
            }

            return true;
        }, ct);
    }

    public Task<IReadOnlyList<Snapshot>> All(CancellationToken ct) =>
        Query.List(_source, "read_statistics_snapshots", row => Snapshot.Read(row.GetFieldValue<byte[]>(0)), ct);

    public async Task<bool> Ask(
        Snapshot snapshot, Pair pair, AgencyId agency, string official, DateTimeOffset at, CancellationToken ct)
    {
        return await InTransaction(async connection =>
        {
            // Held until the end: whoever asks at the same time is answered after this, knowing of it.
            await using (var hold = Statement.Of(connection, "hold_statistics_snapshot", Text(snapshot.Id)))
                await hold.ExecuteScalarAsync(ct);
            var told = snapshot.Declared.ToList();
            await using (var read = Statement.Of(connection, "read_statistics_told", Text(snapshot.Id)))
            await using (var rows = await read.ExecuteReaderAsync(ct))
                while (await rows.ReadAsync(ct)) told.Add(new Pair(rows.GetString(0), rows.GetString(1)));
            var allowed = Overlap.Allows(told, pair);
            await using var log = Statement.Of(
                connection, "insert_statistics_asked", Text(snapshot.Id), Text(pair.First), Text(pair.Second),
                Text(agency.Value), Text(official), Instant(at), Statement.Value(NpgsqlDbType.Boolean, allowed));
            await log.ExecuteNonQueryAsync(ct);
            return allowed;
        }, ct);
    }

    public Task<IReadOnlyList<TableAsked>> Log(CancellationToken ct) =>
        Query.List(_source, "read_statistics_asked", row => new TableAsked(
            row.GetString(0), new Pair(row.GetString(1), row.GetString(2)), new AgencyId(row.GetString(3)),
            row.GetString(4), row.GetFieldValue<DateTimeOffset>(5), row.GetBoolean(6)), ct);

    async Task<bool> InTransaction(Func<NpgsqlConnection, Task<bool>> act, CancellationToken ct)
    {
        try
        {
            await using var connection = await _source.OpenConnectionAsync(ct);
            await using var transaction = await connection.BeginTransactionAsync(ct);
            var done = await act(connection);
            await transaction.CommitAsync(ct);
            return done;
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            throw new LedgerUnavailableException($"The statistics could not be written: {e.Message}", e);
        }
    }

    static NpgsqlParameter Text(string text) => Statement.Value(NpgsqlDbType.Text, text);

    static NpgsqlParameter Instant(DateTimeOffset at) => Statement.Value(NpgsqlDbType.TimestampTz, at.ToUniversalTime());
}
