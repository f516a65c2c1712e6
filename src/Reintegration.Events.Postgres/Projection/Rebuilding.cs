using System.Collections.Concurrent;
using System.Diagnostics;
using Npgsql;
using NpgsqlTypes;
using Reintegration.Events.Views;

namespace Reintegration.Events.Postgres.Projection;

/// <summary>Builds the rows of views anew beside those that serve, and lets them serve in one transaction.</summary>
/// <remarks>
/// Nobody waits for it: the old rows serve and are kept up meanwhile. Cancelled or killed, it leaves rows of a build that
/// never served; they are deleted by the next one.
/// </remarks>
public sealed partial class Rebuilding
{
    /// <summary>Cases read, folded and copied in one go: tens of thousands of events, some tens of megabytes.</summary>
    const int CasesAtOnce = 128;

    /// <summary>Cases whose stored rows are compared with fresh folds before they serve.</summary>
    const int SampleSize = 64;

    /// <summary>With fewer cases left to fold again, the swap may hold the projectors up for as long as those take.</summary>
    const int FewEnough = 64;

    /// <summary>A build that has not moved for as long is dead.</summary>
    static readonly TimeSpan Silence = TimeSpan.FromMinutes(2);
    static readonly TimeSpan BetweenReports = TimeSpan.FromMilliseconds(500);

    readonly PostgresLedger _ledger;
    readonly NpgsqlDataSource _source;
    readonly Ground _ground;
    readonly CaseFolds _folds;
    readonly Guid _builder = Guid.NewGuid();

    internal Rebuilding(PostgresLedger ledger, NpgsqlDataSource source, Ground ground)
    {
        (_ledger, _source, _ground) = (ledger, source, ground);
        _folds = new CaseFolds(ledger, source, ground);
    }

    /// <summary>Every build that serves, is being built or is kept.</summary>
    public Task<IReadOnlyList<ViewBuild>> Builds(CancellationToken ct) => Projection.Builds.Read(_source, ct);

    /// <summary>The views that nothing serves in the version this program knows.</summary>
    public async Task<ImmutableArray<ReadModel>> Missing(CancellationToken ct)
    {
        var serving = await Projection.Builds.Serving(_source, _ground.Views, ct);
        return _ground.Views.RemoveAll(view => serving.Generations.ContainsKey(view.Name));
    }

    /// <summary>Builds these views and lets them serve.</summary>
    /// <param name="report">Cases done, cases in all, events folded; now and then.</param>
    /// <returns>False: another process is building one of them.</returns>
    /// <exception cref="LedgerBrokenException">The rows built are not what a fresh fold gives; the old ones go on serving.</exception>
    public async Task<bool> Run(
        ImmutableArray<ReadModel> views, Action<long, long, long>? report, CancellationToken ct)
    {
        await DeleteDropped(ct);
        var head = await _ledger.Head(ct);
        var start = new Since(head.Size - 1, head.Epoch);
        var withNoCase = views.Any(view => view.Scope == ViewScope.Organisation);
        var total = (await Query.List(_source, "count_cases", row => row.GetInt64(0), ct,
            Statement.Value(NpgsqlDbType.Boolean, withNoCase)))[0];
        var build = new Building(views, total, report);
        try
        {
            foreach (var view in views)
            {
                var begun = await Query.List(_source, "begin_build", row => row.GetInt64(0), ct,
                    Statement.Value(NpgsqlDbType.Text, view.Name), Statement.Value(NpgsqlDbType.Integer, view.Version),
                    Statement.Value(NpgsqlDbType.Uuid, _builder), Statement.Value(NpgsqlDbType.Bigint, total),
                    Statement.Value(NpgsqlDbType.Interval, Silence));
                if (begun.Count == 0) return await GiveUp(build);
                build.Generations.Add(view.Name, begun[0]);
            }
            await Load(build, withNoCase, ct);
            await FollowUp(build, start, ct);
            await Check(build, ct);
            await Swap(build, start, ct);
        }
        catch
        {
            await GiveUp(build);
            throw;
        }
        await DeleteDropped(ct);
        return true;
    }

