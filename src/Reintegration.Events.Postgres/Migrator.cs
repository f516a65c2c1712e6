using Npgsql;

namespace Reintegration.Events.Postgres;

/// <summary>Brings a database to the schema this program was built for: numbered files, each once, in order.</summary>
static class Migrator
{
    const string Prefix = "Reintegration.Events.Postgres.Migrations.";

    // Any number will do, as long as every version of this program uses the same one.
    const long Gate = 7_305_808_869_231_980_901;

    /// <summary>
    /// The schema before facts were sealed. Nothing real was ever kept in it, so nothing carries it over.
    /// </summary>
    const string Unsealed = "0001_ledgers.sql";

    /// <summary>A migration met a ledger it will not carry over, and says what to do instead.</summary>
    const string NotCarriedOver = "RE003";

    const string MadeBefore = """
        create schema if not exists reintegration_migrations;
        create table if not exists reintegration_migrations.migration (
          name text primary key, applied_at timestamptz not null default clock_timestamp());
        select name from reintegration_migrations.migration
        """;

    /// <summary>
    /// Applies what is missing. Two processes may call it at once: the second waits, and finds nothing to do.
    /// </summary>
    /// <exception cref="LedgerBrokenException">The database was migrated by a newer program.</exception>
    internal static async Task Run(string connectionString, CancellationToken ct)
    {
        var assembly = typeof(Migrator).Assembly;
        var known = assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(name => name[Prefix.Length..])
            .Order(StringComparer.Ordinal)
            .ToList();

        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await Execute(connection, $"select pg_advisory_xact_lock({Gate})", ct);
        var applied = await Applied(connection, ct);
        if (applied.Contains(Unsealed))
            throw new LedgerBrokenException(
                "This database holds a ledger of leaf version 0, whose facts are not sealed. Start a new one: name an empty database, or another --data folder.");
        if (applied.Except(known).FirstOrDefault() is { } newer)
            throw new LedgerBrokenException(
                $"This database was migrated by a newer program ({newer}): start that one.");

        foreach (var name in known.Except(applied))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(Prefix + name)!);
            await Apply(connection, await reader.ReadToEndAsync(ct), ct);
            await Execute(connection, "reset role; set search_path to default", ct);
            await Execute(connection, $"insert into reintegration_migrations.migration (name) values ('{name}')", ct);
        }
        await transaction.CommitAsync(ct);
    }

    static async Task Apply(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        try
        {
            await Execute(connection, sql, ct);
        }
        catch (PostgresException e) when (e.SqlState is NotCarriedOver)
        {
            throw new LedgerBrokenException(e.MessageText);
        }
    }

    static async Task<List<string>> Applied(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(MadeBefore, connection);
        await using var rows = await command.ExecuteReaderAsync(ct);
        List<string> names = [];
        while (await rows.ReadAsync(ct)) names.Add(rows.GetString(0));
        return names;
    }

    static async Task Execute(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(ct);
    }
}
