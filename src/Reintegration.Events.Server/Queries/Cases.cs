using Reintegration.Events.Views;

namespace Reintegration.Events.Server.Queries;

/// <summary>The doors through which a seat looks at cases.</summary>
public static class Cases
{
    const int DefaultPage = 50;
    const int MaxPage = 200;

    public static Task<Answer> Overview(
        HttpContext context, CaseReads reads, string caseId, string? knownAt, string? happenedBy,
        CancellationToken ct) =>
        reads.One(context, "GET /cases/{caseId}", caseId, knownAt, happenedBy, NoQuery, read =>
        {
            var disclosures = read.Shown.Select(shown => shown.Disclosure).ToList();
            var row = View.Of<CaseOverview, CaseOverviewRow>(disclosures);
            return new Rendering(json => Wrap(json, read, () => Members(json, row)), disclosures);
        }, ct);

    public static async Task<Answer> Timeline(
        HttpContext context, CaseReads reads, ILedger ledger, ServerKeys keys, string caseId, string? cursor, string? limit,
        string? knownAt, string? happenedBy, string? proof, string? explain, CancellationToken ct)
    {
        if (!Paging.TryLimit(limit, DefaultPage, MaxPage, out var size)) return Answer.Of(Paging.BadLimit(MaxPage));
        if (!Provable.TryAsk(proof, out var proving)) return Answer.Of(Provable.BadAsk);
        if (!Explained.TryAsk(explain, out var explains)) return Answer.Of(Explained.BadAsk);
        if (explains && knownAt is not null) return Answer.Of(Explained.NotOfThen);
        var use = $"timeline/{context.Requester.Agency}/{context.Requester.Official}/{caseId}";
        var after = -1L;
        if (cursor is not null)
        {
            if (!EventName.TryParse(keys.Unseal(use, cursor), out var last)) return Answer.Of(Paging.BadCursor);
            // Where it was, even if it has been erased since.
            if ((await ledger.Known([last], ct)).TryGetValue(last, out var known)) after = known.Receipt.Position;
        }

        return await reads.One(
            context, "GET /cases/{caseId}/timeline", caseId, knownAt, happenedBy,
            Explained.Query(Provable.Query(Paging.Query(size), proving), explains),
            read => Page(read, after, size, use, keys), ct, proving, explains);
    }

    /// <summary>
    /// A page after a given event, which may have been taken back since: its place still is where it was.
    /// </summary>
    static Rendering Page(CaseRead read, long from, int size, string use, ServerKeys keys)
    {
        // Folded whole, because a correction on a later page belongs to an item of this one.
        var items = View.Of<CaseTimeline, ImmutableList<TimelineItem>>(read.Shown.Select(shown => shown.Disclosure));
        var paired = read.Shown.Zip(items).Where(pair => pair.First.Position > from).ToList();
        var page = paired.Take(size).ToList();
        var next = paired.Count > size ? keys.Seal(use, page[^1].First.Disclosure.Levels().Name.ToString()) : null;
        var correcting = page.SelectMany(pair => pair.Second.ToldBy()).ToHashSet(StringComparer.Ordinal);
        var leaving = read.Shown.Select(shown => shown.Disclosure)
            .Where(disclosure => page.Any(pair => pair.First.Disclosure == disclosure) || (disclosure.Name is { } correction && correcting.Contains(correction.ToString())));
        return new Rendering(json => Wrap(json, read, () =>
        {
            json.WriteStartArray("items");
            foreach (var (shown, item) in page) Provable.Write(json, item, shown.Explanation, shown.Disclosure.Proof);
            json.WriteEndArray();
            Paging.WriteNext(json, next);
        }), leaving);
    }

    public static Task<Answer> List(
        HttpContext context, CaseReads reads, ILedger ledger, ServerKeys keys, string? cursor, string? limit,
        string? localId, CancellationToken ct)
    {
        if (!Paging.TryLimit(limit, DefaultPage, MaxPage, out var size))
            return Task.FromResult(Answer.Of(Paging.BadLimit(MaxPage)));
        if (localId is not null && localId.IndexOf(':', StringComparison.Ordinal) < 1)
            return Task.FromResult(Answer.Of(Problems.MalformedQuery.At("localId", "Must be <system>:<id>.")));
        var use = $"cases/{context.Requester.Agency}/{context.Requester.Official}";
        CaseId? after = null;
        if (cursor is not null)
        {
            if (!CaseId.TryParse(keys.Unseal(use, cursor), out var last))
                return Task.FromResult(Answer.Of(Paging.BadCursor));
            after = last;
        }

        Func<CaseRead, bool> isAsked = localId is null ? _ => true : read => HasLocalId(read, localId);
        return reads.List(context, ledger, after, size, isAsked, (page, more) => new Rendering(json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("cases");
            foreach (var read in page)
                Wrap(json, read, () => Members(json, View.Of<CaseList, CaseListRow>(read.Shown.Select(shown => shown.Disclosure))));
            json.WriteEndArray();
            Paging.WriteNext(json, more ? keys.Seal(use, page[^1].Case.ToString()) : null);
            json.WriteEndObject();
        }, page.SelectMany(read => read.Shown.Select(shown => shown.Disclosure))), ct);
    }

    /// <summary>Whether the seat is shown that the person goes by this id in some agency's system.</summary>
    static bool HasLocalId(CaseRead read, string asked) => read.Shown.Any(shown =>
        shown.Disclosure.Fields.TryGetValue("localIds", out var ids) && ids.Value.ValueKind == JsonValueKind.Array
        && ids.Value.EnumerateArray().Any(id => $"{id.GetProperty("system").GetString()}:{id.GetProperty("id").GetString()}" == asked));

    static readonly ImmutableSortedDictionary<string, string> NoQuery = ImmutableSortedDictionary<string, string>.Empty;

    static void Members<TRow>(Utf8JsonWriter json, TRow row)
    {
        foreach (var member in JsonSerializer.SerializeToElement(row, EventJson.Options).EnumerateObject())
            if (member.Value.ValueKind != JsonValueKind.Null) member.WriteTo(json);
    }

    static void Wrap(Utf8JsonWriter json, CaseRead read, Action members)
    {
        json.WriteStartObject();
        json.WriteString("case", read.Case.Value);
        json.WriteStartObject("seat");
        json.WriteString("agency", read.Seat.Agency.Value);
        json.WriteString("role", read.Seat.Role);
        json.WriteString("purpose", read.Seat.Purpose);
        json.WriteString("legalBasis", read.Seat.LegalBasis);
        json.WriteEndObject();
        members();
        json.WriteEndObject();
    }
}
