using System.Runtime.CompilerServices;
using Npgsql;
using NpgsqlTypes;
using Reintegration.Events.Postgres.Projection;

namespace Reintegration.Events.Postgres;

/// <summary>The events ledger in PostgreSQL.</summary>
/// <remarks>
/// Any failure to reach the server is a <see cref="LedgerUnavailableException"/>. Several processes may append to one
/// ledger; each has one appender.
/// </remarks>
public sealed class PostgresLedger : ILedger, IAsyncDisposable
{
    // Larger batches commit no faster and leave the callers idle meanwhile: measured at 256 callers of 10 events.
    const int EventLimit = 1024;
    const int ByteLimit = 8 * 1024 * 1024;
    const int PageLength = 1000;

    readonly NpgsqlDataSource _readers;
    readonly Sealer _sealer;
    readonly Appender _appender;
    readonly GroupCommit<Prepared, AppendOutcome> _commits;
    readonly Hint _hint;
    readonly Erasure _erasure;

    internal PostgresLedger(
        NpgsqlDataSource readers, string writer, string eraser, Sealer sealer, RowSeal rowSeal, TimeProvider clock)
    {
        _readers = readers;
        _sealer = sealer;
        _appender = new Appender(writer, sealer, clock);
        _hint = new Hint(readers);
        RowSeal = rowSeal;
        _erasure = new Erasure(readers, eraser, sealer, rowSeal);
        _commits = new(Commit, prepared => (prepared.Events.Length, prepared.Bytes), EventLimit, ByteLimit);
    }

    /// <summary>Seals what is derived from this ledger and kept beside it.</summary>
    internal RowSeal RowSeal { get; }

    /// <summary>Batches committed by one round trip from memory, and by locking and reading first.</summary>
    public (long Quick, long Careful) Batches => _appender.Ways;

    public async Task<AppendOutcome> Append(Command command, CancellationToken ct) => (await Append([command], ct))[0];

    /// <summary>Sealed together and handed to the appender together: a batch of a hundred costs one waiting.</summary>
    public async Task<IReadOnlyList<AppendOutcome>> Append(IReadOnlyList<Command> commands, CancellationToken ct)
    {
        foreach (var command in commands) Judge.Require(command);
        var outcomes = new AppendOutcome[commands.Count];
        var left = commands.Index().Select(each => (each.Index, Command: _sealer.Close(each.Item))).ToList();
        for (var sealing = 0; sealing < Sealer.SealingLimit && left.Count > 0; sealing++)
        {
            var unsealed = left.ConvertAll(each => each.Command);
            await _sealer.Prepare(unsealed, ct);
            var answers = await _commits.Submit([.. _sealer.Seal(unsealed).Select(each => new Prepared(each))], ct);
            for (var i = 0; i < left.Count; i++) outcomes[left[i].Index] = answers[i];
            left.RemoveAll(each => outcomes[each.Index].Verdict != AppendVerdict.KeyDestroyed);
        }
        return left.Count == 0
            ? outcomes
            : throw new LedgerUnavailableException("The keys of this case are being destroyed; nothing was recorded.");
    }

    public async IAsyncEnumerable<Recorded> Read(long after, [EnumeratorCancellation] CancellationToken ct)
    {
        var last = after;
        for (var size = (await Head(ct)).Size; last < size - 1;)
        {
            var to = Math.Min(last + PageLength, size - 1);
            var page = await Query.List(_readers, "read_page", PlaceOf, ct,
                Statement.Value(NpgsqlDbType.Bigint, last), Statement.Value(NpgsqlDbType.Bigint, to));
            foreach (var (position, recorded, erased) in page)
            {
                // What lost its columns and is not named by a RecordExpunged is missing, whatever else is left of it.
                if (recorded is null && !erased) continue;
                if (position != last + 1) throw LeafPages.Hole(last + 1, position);
                last = position;
                if (!erased) yield return recorded!;
            }
            if (last != to) throw LeafPages.Hole(last + 1, null);
        }
    }

    /// <summary>Every place after one and up to another, with the case it is about; opened only where it is wanted.</summary>
    /// <remarks>Null: erased, or not wanted.</remarks>
    /// <exception cref="LedgerBrokenException">A position is missing.</exception>
    internal async Task<List<(long Position, Guid Case, Recorded? Recorded)>> Page(
        long after, long upTo, Func<Guid, bool> wanted, CancellationToken ct)
    {
        const int CaseOfStream = 4;
        List<(long Position, Guid Case, Recorded? Recorded)> places = [];
        var page = await Query.List(_readers, "read_page", row =>
        {
            var @case = row.GetGuid(CaseOfStream);
            return wanted(@case) ? (@case, PlaceOf(row)) : (@case, (row.GetInt64(0), null, true));
        }, ct, Statement.Value(NpgsqlDbType.Bigint, after), Statement.Value(NpgsqlDbType.Bigint, upTo));
        foreach (var (@case, (position, recorded, isLeftOut)) in page)
        {
            if (recorded is null && !isLeftOut) continue;
            if (position != after + 1 + places.Count) throw LeafPages.Hole(after + 1 + places.Count, position);
            places.Add((position, @case, recorded));
        }
        return places.Count == upTo - after ? places : throw LeafPages.Hole(after + 1 + places.Count, null);
    }

