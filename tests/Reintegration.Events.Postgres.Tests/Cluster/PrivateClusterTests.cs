using Npgsql;
using Reintegration.Events.Postgres.Cluster;
using Reintegration.Events.Postgres.Tests.Support;

namespace Reintegration.Events.Postgres.Tests.Cluster;

public sealed class PrivateClusterTests
{
    [Fact]
    public async Task Who_starts_it_stops_it_and_who_comes_second_attaches()
    {
        var (first, folder) = await TestServer.StartCluster();
        var second = await PrivateCluster.Start(folder, default);
        Assert.True(first.IsStarter);
        Assert.False(second.IsStarter);
        Assert.Equal(first.ServerPid, second.ServerPid);

        await second.DisposeAsync();
        Assert.Equal("on", await Ask(first, "show fsync"));
        await first.DisposeAsync();
        Assert.Null(first.ServerPid);
    }

    [Fact]
    public async Task What_was_written_is_there_on_the_next_start()
    {
        var (first, folder) = await TestServer.StartCluster();
        await Ask(first, "create table kept as select 42 as answer");
        await first.DisposeAsync();

        await using var next = await PrivateCluster.Start(folder, default);

        Assert.Equal(42, await Ask(next, "select answer from kept"));
        Assert.True(next.IsStarter);
    }

    [Fact]
    public async Task It_listens_on_no_port_and_its_socket_folder_is_closed_to_others()
    {
        var (cluster, _) = await TestServer.StartCluster();
        await using var owner = cluster;

        Assert.Equal("", await Ask(cluster, "show listen_addresses"));
        var sockets = (string)(await Ask(cluster, "show unix_socket_directories"))!;
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute,
            new DirectoryInfo(sockets).UnixFileMode);
    }

    [Fact]
    public async Task A_pid_file_left_by_a_dead_machine_does_not_keep_it_from_starting()
    {
        var (first, folder) = await TestServer.StartCluster();
        await first.DisposeAsync();
        // After a power cut the old pid may belong to anybody; here to this test.
        await File.WriteAllTextAsync(
            Path.Combine(
                first.Folder, "data",
                "postmaster.pid"), $"{Environment.ProcessId}\n{first.Folder}/data\n0\n5432\n/nowhere\n\n0\n");

        await using var next = await PrivateCluster.Start(folder, default);

        Assert.Equal(1, await Ask(next, "select 1"));
    }

    [Fact]
    public async Task A_deep_folder_gets_a_short_socket()
    {
        var (shallow, folder) = await TestServer.StartCluster();
        await shallow.DisposeAsync();
        await using var cluster = await PrivateCluster.Start(Path.Combine(folder, new string('d', 100)), default);

        Assert.Equal(1, await Ask(cluster, "select 1"));
        Assert.StartsWith(
            "/tmp/reintegration-", (string)(
                await Ask(cluster, "show unix_socket_directories"))!, StringComparison.Ordinal);
    }

    static async Task<object?> Ask(PrivateCluster cluster, string sql)
    {
        await using var connection = new NpgsqlConnection(cluster.ConnectionString("postgres") + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
