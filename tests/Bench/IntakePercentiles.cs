using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using Reintegration.Events.Events;
using Reintegration.Events.Ledger;

namespace Bench;

/// <summary>
/// What it costs to parse and judge one event as intake does: strict I-JSON, <c>about</c> and facts against the published
/// schemas, and the facts read into the type. One core, every type's own example, median and tail over the types.
/// </summary>
internal static class IntakePercentiles
{
    /// <summary>The promise: a median event in less, on one core.</summary>
    private const double BoundMicroseconds = 15;

    private const int WarmUps = 4_000;
    private const int Rounds = 400;
    private const int Batch = 16;

    public static bool Run(TextWriter output)
    {
        var events = Catalog.Default.All.Where(type => type.NotYetAccepted is null && !type.FollowsTarget)
            .Select(type => (Type: type, Bytes: Body(type))).ToArray();
        List<double> medians = [], all = [];
        long bytes = 0;
        foreach (var (type, body) in events)
        {
            for (var i = 0; i < WarmUps / 10; i++) Once(type, body);
        }

        for (var i = 0; i < WarmUps; i++) Once(events[i % events.Length].Type, events[i % events.Length].Bytes);
        foreach (var (type, body) in events)
        {
            var times = new double[Rounds];
            for (var round = 0; round < Rounds; round++)
            {
                var start = Stopwatch.GetTimestamp();
                for (var i = 0; i < Batch; i++) Once(type, body);
                times[round] = (Stopwatch.GetTimestamp() - start) * 1e6 / Stopwatch.Frequency / Batch;
            }

            Array.Sort(times);
            medians.Add(times[Rounds / 2]);
            all.AddRange(times);
            bytes += body.Length;
        }

        medians.Sort();
        all.Sort();
        output.WriteLine(FormattableString.Invariant(
            $"parse and judge one event, {events.Length} types, {bytes / events.Length} bytes on average: median type {medians[medians.Count / 2]:F1} us, costliest type {medians[^1]:F1} us; all runs median {all[all.Count / 2]:F1} us, p99 {all[all.Count * 99 / 100]:F1} us, worst {all[^1]:F1} us; bound {BoundMicroseconds:F0} us for the median"));
        return medians[medians.Count / 2] < BoundMicroseconds;
    }

    private static void Once(EventType type, byte[] body)
    {
        using var parsed = IJson.Parse(body, new IJsonLimits(256 * 1024, 32), out _)!;
        var data = parsed.RootElement.GetProperty("data");
        if (AboutSchema.Validate(data.GetProperty("about")).Count + type.Validate(data.GetProperty("facts")).Count > 0)
            throw new InvalidOperationException($"{type} refuses its own example.");
        AboutSchema.Read(data.GetProperty("about"));
        type.Read(data.GetProperty("facts"));
    }

    private static byte[] Body(EventType type)
    {
        var about = new JsonObject
        {
            ["author"] = new JsonObject { ["role"] = "practitioner", ["reference"] = "official-1" },
            ["reviewDue"] = "2027-03-01",
            ["subjects"] = new JsonArray(new JsonObject { ["person"] = "person-7f3c19", ["category"] = "convicted" }),
        };
        return Encoding.UTF8.GetBytes(new JsonObject
        {
            ["specversion"] = "1.0",
            ["id"] = "0190f3c4-0000-7000-8000-000000000001",
            ["source"] = "/agencies/probation",
            ["type"] = type.Name,
            ["subject"] = "8f2f6c1e-40b7-8d11-9a55-0c4e1b7a2d90",
            ["time"] = "2026-10-20T09:00:00Z",
            ["datacontenttype"] = "application/json",
            ["data"] = new JsonObject { ["about"] = about, ["facts"] = JsonNode.Parse(type.Example.GetRawText()) },
        }.ToJsonString());
    }
}
