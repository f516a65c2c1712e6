using Npgsql;
using Reintegration.Events.Events;
using Reintegration.Events.Ledger;
using Reintegration.Events.Postgres.Tests.Support;
using Support.Ledger;

namespace Reintegration.Events.Postgres.Tests;

/// <summary>Who may delete, and what: the eraser alone, and only what a later RecordExpunged names.</summary>
public sealed class EraserTests(StoreFixture fixture) : IClassFixture<StoreFixture>
{
    static readonly string[] Tables = ["envelope", "sealed", "label"];

    [Fact]
    public async Task The_eraser_deletes_what_a_later_record_names_and_nothing_else()
    {
        var stream = Some.Stream();
        var receipts = (await Append(Some.Command(Some.Event(stream), Some.Event(stream)))).Receipts;
        var by = (await Append(Some.Command(Some.Event(new StreamId(stream.Owner, null), type: Expunged.Type)) with
        {
            Expunges = new Expunging([receipts[0].Name], null),
        })).Receipts.Single();
        await using var eraser = await LogIn("reintegration_eraser");

        foreach (var table in Tables)
        {
            foreach (var kept in (long[])[receipts[1].Position, by.Position])
            {
                var refused = await Refused(eraser, $"delete from reintegration.{table} where position = {kept}");
                Assert.Contains($"position {kept} of {table} is not named", refused, StringComparison.Ordinal);
            }
            Assert.NotEqual(0, await Execute(eraser, $"delete from reintegration.{table} where position = {receipts[0].Position}"));
        }
        Assert.Equal(3, (await fixture.Store.Ledger.Leaves(receipts[0].Position - 1, default).ToListAsync()).Count);
    }

    [Fact]
    public async Task A_name_on_the_list_is_not_enough_without_the_record_itself()
    {
        var stream = Some.Stream();
        var receipts = (await Append(Some.Command(Some.Event(stream), Some.Event(stream)))).Receipts;
        await using var writer = await LogIn("reintegration_writer");
        await Execute(
            writer,
            $"insert into reintegration.expunged values ({receipts[0].Position}, {receipts[1].Position}, 0, false, false)");
        await using var eraser = await LogIn("reintegration_eraser");

        foreach (var table in Tables)
            Assert.Contains(
                "is not named by a RecordExpunged",
                await Refused(eraser, $"delete from reintegration.{table} where position = {receipts[0].Position}"),
                StringComparison.Ordinal);
        await Refused(
            writer, $"insert into reintegration.expunged values ({receipts[1].Position}, {receipts[0].Position}, 0, false, false)");
    }

    [Fact]
    public async Task No_role_changes_or_removes_what_says_that_something_is_erased()
    {
        foreach (var role in (string[])["reintegration_eraser", "reintegration_writer", "reintegration_reader"])
        {
            await using var connection = await LogIn(role);
            foreach (var table in (string[])["expunged", "expunged_key"])
                foreach (var change in (string[])[$"delete from reintegration.{table}", $"truncate reintegration.{table}", $"update reintegration.{table} set by_position = 1"])
                    await Refused(connection, change);
            foreach (var table in Tables)
                await Refused(connection, $"truncate reintegration.{table}");
        }
        await using var admin = new NpgsqlConnection(fixture.Database.Source.Admin);
        await admin.OpenAsync();
        foreach (var table in (string[])["expunged", "expunged_key", .. Tables])
            Assert.Contains("append-only", await Refused(admin, $"truncate reintegration.{table}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rows_and_keys_that_a_restore_brought_back_are_erased_when_the_store_is_opened()
    {
        await using var database = await (await TestServer.Current).NewDatabase();
        var stream = Some.Stream();
        await using (var store = await database.Open(new TestClock()))
        {
            await store.Ledger.Append(Some.Command(Some.Event(stream), Some.Event(stream)), default);
            await store.Ledger.Append(
                Some.Command(Some.Event(new StreamId(stream.Owner, null), type: Expunged.Type)) with
                {
                    Expunges = new Expunging([], stream),
                }, default);
        }
        await using var reader = new NpgsqlConnection(database.Source.Admin);
        await reader.OpenAsync();
        const string Left = "select count(*) from reintegration.sealed join reintegration.expunged using (position)";
        Assert.Equal(2L, await Scalar(reader, Left));
        Assert.Equal(1, database.Keys.Generation(new KeyScope(stream.Owner, stream.Case.ToString()!)));

        await using var opened = await database.Open(new TestClock());

        Assert.Equal(0L, await Scalar(reader, Left));
        Assert.Empty(await opened.Ledger.ReadOwner(stream.Owner, null, -1, 10, default) is { } own ? own.Where(each => each.Envelope.Case is not null) : []);
    }

    Task<AppendOutcome> Append(Command command) => fixture.Store.Ledger.Append(command, default);

    async Task<NpgsqlConnection> LogIn(string role)
    {
        var connection = new NpgsqlConnection(fixture.Database.Source.Reader(role, "eraser test") + ";Pooling=false");
        await connection.OpenAsync();
        return connection;
    }

    static async Task<string> Refused(NpgsqlConnection connection, string sql) =>
        (await Assert.ThrowsAsync<PostgresException>(() => Execute(connection, sql))).MessageText;

    static async Task<int> Execute(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteNonQueryAsync();
    }

    static async Task<object?> Scalar(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
