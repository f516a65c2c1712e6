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
            var (places, released) = await Places(oversight, ledger, look, from, size, token);
            return (Answer.Json(json => Page(json, look.Head, places, size)), released);
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
            var (places, released) = await Places(oversight, ledger, look, place - 1, 1, token);
            return (Answer.Json(json => Write(json, places[0])), released);
        }, ct);
    }

    /// <summary>A place in the ledger: its leaf for ever, and either its event or who erased it.</summary>
    sealed record Place(long Position, ReadOnlyMemory<byte> Leaf, Expunged? Erased, Disclosure? Disclosure);

    /// <summary>Leaves give the places; events and erasures fill them, and a place with neither is a fault.</summary>
    static async Task<(List<Place> Places, ImmutableArray<Released> Released)> Places(
        Oversight oversight, ILedger ledger, Oversight.Look look, long after, int size, CancellationToken ct)
    {
        var count = (int)Math.Min(size, Math.Max(0, look.Head.Size - 1 - after));
        var leaves = await ledger.Leaves(after, ct).Take(count).ToListAsync(ct);
        // Events before erasures: one that is erased between the two reads is in both, and then it is erased.
        var events = await ledger.Read(after, ct).TakeWhile(recorded => recorded.Position <= after + count).ToListAsync(ct);
        var erased = (await ledger.Expunged(after, after + count, ct)).ToDictionary(each => each.Position);
        events.RemoveAll(recorded => erased.ContainsKey(recorded.Position));
        var disclosures = (await oversight.Disclose(events, look, ct)).Zip(events)
            .ToDictionary(pair => pair.Second.Position, pair => pair.First);
        var places = leaves.Select((leaf, index) => (Leaf: leaf, Position: after + 1 + index)).Select(each =>
            erased.TryGetValue(each.Position, out var gone)
                ? new Place(each.Position, each.Leaf, gone, null)
                : new Place(each.Position, each.Leaf, null, disclosures[each.Position])).ToList();
        return (places, [.. disclosures.Values.OfType<Disclosure>().Select(disclosure => disclosure.Levels())]);
    }

    static void Page(Utf8JsonWriter json, LedgerHead head, List<Place> places, int size)
    {
        json.WriteStartObject();
        json.WriteString("ledger", head.Ledger);
        json.WriteNumber("size", head.Size);
        json.WriteString("root", Convert.ToHexStringLower(head.Root.Span));
        json.WriteStartArray("events");
        foreach (var place in places) Write(json, place);
        json.WriteEndArray();
        if (places.Count == size) json.WriteNumber("next", places[^1].Position);
        else json.WriteNull("next");
        json.WriteEndObject();
    }

    static void Write(Utf8JsonWriter json, Place place)
    {
        json.WriteStartObject();
        json.WriteNumber("position", place.Position);
        json.WriteString("recordedAt", WireJson.Instant(Leaf.RecordedAt(place.Leaf.Span)));
        json.WriteBase64String("leaf", place.Leaf.Span);
        json.WriteString("leafHash", Convert.ToHexStringLower(MerkleTree.LeafHash(place.Leaf.Span)));
        if (place.Erased is { } erased)
        {
            json.WriteStartObject("erased");
            json.WriteNumber("by", erased.By);
            json.WriteEndObject();
            json.WriteEndObject();
            return;
        }

        json.WritePropertyName("event");
        if (place.Disclosure is not { } disclosure) json.WriteNullValue();
        else JsonSerializer.Serialize(
            json, View.Of<CaseTimeline, ImmutableList<TimelineItem>>([disclosure])[0], EventJson.Options);
        json.WriteEndObject();
    }
}
