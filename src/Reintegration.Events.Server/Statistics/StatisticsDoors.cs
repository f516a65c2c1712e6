using Reintegration.Events.Policy.Tallies;
using Reintegration.Events.Server.Audit;

namespace Reintegration.Events.Server.Statistics;

/// <summary>The doors through which counts are read: published ones of people, and those of organisations' doings.</summary>
public static class StatisticsDoors
{
    public static readonly Action<Microsoft.OpenApi.OpenApiOperation> Asked = OpenApiDocument.Query(
        ("snapshot", false, "Counts of people: which snapshot; absent: the latest of adults."),
        ("by", false, "Counts of people: one dimension, or two with a comma between; absent: the whole."));

    /// <summary>What may be asked for, and what has been published.</summary>
    public static async Task<Answer> List(
        HttpContext context, Counting counting, SnapshotRounds rounds, AppParts parts, CancellationToken ct)
    {
        var published = await rounds.Published(ct);
        return await counting.Look(context, "GET /statistics", None, async (look, token) =>
        {
            var aggregates = look.Bundle.Aggregates.For(look.Seat).ToList();
            var people = aggregates.OfType<PeopleAggregate>().Any();
            var told = people ? (await parts.Snapshots.Log(token)).Where(each => each.Told).ToLookup(each => each.Snapshot) : null;
            return Answer.Json(json =>
            {
                json.WriteStartObject();
                json.WriteStartArray("aggregates");
                foreach (var aggregate in aggregates) Write(json, aggregate);
                json.WriteEndArray();
                json.WriteStartArray("snapshots");
                if (told is not null)
                    foreach (var snapshot in published) Write(json, snapshot, told[snapshot.Id].Select(each => each.Pair));
                json.WriteEndArray();
                json.WriteEndObject();
            }).WithETag();
        }, ct);
    }

    /// <summary>One aggregate: the whole of a snapshot or a table of it, or a count over organisations' doings.</summary>
    public static async Task<Answer> Get(
        HttpContext context, Counting counting, SnapshotRounds rounds, AppParts parts, string aggregate, string? snapshot,
        string? by, CancellationToken ct)
    {
        if (context.Request.Query.Keys.Any(key => key is not ("snapshot" or "by")))
            return Answer.Of(Problems.MalformedQuery.At("", "The parameters are snapshot and by."));
        ImmutableArray<string> dimensions = string.IsNullOrEmpty(by) ? [] : [.. by.Split(',')];
        if (dimensions.Length > 2 || dimensions.Distinct(StringComparer.Ordinal).Count() != dimensions.Length)
            return Answer.Of(Problems.MalformedQuery.At("by", "Must be one dimension, or two different ones with a comma between."));
        var published = await rounds.Published(ct);
        return await counting.Look(
            context, "GET /statistics/{aggregate}", Query(published, snapshot, dimensions), async (look, token) =>
                look.Bundle.Aggregates.For(aggregate, look.Seat) switch
                {
                    PeopleAggregate => await People(aggregate, look, parts, published, snapshot, dimensions, token),
                    ProgrammeAggregate when snapshot is not null || by is not null =>
                        Answer.Of(Problems.MalformedQuery.At(snapshot is null ? "by" : "snapshot", "Is for counts of people alone.")),
                    ProgrammeAggregate => Answer.Json(Table((await counting.Programme(aggregate, look, token))!, null)).WithETag(),
                    _ => Answer.Of(Problems.NotFound),
                }, ct);
    }

    /// <summary>Who asked for which tables, and who was refused: for auditors.</summary>
    public static Task<Answer> Log(HttpContext context, Oversight oversight, AppParts parts, CancellationToken ct) =>
        oversight.Through(context, "GET /audit/statistics", null, None, async (_, token) =>
        {
            var log = await parts.Snapshots.Log(token);
            return (Answer.Json(json =>
            {
                json.WriteStartObject();
                json.WriteStartArray("asked");
                foreach (var each in log) Write(json, each);
                json.WriteEndArray();
                json.WriteEndObject();
            }), []);
        }, ct);

