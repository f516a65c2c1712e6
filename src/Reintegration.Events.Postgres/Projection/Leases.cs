using Npgsql;
using NpgsqlTypes;

namespace Reintegration.Events.Postgres.Projection;

/// <summary>A slice this process holds: the epoch it holds it under, and how far its cases are folded.</summary>
sealed record HeldSlice(short Slice, long Epoch, long Position);

/// <summary>Shares the slices among processes: each holds its part by lease, none leads.</summary>
/// <remarks>
/// A lease says who should fold, never who may write: that is checked in the very transaction of the rows. So a process
/// that was paused past its lease believes it holds slices, and writes nothing.
/// </remarks>
sealed class Leases(NpgsqlDataSource source, TimeSpan duration)
{
    readonly Guid _holder = Guid.NewGuid();
    Dictionary<short, HeldSlice> _held = [];

    internal Guid Holder => _holder;

    internal IReadOnlyCollection<HeldSlice> Held => _held.Values;

    /// <summary>How often <see cref="Turn"/> is to be called: a few missed turns must not cost a lease.</summary>
    internal TimeSpan Every => duration / 5;

    /// <summary>Renews what is held, gives back what is more than a fair part, and takes what nobody holds.</summary>
    /// <param name="mayClaim">False: everything is given back.</param>
    internal async Task Turn(bool mayClaim, CancellationToken ct)
    {
        var fair = 0;
        if (mayClaim)
        {
            var nodes = await Query.List(source, "see_nodes", row => row.GetInt64(0), ct, Holding, Lasting);
            fair = (int)((Slices.Count + nodes[0] - 1) / nodes[0]);
        }
        var keep = _held.Keys.Order().Take(fair).ToArray();
        var renewed = await Query.List(source, "renew_slices", SliceOf, ct, Holding, Lasting,
            Statement.Many(NpgsqlDbType.Smallint, keep));
        // Another epoch under our own name is a lease that was lost and never seen lost.
        Dictionary<short, HeldSlice> held = renewed.Where(slice => keep.Contains(slice.Slice)).ToDictionary(slice => slice.Slice);
        if (held.Count < fair)
            foreach (var slice in await Query.List(source, "claim_slices", SliceOf, ct, Holding, Lasting,
                Statement.Value(NpgsqlDbType.Integer, fair - held.Count)))
                held[slice.Slice] = slice;
        _held = held;
    }

    internal void Moved(IEnumerable<HeldSlice> slices, long position)
    {
        foreach (var slice in slices) _held[slice.Slice] = slice with { Position = position };
    }

    /// <summary>Gives everything back, so that others need not wait for the leases to end.</summary>
    internal async Task Leave(CancellationToken ct)
    {
        await Turn(mayClaim: false, ct);
        await Query.List(source, "leave_nodes", _ => 0, ct, Holding);
    }

    NpgsqlParameter Holding => Statement.Value(NpgsqlDbType.Uuid, _holder);

    NpgsqlParameter Lasting => Statement.Value(NpgsqlDbType.Interval, duration);

    static HeldSlice SliceOf(NpgsqlDataReader row) => new(row.GetInt16(0), row.GetInt64(1), row.GetInt64(2));
}
