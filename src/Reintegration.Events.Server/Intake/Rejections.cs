using System.Collections.Concurrent;

namespace Reintegration.Events.Server.Intake;

/// <summary>What an agency posted of late and was refused: for its operators, who do not see their system's log.</summary>
/// <remarks>
/// Kept in memory, by each node for what it refused itself, and never the facts: which event, why, and where in it. It is
/// a function of what the agency was answered already, and so tells nothing new.
/// </remarks>
public sealed class Rejections(TimeProvider clock)
{
    /// <summary>Enough to see what is wrong with a system; the rest is more of the same.</summary>
    const int KeptPerAgency = 200;

    /// <summary>Of late: a day and the night's run before it.</summary>
    static readonly TimeSpan Kept = TimeSpan.FromHours(36);

    readonly ConcurrentDictionary<AgencyId, ConcurrentQueue<Rejection>> _rejections = [];

    sealed record Rejection(DateTimeOffset At, Submission? Submission, Problem Problem);

    public void Note(AgencyId agency, IEnumerable<(Submission? Submission, Reception.Outcome Outcome)> outcomes)
    {
        foreach (var (submission, outcome) in outcomes)
        {
            if (outcome.Problem is not { } problem) continue;
            var queue = _rejections.GetOrAdd(agency, _ => new ConcurrentQueue<Rejection>());
            // Only what names the event: the facts and what is said about them are not kept.
            queue.Enqueue(new Rejection(
                clock.GetUtcNow(), submission is null ? null : submission with { Facts = default, About = default }, problem));
            while (queue.Count > KeptPerAgency) queue.TryDequeue(out _);
        }
    }

    /// <summary>Latest first.</summary>
    public Answer Of(AgencyId agency)
    {
        var since = clock.GetUtcNow() - Kept;
        var late = _rejections.TryGetValue(agency, out var queue) ? queue.Where(each => each.At >= since).Reverse().ToList() : [];
        return Answer.Json(json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("rejections");
            foreach (var rejection in late)
            {
                json.WriteStartObject();
                json.WriteString("at", WireJson.Instant(rejection.At));
                if (rejection.Submission is { } submission)
                {
                    json.WriteString("id", submission.Name.Id);
                    json.WriteString("type", submission.Type);
                }

                json.WritePropertyName("problem");
                rejection.Problem.WriteTo(json);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    public static Answer List(HttpContext context, Rejections rejections) => rejections.Of(context.Requester.Agency);
}
