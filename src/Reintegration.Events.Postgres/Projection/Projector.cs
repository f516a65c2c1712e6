using System.Diagnostics;
using Npgsql;
using NpgsqlTypes;
using Reintegration.Events.Views;

namespace Reintegration.Events.Postgres.Projection;

/// <summary>Keeps the rows of every serving view up with the ledger, together with all other processes that do.</summary>
/// <remarks>
/// One contiguous read feeds all views. Rows and cursors move in one transaction that the lease's epoch guards; a row that
/// cannot be folded parks its audience and case, and all else goes on. Killed anywhere, it goes on from the cursors.
/// </remarks>
public sealed class Projector : IAsyncDisposable
{
    /// <summary>A process that is silent for as long loses its slices to others.</summary>
    public static readonly TimeSpan LeaseDuration = TimeSpan.FromSeconds(10);

    /// <summary>Positions read at once. Larger pages fold no faster, and a newcomer's rows wait for the whole page.</summary>
    const int PageLength = 1000;

    /// <summary>Cases folded whole in one transaction; each is held in memory with all its events.</summary>
    const int WholeCases = 64;

    /// <summary>Cases that came due, decided again between two pages.</summary>
    const int DueCases = 32;

    const string LeaseLost = "RE004";
    const string AnotherServes = "RE005";
    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);
    static readonly TimeSpan PauseAfterFailure = TimeSpan.FromMilliseconds(250);

    readonly PostgresLedger _ledger;
    readonly NpgsqlDataSource _source;
    readonly Ground _ground;
    readonly Leases _leases;
    readonly CaseFolds _folds;
    readonly int _page;
    readonly HashSet<long> _kinds = [];
    Serving? _serving;
    long _turned;
    long _wideFence;

    internal Projector(PostgresLedger ledger, NpgsqlDataSource source, Ground ground, TimeSpan? lease, int? page)
    {
        (_ledger, _source, _ground) = (ledger, source, ground);
        _page = page ?? PageLength;
        _leases = new Leases(source, lease ?? LeaseDuration);
        _folds = new CaseFolds(ledger, source, ground);
    }

    /// <summary>The events this process has folded so far, of all its slices.</summary>
    public long Folded { get; private set; }

    /// <summary>Folds until it is told to stop; a failure is told and tried again.</summary>
    /// <param name="failed">Told of each failure; the ledger broken is thrown on after that.</param>
    public async Task Run(Action<Exception> failed, CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            try
            {
                if (!await Round(ct)) await Task.Delay(Pause, ct);
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                break;
            }
            catch (Exception failure) when (failure is LedgerUnavailableException or NpgsqlException or TimeoutException)
            {
                failed(failure);
                // Whether the last transaction was committed is not known: everything is read again.
                Reset();
                await Task.Delay(PauseAfterFailure, CancellationToken.None);
            }
        }
    }

    /// <summary>Folds what is there now, and returns when its slices have caught up and nothing is due.</summary>
    public async Task CatchUp(CancellationToken ct)
    {
        while (await Round(ct) || _leases.Held.Count == 0)
            if (_leases.Held.Count == 0) await Task.Delay(Pause, ct);
    }

    /// <summary>Gives its slices back.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await _leases.Leave(CancellationToken.None);
        }
        catch (LedgerUnavailableException)
        {
            // They are free when the leases end.
        }
    }

    void Reset() => (_serving, _turned) = (null, 0);

    /// <summary>One page for every group of slices that stand at one place, and then what is due.</summary>
    async Task<bool> Round(CancellationToken ct)
    {
        await Turn(ct);
        if (_leases.Held.Count == 0) return false;
        var head = await _ledger.Head(ct);
        // A slice that was claimed at an older place catches up alone, and joins the others where they are by then.
        var lanes = _leases.Held.GroupBy(slice => slice.Position).OrderBy(lane => lane.Key).ToList();
        var moved = false;
        for (var i = 0; i < lanes.Count; i++)
        {
            var to = Math.Min(lanes[i].Key + _page, head.Size - 1);
            if (i + 1 < lanes.Count) to = Math.Min(to, lanes[i + 1].Key);
            if (to <= lanes[i].Key) continue;
            if (!await Step([.. lanes[i]], lanes[i].Key, to, head, ct)) return true;
            moved = true;
        }
        return await Due(head, ct) || moved;
    }

    async Task Turn(CancellationToken ct)
    {
        if (_serving is not null && Stopwatch.GetElapsedTime(_turned) < _leases.Every) return;
        if (_serving is null) _folds.Forget();
        var before = _leases.Held.Select(slice => (slice.Slice, slice.Epoch)).ToHashSet();
        _serving = await Builds.Serving(_source, _ground.Views, ct);
        _wideFence = await _ledger.WideFence(ct);
        // While nothing serves there is nothing to fold, and the first build decides where the slices begin.
        await _leases.Turn(mayClaim: !_serving.HasStrangers && _serving.Views.Length > 0, ct);
        _turned = Stopwatch.GetTimestamp();
        if (!before.SetEquals(_leases.Held.Select(slice => (slice.Slice, slice.Epoch)))) _folds.Forget();
    }

    /// <summary>Folds one page of the ledger for some slices. False: the lease or the builds have moved.</summary>
    async Task<bool> Step(HeldSlice[] slices, long from, long to, LedgerHead head, CancellationToken ct)
    {
        var mine = slices.Select(slice => slice.Slice).ToHashSet();
        var serving = _serving!;
        var places = await _ledger.Page(from, to, id => mine.Contains(Slices.Of(id)), ct);
        var fences = await _ledger.FencedBetween(from, to, ct);
        if (fences.Contains(null)) _wideFence = await _ledger.WideFence(ct);
        var fenced = fences.Select(id => id ?? Guid.Empty).Where(id => mine.Contains(Slices.Of(id))).ToHashSet();
        var news = places.Where(place => place.Recorded is not null && mine.Contains(Slices.Of(place.Case)))
            .GroupBy(place => place.Case).ToDictionary(own => own.Key, own => own.Select(place => place.Recorded!).ToList());
        var batch = new RowBatch(_ledger.RowSeal);
        if (news.Count > 0 || fenced.Count > 0)
        {
            var folding = await _folds.Now(serving.Views, ct);
            var afresh = await Sort(news, fenced, folding.Now, ct);
            var (onto, closed) = await _folds.Onto(folding, news, serving, head.Size, ct);
            afresh.AddRange(closed);
            // Those read whole come first: if they are many they are written before the cursor moves, and skipped then.
            foreach (var chunk in afresh.Chunk(WholeCases).SkipLast(1))
                if (!await Write(slices, from, from, await Whole(new RowBatch(_ledger.RowSeal), folding, chunk, head, ct), ct)) return false;
            if (afresh.Count > 0) await Whole(batch, folding, afresh.Chunk(WholeCases).Last(), head, ct);
            await _ledger.RowSeal.Prepare(onto, ct);
            foreach (var each in onto) batch.Add(each, serving.Generations, to, _epochs[each.Case], afresh: false);
        }
        if (!await Write(slices, from, to, batch, ct)) return false;
        Folded += places.Count(place => place.Recorded is not null);
        return true;
    }

    readonly Dictionary<Guid, long> _epochs = [];

    /// <summary>Takes from the news what is folded already, and tells which cases must be folded from their beginning.</summary>
    async Task<List<Guid>> Sort(
        Dictionary<Guid, List<Recorded>> news, HashSet<Guid> fenced, DateTimeOffset now, CancellationToken ct)
    {
        var cases = news.Keys.Union(fenced).ToArray();
        var marks = (await Query.List(_source, "read_projected_cases", MarkOf, ct, Statement.Many(NpgsqlDbType.Uuid, cases)))
            .ToDictionary(mark => mark.Case);
        List<Guid> afresh = [];
        _epochs.Clear();
        foreach (var id in cases)
        {
            if (!fenced.Contains(id) && marks.TryGetValue(id, out var mark) && !(mark.ValidUntil <= now) && mark.Epoch >= _wideFence)
            {
                if (news[id].RemoveAll(recorded => recorded.Position <= mark.Position) > 0 && news[id].Count == 0) news.Remove(id);
                else _epochs[id] = mark.Epoch;
                continue;
            }
            afresh.Add(id);
            news.Remove(id);
        }
        return afresh;
    }

    /// <summary>Decides again what is past its time, or behind a fence around everything.</summary>
    async Task<bool> Due(LedgerHead head, CancellationToken ct)
    {
        var serving = _serving!;
        var moved = false;
        foreach (var lane in _leases.Held.GroupBy(slice => slice.Position).ToList())
        {
            var slices = lane.ToArray();
            var due = await Query.List(_source, "read_due_cases", row => row.GetGuid(0), ct,
                Statement.Many(NpgsqlDbType.Smallint, slices.Select(slice => slice.Slice).ToArray()),
                Statement.Value(NpgsqlDbType.TimestampTz, _ground.Clock.GetUtcNow().ToUniversalTime()),
                Statement.Value(NpgsqlDbType.Bigint, _wideFence), Statement.Value(NpgsqlDbType.Integer, DueCases));
            if (due.Count == 0) continue;
            var folding = await _folds.Now(serving.Views, ct);
            var batch = await Whole(new RowBatch(_ledger.RowSeal), folding, [.. due], head, ct);
            if (!await Write(slices, lane.Key, lane.Key, batch, ct)) return true;
            moved = true;
        }
        return moved;
    }

    async Task<RowBatch> Whole(RowBatch batch, RowFolding folding, Guid[] cases, LedgerHead head, CancellationToken ct)
    {
        var folded = await _folds.Whole(folding, cases, head.Size, ct);
        await _ledger.RowSeal.Prepare(folded, ct);
        foreach (var each in folded) batch.Add(each, _serving!.Generations, head.Size - 1, head.Epoch, afresh: true);
        return batch;
    }

    /// <summary>Rows and cursors in one transaction, guarded by the leases' epochs. False: nothing was written.</summary>
    async Task<bool> Write(HeldSlice[] slices, long from, long to, RowBatch rows, CancellationToken ct)
    {
        var serving = _serving!;
        try
        {
            await using var connection = await _source.OpenConnectionAsync(ct);
            await using var batch = new NpgsqlBatch(connection);
            batch.BatchCommands.Add(Statement.Part("advance_slices",
                Statement.Value(NpgsqlDbType.Uuid, _leases.Holder),
                Statement.Many(NpgsqlDbType.Smallint, slices.Select(slice => slice.Slice).ToArray()),
                Statement.Many(NpgsqlDbType.Bigint, slices.Select(slice => slice.Epoch).ToArray()),
                Statement.Value(NpgsqlDbType.Bigint, from), Statement.Value(NpgsqlDbType.Bigint, to),
                Statement.Value(NpgsqlDbType.Bigint, serving.Stamp)));
            rows.AddTo(batch.BatchCommands, serving.All, _kinds);
            await batch.ExecuteNonQueryAsync(ct);
        }
        catch (PostgresException e) when (e.SqlState is LeaseLost or AnotherServes)
        {
            Reset();
            return false;
        }
        _kinds.UnionWith(rows.Kinds.Keys);
        _leases.Moved(slices, to);
        return true;
    }

    internal static CaseMark MarkOf(NpgsqlDataReader row) => new(
        row.GetGuid(0), row.GetInt64(1), row.GetInt64(2),
        row.IsDBNull(3) ? null : row.GetFieldValue<DateTimeOffset>(3));
}
