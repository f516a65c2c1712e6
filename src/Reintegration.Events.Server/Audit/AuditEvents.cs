using System.Globalization;
using Reintegration.Events.Server.Queries;
using Reintegration.Events.Views;

namespace Reintegration.Events.Server.Audit;

/// <summary>History as recorded, with the exact leaf bytes, so that anyone who holds it can compute the root.</summary>
public static class AuditEvents
{
    const int DefaultPage = 100;
    const int MaxPage = 1000;
    static readonly ImmutableSortedDictionary<string, string> NoQuery = ImmutableSortedDictionary<string, string>.Empty;

    public static async Task<Answer> List(
        HttpContext context, Oversight oversight, ILedger ledger, string? after, string? limit, CancellationToken ct)
    {
        if (!Paging.TryLimit(limit, DefaultPage, MaxPage, out var size)) return Answer.Of(Paging.BadLimit(MaxPage));
        var from = -1L;
        if (!string.IsNullOrEmpty(after) && (!long.TryParse(after, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out from) || from < -1))
            return Answer.Of(Problems.MalformedQuery.At("after", "Must be a position; -1 is before the first."));
        var query = Paging.Query(size).Add("after", from.ToString(CultureInfo.InvariantCulture));
        return await oversight.Through(context, "GET /audit/events", null, query, async (look, token) =>
        {
            var events = await ledger.Read(from, token).Where(
                recorded => recorded.Position < look.Head.Size).Take(size).ToListAsync(token);
            var disclosures = await oversight.Disclose(events, look, token);
            var answer = Answer.Json(json => Page(json, look.Head, events, disclosures, size));
            return (answer, [.. disclosures.OfType<Disclosure>().Select(disclosure => disclosure.Levels())]);
        }, ct);
    }

    public static async Task<Answer> Get(
        HttpContext context, Oversight oversight, ILedger ledger, string position, CancellationToken ct)
    {
        if (!long.TryParse(position, NumberStyles.None, CultureInfo.InvariantCulture, out var place))
            return Answer.Of(Problems.NotFound);
        return await oversight.Through(
            context, "GET /audit/events/{position}", null, NoQuery.Add("position", position), async (look, token) =>
        {
            if (place >= look.Head.Size) return (Answer.Of(Problems.NotFound), []);
            var events = await ledger.Read(place - 1, token).Take(1).ToListAsync(token);
            var disclosures = await oversight.Disclose(events, look, token);
            return (Answer.Json(json => Write(json, events[0], disclosures[0])), [.. disclosures.OfType<Disclosure>().Select(disclosure => disclosure.Levels())]);
        }, ct);
    }

    static void Page(
        Utf8JsonWriter json, LedgerHead head, List<Recorded> events, List<Disclosure?> disclosures, int size)
    {
        json.WriteStartObject();
        json.WriteString("ledger", head.Ledger);
        json.WriteNumber("size", head.Size);
        json.WriteString("root", Convert.ToHexStringLower(head.Root.Span));
        json.WriteStartArray("events");
        foreach (var (recorded, disclosure) in events.Zip(disclosures)) Write(json, recorded, disclosure);
        json.WriteEndArray();
        if (events.Count == size) json.WriteNumber("next", events[^1].Position);
        else json.WriteNull("next");
        json.WriteEndObject();
    }

    static void Write(Utf8JsonWriter json, Recorded recorded, Disclosure? disclosure)
    {
        json.WriteStartObject();
        json.WriteNumber("position", recorded.Position);
        json.WriteString("recordedAt", WireJson.Instant(recorded.RecordedAt));
        json.WriteBase64String("leaf", recorded.Leaf.Span);
        json.WriteString("leafHash", Convert.ToHexStringLower(MerkleTree.LeafHash(recorded.Leaf.Span)));
        json.WritePropertyName("event");
        if (disclosure is null) json.WriteNullValue();
        else JsonSerializer.Serialize(
            json, View.Of<CaseTimeline, ImmutableList<TimelineItem>>([disclosure])[0], EventJson.Options);
        json.WriteEndObject();
    }
}
