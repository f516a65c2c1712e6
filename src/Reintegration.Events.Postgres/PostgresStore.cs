using System.Security.Cryptography;
using Npgsql;
using NpgsqlTypes;
using Reintegration.Events.Postgres.Feeds;
using Reintegration.Events.Postgres.Projection;

namespace Reintegration.Events.Postgres;

/// <summary>One jurisdiction's database, open: its pair of ledgers.</summary>
public sealed class PostgresStore : IAsyncDisposable
{
    const string WriterRole = "reintegration_writer";
    const string ReaderRole = "reintegration_reader";
    const string EraserRole = "reintegration_eraser";
    const string AccessRole = "reintegration_access";
    const string FeederRole = "reintegration_feeder";
    const string ProjectorRole = "reintegration_projector";
    const string ViewsRole = "reintegration_views";

    readonly NpgsqlDataSource _readers;
    readonly NpgsqlDataSource _accessReaders;
    readonly NpgsqlDataSource _feeders;
    readonly NpgsqlDataSource _projectors;
    readonly NpgsqlDataSource _views;

    PostgresStore(ConnectionSource source, (string Events, string Access) ids, IKeyStore keys, TimeProvider clock)
    {
        _readers = NpgsqlDataSource.Create(source.Reader(ReaderRole, "reintegration reader"));
        _accessReaders = NpgsqlDataSource.Create(source.Reader(AccessRole, "reintegration access reader"));
        _projectors = NpgsqlDataSource.Create(source.Reader(ProjectorRole, "reintegration projector"));
        _views = NpgsqlDataSource.Create(source.Reader(ViewsRole, "reintegration views"));
        Ledger = new PostgresLedger(
            _readers, source.Writer(WriterRole, "reintegration appender"), source.Eraser(EraserRole, "reintegration eraser"),
            new Sealer(ids.Events, Catalog.Default, keys, RandomPool.Fill), new RowSeal(keys, RandomPool.Fill), clock);
        AccessLedger = new PostgresAccessLedger(
            _accessReaders, source.Writer(AccessRole, "reintegration access appender"),
            source.Eraser(AccessRole, "reintegration exposure rebuild"),
            new AccessSealer(ids.Access, keys, RandomPool.Fill), clock);
        EventTree = new PostgresTreeRows(_accessReaders, PostgresTreeRows.Events);
        AccessTree = new PostgresTreeRows(_accessReaders, PostgresTreeRows.Access);
        SigningLease = new SigningLease(_accessReaders);
        Snapshots = new PostgresSnapshots(_accessReaders);
        PolicyArchive = new PostgresPolicyArchive(_accessReaders);
        Envelopes = new PostgresEnvelopes(_readers);
        _feeders = NpgsqlDataSource.Create(source.Reader(FeederRole, "reintegration feeder"));
        Feeds = new PostgresFeedRows(_feeders);
    }

    public PostgresLedger Ledger { get; }
    public PostgresAccessLedger AccessLedger { get; }
    public PostgresTreeRows EventTree { get; }
    public PostgresTreeRows AccessTree { get; }
    public SigningLease SigningLease { get; }
    public PostgresSnapshots Snapshots { get; }
    public PostgresPolicyArchive PolicyArchive { get; }
    public PostgresEnvelopes Envelopes { get; }
    public PostgresFeedRows Feeds { get; }

    /// <summary>The rows of views: what keeps them up, what builds them, what the doors read.</summary>
    /// <param name="lease">How long another process waits for this one's slices; null: as in operation.</param>
    /// <param name="page">Positions folded in one transaction; null: as in operation.</param>
    public PostgresViews Views(Ground ground, TimeSpan? lease = null, int? page = null) =>
        new(Ledger, _projectors, _readers, _views, ground, lease, page);

    /// <summary>
    /// Migrates the database, founds its two ledgers if it has none, opens them, and finishes every erasure.
    /// </summary>
    /// <param name="keys">Keeps the data keys of facts and access records, outside this database.</param>
    /// <exception cref="LedgerUnavailableException">The server cannot be reached, or refuses to migrate.</exception>
    /// <exception cref="LedgerBrokenException">It holds a ledger of another kind.</exception>
    public static async Task<PostgresStore> Open(
        ConnectionSource source, IKeyStore keys, TimeProvider clock, CancellationToken ct)
    {
        try
        {
            await Migrator.Run(source.Admin, ct);
            var store = new PostgresStore(source, await Found(source.Admin, ct), keys, clock);
            try
            {
                // Before anybody reads: a crash, or a restored key folder, may have left what is named as erased.
                await store.Ledger.Erase(ct);
                return store;
            }
            catch
            {
                await store.DisposeAsync();
                throw;
            }
        }
        catch (NpgsqlException e)
        {
            throw new LedgerUnavailableException($"The database could not be opened: {e.Message}", e);
        }
    }

    /// <summary>Whether both ledgers answer right now; the reason when they do not.</summary>
    public async Task<string?> Ping(CancellationToken ct)
    {
        try
        {
            await Ledger.Head(ct);
            await AccessLedger.Head(ct);
            return null;
        }
        catch (LedgerUnavailableException e)
        {
            return e.Message;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Ledger.DisposeAsync();
        await AccessLedger.DisposeAsync();
        await _readers.DisposeAsync();
        await _accessReaders.DisposeAsync();
        await _feeders.DisposeAsync();
        await _projectors.DisposeAsync();
        await _views.DisposeAsync();
    }

    /// <summary>An id is drawn once; a second process that draws another one changes nothing.</summary>
    static async Task<(string Events, string Access)> Found(string connectionString, CancellationToken ct)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(ct);
        foreach (var statement in (string[])["found_ledger", "found_access_ledger"])
        {
            await using var command = Statement.Of(connection, statement,
                Statement.Value(NpgsqlDbType.Text, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16))),
                Statement.Value(NpgsqlDbType.TimestampTz, DateTimeOffset.UnixEpoch),
                Statement.Value(NpgsqlDbType.Bytea, MerkleTree.EmptyRoot),
                Statement.Value(NpgsqlDbType.Bytea, new MerkleFrontier().ToBytes()));
            await command.ExecuteNonQueryAsync(ct);
        }
        return (await Id("read_head"), await Id("read_access_head"));

        async Task<string> Id(string head)
        {
            await using var command = Statement.Of(connection, head);
            return (string)(await command.ExecuteScalarAsync(ct))!;
        }
    }
}
