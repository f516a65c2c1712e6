using Npgsql;
using Reintegration.Events.Policy.Tallies;
using Reintegration.Events.Postgres.Tests.Support;
using Support.Ledger;

namespace Reintegration.Events.Postgres.Tests;

public sealed class PostgresSnapshotsTests(StoreFixture fixture) : SnapshotLaws, IClassFixture<StoreFixture>
{
    protected override ISnapshots Snapshots => fixture.Store.Snapshots;

    [Theory]
    [InlineData("update reintegration.statistics_snapshot set body = ''")]
    [InlineData("delete from reintegration.statistics_asked")]
    [InlineData("delete from reintegration.statistics_counted")]
    public async Task What_was_published_asked_and_counted_cannot_be_changed_by_the_server(string attack)
    {
        await using var connection = new NpgsqlConnection(fixture.Database.Source.Reader("reintegration_access", "attack"));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(attack, connection);
        var refused = await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync());
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
    }
}
