namespace Reintegration.Events.Server.Queries;

/// <summary>One read of one case, decided: who asked from which seat, and what that seat is shown.</summary>
public sealed record CaseRead(CaseFile File, Seat Seat, IReadOnlyList<Shown> Shown)
{
    public CaseId Case => File.Case;
}

/// <summary>The body of an answer, and what leaves with it.</summary>
public sealed record Rendering(Action<Utf8JsonWriter> Write, IEnumerable<Disclosure> Leaving);

/// <summary>Reads of one case from one seat: grounds, seat, decision, record, release.</summary>
public sealed class CaseReads(
    Looks looks, CaseFiles files, Looking looking, Release release, Bundles bundles, HitNotices notices,
    TimeProvider clock)
{
    /// <summary>A case read through a door; the rendering gets what the seat is shown and nothing else.</summary>
    public async Task<Answer> One(
        HttpContext context, string door, string caseId, string? knownAt, string? happenedBy,
        ImmutableSortedDictionary<string, string> query, Func<CaseRead, Rendering> render, CancellationToken ct,
        Proving proving = Proving.Nothing, bool explains = false)
    {
        var (instants, wrong) = Instants.From(knownAt, happenedBy);
        if (instants is null) return Answer.Of(wrong!);
        var requester = context.Requester;
        var organisation = await files.Organisation(ct);
        var before = await bundles.At(organisation, clock.GetUtcNow(), ct);
        var (grounds, refusal) = Seats.GroundsOf(context.Request, requester, organisation, before, clock.GetUtcNow());
        if (grounds is null) return Answer.Of(refusal!);
        if (!CaseId.TryParse(caseId, out var @case)) return Answer.Of(Problems.NotFound);
        List<(Envelope Envelope, Decision Decision)> decided = [];
        var at = clock.GetUtcNow();
        var answer = await release.Through(async token =>
        {
            decided.Clear();
            var file = await files.Open(@case, token);
            var now = clock.GetUtcNow();
            var current = await files.Organisation(token);
            var bundle = await bundles.At(current, now, token);
            var record = Record(bundle, requester, grounds, door, file.Case, file.Head, query.AddRange(instants.Query()));
            var (seat, none) = Seats.SeatOf(requester, grounds, file.Context.At(now, bundle.Header.Windows), current, breaksGlass: true);
            if (seat is null) return new Draft(Answer.Of(none!), record);
            var read = new CaseRead(file, seat, await looking.Disclosures(file, seat, bundle, current, now, instants, token, proving,
                (envelope, decision) => decided.Add((envelope, decision)), explains));
            var rendering = render(read);
            var leaving = rendering.Leaving.Select(disclosure => disclosure.Levels()).ToImmutableArray();
            return new Draft(Answer.Json(rendering.Write).WithETag(), record with
            {
                Role = seat.Role,
                Justification = seat.BreaksGlass ? EmergencyJustification : "seat",
                Outcome = leaving.IsEmpty ? AccessOutcome.Nothing : AccessOutcome.Released,
                Released = leaving,
            });
        }, ct);
        if (answer.Status == StatusCodes.Status200OK)
            notices.Tell(notices.Of(decided, @case, requester, grounds.Member.Sector, grounds.Purpose, asked: false, at));
        return answer;
    }

    /// <summary>A look under an emergency access: its reviewer finds each of them by this word, officer and time.</summary>
    const string EmergencyJustification = "emergency-access";

    AccessRecord Record(
        Bundle bundle, Requester requester, Seats.Grounds grounds, string door, CaseId? @case, LedgerHead head,
        ImmutableSortedDictionary<string, string> query) =>
        looks.Begin(
            bundle, requester, grounds.Role
                ?? requester.Roles[0], grounds.Purpose, grounds.LegalBasis, "none", door, @case, query, head);

    /// <summary>A page of the cases on which the requester holds a live seat, each decided from that seat.</summary>
    /// <param name="after">The last case of the page before; null for the first page.</param>
    public async Task<Answer> List(
        HttpContext context, ILedger ledger, CaseId? after, int size, Func<CaseRead, bool> isAsked,
        Func<IReadOnlyList<CaseRead>, bool, Rendering> render, CancellationToken ct)
    {
        var requester = context.Requester;
        var organisation = await files.Organisation(ct);
        var (grounds, refusal) = Seats.GroundsOf(
            context.Request, requester, organisation, await bundles.At(organisation, clock.GetUtcNow(), ct), clock.GetUtcNow());
        if (grounds is null) return Answer.Of(refusal!);
        return await release.Through(async token =>
        {
            var head = await ledger.Head(token);
            var bundle = await bundles.At(await files.Organisation(token), clock.GetUtcNow(), token);
            var candidates = await ledger.CasesByLabel(SeatTaken, "official", requester.Official, token);
            var reads = new List<CaseRead>();
            foreach (var @case in after is { } last ? candidates.SkipWhile(@case => @case != last).Skip(1) : candidates)
            {
                if (await Held(@case, requester, grounds, token) is { } read && isAsked(read)) reads.Add(read);
                if (reads.Count > size) break;
            }

            var rendering = render([.. reads.Take(size)], reads.Count > size);
            var leaving = rendering.Leaving.Select(disclosure => disclosure.Levels()).ToImmutableArray();
            var record = Record(
                bundle, requester, grounds, "GET /cases", null, head, ImmutableSortedDictionary<string, string>.Empty) with
            {
                Justification = "seat",
                Outcome = leaving.IsEmpty ? AccessOutcome.Nothing : AccessOutcome.Released,
                Released = leaving,
            };
            return new Draft(Answer.Json(rendering.Write).WithETag(), record);
        }, ct);
    }

    const string SeatTaken = "reintegration.coordination.case-seat-taken.v1";

    async Task<CaseRead?> Held(CaseId @case, Requester requester, Seats.Grounds grounds, CancellationToken ct)
    {
        var file = await files.Open(@case, ct);
        var now = clock.GetUtcNow();
        var organisation = await files.Organisation(ct);
        var bundle = await bundles.At(organisation, now, ct);
        var (seat, _) = Seats.SeatOf(requester, grounds, file.Context.At(now, bundle.Header.Windows), organisation);
        return seat is null
            ? null
            : new CaseRead(
                file, seat, await looking.Disclosures(file, seat, bundle, organisation, now, new Instants(null, null), ct));
    }
}
