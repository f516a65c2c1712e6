using Npgsql;
using NpgsqlTypes;
using Reintegration.Events.Policy;
using Reintegration.Events.Views;

namespace Reintegration.Events.Postgres.Projection;

/// <summary>A case read whole and folded for every seat that is held on it.</summary>
/// <param name="Context">Null for what concerns no case.</param>
/// <param name="Events">How many were read.</param>
/// <param name="Erasure">
/// Position of the last RecordExpunged of the case before the fold's end; -1: none. Nothing here was erased by it or by one
/// before it: the events were read later. Something may have been by a later one, which destroys what is sealed under this.
/// </param>
sealed record FoldedCase(
    Guid Case, CaseContext? Context, List<SeatRows> Seats, DateTimeOffset? ValidUntil, int Events, long Erasure);

/// <summary>Reads cases from the ledger and folds them: whole, or onto what is stored.</summary>
sealed class CaseFolds(PostgresLedger ledger, NpgsqlDataSource rows, Ground ground)
{
    /// <summary>Contexts kept in memory; a few kilobytes each. Beyond it the store is emptied and fills again.</summary>
    const int MaxKept = 20_000;

    readonly Dictionary<Guid, CaseContext> _contexts = [];
    SoFar _organisation = new(OrganisationContext.Empty, -1, -1);

    sealed record SoFar(OrganisationContext Context, long Position, long Erasure);

    /// <summary>Forgets contexts that others may have changed since.</summary>
    internal void Forget() => _contexts.Clear();

    /// <summary>Folds at this instant, under what is known of organisations now.</summary>
    internal async Task<RowFolding> Now(IEnumerable<ReadModel> views, CancellationToken ct) =>
        await ground.At(await Organisation(ct), views, ct);

    async Task<OrganisationContext> Organisation(CancellationToken ct)
    {
        var kept = _organisation;
        var types = OrganisationContext.Governing;
        var news = await ledger.ReadCase(null, types, kept.Position, ct);
        if (ledger.LastErasure != kept.Erasure)
            (kept, news) = (new SoFar(OrganisationContext.Empty, -1, ledger.LastErasure), await ledger.ReadCase(null, types, -1, ct));
        if (news.Count > 0)
            kept = new SoFar(
                news.Aggregate(kept.Context, (context, recorded) => context.Apply(recorded)), news[^1].Position, kept.Erasure);
        // Of several at once the last one wins; each has what it read.
        _organisation = kept;
        return kept.Context;
    }

    /// <summary>Whole cases, as they were when the ledger had this size; many at a time.</summary>
    internal async Task<FoldedCase[]> Whole(RowFolding folding, Guid[] cases, long size, CancellationToken ct)
    {
        var folded = await Read(folding, cases, size, ct);
        if (_contexts.Count + cases.Length > MaxKept) _contexts.Clear();
        foreach (var each in folded) Keep(each.Case, each.Context);
        return folded;
    }

    /// <summary>The same, keeping nothing: for several at once.</summary>
    /// <remarks>What was added since is left for its turn: folded now, it would be folded twice.</remarks>
    internal async Task<FoldedCase[]> Read(RowFolding folding, Guid[] cases, long size, CancellationToken ct)
    {
        var events = await ledger.ReadCases(cases, null, ct);
        var expunged = ledger.LastErasure < 0 ? null : await ledger.ExpungedOf(cases, ct);
        var folded = new FoldedCase[cases.Length];
        Parallel.For(0, cases.Length, new ParallelOptions { CancellationToken = ct }, i =>
        {
            var list = events.GetValueOrDefault(cases[i]) ?? [];
            list.RemoveAll(recorded => recorded.Position >= size);
            folded[i] = Fold(folding, cases[i], list, expunged is null ? [] : [.. expunged[cases[i]]], size);
        });
        return folded;
    }

    static FoldedCase Fold(
        RowFolding folding, Guid id, List<Recorded> events, IReadOnlyList<Expunged> expunged, long size)
    {
        DateTimeOffset? until = null;
        var context = CaseColumn.From(id) is { } @case ? ErasedContext.Fold(@case, events, expunged) : null;
        var seats = context is null ? folding.OfNoCase() : folding.OfCase(context, out until);
        Judging.Each(seats.ConvertAll(seat => seat.Judging), events);
        return new FoldedCase(id, context, seats, until, events.Count, ErasureOf(expunged, size));
    }

