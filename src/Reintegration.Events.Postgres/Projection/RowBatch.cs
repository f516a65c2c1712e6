using Npgsql;
using NpgsqlTypes;
using Reintegration.Events.Views;

namespace Reintegration.Events.Postgres.Projection;

/// <summary>How far a case is folded.</summary>
sealed record CaseMark(Guid Case, long Position, long Epoch, DateTimeOffset? ValidUntil);

/// <summary>One row as it is written.</summary>
/// <param name="Body">Sealed: <see cref="RowSeal"/>. What else is in the clear says who may see which event how far, never what it says.</param>
sealed record RowToWrite(
    Guid Case, long Generation, string Audience, string Key, long Position, long Epoch, DateTimeOffset? ValidUntil,
    bool Concerns, byte[] Body, byte[] Released);

/// <summary>Everything that one step writes, to be sent in one round trip and one transaction.</summary>
sealed class RowBatch(RowSeal seal)
{
    internal List<CaseMark> Marks { get; } = [];
    internal List<RowToWrite> Rows { get; } = [];
    internal List<Guid> Afresh { get; } = [];
    internal List<(string Audience, Guid Case, long Position, string Reason)> Parked { get; } = [];
    internal Dictionary<long, string> Kinds { get; } = [];

    /// <summary>Adds what was folded of one case, its bodies sealed under one key.</summary>
    /// <param name="afresh">From its first event on: what was stored of it goes.</param>
    internal void Add(
        FoldedCase folded, IReadOnlyDictionary<string, long> generations, long position, long epoch, bool afresh)
    {
        var (@case, validUntil) = (folded.Case, folded.ValidUntil);
        if (afresh) Afresh.Add(@case);
        using var closing = seal.Close(@case, folded.Erasure);
        foreach (var seat in folded.Seats)
        {
            var written = seat.Written(all: afresh || seat.IsShortened);
            if (seat.Stopped is { } stop) Parked.Add((seat.Audience, @case, stop.Position, stop.Reason));
            if (validUntil is null || seat.ValidUntil < validUntil) validUntil = seat.ValidUntil ?? validUntil;
            foreach (var (row, body, concerns) in written)
            {
                var address = new RowAddress(@case, generations[row.View.Name], seat.Audience, row.Key);
                Rows.Add(new RowToWrite(
                    @case, address.Generation, address.Audience, address.Key, position, epoch, seat.ValidUntil, concerns,
                    closing.Close(address, body), ReleasedPack.Write(row.News, (key, text) => Kinds[key] = text)));
            }
        }
        Marks.Add(new CaseMark(@case, position, epoch, validUntil));
    }

    /// <summary>The statements, after whatever decides that they may be written at all.</summary>
    internal void AddTo(NpgsqlBatchCommandCollection parts, long[] generations, IReadOnlySet<long> known)
    {
        AddParked(parts);
        if (Afresh.Count > 0)
        {
            parts.Add(Statement.Part("unpark",
                Statement.Many(NpgsqlDbType.Uuid, Afresh.ToArray()),
                Statement.Many(NpgsqlDbType.Text, Parked.Select(p => p.Audience).ToArray()),
                Statement.Many(NpgsqlDbType.Uuid, Parked.Select(p => p.Case).ToArray())));
            parts.Add(Statement.Part("delete_projected_rows",
                Statement.Many(NpgsqlDbType.Uuid, Afresh.ToArray()), Statement.Many(NpgsqlDbType.Bigint, generations)));
        }
        AddKinds(parts, known);
        AddRows(parts);
        if (Marks.Count > 0)
            parts.Add(Statement.Part("write_projected_cases",
                Statement.Many(NpgsqlDbType.Uuid, Marks.Select(m => m.Case).ToArray()),
                Statement.Many(NpgsqlDbType.Smallint, Marks.Select(m => Slices.Of(m.Case)).ToArray()),
                Statement.Many(NpgsqlDbType.Bigint, Marks.Select(m => m.Position).ToArray()),
                Statement.Many(NpgsqlDbType.Bigint, Marks.Select(m => m.Epoch).ToArray()),
                Statement.Many(NpgsqlDbType.TimestampTz, Marks.Select(m => m.ValidUntil).ToArray())));
    }

    internal void AddParked(NpgsqlBatchCommandCollection parts)
    {
        if (Parked.Count > 0)
            parts.Add(Statement.Part("write_parked",
                Statement.Many(NpgsqlDbType.Text, Parked.Select(p => p.Audience).ToArray()),
                Statement.Many(NpgsqlDbType.Uuid, Parked.Select(p => p.Case).ToArray()),
                Statement.Many(NpgsqlDbType.Bigint, Parked.Select(p => p.Position).ToArray()),
                Statement.Many(NpgsqlDbType.Text, Parked.Select(p => p.Reason).ToArray())));
    }

    internal void AddKinds(NpgsqlBatchCommandCollection parts, IReadOnlySet<long> known)
    {
        // In one order for everybody: two transactions that add the same ones must not wait for each other.
        var news = Kinds.Where(kind => !known.Contains(kind.Key)).OrderBy(kind => kind.Key).ToList();
        if (news.Count > 0)
            parts.Add(Statement.Part("write_released_kinds",
                Statement.Many(NpgsqlDbType.Bigint, news.Select(kind => kind.Key).ToArray()),
                Statement.Many(NpgsqlDbType.Text, news.Select(kind => kind.Value).ToArray())));
    }

    internal void AddRows(NpgsqlBatchCommandCollection parts)
    {
        if (Rows.Count > 0) parts.Add(Statement.Part("write_projected_rows", Columns()));
    }

    NpgsqlParameter[] Columns() =>
    [
        Statement.Many(NpgsqlDbType.Uuid, Rows.Select(row => row.Case).ToArray()),
        Statement.Many(NpgsqlDbType.Bigint, Rows.Select(row => row.Generation).ToArray()),
        Statement.Many(NpgsqlDbType.Text, Rows.Select(row => row.Audience).ToArray()),
        Statement.Many(NpgsqlDbType.Text, Rows.Select(row => row.Key).ToArray()),
        Statement.Many(NpgsqlDbType.Bigint, Rows.Select(row => row.Position).ToArray()),
        Statement.Many(NpgsqlDbType.Bigint, Rows.Select(row => row.Epoch).ToArray()),
        Statement.Many(NpgsqlDbType.TimestampTz, Rows.Select(row => row.ValidUntil).ToArray()),
        Statement.Many(NpgsqlDbType.Boolean, Rows.Select(row => row.Concerns).ToArray()),
        Statement.Many(NpgsqlDbType.Bytea, Rows.Select(row => row.Body).ToArray()),
        Statement.Many(NpgsqlDbType.Bytea, Rows.Select(row => row.Released).ToArray()),
    ];
}
