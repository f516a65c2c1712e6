using Npgsql;
using NpgsqlTypes;

namespace Reintegration.Events.Cli.Bench;

/// <summary>What a plain table does on the same server at the same durability: the measure for our append.</summary>
/// <remarks>The table is frozen. To change it would be to change every ratio ever printed.</remarks>
sealed class Baseline(string connectionString) : IAsyncDisposable
{
    const string Table = """
        create schema if not exists bench;
        drop table if exists bench.baseline;
        create table bench.baseline (position bigint primary key, source_id uuid unique, bytes bytea)
        """;

    const int CopyRows = 1000;
    const int InsertConnections = 32;

    readonly NpgsqlDataSource _source = NpgsqlDataSource.Create(connectionString);
    long _position;

    internal async Task Create()
    {
        await using var command = _source.CreateCommand(Table);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Binary COPY, 1,000 rows a commit, one connection.</summary>
    internal async Task<Cell> Copy(byte[] payload, TimeSpan time)
    {
        await using var connection = await _source.OpenConnectionAsync();
        return await Cell.Measure("copy", callers: 1, batch: CopyRows, time, async _ =>
        {
            await using var import = await connection.BeginBinaryImportAsync(
                "copy bench.baseline from stdin (format binary)");
            for (var i = 0; i < CopyRows; i++)
            {
                await import.StartRowAsync();
                await import.WriteAsync(_position++, NpgsqlDbType.Bigint);
                await import.WriteAsync(Guid.NewGuid(), NpgsqlDbType.Uuid);
                await import.WriteAsync(payload, NpgsqlDbType.Bytea);
            }
            await import.CompleteAsync();
        });
    }

    /// <summary>One event in each transaction, 32 connections.</summary>
    internal async Task<Cell> Insert(byte[] payload, TimeSpan time)
    {
        var connections = new NpgsqlConnection[InsertConnections];
        var commands = new NpgsqlCommand[InsertConnections];
        for (var i = 0; i < InsertConnections; i++)
        {
            connections[i] = await _source.OpenConnectionAsync();
            commands[i] = new NpgsqlCommand("insert into bench.baseline values ($1, $2, $3)", connections[i]);
            commands[i].Parameters.Add(new() { NpgsqlDbType = NpgsqlDbType.Bigint });
            commands[i].Parameters.Add(new() { NpgsqlDbType = NpgsqlDbType.Uuid });
            commands[i].Parameters.Add(new() { NpgsqlDbType = NpgsqlDbType.Bytea, Value = payload });
            commands[i].Parameters[0].Value = 0L;
            commands[i].Parameters[1].Value = Guid.Empty;
            await commands[i].PrepareAsync();
        }
        var cell = await Cell.Measure("insert", InsertConnections, batch: 1, time, async caller =>
        {
            commands[caller].Parameters[0].Value = Interlocked.Increment(ref _position) - 1;
            commands[caller].Parameters[1].Value = Guid.NewGuid();
            await commands[caller].ExecuteNonQueryAsync();
        });
        foreach (var connection in connections) await connection.DisposeAsync();
        return cell;
    }

    public async ValueTask DisposeAsync() => await _source.DisposeAsync();

    /// <summary>Bytes of WAL written so far, for the bytes an event costs.</summary>
    internal async Task<long> WalBytes() => await Scalar("select pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::bigint");

    /// <summary>Bytes the ledger's tables and indexes take.</summary>
    internal async Task<long> StoredBytes() => await Scalar(
        "select sum(pg_total_relation_size(oid))::bigint from pg_class where relnamespace = 'reintegration'::regnamespace and relkind = 'r'");

    /// <summary>Makes an empty database on the same server, and says how to reach it.</summary>
    internal async Task<string> NewDatabase(string name)
    {
        await using (var drop = _source.CreateCommand($"drop database if exists {name}")) await drop.ExecuteNonQueryAsync();
        await using (var create = _source.CreateCommand($"create database {name}")) await create.ExecuteNonQueryAsync();
        return new NpgsqlConnectionStringBuilder(connectionString) { Database = name }.ConnectionString;
    }

    async Task<long> Scalar(string sql)
    {
        await using var command = _source.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