    /// <summary>The events of many cases at once, each case's in position order. The nil UUID is about no case.</summary>
    internal async Task<Dictionary<Guid, List<Recorded>>> ReadCases(
        Guid[] cases, IReadOnlySet<string>? types, CancellationToken ct)
    {
        Dictionary<Guid, List<Recorded>> read = new(cases.Length);
        try
        {
            await using var connection = await _readers.OpenConnectionAsync(ct);
            await using var command = Statement.Of(connection, "read_cases",
                Statement.Many(NpgsqlDbType.Uuid, cases),
                Statement.Value(NpgsqlDbType.Array | NpgsqlDbType.Text, types?.ToArray()));
            await using var rows = await command.ExecuteReaderAsync(ct);
            await new ManyCases(_sealer).Read(rows, read, ct);
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            throw new LedgerUnavailableException($"The ledger could not be read: {e.Message}", e);
        }
        return read;
    }

    /// <summary>What is erased of many cases.</summary>
    internal async Task<ILookup<Guid, Expunged>> ExpungedOf(Guid[] cases, CancellationToken ct) =>
        (await Query.List(_readers, "read_cases_expunged", Erasure.ExpungedOf, ct, Statement.Many(NpgsqlDbType.Uuid, cases)))
            .ToLookup(each => CaseColumn.Of(each.Stream.Case));

    /// <summary>The cases that fences between two places are around, in order; null is everything.</summary>
    internal Task<IReadOnlyList<Guid?>> FencedBetween(long after, long upTo, CancellationToken ct) =>
        Query.List(_readers, "read_fences", row => row.IsDBNull(0) ? (Guid?)null : row.GetGuid(0), ct,
            Statement.Value(NpgsqlDbType.Bigint, after), Statement.Value(NpgsqlDbType.Bigint, upTo));

    /// <summary>Epoch of the last fence around everything.</summary>
    internal async Task<long> WideFence(CancellationToken ct) =>
        (await Query.List(_readers, "read_wide_fence", row => row.GetInt64(0), ct))[0];

    public async IAsyncEnumerable<ReadOnlyMemory<byte>> Leaves(
        long after, [EnumeratorCancellation] CancellationToken ct)
    {
        var size = (await Head(ct)).Size;
        await foreach (var leaf in LeafPages.Read(_readers, "read_leaves", after, size, ct)) yield return leaf;
    }

    public Task<IReadOnlyList<Recorded>> ReadCase(
        CaseId? @case, IReadOnlySet<string>? types, long after, CancellationToken ct) =>
        _erasure.ReadCase(RecordedOf, ct,
            Statement.Value(NpgsqlDbType.Uuid, CaseColumn.Of(@case)),
            Statement.Value(NpgsqlDbType.Array | NpgsqlDbType.Text, types?.ToArray()),
            Statement.Value(NpgsqlDbType.Bigint, after), Statement.Value(NpgsqlDbType.Bigint, null));

    public Task<IReadOnlyList<Recorded>> ReadGoverning(
        CaseId @case, IReadOnlySet<string> types, long after, long governingVersions, CancellationToken ct) =>
        _erasure.ReadCase(RecordedOf, ct,
            Statement.Value(NpgsqlDbType.Uuid, @case.Value),
            Statement.Value(NpgsqlDbType.Array | NpgsqlDbType.Text, types.ToArray()),
            Statement.Value(NpgsqlDbType.Bigint, after), Statement.Value(NpgsqlDbType.Bigint, governingVersions));

    public Task<IReadOnlyList<Recorded>> ReadOwner(
        AgencyId owner, CaseId? @case, long after, int limit, CancellationToken ct) =>
        @case is { } id
            ? Rows("read_stream", ct,
                Statement.Value(NpgsqlDbType.Text, owner.Value), Statement.Value(NpgsqlDbType.Uuid, id.Value),
                Statement.Value(NpgsqlDbType.Bigint, after), Statement.Value(NpgsqlDbType.Bigint, (long)limit))
            : Rows("read_owner", ct,
                Statement.Value(NpgsqlDbType.Text, owner.Value),
                Statement.Value(NpgsqlDbType.Bigint, after), Statement.Value(NpgsqlDbType.Bigint, (long)limit));

