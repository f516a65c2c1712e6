using Npgsql;
using NpgsqlTypes;

namespace Reintegration.Events.Postgres;

/// <summary>Works out what a batch of access records showed that is new, and the rows that say so.</summary>
/// <remarks>
/// What is remembered here is only ever that something is in the index already, and nothing leaves the index: a look at
/// what was shown before costs no row and no question to the server. Not for several threads at once.
/// </remarks>
sealed class ExposureWriter
{
    /// <summary>Marks remembered, of some 30 bytes each; beyond it they are forgotten and asked for again.</summary>
    const int MaxKnown = 500_000;

    readonly HashSet<UInt128> _known = [];
    FieldNumbers _fields = new();

    /// <summary>Changed rows of the index, with what they were, and the names that are new.</summary>
    internal sealed record News(
        List<(Guid Event, string Agency, byte[]? Before, byte[] After)> Rows, List<(int Number, string Name)> Fields,
        List<UInt128> Marks)
    {
        internal static readonly News None = new([], [], []);

        /// <summary>The statements that make them durable with the records they come from.</summary>
        internal void AddTo(NpgsqlBatch batch)
        {
            if (Fields.Count > 0)
                batch.BatchCommands.Add(Statement.Part("insert_exposure_fields",
                    Statement.Many(NpgsqlDbType.Integer, Fields.Select(field => field.Number).ToArray()),
                    Statement.Many(NpgsqlDbType.Text, Fields.Select(field => field.Name).ToArray())));
            if (Rows.Count > 0)
                batch.BatchCommands.Add(Statement.Part("write_exposures",
                    Statement.Many(NpgsqlDbType.Uuid, Rows.Select(row => row.Event).ToArray()),
                    Statement.Many(NpgsqlDbType.Text, Rows.Select(row => row.Agency).ToArray()),
                    Statement.Many(NpgsqlDbType.Bytea, Rows.Select(row => row.Before).ToArray()),
                    Statement.Many(NpgsqlDbType.Bytea, Rows.Select(row => row.After).ToArray())));
        }
    }

    /// <param name="first">Position of the first record of the batch.</param>
    internal async Task<News> Of(
        NpgsqlConnection connection, IReadOnlyList<PreparedRecord> batch, long first, DateTimeOffset recordedAt)
    {
        if (!batch.Any(prepared => prepared.Shown.Any(seen => !_known.Contains(seen.Mark)))) return News.None;
        var shown = batch.Select((prepared, i) => (Position: first + i, At: recordedAt, Shown: prepared.Shown.Where(seen => !_known.Contains(seen.Mark)).ToList())).ToList();
        var fields = await Numbers(connection, shown.SelectMany(each => each.Shown));
        return await Fold(connection, "read_exposure_rows", shown, fields);
    }

    /// <summary>Rows as they become when these records are added to those there are.</summary>
    async Task<News> Fold(
        NpgsqlConnection connection, string statement, List<(long Position, DateTimeOffset At, List<Seen> Shown)> shown,
        List<(int, string)> fields)
    {
        var digests = new Dictionary<EventName, Guid>();
        Guid DigestOf(EventName name) => digests.TryGetValue(name, out var digest) ? digest : digests[name] = PreparedEvent.DigestOf(name);
        var keys = shown.SelectMany(each => each.Shown).Select(seen => (Event: DigestOf(seen.Released.Name), Agency: seen.Agency.Value)).Distinct().ToList();
        var before = new Dictionary<(Guid, string), byte[]>();
        await using (var command = Statement.Of(connection, statement,
            Statement.Many(NpgsqlDbType.Uuid, keys.Select(key => key.Event).ToArray()),
            Statement.Many(NpgsqlDbType.Text, keys.Select(key => key.Agency).ToArray())))
        await using (var rows = await command.ExecuteReaderAsync())
            while (await rows.ReadAsync())
                before[(rows.GetGuid(0), rows.GetString(1))] = rows.GetFieldValue<byte[]>(2);
        var after = before.ToDictionary(row => row.Key, row => ExposureRow.Parse(row.Value));
        foreach (var (position, at, seen) in shown)
            foreach (var each in seen)
            {
                var key = (DigestOf(each.Released.Name), each.Agency.Value);
                after[key] = after.GetValueOrDefault(key, ExposureRow.Empty)
                    .Seeing(position, at, each.Way, LevelBits.Of(each.Released, _fields));
            }

        List<(Guid, string, byte[]?, byte[])> changed = [];
        foreach (var (key, row) in after)
        {
            var (old, made) = (before.GetValueOrDefault(key), row.ToBytes());
            if (old is null || !made.AsSpan().SequenceEqual(old)) changed.Add((key.Item1, key.Item2, old, made));
        }

        return new News(changed, fields, [.. shown.SelectMany(each => each.Shown).Select(seen => seen.Mark)]);
    }

