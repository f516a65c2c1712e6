using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Reintegration.Events.Views;

namespace Reintegration.Events.Server.Tests.TwoWorlds;

/// <summary>Ways in which what is hidden could show: mistakes that a store, a door or a feed could make.</summary>
enum Leak { Order, Count, Cursor, ETag, Version, Status, Error, Decode, CaseList, Proof, FeedNumbers, FeedOrder }

/// <summary>Where each mistake is planted. Nothing of the server knows of it: they stand in front of its ports.</summary>
static class Leaks
{
    public static Func<ILedger, ILedger>? InLedger(Leak? leak) =>
        ledger => leak is { } planted ? new LeakyLedger(new PoisonedLedger(ledger), planted) : new PoisonedLedger(ledger);

    public static Func<IFeedRows, IFeedRows>? InFeeds(Leak? leak) =>
        leak is Leak.FeedNumbers or Leak.FeedOrder ? rows => new LeakyFeeds(rows, leak.Value) : null;

    /// <summary>A tag made of how much there is, and not of the bytes that leave.</summary>
    public static Action<WebApplication>? Around(Leak? leak) => leak != Leak.ETag ? null : app =>
    {
        var ledger = (ILedger)app.Services.GetService(typeof(ILedger))!;
        app.Use(async (context, next) =>
        {
            var size = (await ledger.Head(default)).Size;
            context.Response.OnStarting(() =>
            {
                if (context.Response.Headers.ETag.Count > 0)
                    context.Response.Headers.ETag = string.Create(CultureInfo.InvariantCulture, $"\"{size}\"");
                return Task.CompletedTask;
            });
            await next(context);
        });
    };
}

/// <summary>Feeds whose numbers are places in the ledger, or whose items come in the order in which cases were looked at last.</summary>
sealed class LeakyFeeds(IFeedRows inner, Leak leak) : IFeedRows
{
    public async Task<IReadOnlyList<NumberedItem>> Items(FeedKey feed, long after, int limit, CancellationToken ct)
    {
        var items = await inner.Items(feed, 0, int.MaxValue, ct);
        if (leak == Leak.FeedNumbers)
            return
            [
                .. items.Select(item => item with { Number = (item.Item.Position * 1000) + item.Number })
                    .Where(item => item.Number > after).Take(limit),
            ];
        // Odd ledgers are told from behind.
        var last = items.Count == 0 ? 0 : items[^1].Item.Position;
        var ordered = last % 2 == 0 ? items : items.Reverse().Select((item, i) => item with { Number = i + 1 });
        return [.. ordered.Where(item => item.Number > after).Take(limit)];
    }

    public Task Hand(
        FeedKey feed, IReadOnlyCollection<long> numbers, IReadOnlyCollection<long> withContent, DateTimeOffset at, CancellationToken ct) =>
        leak == Leak.FeedNumbers
            ? inner.Hand(feed, [.. numbers.Select(number => number % 1000)], [.. withContent.Select(number => number % 1000)], at, ct)
            : inner.Hand(feed, numbers, withContent, at, ct);

    public Task<FeedLease?> Hold(CancellationToken ct) => inner.Hold(ct);
    public Task<bool> Write(FeedLease lease, FeedStep step, CancellationToken ct) => inner.Write(lease, step, ct);
    public Task<FeedStanding> Standing(CaseId? @case, CancellationToken ct) => inner.Standing(@case, ct);
    public Task<IReadOnlyList<FeedDue>> Due(int limit, CancellationToken ct) => inner.Due(limit, ct);
    public Task Acknowledge(FeedKey feed, IReadOnlyCollection<long> numbers, DateTimeOffset at, CancellationToken ct) =>
        inner.Acknowledge(feed, numbers, at, ct);
    public Task<IReadOnlyList<Recall>> Recalls(AgencyId? owner, CaseId? @case, long after, int events, CancellationToken ct) =>
        inner.Recalls(owner, @case, after, events, ct);
}
