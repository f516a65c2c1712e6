using Npgsql;
using Reintegration.Events.Postgres.Tests.Support;
using Reintegration.Events.Views;
using Support.Ledger;

namespace Reintegration.Events.Postgres.Tests;

public sealed class PostgresFeedRowsTests : FeedLaws, IAsyncDisposable
{
    readonly List<IAsyncDisposable> _opened = [];

    protected override async Task<(IFeedRows Rows, IFeedRows Other, Func<Task> LetLeaseEnd)> Open()
    {
        var database = await (await TestServer.Current).NewDatabase();
        var (store, other) = (await database.Open(new TestClock()), await database.Open(new TestClock()));
        _opened.AddRange([other, store, database]);
        return (store.Feeds, other.Feeds, () => Execute(database, "update reintegration.feed_writer set until = 'epoch'"));
    }

    [Fact]
    public async Task What_was_given_is_not_changed_by_any_role()
    {
        var (rows, _, _) = await Open();
        var feed = new FeedKey(new("probation"), "supervision", "led-8");
        var item = new FeedItem(feed, FeedKind.Shared, null, 1, 1, new(new("prison"), Guid.NewGuid()), Guid.NewGuid(), DateTimeOffset.UnixEpoch);
        await rows.Write((await rows.Hold(default))!, new FeedStep(1, DateTimeOffset.UnixEpoch, [item], [], null), default);
        await rows.Hand(feed, [1], [1], DateTimeOffset.UnixEpoch, default);
        var database = (TestDatabase)_opened[^1];
        foreach (var sql in (string[])[
            "update reintegration.feed_item set number = 2", "update reintegration.feed_item set shown = null, kind = 2",
            "update reintegration.feed_item set with_content = false", "update reintegration.feed_item set handed_at = null",
            "delete from reintegration.feed_item", "truncate reintegration.feed_item", "delete from reintegration.feed"])
            Assert.Equal("42501", (await Assert.ThrowsAsync<PostgresException>(() => Execute(database, sql))).SqlState);
    }

    static async Task Execute(TestDatabase database, string sql)
    {
        await using var connection = new NpgsqlConnection(database.Source.Admin);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var opened in _opened) await opened.DisposeAsync();
    }
}
