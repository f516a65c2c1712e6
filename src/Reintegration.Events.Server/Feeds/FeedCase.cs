using Reintegration.Events.Server.Queries;
using Reintegration.Events.Views;

namespace Reintegration.Events.Server.Feeds;

/// <summary>A case as far as the walk has come, with what every feed was last told of it.</summary>
/// <remarks>Envelopes alone: nothing is opened to number a feed.</remarks>
sealed class FeedCase
{
    readonly List<(long Position, Envelope Envelope)> _events;
    readonly Dictionary<EventName, long> _places = [];
    readonly Dictionary<FeedKey, Dictionary<long, FeedMark>> _told = [];

    FeedCase(CaseId? @case, IReadOnlyList<Recorded> events, CaseContext? context)
    {
        (Case, Context) = (@case, context);
        _events = [.. events.Select(recorded => (recorded.Position, recorded.Envelope))];
        foreach (var (position, envelope) in _events) _places[envelope.Name] = position;
    }

    public CaseId? Case { get; }

    /// <summary>Null for what belongs to no case.</summary>
    public CaseContext? Context { get; private set; }

    /// <summary>The first instant at which a decision changes by itself.</summary>
    public DateTimeOffset? Due { get; private set; }

    public static async Task<FeedCase> Load(
        CaseId? @case, long upTo, ILedger ledger, IFeedRows rows, CancellationToken ct)
    {
        var events = (await ledger.ReadCase(@case, null, -1, ct)).Where(recorded => recorded.Position <= upTo).ToList();
        IReadOnlyList<Expunged> expunged = @case is { } known && ledger.LastErasure >= 0 ? await ledger.Expunged(known, ct) : [];
        var context = @case is { } of ? CaseFile.Fold(of, events, expunged) : null;
        var loaded = new FeedCase(@case, events, context);
        var standing = await rows.Standing(@case, ct);
        loaded.Due = standing.Due;
        foreach (var (feed, position, mark) in standing.Marks) loaded.Told(feed)[position] = mark;
        return loaded;
    }

    Dictionary<long, FeedMark> Told(FeedKey feed) =>
        _told.TryGetValue(feed, out var told) ? told : _told[feed] = [];

    public void Add(Recorded recorded)
    {
        _events.Add((recorded.Position, recorded.Envelope));
        _places[recorded.Envelope.Name] = recorded.Position;
        Context = Context?.Apply(recorded);
    }

    /// <summary>The items that one new event makes in each feed.</summary>
    public List<FeedItem> Newest(IEnumerable<(FeedOf Feed, Decider Decider)> feeds, DateTimeOffset at)
    {
        List<FeedItem> items = [];
        foreach (var (feed, decider) in feeds)
        {
            if (Candidate(_events[^1], feed, decider, at) is not { } candidate) continue;
            var told = Told(feed.Key);
            FeedMark? mark = told.TryGetValue(candidate.Position, out var known) ? known : null;
            if (FeedFold.Follow(feed.Key, Case, mark, candidate, at) is { } item) items.Add(Keep(item));
        }

        return items;
    }

    /// <summary>The items that make each feed agree with what holds now, over all events of the case.</summary>
    public List<FeedItem> Anew(IEnumerable<(FeedOf Feed, Decider Decider)> feeds, DateTimeOffset at)
    {
        Due = null;
        List<FeedItem> items = [];
        foreach (var (feed, decider) in feeds)
        {
            List<FeedCandidate> decided = [];
            foreach (var @event in _events)
                if (Candidate(@event, feed, decider, at) is { } candidate) decided.Add(candidate);
            items.AddRange(FeedFold.Follow(feed.Key, Case, Told(feed.Key), decided, at).ToList().Select(Keep));
        }

        return items;
    }

    /// <summary>An agency is not told what it said itself.</summary>
    FeedCandidate? Candidate((long Position, Envelope Envelope) @event, FeedOf feed, Decider decider, DateTimeOffset at)
    {
        if (@event.Envelope.Owner == feed.Key.Agency) return null;
        var decision = decider.Decide(@event.Envelope);
        if (decision.ValidUntil is { } until && until > at && (Due is null || Whole(until) < Due)) Due = Whole(until);
        var about = decision.Amends && _places.TryGetValue(@event.Envelope.Relates!.Target, out var target)
            ? target
            : @event.Position;
        return new FeedCandidate(@event.Position, about, @event.Envelope.Name, decision);
    }

    /// <summary>Rows keep microseconds; a moment too early nothing would have changed yet, for ever.</summary>
    static DateTimeOffset Whole(DateTimeOffset instant) =>
        instant > DateTimeOffset.MaxValue.AddTicks(-TimeSpan.TicksPerMicrosecond)
            ? instant
            : instant.AddTicks((TimeSpan.TicksPerMicrosecond - (instant.Ticks % TimeSpan.TicksPerMicrosecond)) % TimeSpan.TicksPerMicrosecond);

    FeedItem Keep(FeedItem item)
    {
        Told(item.Feed)[item.Position] = new FeedMark(item.Event, item.Shown);
        return item;
    }
}