    static async Task<Answer> People(
        string aggregate, CountingLook look, AppParts parts, IReadOnlyList<Snapshot> published, string? id,
        ImmutableArray<string> by, CancellationToken ct)
    {
        var snapshot = Find(published, id);
        if (snapshot is null)
            return id is null ? Answer.Json(NotYet(aggregate, by)).WithETag() : Answer.Of(Problems.NotFound);
        if (by.Any(name => snapshot.Words(name).IsEmpty))
            return Answer.Of(Problems.MalformedQuery.At("by", $"The dimensions are {string.Join(", ", snapshot.Dimensions)}."));
        if (by.Length == 2 && !await parts.Snapshots.Ask(
            snapshot, new Pair(by[0], by[1]), look.Seat.Agency, look.Seat.Official, look.Now, ct))
            return Answer.Of(Problems.TablesOverlap);
        return Answer.Json(Table(Tally.Of(look.Bundle.Aggregates, aggregate, look.Seat, snapshot, by)!, snapshot)).WithETag();
    }

    /// <summary>The one named, or the latest of adults.</summary>
    internal static Snapshot? Find(IReadOnlyList<Snapshot> published, string? id) =>
        published.FirstOrDefault(each => id is null ? each.People == "adults" : each.Id == id);

    static readonly ImmutableSortedDictionary<string, string> None = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Only words that are known go to the access record: no text of the asker's own.</summary>
    static ImmutableSortedDictionary<string, string> Query(
        IReadOnlyList<Snapshot> published, string? id, ImmutableArray<string> by)
    {
        if (Find(published, id) is not { } snapshot) return None;
        var known = by.Where(name => !snapshot.Words(name).IsEmpty).ToList();
        return known.Count == 0
            ? None.Add("snapshot", snapshot.Id)
            : None.Add("snapshot", snapshot.Id).Add("by", string.Join(',', known));
    }

    static void Write(Utf8JsonWriter json, Aggregate aggregate)
    {
        json.WriteStartObject();
        json.WriteString("name", aggregate.Name);
        json.WriteString("title", aggregate.Title);
        json.WriteString("of", aggregate is PeopleAggregate ? "people" : "programme");
        json.WriteEndObject();
    }

    static void Write(Utf8JsonWriter json, Snapshot snapshot, IEnumerable<Pair> asked)
    {
        json.WriteStartObject();
        Describe(json, snapshot);
        json.WriteStartObject("dimensions");
        foreach (var name in snapshot.Dimensions) Words(json, name, snapshot.Words(name));
        json.WriteEndObject();
        json.WriteStartArray("tables");
        foreach (var pair in snapshot.Declared.Concat(asked).Distinct().Order()) json.WriteStringValue(pair.ToString());
        json.WriteEndArray();
        json.WriteEndObject();
    }

    internal static void Describe(Utf8JsonWriter json, Snapshot snapshot)
    {
        json.WriteString("id", snapshot.Id);
        json.WriteString("people", snapshot.People);
        json.WriteString("cutoff", WireJson.Instant(snapshot.Cutoff));
        json.WriteString("bundle", snapshot.Bundle);
        json.WriteNumber("threshold", snapshot.Threshold);
        json.WriteNumber("base", snapshot.Base);
    }

    static void Write(Utf8JsonWriter json, TableAsked asked)
    {
        json.WriteStartObject();
        json.WriteString("snapshot", asked.Snapshot);
        json.WriteString("by", asked.Pair.ToString());
        json.WriteString("agency", asked.Agency.Value);
        json.WriteString("official", asked.Official);
        json.WriteString("at", WireJson.Instant(asked.AskedAt));
        json.WriteBoolean("told", asked.Told);
        json.WriteEndObject();
    }

    static Action<Utf8JsonWriter> NotYet(string aggregate, ImmutableArray<string> by) => json =>
    {
        json.WriteStartObject();
        json.WriteString("aggregate", aggregate);
        json.WriteNull("snapshot");
        Words(json, "by", by);
        json.WriteStartArray("cells");
        json.WriteEndArray();
        json.WriteEndObject();
    };

    static Action<Utf8JsonWriter> Table(Tally tally, Snapshot? snapshot) => json =>
    {
        json.WriteStartObject();
        json.WriteString("aggregate", tally.Aggregate);
        if (snapshot is not null)
        {
            json.WriteStartObject("snapshot");
            Describe(json, snapshot);
            json.WriteEndObject();
        }

        Words(json, "by", tally.By);
        json.WriteStartArray("cells");
        foreach (var cell in tally.Cells)
        {
            json.WriteStartObject();
            Words(json, "words", cell.Words);
            if (cell.Count is { } count) json.WriteNumber("count", count);
            json.WriteBoolean("withheld", cell.Count is null);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    };

    static void Words(Utf8JsonWriter json, string name, ImmutableArray<string> words)
    {
        json.WriteStartArray(name);
        foreach (var word in words) json.WriteStringValue(word);
        json.WriteEndArray();
    }
}
