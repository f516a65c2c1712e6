using System.Collections.Concurrent;
using Npgsql;
using NpgsqlTypes;

namespace Reintegration.Events.Postgres;

/// <summary>The SQL of this project: one statement in each file of <c>Sql/</c>, known by the file's name.</summary>
static class Statement
{
    static readonly ConcurrentDictionary<string, string> Texts = new(StringComparer.Ordinal);

    internal static string Text(string name) => Texts.GetOrAdd(name, static name =>
    {
        using var stream = typeof(Statement).Assembly.GetManifestResourceStream(
            $"Reintegration.Events.Postgres.Sql.{name}.sql")
            ?? throw new InvalidOperationException($"There is no statement '{name}'.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    });

    internal static NpgsqlCommand Of(
        NpgsqlConnection connection, string name, params ReadOnlySpan<NpgsqlParameter> values)
    {
        var command = new NpgsqlCommand(Text(name), connection);
        foreach (var value in values) command.Parameters.Add(value);
        return command;
    }

    internal static NpgsqlBatchCommand Part(string name, params ReadOnlySpan<NpgsqlParameter> values)
    {
        var command = new NpgsqlBatchCommand(Text(name));
        foreach (var value in values) command.Parameters.Add(value);
        return command;
    }

    internal static NpgsqlParameter Value(NpgsqlDbType type, object? value) =>
        new() { NpgsqlDbType = type, Value = value ?? DBNull.Value };

    internal static NpgsqlParameter Many(NpgsqlDbType type, object values) =>
        new() { NpgsqlDbType = NpgsqlDbType.Array | type, Value = values };
}
