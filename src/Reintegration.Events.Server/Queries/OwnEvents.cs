using Reintegration.Events.Views;

namespace Reintegration.Events.Server.Queries;

/// <summary>
/// An agency's own events, for reconciliation after an outage. Other agencies' ids find nothing here.
/// </summary>
public static class OwnEvents
{
    const int DefaultPage = 100;
    const int MaxPage = 1000;

    public static async Task<Answer> Get(
        HttpContext context, string id, OwnReads reads, ILedger ledger, CancellationToken ct)
    {
        if (!LowerUuid.TryParse(id, out var uuid)) return Answer.Of(Problems.NotFound);
        var name = new EventName(context.Requester.Agency, uuid);
        // Only the owner asks under its own name, so that only the owner learns that it was there.
        var erased = await ledger.Known([name], ct) is { Count: 1 } known && known[name].RequestDigest is null;
        return await reads.Through(context, "GET /events/{id}", null, ImmutableSortedDictionary<string, string>.Empty,
            async token => await ledger.Find(name, token) is { } recorded ? [recorded] : [],
            (shown, _) => shown is [var only] ? json => Write(json, only) : null, ct,
            missing: erased ? Problems.Erased : Problems.NotFound);
    }

    /// <summary>How far one's own stream about a case has come, in a header; 0 where nothing of one's own is.</summary>
    /// <remarks>A function of one's own events alone: no such case, and a case without a word of one's own, are alike.</remarks>
    public static async Task<Answer> Version(
        HttpContext context, string caseId, OwnReads reads, ILedger ledger, CancellationToken ct)
    {
        if (!CaseId.TryParse(caseId, out var @case)) return Answer.Of(Problems.NotFound);
        var owner = context.Requester.Agency;
        var own = await ledger.ReadOwner(owner, @case, -1, int.MaxValue, ct);
        // What was erased still has its place.
        var erased = await ledger.Expunged(@case, ct);
        var version = own.Select(each => each.Version)
            .Concat(erased.Where(each => each.Stream.Owner == owner).Select(each => each.Version)).DefaultIfEmpty(0).Max();
        var answer = await reads.Through(
            context, "HEAD /cases/{caseId}/stream", @case, ImmutableSortedDictionary<string, string>.Empty,
            _ => Task.FromResult<IReadOnlyList<Recorded>>([]), (_, _) => _ => { }, ct);
        return answer.Status == StatusCodes.Status200OK
            ? answer.With("Stream-Version", version.ToString(System.Globalization.CultureInfo.InvariantCulture))
            : answer;
    }

    /// <summary>One's own event with what proves it: leaf, leaf hash and openings. No position, no size.</summary>
    public static async Task<Answer> Proof(
        HttpContext context, string id, OwnReads reads, ILedger ledger, CancellationToken ct)
    {
        if (!LowerUuid.TryParse(id, out var uuid)) return Answer.Of(Problems.NotFound);
        var name = new EventName(context.Requester.Agency, uuid);
        return await reads.Through(
            context, "GET /events/{id}/proof", null, ImmutableSortedDictionary<string, string>.Empty,
            async token => await ledger.Find(name, token) is { } recorded ? [recorded] : [],
            (shown, _) => shown is [var only] ? json => Write(json, only) : null, ct, proving: Proving.Shown);
    }

