using Reintegration.Events.Policy.Tallies;
using Reintegration.Events.Views;

namespace Reintegration.Events.Server.Statistics;

/// <summary>The read models that count, each at its own door.</summary>
public static class TallyViews
{
    /// <summary>All an evaluator is told unasked: the latest snapshot of adults, and what organisations did.</summary>
    public static async Task<Answer> Outcomes(
        HttpContext context, Counting counting, SnapshotRounds rounds, CancellationToken ct)
    {
        var published = await rounds.Published(ct);
        return await counting.Look(context, $"GET /views/{OutcomeStatistics.Name}", Nothing, async (look, token) =>
        {
            var snapshot = StatisticsDoors.Find(published, null);
            var row = TallyView.Of<OutcomeStatistics, OutcomeStatisticsRow>(
                [.. People(look, snapshot), .. await counting.Programmes(look, token)]);
            return Answer.Json(json =>
            {
                json.WriteStartObject();
                if (snapshot is not null)
                {
                    json.WriteStartObject("snapshot");
                    StatisticsDoors.Describe(json, snapshot);
                    json.WriteEndObject();
                }

                Members(json, row);
                json.WriteEndObject();
            }).WithETag();
        }, ct);
    }

    /// <summary>The six pillars.</summary>
    public static Task<Answer> Pillars(HttpContext context, Counting counting, CancellationToken ct) =>
        counting.Look(context, $"GET /views/{PillarDashboard.Name}", Nothing, async (look, token) =>
        {
            var row = TallyView.Of<PillarDashboard, ImmutableArray<Pillar>>(await counting.Programmes(look, token));
            return Answer.Json(json =>
            {
                json.WriteStartObject();
                json.WritePropertyName("pillars");
                JsonSerializer.Serialize(json, row, EventJson.Options);
                json.WriteEndObject();
            }).WithETag();
        }, ct);

    /// <summary>What one case does not know of itself, for its chair and coordinator.</summary>
    public static Task<Answer> Gaps(HttpContext context, Counting counting, string caseId, CancellationToken ct) =>
        counting.LookAtCase(context, $"GET /views/{InformationGapBoard.Name}/{{caseId}}", caseId, tallies =>
        {
            var row = TallyView.Of<InformationGapBoard, InformationGapBoardRow>(tallies);
            return json => JsonSerializer.Serialize(json, row, EventJson.Options);
        }, ct);

    /// <summary>By nothing, by each dimension, and by the tables the bundle declares for each aggregate of people.</summary>
    static IEnumerable<Tally> People(CountingLook look, Snapshot? snapshot)
    {
        if (snapshot is null) yield break;
        // All aggregates of people count the same people: the whole and each dimension alone are told once.
        ImmutableArray<string>[] alone = [[], .. snapshot.Dimensions.Select(name => ImmutableArray.Create(name))];
        foreach (var aggregate in look.Bundle.Aggregates.For(look.Seat).OfType<PeopleAggregate>())
        {
            var tables = aggregate.Tables.Where(snapshot.Declared.Contains).Select(pair => ImmutableArray.Create(pair.First, pair.Second));
            foreach (var by in alone.Concat(tables))
                yield return Tally.Of(look.Bundle.Aggregates, aggregate.Name, look.Seat, snapshot, by)!;
            alone = [];
        }
    }

    static readonly ImmutableSortedDictionary<string, string> Nothing = ImmutableSortedDictionary<string, string>.Empty;

    static void Members<TRow>(Utf8JsonWriter json, TRow row)
    {
        foreach (var member in JsonSerializer.SerializeToElement(row, EventJson.Options).EnumerateObject())
            if (member.Value.ValueKind != JsonValueKind.Null) member.WriteTo(json);
    }
}
