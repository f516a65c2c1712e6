using System.Net.Http.Headers;
using Reintegration.Events.Server.Demo.Story;
using Reintegration.Events.Server.Intake;

namespace Reintegration.Events.Server.Demo;

/// <summary>Posts the story, day by day, each step with its own agency's token; the clock follows the story.</summary>
public sealed class Teller(DemoClient client, StoryClock clock)
{
    /// <summary>
    /// Agencies report in the evening what happened by day, so a day's events lie before their recording.
    /// </summary>
    const int ReportingHour = 18;

    /// <summary>
    /// Tells every step; what was told before answers with its first receipt and is not stored twice.
    /// </summary>
    public async Task<(int Accepted, int Refused)> Tell(
        ImmutableArray<Step> steps, DateTimeOffset anchor, CancellationToken ct)
    {
        var (accepted, refused) = (0, 0);
        foreach (var run in Runs(steps))
        {
            clock.MoveTo(anchor.AddDays(run[0].Told).AddHours(ReportingHour));
            foreach (var (step, status, problem) in await Post(run, ct))
            {
                if (step.Refused is null && status is 200 or 201) accepted++;
                else if (step.Refused is { } expected && problem?.Split(' ')[0] == expected) refused++;
                else throw new InvalidOperationException(
                    $"The demo's step {step.Type} of {step.Agency} on day {step.Told} was answered {status} {problem}.");
            }
        }

        clock.Return();
        return (accepted, refused);
    }

    /// <summary>
    /// Consecutive steps of one agency on one day go as one batch, as an agency's nightly export would.
    /// </summary>
    static IEnumerable<List<Step>> Runs(ImmutableArray<Step> steps)
    {
        List<Step> run = [];
        foreach (var step in steps)
        {
            if (run.Count > 0 && (run[0].Agency != step.Agency || run[0].Told != step.Told))
            {
                yield return run;
                run = [];
            }

            run.Add(step);
        }

        if (run.Count > 0) yield return run;
    }

    async Task<List<(Step Step, int Status, string? Problem)>> Post(List<Step> run, CancellationToken ct)
    {
        var persona = $"{run[0].Agency}-system";
        if (run is [var single])
        {
            var (status, body) = await client.Post(
                persona, "/events", Content(single.Event, CloudEvents.Structured), ct);
            return [(single, status, Problem(body))];
        }

        var batch = "["u8.ToArray().Concat(
            run.SelectMany((step, index) => index == 0 ? step.Event : [(byte)',', .. step.Event])).Append((byte)']');
        var (_, results) = await client.Post(persona, "/events", Content([.. batch], CloudEvents.Batch), ct);
        return [.. results.EnumerateArray().Select((result, index) =>
            (run[index], result.GetProperty("status").GetInt32(), result.TryGetProperty("problem", out var problem) ? Problem(problem) : null))];
    }

    static string? Problem(JsonElement body) =>
        body.ValueKind == JsonValueKind.Object && body.TryGetProperty("status", out _)
            && body.TryGetProperty("detail", out _)
            ? body.GetProperty("type").GetString()!["/problems/".Length..] + (
                body.TryGetProperty("errors", out var errors) ? $" {errors}" : "")
            : null;

    static ByteArrayContent Content(byte[] bytes, string mediaType) =>
        new(bytes) { Headers = { ContentType = new MediaTypeHeaderValue(mediaType) } };
}