    public async Task<IReadOnlyDictionary<EventName, KnownEvent>> Known(
        IReadOnlyCollection<EventName> names, CancellationToken ct)
    {
        var digests = names.ToDictionary(PreparedEvent.DigestOf);
        var found = await Query.List(_readers, "find_names", row => Lookup.Known(row, digests[row.GetGuid(0)]), ct,
            Statement.Many(NpgsqlDbType.Uuid, digests.Keys.ToArray()));
        return found.ToDictionary(known => known.Receipt.Name);
    }

    public async Task<Recorded?> Find(EventName name, CancellationToken ct) =>
        (await Rows("read_name", ct, Statement.Value(NpgsqlDbType.Uuid, PreparedEvent.DigestOf(name))))
            .FirstOrDefault(recorded => recorded.Envelope.Name == name);

    public async Task<ILookup<long, (string Name, string Value)>> LabelRows(
        long after, long upTo, CancellationToken ct) =>
        (await Query.List(
            _readers, "read_labels", row => (row.GetInt64(0), Row: (row.GetString(1), row.GetString(2))), ct,
            Statement.Value(NpgsqlDbType.Bigint, after), Statement.Value(NpgsqlDbType.Bigint, upTo)))
        .ToLookup(label => label.Item1, label => label.Row);

    public Task<IReadOnlyList<CaseId>> CasesByLabel(string type, string label, string value, CancellationToken ct) =>
        Query.List(_readers, "cases_by_label", row => new CaseId(row.GetGuid(0)), ct,
            Statement.Value(NpgsqlDbType.Text, type), Statement.Value(NpgsqlDbType.Text, label), Statement.Value(
                NpgsqlDbType.Text, value));

    public Task<IReadOnlyList<Expunged>> Expunged(long after, long upTo, CancellationToken ct) =>
        _erasure.Named(after, upTo, null, ct);

    public Task<IReadOnlyList<Expunged>> Expunged(CaseId @case, CancellationToken ct) =>
        _erasure.Named(-1, long.MaxValue, @case, ct);

    public long LastErasure => _erasure.Last;

    public Task Erase(CancellationToken ct) => _erasure.CarryOut(ct);

    public async Task<LedgerHead> Head(CancellationToken ct) =>
        (await Query.List(_readers, "read_head", row => new LedgerHead(
            row.GetString(0), row.GetInt64(1), row.GetFieldValue<byte[]>(2), row.GetInt64(3),
            row.GetFieldValue<DateTimeOffset>(4)), ct))
        .Single();

    public async ValueTask DisposeAsync()
    {
        await _commits.DisposeAsync();
        await _hint.DisposeAsync();
        await _appender.DisposeAsync();
    }

    async Task<IReadOnlyList<AppendOutcome>> Commit(IReadOnlyList<Prepared> batch)
    {
        var outcomes = await _appender.Commit(batch);
        _hint.News();
        return outcomes;
    }

    Task<IReadOnlyList<Recorded>> Rows(string statement, CancellationToken ct, params NpgsqlParameter[] values) =>
        Query.List(_readers, statement, RecordedOf, ct, values);

    const int RequestDigestColumn = 13;

    (long Position, Recorded? Recorded, bool Erased) PlaceOf(NpgsqlDataReader row)
    {
        const int Body = 7, Sealed = 9, By = 14;
        var erased = !row.IsDBNull(By);
        var whole = !erased && !row.IsDBNull(Body) && !row.IsDBNull(Sealed);
        return (row.GetInt64(0), whole ? RecordedOf(row) : null, erased);
    }

    Recorded RecordedOf(NpgsqlDataReader row)
    {
        var leaf = row.GetFieldValue<byte[]>(2);
        var stream = new StreamId(new AgencyId(row.GetString(3)), CaseColumn.From(row.GetGuid(4)));
        var envelope = EnvelopeJson.Read(
            new EventName(stream.Owner, row.GetGuid(5)), row.GetString(6), stream, row.GetFieldValue<byte[]>(7));
        return new Recorded(
            row.GetInt64(0), row.GetInt64(1), Leaf.RecordedAt(leaf), envelope,
            new SealedFacts(envelope.Name, PartsOf(row), row.GetFieldValue<byte[]>(8), _sealer)
            {
                RequestDigest = row.IsDBNull(RequestDigestColumn) ? default : row.GetFieldValue<byte[]>(RequestDigestColumn),
            }, leaf);
    }

    /// <summary>Without rows the facts are erased.</summary>
    static ImmutableArray<SealedPart> PartsOf(NpgsqlDataReader row)
    {
        const int Paths = 9;
        if (row.IsDBNull(Paths)) return [];
        var (paths, persons) = (row.GetFieldValue<string[]>(Paths), row.GetFieldValue<string[]>(Paths + 1));
        var (keys, ciphertexts) = (row.GetFieldValue<byte[][]>(Paths + 2), row.GetFieldValue<byte[][]>(Paths + 3));
        return [.. paths.Select((path, i) => new SealedPart(path, persons[i], ciphertexts[i], keys[i]))];
    }
}
