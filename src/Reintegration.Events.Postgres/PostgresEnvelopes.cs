using System.Runtime.CompilerServices;
using Npgsql;
using NpgsqlTypes;
using Reintegration.Events.Policy.Change;

namespace Reintegration.Events.Postgres;

/// <summary>The scan over PostgreSQL: reads envelopes in order, and leaves what is sealed where it is.</summary>
/// <remarks>
/// Stretch by stretch, because no statement of a reader may run for long, and whoever takes the rows may be slow. What is
/// appended meanwhile lies beyond, and what is erased meanwhile is gone: nothing else changes.
/// </remarks>
public sealed class PostgresEnvelopes : IEnvelopeScan
{
    const int Lot = 2_000;

    /// <summary>Positions of one statement: some megabytes, read in a fraction of a second.</summary>
    const int Stretch = 20_000;

    readonly NpgsqlDataSource _source;
    readonly int _stretch;

    internal PostgresEnvelopes(NpgsqlDataSource source, int stretch = Stretch) => (_source, _stretch) = (source, stretch);

    public async IAsyncEnumerable<IReadOnlyList<EnvelopeRow>> Read(
        IReadOnlySet<string>? types, long upTo, bool timed, [EnumeratorCancellation] CancellationToken ct)
    {
        object wanted = types is null ? DBNull.Value : types.ToArray();
        await using var connection = await Answered(() => _source.OpenConnectionAsync(ct).AsTask());
        var lot = new List<EnvelopeRow>(Lot);
        for (var after = -1L; after < upTo; after += _stretch)
        {
            await using var command = Statement.Of(
                connection, timed ? "scan_envelopes_timed" : "scan_envelopes",
                Statement.Many(NpgsqlDbType.Text, wanted), Statement.Value(NpgsqlDbType.Bigint, after),
                Statement.Value(NpgsqlDbType.Bigint, Math.Min(after + _stretch, upTo)));
            await using var rows = await Answered(() => command.ExecuteReaderAsync(ct));
            while (await Answered(() => rows.ReadAsync(ct)))
            {
                lot.Add(Row(rows, timed));
                if (lot.Count < Lot) continue;
                yield return lot;
                lot = new List<EnvelopeRow>(Lot);
            }
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
