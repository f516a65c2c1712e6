using System.Runtime.CompilerServices;
using Npgsql;
using NpgsqlTypes;
using Reintegration.Events.Policy.Change;

namespace Reintegration.Events.Postgres;

/// <summary>The scan over PostgreSQL: one statement that reads envelopes in order, and leaves what is sealed where it is.</summary>
public sealed class PostgresEnvelopes : IEnvelopeScan
{
    const int Lot = 2_000;

    readonly NpgsqlDataSource _source;

    internal PostgresEnvelopes(NpgsqlDataSource source) => _source = source;

    public async IAsyncEnumerable<IReadOnlyList<EnvelopeRow>> Read(
        IReadOnlySet<string>? types, long upTo, bool timed, [EnumeratorCancellation] CancellationToken ct)
    {
        await using var connection = await Answered(() => _source.OpenConnectionAsync(ct).AsTask());
        await using var command = Statement.Of(
            connection, timed ? "scan_envelopes_timed" : "scan_envelopes",
            Statement.Many(NpgsqlDbType.Text, types is null ? DBNull.Value : types.ToArray()),
            Statement.Value(NpgsqlDbType.Bigint, upTo));
        command.CommandTimeout = 0; // However long the ledger is; who asked can stop it.
        await using var rows = await Answered(() => command.ExecuteReaderAsync(ct));
        var lot = new List<EnvelopeRow>(Lot);
        while (await Answered(() => rows.ReadAsync(ct)))
        {
            lot.Add(Row(rows, timed));
            if (lot.Count < Lot) continue;
            yield return lot;
            lot = new List<EnvelopeRow>(Lot);
        }

        if (lot.Count > 0) yield return lot;
    }

    static EnvelopeRow Row(NpgsqlDataReader row, bool timed)
    {
        var stream = new StreamId(new AgencyId(row.GetString(1)), CaseColumn.From(row.GetGuid(2)));
        var (id, type, body) = (row.GetGuid(3), row.GetString(4), row.GetFieldValue<byte[]>(5));
        return new EnvelopeRow(
            row.GetInt64(0), timed ? row.GetInt64(6) : 0,
            timed ? Leaf.RecordedAt(row.GetFieldValue<byte[]>(7)) : default, type, stream,
            () => EnvelopeJson.Read(new EventName(stream.Owner, id), type, stream, body));
    }

    static async Task<T> Answered<T>(Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            throw new LedgerUnavailableException($"The envelopes could not be read: {e.Message}", e);
        }
    }
}