    /// <summary>How far the projectors were, and under which epoch, when rows were last known to be right.</summary>
    readonly record struct Since(long Position, long Epoch);

    /// <summary>What is being built, and how far each case was read.</summary>
    sealed class Building(ImmutableArray<ReadModel> views, long total, Action<long, long, long>? report)
    {
        long _cases;
        long _events;
        long _reported;

        internal ImmutableArray<ReadModel> Views { get; } = views;
        internal Dictionary<string, long> Generations { get; } = [];
        internal ConcurrentDictionary<Guid, CaseMark> Marks { get; } = new();
        internal HashSet<long> Kinds { get; } = [];
        internal (long Cases, long Events) Done => (Interlocked.Read(ref _cases), Interlocked.Read(ref _events));

        internal bool Add(int cases, long events)
        {
            report?.Invoke(Interlocked.Add(ref _cases, cases), total, Interlocked.Add(ref _events, events));
            var before = Interlocked.Read(ref _reported);
            return (before == 0 || Stopwatch.GetElapsedTime(before) > BetweenReports)
                && Interlocked.CompareExchange(ref _reported, Stopwatch.GetTimestamp(), before) == before;
        }
    }

    async Task Load(Building build, bool withNoCase, CancellationToken ct)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = ct };
        await Parallel.ForEachAsync(Chunks(withNoCase, ct), options, async (cases, token) =>
        {
            var rows = await Fold(build, cases, token);
            await Copy(build, rows, token);
            if (build.Add(cases.Length, rows.Events)) await Progress(build, token);
        });
        await Progress(build, ct);
    }

    async IAsyncEnumerable<Guid[]> Chunks(
        bool withNoCase, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        if (withNoCase) yield return [Guid.Empty];
        var last = Guid.Empty;
        while (true)
        {
            var next = await Query.List(_source, "next_cases", row => row.GetGuid(0), ct,
                Statement.Value(NpgsqlDbType.Uuid, last), Statement.Value(NpgsqlDbType.Integer, CasesAtOnce));
            if (next.Count == 0) yield break;
            last = next[^1];
            yield return [.. next];
        }
    }

    sealed record Folded(RowBatch Rows, long Events);

    async Task<Folded> Fold(Building build, Guid[] cases, CancellationToken ct)
    {
        var head = await _ledger.Head(ct);
        var folding = await _folds.Now(build.Views, ct);
        var rows = new RowBatch(_ledger.RowSeal);
        var folded = await _folds.Read(folding, cases, head.Size, ct);
        await _ledger.RowSeal.Prepare(folded, ct);
        foreach (var each in folded) rows.Add(each, build.Generations, head.Size - 1, head.Epoch, afresh: true);
        foreach (var mark in rows.Marks) build.Marks[mark.Case] = mark;
        return new Folded(rows, folded.Sum(each => (long)each.Events));
    }

    async Task Copy(Building build, Folded folded, CancellationToken ct)
    {
        await using var connection = await _source.OpenConnectionAsync(ct);
        await using (var kinds = new NpgsqlBatch(connection))
        {
            lock (build.Kinds) folded.Rows.AddKinds(kinds.BatchCommands, build.Kinds);
            var marks = folded.Rows.Marks.Where(mark => mark.ValidUntil is not null).ToList();
            folded.Rows.AddParked(kinds.BatchCommands);
            kinds.BatchCommands.Add(Statement.Part("lower_marks",
                Statement.Many(NpgsqlDbType.Uuid, marks.Select(mark => mark.Case).ToArray()),
                Statement.Many(NpgsqlDbType.TimestampTz, marks.Select(mark => mark.ValidUntil).ToArray())));
            await kinds.ExecuteNonQueryAsync(ct);
            lock (build.Kinds) build.Kinds.UnionWith(folded.Rows.Kinds.Keys);
        }
        await using var copy = await connection.BeginBinaryImportAsync(Statement.Text("copy_projected_rows"), ct);
        foreach (var row in folded.Rows.Rows)
        {
            await copy.StartRowAsync(ct);
            await copy.WriteAsync(row.Case, NpgsqlDbType.Uuid, ct);
            await copy.WriteAsync(row.Generation, NpgsqlDbType.Bigint, ct);
            await copy.WriteAsync(row.Audience, NpgsqlDbType.Text, ct);
            await copy.WriteAsync(row.Key, NpgsqlDbType.Text, ct);
            await copy.WriteAsync(row.Position, NpgsqlDbType.Bigint, ct);
            await copy.WriteAsync(row.Epoch, NpgsqlDbType.Bigint, ct);
            if (row.ValidUntil is { } until) await copy.WriteAsync(until.ToUniversalTime(), NpgsqlDbType.TimestampTz, ct);
            else await copy.WriteNullAsync(ct);
            await copy.WriteAsync(row.Concerns, NpgsqlDbType.Boolean, ct);
            await copy.WriteAsync(row.Body, NpgsqlDbType.Bytea, ct);
            await copy.WriteAsync(row.Released, NpgsqlDbType.Bytea, ct);
        }
        await copy.CompleteAsync(ct);
    }

    /// <summary>Cases that the projectors have folded further than this build, or decided later.</summary>
    async Task<Guid[]> Moved(Building build, Since start, CancellationToken ct) =>
        [.. (await Query.List(_source, "moved_cases", Projector.MarkOf, ct,
                Statement.Value(NpgsqlDbType.Bigint, start.Position), Statement.Value(NpgsqlDbType.Bigint, start.Epoch)))
            .Where(mark => !build.Marks.TryGetValue(mark.Case, out var built) || built.Position < mark.Position || built.Epoch < mark.Epoch)
            .Where(mark => mark.Case != Guid.Empty || build.Views.Any(view => view.Scope == ViewScope.Organisation))
            .Select(mark => mark.Case)];

    /// <summary>Folds what moved again and again, until little is left for the swap.</summary>
    async Task FollowUp(Building build, Since start, CancellationToken ct)
    {
        for (var news = await Moved(build, start, ct); news.Length > FewEnough; news = await Moved(build, start, ct))
            foreach (var chunk in news.Chunk(CasesAtOnce)) await Again(build, chunk, ct);
    }

    async Task Again(Building build, Guid[] cases, CancellationToken ct)
    {
        var folded = await Fold(build, cases, ct);
        await using var connection = await _source.OpenConnectionAsync(ct);
        await using var batch = new NpgsqlBatch(connection);
        AddAgain(batch.BatchCommands, build, folded);
        await batch.ExecuteNonQueryAsync(ct);
    }

    static void AddAgain(NpgsqlBatchCommandCollection parts, Building build, Folded folded)
    {
        parts.Add(Statement.Part("delete_rows_of",
            Statement.Many(NpgsqlDbType.Uuid, folded.Rows.Afresh.ToArray()),
            Statement.Many(NpgsqlDbType.Bigint, build.Generations.Values.ToArray())));
        folded.Rows.AddKinds(parts, build.Kinds);
        folded.Rows.AddRows(parts);
    }

    /// <summary>Compares a sample of what was stored with fresh folds of the same events.</summary>
    async Task Check(Building build, CancellationToken ct)
    {
        var ids = build.Marks.Keys.ToArray();
        Random.Shared.Shuffle(ids);
        foreach (var same in ids.Take(SampleSize).Select(id => build.Marks[id]).GroupBy(mark => (mark.Position, mark.Epoch)))
        {
            // Where something governs anew, the rows were decided by what held before; the projectors decide again.
            var fenced = (await _ledger.FencedBetween(same.Key.Position, long.MaxValue, ct)).ToHashSet();
            if (fenced.Contains(null)) return;
            var folding = await _folds.Now(build.Views, ct);
            var cases = same.Where(mark => !fenced.Contains(mark.Case) && !(mark.ValidUntil <= folding.Now)).Select(mark => mark.Case).ToArray();
            var fresh = await _folds.Read(folding, cases, same.Key.Position + 1, ct);
            var parked = fresh.SelectMany(each => each.Seats.Where(seat => seat.Stopped is not null).Select(seat => (each.Case, seat.Audience))).ToHashSet();
            var found = await RowCheck.Compare(_source, _ledger.RowSeal, fresh, build.Generations, parked, ct);
            // What an erasure took meanwhile is missing rightly: its fence has the case folded again before the rows serve.
            if (found.Count > 0) fenced = [.. await _ledger.FencedBetween(same.Key.Position, long.MaxValue, ct)];
            if (found.Find(drift => !fenced.Contains(drift.Case)) is { } drift)
                throw new LedgerBrokenException($"A row of {drift.View} was built and is not what a fresh fold gives: {drift.Kind}.");
        }
    }

    /// <summary>Holds the projectors for a moment, folds what they moved meanwhile, and lets the new rows serve.</summary>
    async Task Swap(Building build, Since start, CancellationToken ct)
    {
        await using var connection = await _source.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using (var hold = Statement.Of(connection, "hold_slices")) await hold.ExecuteNonQueryAsync(ct);
        var serving = await Projection.Builds.Serving(_source, _ground.Views, ct);
        // What the projectors have not folded by now they will fold into the new rows alone.
        var (folded, epoch) = ((await Query.List(_source, "read_slices", row => row.GetInt64(2), ct))[0], (await _ledger.Head(ct)).Epoch);
        await using var batch = new NpgsqlBatch(connection, transaction);
        foreach (var chunk in (await Moved(build, start, ct)).Chunk(CasesAtOnce))
            AddAgain(batch.BatchCommands, build, await Fold(build, chunk, ct));
        if (serving.Views.IsEmpty && !serving.HasStrangers) AddStart(batch.BatchCommands, build, start);
        var generations = build.Generations.Values.ToArray();
        batch.BatchCommands.Add(Statement.Part("swap_builds",
            Statement.Many(NpgsqlDbType.Bigint, generations), Statement.Value(NpgsqlDbType.Bigint, folded),
            Statement.Value(NpgsqlDbType.Bigint, epoch)));
        batch.BatchCommands.Add(Statement.Part("serve_builds", Statement.Many(NpgsqlDbType.Bigint, generations)));
        await batch.ExecuteNonQueryAsync(ct);
        await transaction.CommitAsync(ct);
    }

    /// <summary>The first rows of all: the projectors begin where this build did.</summary>
    static void AddStart(NpgsqlBatchCommandCollection parts, Building build, Since start)
    {
        var marks = build.Marks.Values.ToList();
        parts.Add(Statement.Part("begin_projected_cases",
            Statement.Many(NpgsqlDbType.Uuid, marks.Select(m => m.Case).ToArray()),
            Statement.Many(NpgsqlDbType.Smallint, marks.Select(m => Slices.Of(m.Case)).ToArray()),
            Statement.Many(NpgsqlDbType.Bigint, marks.Select(m => m.Position).ToArray()),
            Statement.Many(NpgsqlDbType.Bigint, marks.Select(m => m.Epoch).ToArray()),
            Statement.Many(NpgsqlDbType.TimestampTz, marks.Select(m => m.ValidUntil).ToArray())));
        parts.Add(Statement.Part("start_slices", Statement.Value(NpgsqlDbType.Bigint, start.Position)));
    }

    async Task Progress(Building build, CancellationToken ct) =>
        await Query.List(_source, "progress_build", row => row.GetInt64(0), ct,
            Statement.Many(NpgsqlDbType.Bigint, build.Generations.Values.ToArray()),
            Statement.Value(NpgsqlDbType.Bigint, build.Done.Cases), Statement.Value(NpgsqlDbType.Bigint, build.Done.Events));
}