    public static async Task<Answer> List(
        HttpContext context, OwnReads reads, ILedger ledger, ServerKeys keys, string? @case, string? after,
        string? limit, CancellationToken ct)
    {
        if (!Paging.TryLimit(limit, DefaultPage, MaxPage, out var size)) return Answer.Of(Paging.BadLimit(MaxPage));
        CaseId? of = null;
        if (@case is not null)
        {
            if (!CaseId.TryParse(@case, out var parsed)) return Answer.Of(Problems.NotFound);
            of = parsed;
        }

        var owner = context.Requester.Agency;
        var use = $"events/{owner}/{@case}";
        EventName? last = null;
        if (after is not null)
        {
            if (!EventName.TryParse(keys.Unseal(use, after), out var name))
                return Answer.Of(
                    Paging.BadCursor with { Errors = Problems.MalformedQuery.At("after", "Is not a cursor this door gave you.").Errors });
            last = name;
        }

        return await reads.Through(context, "GET /events", of, Paging.Query(size), async token =>
        {
            // Its receipt tells where it was, even if it has been erased between two pages.
            var from = last is { } seen && (await ledger.Known([seen], token)).TryGetValue(seen, out var given)
                ? given.Receipt.Position
                : -1;
            return await ledger.ReadOwner(owner, of, from, size + 1, token);
        }, (shown, more) => json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("events");
            foreach (var own in shown) Write(json, own);
            json.WriteEndArray();
            Paging.WriteNext(json, more ? keys.Seal(use, shown[^1].Disclosure.Levels().Name.ToString()) : null);
            json.WriteEndObject();
        }, ct, size);
    }

    static void Write(Utf8JsonWriter json, OwnReads.Own own)
    {
        json.WriteStartObject();
        if (own.Case is { } @case) json.WriteString("case", @case.Value);
        json.WriteNumber("version", own.Version);
        var item = View.Of<CaseTimeline, ImmutableList<TimelineItem>>([own.Disclosure])[0];
        foreach (var member in JsonSerializer.SerializeToElement(item, EventJson.Options).EnumerateObject())
            if (member.Value.ValueKind != JsonValueKind.Null) member.WriteTo(json);
        Provable.Write(json, own.Disclosure.Proof);
        json.WriteEndObject();
    }
}

/// <summary>
/// Discloses an agency's own events to its own system, through the same policy and the same gate as all else.
/// </summary>
public sealed class OwnReads(
    Looks looks, ManyCases cases, CaseFiles files, Release release, ILedger ledger, Bundles bundles, TimeProvider clock)
{
    public sealed record Own(CaseId? Case, long Version, Disclosure Disclosure);

    public async Task<Answer> Through(
        HttpContext context, string door, CaseId? @case, ImmutableSortedDictionary<string, string> query,
        Func<CancellationToken, Task<IReadOnlyList<Recorded>>> read,
        Func<IReadOnlyList<Own>, bool, Action<Utf8JsonWriter>?> render,
        CancellationToken ct, int size = int.MaxValue, Problem? missing = null, Proving proving = Proving.Nothing)
    {
        var requester = context.Requester;
        var (member, stranger) = (await files.Organisation(ct)).MemberAt(requester.Agency, clock.GetUtcNow());
        if (member is null) return Answer.Of(stranger!);
        return await release.Through(async token =>
        {
            var head = await ledger.Head(token);
            var organisation = await files.Organisation(token);
            var now = clock.GetUtcNow();
            var bundle = await bundles.At(organisation, now, token);
            var (purpose, basis) = Grounds(member, bundle);
            var seat = new Seat(
                requester.Agency, member.Sector, Seat.AgencySystem, purpose, basis, requester.Clearance, [],
                requester.Official);
            var recorded = await read(token);
            var asked = recorded.Take(size).ToList();
            var disclosures = await cases.Disclose(asked, seat, bundle, organisation, now, token, proving);
            var shown = asked.Zip(disclosures).Where(pair => pair.Second is not null)
                .Select(pair => new Own(pair.First.Envelope.Case, pair.First.Version, pair.Second!)).ToList();
            var body = render(shown, recorded.Count > size);
            var leaving = shown.Select(own => own.Disclosure.Levels()).ToImmutableArray();
            var record = looks.Begin(bundle, requester, seat.Role, purpose, basis, "own-data", door, @case, query, head) with
            {
                Outcome = body is null
                    ? AccessOutcome.Refused : leaving.IsEmpty ? AccessOutcome.Nothing
                    : AccessOutcome.Released,
                Released = leaving,
            };
            return new Draft(body is null ? Answer.Of(missing ?? Problems.NotFound) : Answer.Json(body).WithETag(), record);
        }, ct);
    }

    /// <summary>
    /// Looking at one's own data needs no purpose header; the agency's own first purpose with a legal basis stands for
    /// it.
    /// </summary>
    static (string Purpose, string LegalBasis) Grounds(Member member, Bundle bundle)
    {
        foreach (var purpose in Vocabulary.Purposes.Where(member.AuthorisedPurposes.Contains))
            if (bundle.TryLegalBasis(member.Sector, purpose, out var basis)) return (purpose, basis);
        return ("rights-request", "");
    }
}
