using System.Diagnostics;
using Reintegration.Events.Views;

namespace Reintegration.Events.Server.Feeds;

/// <summary>Walks the ledger and the clock, and numbers what every feed is to be told.</summary>
/// <remarks>
/// Every event is decided as of the instant it was recorded, under the context as it stood there, and what changes by
/// itself is decided as of the instant at which it does. So the feeds are a function of the ledger and of how far time
/// has come: however often the walk stops, is killed or is taken over by another process, the numbers are the same.
/// One writer at a time; what one writes after it has lost its lease is not written.
/// </remarks>
public sealed class FeedWriter(
    IFeedRows rows, ILedger ledger, Bundles bundles, Catalog catalog, TimeProvider clock)
{
    /// <summary>Events of one transaction, and cases decided anew in one: a step takes well under a second.</summary>
    const int StepEvents = 256;
    const int StepCases = 64;

    /// <summary>Well within the time after which a silent writer is replaced.</summary>
    static readonly TimeSpan Renewal = TimeSpan.FromSeconds(3);

    /// <summary>Cases kept between steps; some tens of kilobytes each.</summary>
    const int MaxKept = 500;

    readonly SemaphoreSlim _one = new(1, 1);
    Walk? _walk;

    /// <summary>What is known of a walk while its lease lasts.</summary>
    sealed class Walk(FeedLease lease, long erasure, OrganisationContext organisation)
    {
        public FeedLease Lease { get; set; } = lease;
        public long Erasure => erasure;
        public OrganisationContext Organisation { get; private set; } = organisation;
        public Dictionary<CaseId, FeedCase> Cases { get; } = [];
        public FeedCase? NoCase { get; set; }
        /// <summary>When the lease was renewed before the walk came to rest; null while it goes on.</summary>
        public long? Held { get; set; }
        /// <summary>What is due first.</summary>
        public DateTimeOffset? Next { get; set; }
        (Bundle Bundle, List<FeedOf> Feeds)? _feeds;

        public void Apply(Recorded recorded) => (Organisation, _feeds) = (Organisation.Apply(recorded), null);

        public List<FeedOf> Feeds(Bundle bundle)
        {
            if (_feeds is not { } kept || kept.Bundle != bundle) _feeds = kept = (bundle, [.. FeedSeats.All(Organisation, bundle)]);
            return kept.Feeds;
        }
    }

    /// <summary>What one step has gathered.</summary>
    sealed class Gathered
    {
        public List<FeedItem> Items { get; } = [];
        public Dictionary<Guid, (CaseId? Case, DateTimeOffset? At)> Due { get; } = [];
        public DateTimeOffset? AllDue { get; set; }
        /// <summary>The first instant at which something gathered here is due.</summary>
        public DateTimeOffset? Next => Due.Values.Min(due => due.At);

        public void Keep(FeedCase @case, List<FeedItem> items)
        {
            Items.AddRange(items);
            Due[@case.Case?.Value ?? Guid.Empty] = (@case.Case, @case.Due);
        }
    }

    /// <summary>Follows ledger and clock to where they are; false when another writes.</summary>
    /// <exception cref="LedgerUnavailableException">Ledger or rows cannot be reached; ask again.</exception>
    public async Task<bool> CatchUp(CancellationToken ct)
    {
        await _one.WaitAsync(ct);
        try
        {
            if (_walk is { } still && await IsQuiet(still, ct)) return true;
            if (await rows.Hold(ct) is not { } lease) return false;
            var held = Stopwatch.GetTimestamp();
            if (_walk?.Lease != lease || _walk.Erasure != ledger.LastErasure) _walk = await Begin(lease, ct);
            while (await Step(_walk, ct) is { } more)
            {
                if (more) continue;
                _walk.Held = held;
                return true;
            }

            _walk = null;
            return false;
        }
        catch
        {
            _walk = null;
            throw;
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Nothing was recorded, nothing is due, and the lease need not be renewed yet: nothing is to be written.</summary>
    async Task<bool> IsQuiet(Walk walk, CancellationToken ct) =>
        walk.Held is { } held && Stopwatch.GetElapsedTime(held) < Renewal && !(walk.Next <= clock.GetUtcNow())
        && (await ledger.Head(ct)).Size - 1 == walk.Lease.Position && walk.Erasure == ledger.LastErasure;

    async Task<Walk> Begin(FeedLease lease, CancellationToken ct)
    {
        var governing = await ledger.ReadCase(null, OrganisationContext.Governing, -1, ct);
        return new Walk(lease, ledger.LastErasure, governing.Where(recorded => recorded.Position <= lease.Position)
            .Aggregate(OrganisationContext.Empty, (context, recorded) => context.Apply(recorded)));
    }

    /// <summary>One transaction; whether there is more to do, or null when the lease is lost.</summary>
    async Task<bool?> Step(Walk walk, CancellationToken ct)
    {
        if (walk.Cases.Count > MaxKept) walk.Cases.Clear();
        var head = await ledger.Head(ct);
        var events = walk.Lease.Position < head.Size - 1 ? await Next(walk.Lease.Position, ct) : [];
        var due = await rows.Due(StepCases + 1, ct);
        walk.Next = due.Count > 0 ? due[0].At : null;
        var instant = events.Count > 0 ? NotBefore(walk, events[0].RecordedAt) : NotBefore(walk, clock.GetUtcNow());
        var gathered = new Gathered();
        var (position, reached) = (walk.Lease.Position, walk.Lease.Instant);
        if (due.Count > 0 && due[0].At <= instant) reached = await Overdue(walk, due, instant, gathered, ct);
        else if (events.Count > 0) (position, reached) = await Events(walk, events, due.Count > 0 ? due[0].At : null, gathered, ct);
        else (position, reached) = (head.Size - 1, instant);
        var idle = events.Count == 0 && position == head.Size - 1 && gathered.Due.Count == 0;
        // Nothing to say and nowhere to go: the clock alone is no reason to write.
        if (idle && position == walk.Lease.Position) return false;
        var step = new FeedStep(position, reached, gathered.Items, [.. gathered.Due.Values], gathered.AllDue);
        if (!await rows.Write(walk.Lease, step, ct)) return null;
        walk.Lease = walk.Lease with { Position = position, Instant = reached };
        return !idle;
    }

    async Task<List<Recorded>> Next(long after, CancellationToken ct)
    {
        List<Recorded> events = [];
        await foreach (var recorded in ledger.Read(after, ct))
        {
            events.Add(recorded);
            if (events.Count == StepEvents) break;
        }

        return events;
    }

    static DateTimeOffset NotBefore(Walk walk, DateTimeOffset instant) =>
        instant < walk.Lease.Instant ? walk.Lease.Instant : instant;

    /// <summary>Decides anew what has changed by itself, each as of the instant at which it did.</summary>
    async Task<DateTimeOffset> Overdue(
        Walk walk, IReadOnlyList<FeedDue> due, DateTimeOffset instant, Gathered gathered, CancellationToken ct)
    {
        var reached = walk.Lease.Instant;
        foreach (var (@case, at) in due.Take(StepCases))
        {
            // What became due meanwhile, or is due later than now, waits for the next step: time goes one way.
            if (at > instant || gathered.Next <= at) break;
            reached = at > reached ? at : reached;
            var open = await Open(walk, @case, walk.Lease.Position, ct);
            gathered.Keep(open, open.Anew(await Deciders(walk, open, reached, ct), reached));
        }

        return reached;
    }

    /// <summary>Walks events, up to one before which something is due or after which all is to be decided anew.</summary>
    async Task<(long Position, DateTimeOffset Reached)> Events(
        Walk walk, List<Recorded> events, DateTimeOffset? due, Gathered gathered, CancellationToken ct)
    {
        var (position, reached) = (walk.Lease.Position, walk.Lease.Instant);
        foreach (var recorded in events)
        {
            var at = recorded.RecordedAt > reached ? recorded.RecordedAt : reached;
            if (due <= at || gathered.Next <= at) break;
            await One(walk, recorded, position, at, gathered, ct);
            (position, reached) = (recorded.Position, at);
            if (gathered.AllDue is not null) break;
        }

        return (position, reached);
    }

    async Task One(
        Walk walk, Recorded recorded, long before, DateTimeOffset at, Gathered gathered, CancellationToken ct)
    {
        var envelope = recorded.Envelope;
        var open = await Open(walk, envelope.Case, before, ct);
        open.Add(recorded);
        if (envelope.Case is null && OrganisationContext.Governing.Contains(envelope.Type))
        {
            walk.Apply(recorded);
            // A feed's seat holds no certificates, so nobody's certificate changes what it is shown.
            if (!OrganisationContext.AboutOfficials.Contains(envelope.Type))
            {
                gathered.AllDue = at;
                gathered.Due[Guid.Empty] = (null, at);
                return;
            }
        }

        var governs = envelope.Case is not null && Acceptance.Governed(envelope, catalog);
        var deciders = await Deciders(walk, open, at, ct);
        gathered.Keep(open, governs ? open.Anew(deciders, at) : open.Newest(deciders, at));
        if (envelope.Type == Expunged.Type) await Erased(walk, recorded, at, gathered, ct);
    }

    /// <summary>Whoever was told of what is erased is told that it is.</summary>
    async Task Erased(Walk walk, Recorded by, DateTimeOffset at, Gathered gathered, CancellationToken ct)
    {
        foreach (var @case in (await ledger.Expunged(-1, by.Position, ct)).Where(erased => erased.By == by.Position)
            .Select(erased => erased.Stream.Case).Distinct())
        {
            gathered.Due[@case?.Value ?? Guid.Empty] = (@case, at);
            if (@case is { } known) walk.Cases.Remove(known);
            else walk.NoCase = null;
        }
    }

    async Task<FeedCase> Open(Walk walk, CaseId? @case, long upTo, CancellationToken ct)
    {
        if (@case is not { } known) return walk.NoCase ??= await FeedCase.Load(null, upTo, ledger, rows, ct);
        return walk.Cases.TryGetValue(known, out var open)
            ? open
            : walk.Cases[known] = await FeedCase.Load(known, upTo, ledger, rows, ct);
    }

    async Task<List<(FeedOf, Decider)>> Deciders(Walk walk, FeedCase @case, DateTimeOffset at, CancellationToken ct)
    {
        var bundle = await bundles.At(walk.Organisation, at, ct);
        return
        [
            .. walk.Feeds(bundle).Select(feed => (
                feed, new Decider(bundle, catalog, feed.Seat, @case.Context, walk.Organisation, at))),
        ];
    }
}
