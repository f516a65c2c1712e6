namespace Reintegration.Events.Ledger;

/// <summary>The exposure index of an access ledger in memory. Not for several threads at once.</summary>
sealed class MemoryExposures(FieldNumbers fields)
{
    readonly FieldNumbers _fields = fields;
    readonly Dictionary<(EventName Event, AgencyId Agency), ExposureRow> _rows = [];
    readonly List<(DateTimeOffset At, AgencyId Agency, ImmutableArray<AgencyId> Owners)> _looks = [];

    /// <summary>Adds what a record showed that is new.</summary>
    internal void Add(AccessRecord record, long position, DateTimeOffset at)
    {
        _looks.Add((at, record.Agency, Seen.OthersIn(record)));
        foreach (var seen in Seen.All(record))
        {
            var key = (seen.Released.Name, seen.Agency);
            _rows[key] = _rows.GetValueOrDefault(key, ExposureRow.Empty)
                .Seeing(position, at, seen.Way, LevelBits.Of(seen.Released, _fields));
        }
    }

    internal List<Exposure> Of(IReadOnlyCollection<EventName> events)
    {
        var asked = events.ToHashSet();
        return [.. _rows.Where(row => asked.Contains(row.Key.Event))
            .Select(row => new Exposure(row.Key.Event, row.Key.Agency, row.Value.Sightings(_fields)))
            .OrderBy(each => each.Event.ToString(), StringComparer.Ordinal).ThenBy(each => each.Agency)];
    }

    internal List<LooksCounted> Looks(AgencyId owner, IReadOnlyList<DateTimeOffset> bounds) =>
    [
        .. _looks.Where(look => look.Owners.Contains(owner))
            .Select(look => (Period: Period(look.At, bounds), look.Agency))
            .Where(look => look.Period >= 0)
            .GroupBy(look => look).OrderBy(same => same.Key)
            .Select(same => new LooksCounted(same.Key.Period, same.Key.Agency, same.Count())),
    ];

    /// <summary>Made anew from records; of those that cannot be read any more the steps are kept.</summary>
    internal long Rebuild(IEnumerable<AccessRecorded> records)
    {
        var fresh = new MemoryExposures(_fields);
        HashSet<long> gone = [];
        foreach (var recorded in records)
        {
            if (recorded.Record is { } record) fresh.Add(record, recorded.Position, recorded.RecordedAt);
            else gone.Add(recorded.Position);
        }

        foreach (var (key, row) in _rows)
        {
            var made = fresh._rows.GetValueOrDefault(key, ExposureRow.Empty).Keeping(row.Steps.Where(step => gone.Contains(step.Position)));
            if (made.Steps.Length > 0) fresh._rows[key] = made;
        }

        var differing = _rows.Keys.Union(fresh._rows.Keys).LongCount(key =>
            !_rows.GetValueOrDefault(key, ExposureRow.Empty).ToBytes().SequenceEqual(fresh._rows.GetValueOrDefault(key, ExposureRow.Empty).ToBytes()));
        _rows.Clear();
        foreach (var (key, row) in fresh._rows) _rows[key] = row;
        return differing;
    }

    static int Period(DateTimeOffset at, IReadOnlyList<DateTimeOffset> bounds)
    {
        for (var i = 0; i + 1 < bounds.Count; i++)
            if (at >= bounds[i] && at < bounds[i + 1]) return i;
        return -1;
    }
}
