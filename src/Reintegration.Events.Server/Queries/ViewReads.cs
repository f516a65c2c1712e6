using Reintegration.Events.Views;

namespace Reintegration.Events.Server.Queries;

/// <summary>One row that a seat is shown, with what is late or missing in it now.</summary>
/// <param name="Packed">Of a stored row: what it holds of which events.</param>
/// <param name="Fresh">Of one folded just now: the same.</param>
public sealed record ViewRow(
    CaseId? Case, string Key, object Row, ImmutableArray<Alarm> Alarms, ReadOnlyMemory<byte> Packed,
    ImmutableList<Released> Fresh)
{
    /// <summary>How it is named at the doors.</summary>
    public string Name => Case?.ToString() ?? Key;
}

/// <summary>Rows of a view for whoever holds its audience's seat: from the store where it is current, folded now where not.</summary>
/// <remarks>
/// INVARIANT: what is shown is what a fresh fold would show, or an answer is refused; a list is never shorter because rows
/// are behind a fence. Whoever asks must hold the seat: for a row about a case a live one on that very case.
/// </remarks>
public sealed class ViewReads(
    Looks looks, CaseFiles files, Release release, ILedger ledger, IStoredRows stored, Bundles bundles, Catalog catalog,
    ServerKeys keys, TimeProvider clock)
{
    /// <summary>Rows decided again for one answer; with more of them behind a fence the projector is nearer to them than we are.</summary>
    public const int MaxRedecide = 500;

    const string SeatTaken = "reintegration.coordination.case-seat-taken.v1";

    static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);
    static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(25);

    /// <summary>What an answer is made of.</summary>
    /// <param name="Leaving">Those of the rows whose content leaves.</param>
    public sealed record Made(Answer Answer, IReadOnlyList<ViewRow> Leaving);

    /// <param name="only">One case, or one key; null: all rows that the requester is shown.</param>
    /// <param name="make">Gets the rows, in no order, and the instant they were decided for; null: not found.</param>
    public async Task<Answer> Through(
        HttpContext context, string door, ReadModel view, string? only, ImmutableSortedDictionary<string, string> query,
        Func<IReadOnlyList<ViewRow>, Made?> make, CancellationToken ct)
    {
        var requester = context.Requester;
        var organisation = await files.Organisation(ct);
        var before = await bundles.At(organisation, clock.GetUtcNow(), ct);
        var (grounds, refusal) = Seats.GroundsOf(context.Request, requester, organisation, before, clock.GetUtcNow());
        if (grounds is null) return Answer.Of(refusal!);
        if (!IsHeld(view.Audience, requester, grounds, before)) return Answer.Of(Problems.ViewOfAnotherSeat);
        if (await Waited(context, requester, ct) is { } late) return Answer.Of(late);
        return await release.Through(async token =>
        {
            var head = await ledger.Head(token);
            var current = await files.Organisation(token);
            var now = clock.GetUtcNow();
            var bundle = await bundles.At(current, now, token);
            CaseId? @case = view.Scope == ViewScope.Case && CaseId.TryParse(only, out var named) ? named : null;
            var record = looks.Begin(
                bundle, requester, view.Audience.Role, grounds.Purpose, grounds.LegalBasis, "seat", door, @case,
                query.SetItem("view", view.Name), head);
            var seat = view.Audience.Seat(requester.Agency, grounds.Member.Sector, grounds.LegalBasis);
            var folding = new RowFolding(bundle, catalog, current, keys.Pseudonym, now, [view]);
            var look = new Look(view, SeatRows.NameOf(seat), folding, only is not null);
            var rows = view.Scope == ViewScope.Organisation
                ? await OfNoCase(look, token)
                : await OfCases(look, await Held(view, requester, grounds, bundle, only, now, token), token);
            if (rows is null) return new Draft(Answer.Of(Problems.ViewBehind), record);
            if (only is not null) rows.RemoveAll(row => row.Name != only);
            if (make(rows) is not { } made) return new Draft(Answer.Of(Problems.NotFound), record with { Justification = "none" });
            var leaving = await stored.Released([.. made.Leaving.Select(row => row.Packed)], token);
            leaving = [.. leaving, .. made.Leaving.SelectMany(row => row.Fresh)];
            return new Draft(made.Answer, record with
            {
                Outcome = leaving.IsEmpty ? AccessOutcome.Nothing : AccessOutcome.Released,
                Released = leaving,
            });
        }, ct);
    }

    sealed record Look(ReadModel View, string Audience, RowFolding Folding, bool IsOne)
    {
        /// <summary>Decided again so far.</summary>
        public int Again { get; set; }
    }

    /// <summary>Whether the requester holds the audience's seat, but for the case: token, enrolment and headers alone tell.</summary>
    static bool IsHeld(Audience audience, Requester requester, Seats.Grounds grounds, Bundle bundle) =>
        audience.Sectors.Contains(grounds.Member.Sector) && requester.Has(audience.Role)
        && (grounds.Role is null || grounds.Role == audience.Role) && grounds.Purpose == audience.Purpose
        && bundle.TryLegalBasis(grounds.Member.Sector, audience.Purpose, out var basis) && grounds.LegalBasis == basis;

    /// <summary>The cases on which the requester holds the audience's role now.</summary>
    async Task<List<CaseId>> Held(
        ReadModel view, Requester requester, Seats.Grounds grounds, Bundle bundle, string? only, DateTimeOffset now,
        CancellationToken ct)
    {
        var seat = view.Audience.Seat(requester.Agency, grounds.Member.Sector, grounds.LegalBasis) with { Official = requester.Official };
        List<CaseId> held = [];
        foreach (var @case in (await ledger.CasesByLabel(SeatTaken, "official", requester.Official, ct)).Distinct())
        {
            if (only is not null && @case.ToString() != only) continue;
            var standing = await files.Stand(@case, ct);
            if (standing.Context.At(now, bundle.Header.Windows).IsSeated(seat)) held.Add(@case);
        }

        return held;
    }

    /// <summary>Null: too many are to be decided again.</summary>
    async Task<List<ViewRow>?> OfCases(Look look, List<CaseId> cases, CancellationToken ct)
    {
        var kept = (await stored.Of(look.View, look.Audience, [.. cases.Select(id => (CaseId?)id)], ct))
            .ToDictionary(each => each.Case!.Value);
        List<ViewRow> rows = [];
        foreach (var @case in cases)
        {
            var row = kept.TryGetValue(@case, out var each) && each.Rows is [var only] ? only : null;
            if (each is not null && IsGood(look, each, row))
            {
                var value = row?.Row ?? look.View.Empty;
                if (row?.Concerns ?? look.View.Concerns(value)) rows.Add(Row(look, @case, "", value, row?.Released ?? default, []));
                continue;
            }

            if (++look.Again > MaxRedecide) return null;
            var file = await files.Open(@case, ct);
            var seat = look.Folding.OfCase(file.Context, out _).Find(seat => seat.Audience == look.Audience);
            if (seat is not null) rows.AddRange(Folded(look, @case, seat, file.Events));
        }

        return rows;
    }

    async Task<List<ViewRow>> OfNoCase(Look look, CancellationToken ct)
    {
        var kept = await stored.Of(look.View, look.Audience, [null], ct);
        if (kept is [var each] && each.Rows.All(row => IsGood(look, each, row)) && IsGood(look, each, null))
            return [.. each.Rows.Where(row => row.Concerns).Select(row => Row(look, null, row.Key, row.Row, row.Released, []))];
        var seat = look.Folding.OfNoCase().Find(seat => seat.Audience == look.Audience);
        return seat is null ? [] : Folded(look, null, seat, await ledger.ReadCase(null, null, -1, ct));
    }

    static bool IsGood(Look look, StoredCase each, StoredRow? row) =>
        each.IsCurrent && (each.IsWhole || !look.IsOne)
        && !((row is null ? each.ValidUntil : row.ValidUntil) <= look.Folding.Now);

    static List<ViewRow> Folded(Look look, CaseId? @case, SeatRows seat, IReadOnlyList<Recorded> events)
    {
        if (@case is not null) seat.Of(look.View);
        Judging.Each([seat.Judging], events);
        if (seat.Stopped is not null)
            throw new LedgerUnavailableException("A row waits at an event that cannot be folded.");
        return [.. seat.Rows.Where(row => look.View.Concerns(row.Row))
            .Select(row => Row(look, @case, row.Key, row.Row, default, row.News))];
    }

    static ViewRow Row(
        Look look, CaseId? @case, string key, object row, ReadOnlyMemory<byte> packed, ImmutableList<Released> fresh) =>
        new(@case, key, row, [.. look.View.Alarms(row, look.Folding.Now)], packed, fresh);

    /// <summary>Waits until a write of the requester's own agency is folded, where its receipt is named; a while, not for ever.</summary>
    async Task<Problem?> Waited(HttpContext context, Requester requester, CancellationToken ct)
    {
        if (context.Request.Query["after"].ToString() is not { Length: > 0 } token) return null;
        if (keys.Unseal("after", token)?.Split('/') is not [var owner, var written, _] || owner != requester.Agency.Value)
            return Problems.MalformedQuery.At("after", "Is not what a receipt of your agency says under after.");
        CaseId? @case = CaseId.TryParse(written, out var id) ? id : null;
        var size = (await ledger.Head(ct)).Size;
        for (var waited = TimeSpan.Zero; waited < Patience; waited += BetweenLooks)
        {
            if (await stored.Position(@case, ct) >= size - 1) return null;
            await Task.Delay(BetweenLooks, ct);
        }

        return Problems.ViewBehind;
    }
}
