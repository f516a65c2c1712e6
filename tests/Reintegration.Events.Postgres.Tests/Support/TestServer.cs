using System.Diagnostics;
using System.Security.Cryptography;
using Npgsql;
using Reintegration.Events.Ledger;
using Reintegration.Events.Postgres.Cluster;

namespace Reintegration.Events.Postgres.Tests.Support;

/// <summary>
/// The one PostgreSQL of a test run: the server named in REINTEGRATION_TEST_POSTGRES, or a private cluster.
/// </summary>
/// <remarks>
/// The private cluster lives in a folder of its own and is ended and removed by a watcher that waits on a pipe of this
/// process: however the run ends, killed or not, the pipe breaks and the watcher cleans up.
/// </remarks>
sealed class TestServer
{
    const string Template = "reintegration_laws";

    static readonly Lazy<Task<TestServer>> Once = new(Start);
    static int _databases;

    readonly PrivateCluster? _cluster;
    readonly string? _outside;

    TestServer(PrivateCluster? cluster, string? outside) => (_cluster, _outside) = (cluster, outside);

    internal static Task<TestServer> Current => Once.Value;

    /// <summary>An empty, migrated database that nobody else uses.</summary>
    internal async Task<TestDatabase> NewDatabase()
    {
        var name = $"reintegration_test_{Environment.ProcessId}_{Interlocked.Increment(ref _databases)}";
        await Execute($"create database {name} template {Template}");
        return new TestDatabase(this, name);
    }

    internal ConnectionSource Source(string database) => _cluster is not null
        ? ConnectionSource.Private(_cluster, database)
        : ConnectionSource.Outside(
            new NpgsqlConnectionStringBuilder(_outside) { Database = database }.ConnectionString);

    internal Task Drop(string database) => Execute($"drop database if exists {database} with (force)");

    /// <summary>Starts a private cluster that ends, and is removed, with this process.</summary>
    /// <param name="folder">One that holds a cluster already, to be removed too; a new one when null.</param>
    internal static async Task<(PrivateCluster Cluster, string Folder)> StartCluster(string? folder = null)
    {
        folder ??= NewFolder();
        var cluster = await PrivateCluster.Start(folder, default);
        Watch(cluster, folder);
        return (cluster, folder);
    }

    internal static string NewFolder() =>
        Path.Combine(Path.GetTempPath(), $"reintegration-test-{Guid.NewGuid():N}");

    static void Watch(PrivateCluster cluster, string folder)
    {
        var (program, arguments) = cluster.StopCommand();
        var start = new ProcessStartInfo("/bin/sh") { RedirectStandardInput = true, UseShellExecute = false };
        foreach (var argument in (string[])
            ["-c", "cat >/dev/null; folder=$1; shift; cd /; \"$@\" >/dev/null 2>&1; rm -rf \"$folder\"", "watcher", folder, program, .. arguments])
            start.ArgumentList.Add(argument);
        // Never disposed: its pipe must stay open for as long as this process lives.
        Watchers.Add(Process.Start(start)!);
    }

    static readonly List<Process> Watchers = [];

    static async Task<TestServer> Start()
    {
        var outside = Environment.GetEnvironmentVariable("REINTEGRATION_TEST_POSTGRES");
        var server = string.IsNullOrEmpty(outside)
            ? new TestServer((await StartCluster()).Cluster, null)
            : new TestServer(null, outside);
        await server.Execute($"drop database if exists {Template} with (force)");
        await server.Execute($"create database {Template}");
        await Migrator.Run(server.Source(Template).Admin, default);
        return server;
    }

    async Task Execute(string sql)
    {
        await using var connection = new NpgsqlConnection(
            _outside is null ? Source("postgres").Admin : $"{_outside};Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}

/// <summary>A database of one test class.</summary>
sealed class TestDatabase(TestServer server, string name) : IAsyncDisposable
{
    internal ConnectionSource Source => server.Source(name);

    /// <summary>The data keys of this database; they outlive the store, as files do.</summary>
    internal MemoryKeyStore Keys { get; } = new(RandomNumberGenerator.Fill);

    internal Task<PostgresStore> Open(TimeProvider clock) => PostgresStore.Open(Source, Keys, clock, default);

    public async ValueTask DisposeAsync() => await server.Drop(name);
}