    static long ErasureOf(IEnumerable<Expunged> expunged, long size) =>
        expunged.Select(each => each.By).Where(by => by < size).DefaultIfEmpty(-1).Max();

    /// <summary>New events of cases of which nothing governs anew, folded onto the stored rows.</summary>
    /// <param name="size">How far the ledger had come before the news were read.</param>
    /// <returns>
    /// And the cases that are to be folded from their beginning: a row does not open, or is from before an erasure.
    /// </returns>
    internal async Task<(List<FoldedCase> Folded, List<Guid> Closed)> Onto(
        RowFolding folding, IReadOnlyDictionary<Guid, List<Recorded>> news, Serving serving, long size, CancellationToken ct)
    {
        if (news.Count == 0) return ([], []);
        var cases = news.Keys.ToArray();
        if (_contexts.Count + cases.Length > MaxKept) _contexts.Clear();
        await ReadContexts([.. cases.Where(id => id != Guid.Empty && !_contexts.ContainsKey(id))], ct);
        var views = serving.Generations.ToDictionary(pair => pair.Value, pair => serving.Views.First(view => view.Name == pair.Key));
        var stored = (await Query.List(rows, "read_projected_rows", row => (
                Address: new RowAddress(row.GetGuid(0), row.GetInt64(1), row.GetString(2), row.GetString(3)),
                Body: row.GetFieldValue<byte[]>(4), Until: row.IsDBNull(5) ? (DateTimeOffset?)null : row.GetFieldValue<DateTimeOffset>(5)), ct,
                Statement.Many(NpgsqlDbType.Uuid, cases), Statement.Many(NpgsqlDbType.Bigint, serving.All)))
            .ToLookup(row => (row.Address.Case, row.Address.Audience));
        var expunged = ledger.LastErasure < 0 ? null : await ledger.ExpungedOf(cases, ct);
        var parked = (await Query.List(rows, "read_parked_of", row => (row.GetGuid(1), row.GetString(0)), ct,
            Statement.Many(NpgsqlDbType.Uuid, cases))).ToHashSet();
        var folded = new FoldedCase?[cases.Length];
        Parallel.For(0, cases.Length, new ParallelOptions { CancellationToken = ct }, i =>
        {
            var id = cases[i];
            var erasure = expunged is null ? -1 : ErasureOf(expunged[id], size);
            DateTimeOffset? until = null;
            var context = id == Guid.Empty ? null : _contexts[id];
            var seats = context is null ? folding.OfNoCase() : folding.OfCase(context, out until);
            seats.RemoveAll(seat => parked.Contains((id, seat.Audience)));
            using var opening = ledger.RowSeal.Open();
            foreach (var seat in seats)
                foreach (var row in stored[(id, seat.Audience)])
                {
                    if (opening.Open(row.Address, row.Body, erasure, out _) is not { } body) return;
                    seat.Resume(views[row.Address.Generation], row.Address.Key, body, row.Until);
                }
            Judging.Each(seats.ConvertAll(seat => seat.Judging), news[id]);
            folded[i] = new FoldedCase(id, context, seats, until, news[id].Count, erasure);
        });
        return ([.. folded.OfType<FoldedCase>()], [.. cases.Where((_, i) => folded[i] is null)]);
    }

    async Task ReadContexts(Guid[] cases, CancellationToken ct)
    {
        if (cases.Length == 0) return;
        var events = await ledger.ReadCases(cases, ground.Governing, ct);
        var expunged = ledger.LastErasure < 0 ? null : await ledger.ExpungedOf(cases, ct);
        foreach (var id in cases)
            Keep(id, ErasedContext.Fold(
                new CaseId(id), events.GetValueOrDefault(id) ?? [], expunged is null ? [] : [.. expunged[id]]));
    }

    void Keep(Guid id, CaseContext? context)
    {
        if (context is not null) _contexts[id] = context;
    }
}