    /// <summary>Numbers for all names that are met; those that are new are to be written.</summary>
    async Task<List<(int, string)>> Numbers(NpgsqlConnection connection, IEnumerable<Seen> shown)
    {
        var missing = shown.SelectMany(seen => seen.Released.Levels.Keys).Where(name => !_fields.Has(name)).Distinct().ToList();
        if (missing.Count == 0) return [];
        await Load(connection);
        return [.. missing.Where(name => !_fields.Has(name)).Select(name => (_fields.Of(name), name))];
    }

    async Task Load(NpgsqlConnection connection)
    {
        await using var command = Statement.Of(connection, "read_exposure_fields", Statement.Value(NpgsqlDbType.Integer, _fields.Count));
        await using var rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync())
            if (_fields.Of(rows.GetString(1)) != rows.GetInt32(0))
                throw new LedgerBrokenException("The names of the exposure index are not numbered without gaps.");
    }

    /// <summary>They are durable: what they say need not be asked for again.</summary>
    internal void Confirm(News news)
    {
        if (_known.Count + news.Marks.Count > MaxKnown) _known.Clear();
        foreach (var mark in news.Marks) _known.Add(mark);
    }

    /// <summary>Nothing was written: numbers given to new names may be others' now.</summary>
    internal void Renumber() => _fields = new FieldNumbers();

    /// <summary>What the server holds is in doubt: everything is asked for again.</summary>
    internal void Forget()
    {
        _known.Clear();
        Renumber();
    }

    /// <summary>Folds a page of records into the rows of a rebuild.</summary>
    internal async Task Make(
        NpgsqlConnection connection, NpgsqlConnection aside, IReadOnlyList<AccessRecorded> page)
    {
        var readable = page.Where(recorded => recorded.Record is not null).ToList();
        var shown = readable.Select(recorded => (recorded.Position, recorded.RecordedAt, Seen.All(recorded.Record!).ToList())).ToList();
        await NumbersAside(aside, shown.SelectMany(each => each.Item3));
        var news = await Fold(connection, "made_exposure_rows", shown, []);
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(Made(news.Rows.Select(row => (row.Event, row.Agency, row.After)).ToList()));
        batch.BatchCommands.Add(Statement.Part("fill_access_owners",
            Statement.Many(NpgsqlDbType.Bigint, readable.Select(recorded => recorded.Position).ToArray()),
            Statement.Many(NpgsqlDbType.Text, readable.Select(recorded => string.Join(' ', Seen.OthersIn(recorded.Record!))).ToArray())));
        await batch.ExecuteNonQueryAsync();
    }

    internal static NpgsqlBatchCommand Made(List<(Guid Event, string Agency, byte[] Steps)> rows) => Statement.Part("make_exposures",
        Statement.Many(NpgsqlDbType.Uuid, rows.Select(row => row.Event).ToArray()),
        Statement.Many(NpgsqlDbType.Text, rows.Select(row => row.Agency).ToArray()),
        Statement.Many(NpgsqlDbType.Bytea, rows.Select(row => row.Steps).ToArray()));

    /// <summary>In a short transaction of its own: appenders that meet the same names must not wait for a rebuild.</summary>
    async Task NumbersAside(NpgsqlConnection aside, IEnumerable<Seen> shown)
    {
        var seen = shown.ToList();
        if (seen.All(each => each.Released.Levels.Keys.All(_fields.Has))) return;
        await using var transaction = await aside.BeginTransactionAsync();
        await using (var held = Statement.Of(aside, "lock_access_head_only")) await held.ExecuteScalarAsync();
        var fields = await Numbers(aside, seen);
        await using var batch = new NpgsqlBatch(aside, transaction);
        new News([], fields, []).AddTo(batch);
        if (batch.BatchCommands.Count > 0) await batch.ExecuteNonQueryAsync();
        await transaction.CommitAsync();
    }
}
