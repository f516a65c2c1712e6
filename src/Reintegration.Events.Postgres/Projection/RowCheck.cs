using Npgsql;
using NpgsqlTypes;
using Reintegration.Events.Views;

namespace Reintegration.Events.Postgres.Projection;

/// <summary>A stored row that is not what a fresh fold gives; law 9 says there is none.</summary>
/// <param name="Kind"><c>differs</c>, <c>missing</c>, <c>left over</c> or <c>does not open</c>.</param>
public sealed record Drift(string View, string Audience, Guid Case, string Key, string Kind);

/// <summary>Compares stored rows, opened, with fresh folds, byte for byte.</summary>
static class RowCheck
{
    internal static async Task<List<Drift>> Compare(
        NpgsqlDataSource source, RowSeal seal, IReadOnlyList<FoldedCase> fresh, IReadOnlyDictionary<string, long> generations,
        IReadOnlySet<(Guid, string)> parked, CancellationToken ct)
    {
        var views = generations.ToDictionary(pair => pair.Value, pair => pair.Key);
        var stored = (await Query.List(source, "read_whole_rows", row => (
                Address: new RowAddress(row.GetGuid(0), row.GetInt64(1), row.GetString(2), row.GetString(3)),
                Concerns: row.GetBoolean(4), Body: row.GetFieldValue<byte[]>(5), Released: row.GetFieldValue<byte[]>(6)), ct,
                Statement.Many(NpgsqlDbType.Uuid, fresh.Select(each => each.Case).ToArray()),
                Statement.Many(NpgsqlDbType.Bigint, generations.Values.ToArray())))
            .Where(row => !parked.Contains((row.Address.Case, row.Address.Audience)))
            .ToDictionary(row => PlaceOf(row.Address));
        using var opening = seal.Open();
        List<Drift> found = [];
        foreach (var each in fresh)
            foreach (var seat in each.Seats.Where(seat => !parked.Contains((each.Case, seat.Audience))))
                foreach (var (row, body, concerns) in seat.Written(all: true))
                {
                    var place = (each.Case, row.View.Name, seat.Audience, row.Key);
                    var isThere = stored.Remove(place, out var was);
                    if (!isThere && row.IsChanged) found.Add(Of(place, "missing"));
                    if (!isThere) continue;
                    if (opening.Open(was.Address, was.Body, null, out var isDestroyed) is not { } opened)
                    {
                        if (!isDestroyed) found.Add(Of(place, "does not open"));
                    }
                    else if (!(was.Concerns == concerns && opened.AsSpan().SequenceEqual(body)
                        && was.Released.AsSpan().SequenceEqual(ReleasedPack.Write(row.News, (_, _) => { }))))
                        found.Add(Of(place, "differs"));
                }
        found.AddRange(stored.Keys.Select(place => Of(place, "left over")));
        return found;

        (Guid, string, string, string) PlaceOf(RowAddress row) => (row.Case, views[row.Generation], row.Audience, row.Key);

        static Drift Of((Guid Case, string View, string Audience, string Key) place, string kind) =>
            new(place.View, place.Audience, place.Case, place.Key, kind);
    }
}
