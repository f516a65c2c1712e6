using System.Text;
using Npgsql;
using Reintegration.Events.Ledger;
using Reintegration.Events.Postgres.Tests.Support;
using Support.Ledger;

namespace Reintegration.Events.Postgres.Tests;

/// <summary>What the database holds of the facts says nothing without the key store.</summary>
public sealed class SealedStoreTests(StoreFixture fixture) : IClassFixture<StoreFixture>
{
    [Fact]
    public async Task No_payload_byte_stands_in_the_clear_in_any_table()
    {
        const string Canary = "canary-5b1f0c";
        await fixture.Store.Ledger.Append(Some.Command(Some.Event(Some.Stream(), content: Canary)), default);

        var places = await Holding(Canary);

        Assert.Empty(places);
        // The search finds what is there: an author's reference is an envelope's, which policy reads in the clear.
        Assert.Contains("reintegration.envelope", await Holding("officer-17"));
    }

    [Fact]
    public async Task An_old_ledger_whose_facts_are_not_sealed_is_refused_with_what_to_do()
    {
        await using var database = await (await TestServer.Current).NewDatabase();
        await using (var admin = new NpgsqlConnection(database.Source.Admin))
        {
            await admin.OpenAsync();
            await using var command = new NpgsqlCommand(
                "update reintegration_migrations.migration set name = '0001_ledgers.sql' where name like '0001%'", admin);
            Assert.Equal(1, await command.ExecuteNonQueryAsync());
        }

        var refused = await Assert.ThrowsAsync<LedgerBrokenException>(() => database.Open(new TestClock()));

        Assert.Contains("Start a new one", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_access_record_names_nobody_in_the_clear()
    {
        await fixture.Store.AccessLedger.Record(
            Some.Access((await fixture.Store.Ledger.Head(default)).Epoch) with { Official = "canary-77aa" }, default);

        Assert.Empty(await Holding("canary-77aa"));
    }

    [Fact]
    public async Task An_access_record_under_another_ones_leaf_is_refused()
    {
        await using var database = await (await TestServer.Current).NewDatabase();
        await using var store = await database.Open(new TestClock());
        for (var i = 0; i < 2; i++) await store.AccessLedger.Record(Some.Access(0), default);
        await using var admin = new NpgsqlConnection(database.Source.Admin);
        await admin.OpenAsync();
        await using var swap = new NpgsqlCommand(
            "update reintegration.access_record set position = 9 where position = 0;"
            + "update reintegration.access_record set position = 0 where position = 1;"
            + "update reintegration.access_record set position = 1 where position = 9", admin);
        await swap.ExecuteNonQueryAsync();

        await Assert.ThrowsAsync<LedgerBrokenException>(() => store.AccessLedger.Read(new AccessQuery(), default));
    }

    [Fact]
    public async Task An_old_access_ledger_whose_records_are_not_sealed_is_refused_with_what_to_do()
    {
        await using var database = await (await TestServer.Current).NewDatabase();
        await using (var admin = new NpgsqlConnection(database.Source.Admin))
        {
            await admin.OpenAsync();
            await using var command = new NpgsqlCommand(
                "delete from reintegration_migrations.migration where name = '0003_sealed_access.sql';"
                + "insert into reintegration.access_leaf values (0, now(), 'x')", admin);
            await command.ExecuteNonQueryAsync();
        }

        var refused = await Assert.ThrowsAsync<LedgerBrokenException>(() => database.Open(new TestClock()));

        Assert.Contains("Start a new one", refused.Message, StringComparison.Ordinal);
    }

    /// <summary>Every table of the schema that holds the text, as text or within its bytes.</summary>
    async Task<List<string>> Holding(string text)
    {
        await using var admin = new NpgsqlConnection(fixture.Database.Source.Admin);
        await admin.OpenAsync();
        List<string> tables = [];
        await using (
            var command = new NpgsqlCommand(
                "select tablename from pg_tables where schemaname = 'reintegration' order by 1", admin))
        await using (var rows = await command.ExecuteReaderAsync())
            while (await rows.ReadAsync())
                tables.Add($"reintegration.{rows.GetString(0)}");
        Assert.Contains("reintegration.sealed", tables);
        List<string> found = [];
        foreach (var table in tables)
        {
            // Bytes are shown as hexadecimal digits in the text of a row.
            await using var command = new NpgsqlCommand(
                $"select count(*) from {table} as kept where kept::text like $1 or kept::text like $2", admin);
            command.Parameters.Add(new NpgsqlParameter { Value = $"%{text}%" });
            command.Parameters.Add(
                new NpgsqlParameter { Value = $"%{Convert.ToHexStringLower(Encoding.UTF8.GetBytes(text))}%" });
            if ((long)(await command.ExecuteScalarAsync())! > 0) found.Add(table);
        }
        return found;
    }
}
