using Npgsql;
using Reintegration.Events.Ledger;
using Reintegration.Events.Postgres.Tests.Support;
using Support.Ledger;

namespace Reintegration.Events.Postgres.Tests;

public sealed class PostgresLedgerTests(StoreFixture fixture) : LedgerLaws, IClassFixture<StoreFixture>
{
    protected override ILedger Ledger => fixture.Store.Ledger;

    protected override IKeyStore Keys => fixture.Database.Keys;

    protected override void SetClock(DateTimeOffset now) => fixture.Clock.Now = now;

    protected override Task Reopen() => fixture.Reopen();

    [Fact]
    public async Task A_reader_halts_at_a_hole_and_names_it()
    {
        await using var database = await (await TestServer.Current).NewDatabase();
        await using var store = await database.Open(new TestClock());
        var stream = Some.Stream();
        await store.Ledger.Append(Some.Command([.. Enumerable.Range(0, 5).Select(_ => Some.Event(stream))]), default);
        // Only who rules the server can pass the trigger that guards them.
        await Execute(
            database, "set session_replication_role = replica; delete from reintegration.sealed where position = 3");

        var broken = await Assert.ThrowsAsync<LedgerBrokenException>(
            async () => await store.Ledger.Read(-1, default).ToListAsync());

        Assert.Contains("Position 3 is missing", broken.Message, StringComparison.Ordinal);
        Assert.Contains("the next one found is 4", broken.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_appenders_on_one_ledger_take_turns_without_holes()
    {
        await using var other = await fixture.Database.Open(new TestClock());
        ILedger[] both = [Ledger, other.Ledger];
        var streams = Enumerable.Range(0, 8).Select(_ => Some.Stream()).ToArray();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 400).Select(i =>
            Task.Run(() => both[i % 2].Append(Some.Command(Some.Event(streams[i % 8])), default))));

        Assert.All(outcomes, o => Assert.Equal(AppendVerdict.Appended, o.Verdict));
        await AssertWhole();
    }

    [Fact]
    public async Task A_name_recorded_by_another_appender_is_found_although_memory_does_not_know_it()
    {
        await using var other = await fixture.Database.Open(new TestClock());
        var stream = Some.Stream();
        await Append(Some.Command(Some.Event(stream)));
        var command = Some.Command(Some.Event(stream));
        await other.Ledger.Append(command, default);

        Assert.Equal(AppendVerdict.AlreadyRecorded, (await Append(command)).Verdict);
        Assert.Equal(AppendVerdict.WrongVersion, (await Append(Some.Command(Some.Event(stream, expected: 1)))).Verdict);
    }

    [Fact]
    public async Task A_known_stream_is_appended_to_in_one_round_trip_and_a_repeated_name_is_not()
    {
        var stream = Some.Stream();
        await Append(Some.Command(Some.Event(stream)));
        var repeated = Some.Command(Some.Event(stream));
        var before = fixture.Store.Ledger.Batches;

        await Append(repeated);
        Assert.Equal((before.Quick + 1, before.Careful), fixture.Store.Ledger.Batches);
        Assert.Equal(AppendVerdict.AlreadyRecorded, (await Append(repeated)).Verdict);
        Assert.Equal((before.Quick + 1, before.Careful + 1), fixture.Store.Ledger.Batches);
        Assert.True((await Append(Some.Command(Some.Event(stream, expected: 2)))).Accepted);
    }

    [Fact]
    public async Task A_lost_connection_is_an_unknown_outcome_that_the_same_names_resolve()
    {
        var stream = Some.Stream();
        await Append(Some.Command(Some.Event(stream)));
        await Execute(fixture.Database,
            "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'reintegration appender' and datname = current_database()");
        var command = Some.Command(Some.Event(stream));

        await Assert.ThrowsAsync<LedgerUnavailableException>(() => Append(command));

        Assert.Equal(2, (await Append(command)).Receipts.Single().Version);
        await AssertWhole();
    }

    [Fact]
    public async Task Opening_twice_keeps_the_id_and_a_server_that_is_gone_says_so()
    {
        var id = (await Ledger.Head(default)).Ledger;
        await Reopen();
        Assert.Equal(id, (await Ledger.Head(default)).Ledger);
        Assert.Null(await fixture.Store.Ping(default));

        var nowhere = ConnectionSource.Outside("Host=/no-such-folder;Username=nobody;Timeout=2");
        await Assert.ThrowsAsync<LedgerUnavailableException>(() => PostgresStore.Open(
            nowhere, new MemoryKeyStore(
                System.Security.Cryptography.RandomNumberGenerator.Fill), new TestClock(), default));
    }

    static async Task Execute(TestDatabase database, string sql)
    {
        await using var connection = new NpgsqlConnection(database.Source.Admin);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}

public sealed class PostgresAccessLedgerTests(StoreFixture fixture) : AccessLaws, IClassFixture<StoreFixture>
{
    protected override ILedger Ledger => fixture.Store.Ledger;

    protected override IAccessLedger Access => fixture.Store.AccessLedger;

    protected override IKeyStore Keys => fixture.Database.Keys;

    protected override Task Reopen() => fixture.Reopen();
}
