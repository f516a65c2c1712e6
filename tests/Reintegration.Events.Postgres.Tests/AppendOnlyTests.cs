using Npgsql;
using Reintegration.Events.Postgres.Tests.Support;
using Support.Ledger;

namespace Reintegration.Events.Postgres.Tests;

/// <summary>Law 8: events are never updated or deleted, whoever asks and however.</summary>
public sealed class AppendOnlyTests(StoreFixture fixture) : IClassFixture<StoreFixture>
{
    static readonly string[] Roles = ["reintegration_writer", "reintegration_reader", "reintegration_access"];

    static readonly string[] Changes =
    [
        "update reintegration.event set version = version + 1",
        "update reintegration.event set leaf = 'x' where false",
        "delete from reintegration.event",
        "truncate reintegration.event",
    ];

    public static TheoryData<string, string> EveryRoleAndChange
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var role in Roles)
                foreach (var change in Changes)
                    data.Add(role, change);
            return data;
        }
    }

    [Theory, MemberData(nameof(EveryRoleAndChange))]
    public async Task Every_application_role_is_refused_by_its_grants(string role, string change)
    {
        await fixture.Store.Ledger.Append(Some.Command(Some.Event(Some.Stream())), default);
        await using var connection = await LogIn(role);

        var refused = await Assert.ThrowsAsync<PostgresException>(() => Execute(connection, change));

        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
        Assert.Contains("permission denied", refused.MessageText, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(EveryRoleAndChange))]
    public async Task The_trigger_refuses_where_a_mistaken_grant_would_allow(string role, string change)
    {
        await using var database = await (await TestServer.Current).NewDatabase();
        await using (var store = await database.Open(new TestClock()))
            await store.Ledger.Append(Some.Command(Some.Event(Some.Stream())), default);
        await using (var admin = await Connect(database.Source.Admin))
            await Execute(
                admin, $"grant usage on schema reintegration to {role}; grant all on reintegration.event to {role}");
        await using var connection = await Connect(database.Source.Reader(role, "mistaken grant") + ";Pooling=false");

        var refused = await Assert.ThrowsAsync<PostgresException>(() => Execute(connection, change));

        Assert.Contains(
            "append-only: recorded history is never changed or removed", refused.MessageText, StringComparison.Ordinal);
        Assert.Equal(1L, await Scalar(connection, "select count(*) from reintegration.event"));
    }

    [Fact]
    public async Task The_access_ledger_and_the_fences_are_append_only_too()
    {
        await using var admin = await Connect(fixture.Database.Source.Admin);
        foreach (var table in (string[])["fence", "access_leaf", "event"])
        {
            var refused = await Assert.ThrowsAsync<PostgresException>(
                () => Execute(admin, $"truncate reintegration.{table}"));
            Assert.Contains($"{table} is append-only", refused.MessageText, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task No_application_role_may_change_what_belongs_to_another()
    {
        await using var writer = await LogIn("reintegration_writer");
        await using var access = await LogIn("reintegration_access");
        await using var reader = await LogIn("reintegration_reader");
        foreach (var (connection, sql) in ((NpgsqlConnection, string)[])
        [
            (writer, "update reintegration.access_ledger set size = 0"), (writer, "delete from reintegration.sealed"),
            (writer, "delete from reintegration.envelope"), (writer, "update reintegration.envelope set body = '{}'"),
            (writer, "select * from reintegration.access_record"), (
                access, "update reintegration.ledger set epoch = 0"),
            (access, "select * from reintegration.sealed"), (access, "delete from reintegration.access_record"),
            (reader, "insert into reintegration.fence values (1, 1)"), (
                reader, "update reintegration.stream set version = 1"),
            (reader, "select * from reintegration.access_record"),
        ])
        {
            var refused = await Assert.ThrowsAsync<PostgresException>(() => Execute(connection, sql));
            Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
        }
    }

    [Fact]
    public async Task The_owning_role_cannot_log_in()
    {
        await using var admin = await Connect(fixture.Database.Source.Admin);
        Assert.Equal(
            false, await Scalar(admin, "select rolcanlogin from pg_roles where rolname = 'reintegration_owner'"));
        Assert.Equal(
            "reintegration_owner", await Scalar(
                admin, "select tableowner::text from pg_tables where tablename = 'event'"));
    }

    Task<NpgsqlConnection> LogIn(string role) =>
        Connect(fixture.Database.Source.Reader(role, "append-only test") + ";Pooling=false");

    static async Task<NpgsqlConnection> Connect(string connectionString)
    {
        var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        return connection;
    }

    static async Task Execute(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    static async Task<object?> Scalar(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
