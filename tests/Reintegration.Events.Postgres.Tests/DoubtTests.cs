using Npgsql;
using Reintegration.Events.Ledger;
using Reintegration.Events.Postgres.Tests.Support;
using Support.Ledger;

namespace Reintegration.Events.Postgres.Tests;

/// <summary>A commit that the server warns about is not acknowledged, and the node goes on by itself afterwards.</summary>
public sealed class DoubtTests
{
    [Fact]
    public async Task A_warning_at_a_commit_is_no_receipt_and_the_same_sent_again_is_recorded_once()
    {
        await using var database = await (await TestServer.Current).NewDatabase();
        await using var store = await database.Open(new TestClock());
        var command = Some.Command(Some.Event(Some.Stream()));
        await Run(database, """
            create function reintegration.warn() returns trigger language plpgsql as
            $$ begin raise warning 'not on the standby'; return null; end $$;
            create trigger warned after insert on reintegration.event
            for each statement execute function reintegration.warn()
            """);

        var doubt = await Assert.ThrowsAsync<LedgerUnavailableException>(() => store.Ledger.Append(command, default));
        Assert.Contains("not on the standby", doubt.Message, StringComparison.Ordinal);

        await Run(database, "drop trigger warned on reintegration.event");
        var settled = await store.Ledger.Append(command, default);
        Assert.True(settled.Accepted);
        Assert.False(settled.Receipts[0].First);
        Assert.Equal(1, (await store.Ledger.Head(default)).Size);
        Assert.True((await store.Ledger.Append(Some.Command(Some.Event(Some.Stream())), default)).Receipts[0].First);
    }

    static async Task Run(TestDatabase database, string sql)
    {
        await using var admin = new NpgsqlConnection(database.Source.Admin);
        await admin.OpenAsync();
        await using var command = new NpgsqlCommand(sql, admin);
        await command.ExecuteNonQueryAsync();
    }
}
