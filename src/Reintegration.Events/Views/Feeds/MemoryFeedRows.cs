namespace Reintegration.Events.Views;

/// <summary>Feeds that last as long as the process.</summary>
public sealed class MemoryFeedRows : IFeedRows
{
    /// <summary>A writer that is silent for as long is replaced.</summary>
    public static readonly TimeSpan Duration = TimeSpan.FromSeconds(10);

    readonly Store _store;
    readonly object _holder = new();

    public MemoryFeedRows(TimeProvider clock) => _store = new Store(clock);

    MemoryFeedRows(Store store) => _store = store;

    /// <summary>The same rows as another process sees them.</summary>
    public MemoryFeedRows Other() => new(_store);

    sealed class Kept(long number, FeedItem item)
    {
        public long Number => number;
        public FeedItem Item => item;
        public bool Handed { get; set; }
        public bool WithContent { get; set; }
        public DateTimeOffset? AcknowledgedAt { get; set; }
    }

    sealed class Store(TimeProvider clock)
    {
        public TimeProvider Clock => clock;
        public Lock Gate { get; } = new();
        public Dictionary<FeedKey, List<Kept>> Feeds { get; } = [];
        public Dictionary<Guid, DateTimeOffset?> Due { get; } = [];
        public FeedLease Lease { get; set; } = new(0, -1, DateTimeOffset.UnixEpoch);
        public object? Holder { get; set; }
        public DateTimeOffset Until { get; set; }
    }

    public Task<FeedLease?> Hold(CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        lock (_store.Gate)
        {
            var now = _store.Clock.GetUtcNow();
            if (_store.Holder != _holder && _store.Holder is not null && now <= _store.Until)
                return Task.FromResult<FeedLease?>(null);
            if (_store.Holder != _holder) _store.Lease = _store.Lease with { Epoch = _store.Lease.Epoch + 1 };
            (_store.Holder, _store.Until) = (_holder, now + Duration);
            return Task.FromResult<FeedLease?>(_store.Lease);
        }
    }

    public Task<bool> Write(FeedLease lease, FeedStep step, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        lock (_store.Gate)
        {
            if (_store.Lease.Epoch != lease.Epoch || _store.Lease.Position != lease.Position) return Task.FromResult(false);
            _store.Lease = lease with { Position = step.Position, Instant = step.Instant };
            foreach (var item in step.Items)
            {
                if (!_store.Feeds.TryGetValue(item.Feed, out var items)) _store.Feeds.Add(item.Feed, items = []);
                items.Add(new Kept(items.Count + 1, item));
            }

            if (step.AllDue is { } all) foreach (var @case in _store.Due.Keys.ToList()) _store.Due[@case] = all;
            foreach (var (@case, at) in step.Due) _store.Due[@case?.Value ?? Guid.Empty] = at;
            return Task.FromResult(true);
        }
    }

    public Task<FeedStanding> Standing(CaseId? @case, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        lock (_store.Gate)
            return Task.FromResult(new FeedStanding(
                _store.Due.GetValueOrDefault(@case?.Value ?? Guid.Empty),
                [
                    .. from feed in _store.Feeds
                    from told in feed.Value.Where(kept => kept.Item.Case == @case).GroupBy(kept => kept.Item.Position)
                    let last = told.Last().Item
                    select (feed.Key, told.Key, new FeedMark(last.Event, last.Shown)),
                ]));
    }

    public Task<IReadOnlyList<FeedDue>> Due(int limit, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        lock (_store.Gate)
            return Task.FromResult<IReadOnlyList<FeedDue>>(
            [
                .. _store.Due.Where(due => due.Value is not null).OrderBy(due => due.Value)
                    .ThenBy(due => due.Key.ToString("D"), StringComparer.Ordinal).Take(limit)
                    .Select(due => new FeedDue(due.Key == Guid.Empty ? null : new CaseId(due.Key), due.Value!.Value)),
            ]);
    }

    public Task<IReadOnlyList<NumberedItem>> Items(FeedKey feed, long after, int limit, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        lock (_store.Gate)
        {
            var items = _store.Feeds.GetValueOrDefault(feed) ?? [];
            return Task.FromResult<IReadOnlyList<NumberedItem>>(
            [
                .. items.Skip((int)Math.Clamp(after, 0, items.Count)).Take(limit)
                    .Select(kept => new NumberedItem(kept.Number, kept.Item, HeldBefore(items, kept))),
            ]);
        }
    }

    static long? HeldBefore(List<Kept> items, Kept kept) =>
        items.FindLast(each =>
            each.Number < kept.Number && each.WithContent
            && (each.Item.Position == kept.Item.Position || each.Item.Position == kept.Item.About))?.Number;

    public Task Hand(
        FeedKey feed, IReadOnlyCollection<long> numbers, IReadOnlyCollection<long> withContent, DateTimeOffset at,
        CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        lock (_store.Gate)
        {
            foreach (var number in numbers) _store.Feeds[feed][(int)number - 1].Handed = true;
            foreach (var number in withContent) _store.Feeds[feed][(int)number - 1].WithContent = true;
        }

        return Task.CompletedTask;
    }

    public Task Acknowledge(FeedKey feed, IReadOnlyCollection<long> numbers, DateTimeOffset at, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        lock (_store.Gate)
            if (_store.Feeds.TryGetValue(feed, out var items))
                foreach (var number in numbers.Where(number => number >= 1 && number <= items.Count))
                    items[(int)number - 1].AcknowledgedAt ??= at;
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<Recall>> Recalls(
        AgencyId? owner, CaseId? @case, long after, int events, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        lock (_store.Gate)
        {
            var recalls =
                from feed in _store.Feeds
                from kept in feed.Value
                let item = kept.Item
                where item.Kind != FeedKind.Shared && item.Position > after && (owner is null || item.Event.Owner == owner)
                where @case is null || item.Case == @case
                orderby item.Position, item.Feed, kept.Number
                select new Recall(
                    item.Feed, item.Kind, item.Case, item.Position, item.Event, item.At,
                    HeldBefore(feed.Value, kept) is not null, kept.Handed, kept.AcknowledgedAt);
            return Task.FromResult<IReadOnlyList<Recall>>(
                [.. recalls.GroupBy(recall => recall.Position).Take(events).SelectMany(about => about)]);
        }
    }
}
