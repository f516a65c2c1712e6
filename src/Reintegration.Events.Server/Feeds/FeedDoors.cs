using System.Globalization;
using Reintegration.Events.Server.Intake;
using Reintegration.Events.Server.Queries;
using Reintegration.Events.Views;

namespace Reintegration.Events.Server.Feeds;

/// <summary>What was given to an agency's seat, in order, and what the agency says of it.</summary>
public static class FeedDoors
{
    const int DefaultPage = 100;
    const int MaxPage = 1000;

    /// <summary>More receipts than a page has items are of no use.</summary>
    const int MaxReceipts = MaxPage;
    const int ReceiptsLimitBytes = 512 * 1024;

    /// <summary>A page, or a stream of server-sent events where the request accepts one.</summary>
    public static async Task<IResult> Get(
        HttpContext context, FeedReads reads, string? after, string? limit, CancellationToken ct)
    {
        if (!Paging.TryLimit(limit, DefaultPage, MaxPage, out var size)) return Answer.Of(Paging.BadLimit(MaxPage));
        var (feed, refusal) = await reads.FeedOf(context.Request, context.Requester, ct);
        if (feed is null) return Answer.Of(refusal!);
        var streams = context.Request.Headers.Accept.ToString().Contains(FeedStream.MediaType, StringComparison.Ordinal);
        if (streams && context.Request.Headers["Last-Event-ID"].ToString() is { Length: > 0 } last) after = last;
        var from = 0L;
        if (after is not null)
        {
            if (reads.Place(feed.Key, after) is not { } place)
                return Answer.Of(Problems.MalformedQuery.At("after", "Is not the id of an item of this feed; leave it out to begin again."));
            from = place;
        }

        if (streams) return new FeedStream(reads, feed, from, size);
        return (await reads.Hand(context.Requester, feed, from, size, ct)).Answer;
    }

    /// <summary>Items were received, and what is recalled is no longer kept.</summary>
    public static async Task<Answer> Receipts(
        HttpContext context, FeedReads reads, IFeedRows rows, Release release, TimeProvider clock, CancellationToken ct)
    {
        var (body, unread) = await RequestBody.ReadJson(context.Request, ReceiptsLimitBytes);
        if (body is null) return Answer.Of(unread!);
        using (body)
        {
            var (feed, refusal) = await reads.FeedOf(context.Request, context.Requester, ct);
            if (feed is null) return Answer.Of(refusal!);
            var (numbers, wrong) = Numbers(body.RootElement, feed.Key, reads);
            if (numbers is null) return Answer.Of(wrong!);
            var answer = await release.Through(async token => new Draft(
                Answer.Json(json =>
                {
                    json.WriteStartObject();
                    json.WriteNumber("acknowledged", numbers.Count);
                    json.WriteEndObject();
                }), await reads.Receipt(context.Requester, feed, numbers.Count, token)), ct);
            if (answer.Status == StatusCodes.Status200OK) await rows.Acknowledge(feed.Key, numbers, clock.GetUtcNow(), ct);
            return answer;
        }
    }

    static (List<long>? Numbers, Problem? Problem) Numbers(JsonElement body, FeedKey feed, FeedReads reads)
    {
        if (body.ValueKind != JsonValueKind.Object || body.EnumerateObject().Any(member => member.Name != "items")
            || !body.TryGetProperty("items", out var items) || items.ValueKind != JsonValueKind.Array)
            return (null, Problems.MalformedReceipt.At("", "An object with the member items: ids of items of this feed."));
        if (items.GetArrayLength() is 0 or > MaxReceipts)
            return (null, Problems.MalformedReceipt.At("/items", string.Create(CultureInfo.InvariantCulture, $"1 to {MaxReceipts} ids.")));
        List<long> numbers = [];
        List<(string, string)> errors = [];
        foreach (var (index, item) in items.EnumerateArray().Index())
        {
            if (item.ValueKind == JsonValueKind.String && reads.Place(feed, item.GetString()!) is { } number) numbers.Add(number);
            else errors.Add((string.Create(CultureInfo.InvariantCulture, $"/items/{index}"), "Is not the id of an item of this feed."));
        }

        return errors.Count == 0 ? (numbers, null) : (null, Problems.MalformedReceipt.With(errors));
    }
}
