using System.Diagnostics;
using System.Text;

namespace Reintegration.Events.Server.Feeds;

/// <summary>A feed as server-sent events: each item under its id, so that <c>Last-Event-ID</c> goes on after it.</summary>
/// <remarks>
/// Every item passes the same gate as a page: decided as it leaves, recorded before it leaves. The stream ends when the
/// gate is shut, when the enrolment ends, or after <see cref="Longest"/>; whoever listens comes back with a fresh token.
/// </remarks>
public sealed class FeedStream(FeedReads reads, FeedOf feed, long after, int size) : IResult
{
    public const string MediaType = "text/event-stream";

    /// <summary>How often it is looked for news: half of the second within which it should be told.</summary>
    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    /// <summary>A comment now and then, so that a dead connection is noticed at both ends.</summary>
    static readonly TimeSpan Silence = TimeSpan.FromSeconds(15);

    /// <summary>A token lasts about an hour; a stream must not outlive it by much.</summary>
    static readonly TimeSpan Longest = TimeSpan.FromMinutes(15);

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var (requester, ct) = (httpContext.Requester, httpContext.RequestAborted);
        var response = httpContext.Response;
        response.ContentType = MediaType;
        response.Headers.CacheControl = "no-store";
        await response.Body.FlushAsync(ct);
        var (place, quiet, began) = (after, TimeSpan.Zero, Stopwatch.GetTimestamp());
        while (Stopwatch.GetElapsedTime(began) < Longest && !ct.IsCancellationRequested)
        {
            if (await reads.FeedOf(httpContext.Request, requester, ct) is not { Feed: { } current } || current.Key != feed.Key) return;
            if (await reads.HasNews(current.Key, place, ct))
            {
                var (answer, items) = await reads.Hand(requester, current, place, size, ct);
                if (answer.Status != StatusCodes.Status200OK) return;
                foreach (var item in items) await response.Body.WriteAsync(Line(item), ct);
                await response.Body.FlushAsync(ct);
                if (items.Count > 0) (place, quiet) = (items[^1].Number, TimeSpan.Zero);
                continue;
            }

            await Task.Delay(Pause, ct);
            quiet += Pause;
            if (quiet < Silence) continue;
            await response.Body.WriteAsync(": still here\n\n"u8.ToArray(), ct);
            await response.Body.FlushAsync(ct);
            quiet = TimeSpan.Zero;
        }
    }

    static byte[] Line(HandedItem item) => Encoding.UTF8.GetBytes(
        $"id: {item.Id}\nevent: {EventJson.Word(item.Kind)}\ndata: {Encoding.UTF8.GetString(item.CloudEvent.Span)}\n\n");
}
