using Npgsql;
using NpgsqlTypes;

namespace Reintegration.Events.Postgres.Projection;

/// <summary>Law 9: stored rows equal a fresh fold of the ledger under the policy in force at the same instant.</summary>
public sealed class DriftCheck
{
    /// <summary>Cases read and folded at once.</summary>
    const int CasesAtOnce = 128;

    readonly PostgresLedger _ledger;
    readonly NpgsqlDataSource _source;
    readonly Ground _ground;

    internal DriftCheck(PostgresLedger ledger, NpgsqlDataSource source, Ground ground) =>
        (_ledger, _source, _ground) = (ledger, source, ground);

    /// <summary>Every row that differs, of these cases or of all. Any is an alarm.</summary>
    /// <remarks>
    /// What is behind a fence, past its time, parked or without its key is left out: it is never shown as it stands.
    /// </remarks>
    /// <returns>The rows that differ, and how many cases were compared.</returns>
    public async Task<(IReadOnlyList<Drift> Found, int Compared)> Run(IReadOnlyCollection<CaseId>? cases, CancellationToken ct)
    {
        var serving = await Builds.Serving(_source, _ground.Views, ct);
        var folds = new CaseFolds(_ledger, _source, _ground);
        var (found, compared) = (new List<Drift>(), 0);
        foreach (var chunk in (cases is null ? await All(ct) : [.. cases.Select(id => id.Value)]).Chunk(CasesAtOnce))
        {
            var marks = await Query.List(_source, "read_projected_cases", Projector.MarkOf, ct,
                Statement.Many(NpgsqlDbType.Uuid, chunk));
            var parked = (await Query.List(_source, "read_parked_of", row => (row.GetGuid(1), row.GetString(0)), ct,
                Statement.Many(NpgsqlDbType.Uuid, chunk))).ToHashSet();
            var wide = await _ledger.WideFence(ct);
            foreach (var same in marks.Where(mark => mark.Epoch >= wide).GroupBy(mark => mark.Position))
            {
                var folding = await folds.Now(serving.Views, ct);
                var fenced = (await _ledger.FencedBetween(same.Key, long.MaxValue, ct)).ToHashSet();
                var ids = same.Where(mark => !fenced.Contains(mark.Case) && !(mark.ValidUntil <= folding.Now)).Select(mark => mark.Case).ToArray();
                var fresh = await folds.Read(folding, ids, same.Key + 1, ct);
                found.AddRange(await RowCheck.Compare(_source, _ledger.RowSeal, fresh, serving.Generations, parked, ct));
                compared += ids.Length;
            }
        }
        return (found, compared);
    }

    async Task<List<Guid>> All(CancellationToken ct)
    {
        List<Guid> all = [Guid.Empty];
        for (var last = Guid.Empty; ;)
        {
            var next = await Query.List(_source, "next_cases", row => row.GetGuid(0), ct,
                Statement.Value(NpgsqlDbType.Uuid, last), Statement.Value(NpgsqlDbType.Integer, 1000));
            if (next.Count == 0) return all;
            all.AddRange(next);
            last = next[^1];
        }
    }
}
