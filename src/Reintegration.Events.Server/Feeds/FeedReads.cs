using Reintegration.Events.Server.Intake;
using Reintegration.Events.Server.Queries;
using Reintegration.Events.Views;

namespace Reintegration.Events.Server.Feeds;

/// <summary>An item as it is handed over: its number, and the CloudEvent that leaves.</summary>
/// <param name="HasContent">It says something of an event; false for what is taken back.</param>
public sealed record HandedItem(long Number, string Id, FeedKind Kind, ReadOnlyMemory<byte> CloudEvent, bool HasContent);

/// <summary>Hands feeds over: decides every item again as it leaves, records the delivery, and only then lets it go.</summary>
/// <remarks>
/// INVARIANT (law 6): what was numbered is no permission. An item whose event is not shown any more leaves as recalled,
/// without content, under the number it has; there is never a gap, and nothing is ever shown that a read would not show.
/// </remarks>
public sealed class FeedReads(
    IFeedRows rows, ILedger ledger, CaseFiles files, ManyCases cases, Looks looks, Release release, ServerKeys keys,
    Bundles bundles, TimeProvider clock)
{
    /// <summary>The feed a request means: the one its agency is enrolled for under its purpose and legal basis.</summary>
    public async Task<(FeedOf? Feed, Problem? Problem)> FeedOf(HttpRequest request, Requester requester, CancellationToken ct)
    {
        var organisation = await files.Organisation(ct);
        var bundle = await bundles.At(organisation, clock.GetUtcNow(), ct);
        var (grounds, refusal) = Seats.GroundsOf(request, requester, organisation, bundle, clock.GetUtcNow());
        if (grounds is null) return (null, refusal);
        var feeds = FeedSeats.Of(grounds.Member, bundle).Where(feed => feed.Key.Purpose == grounds.Purpose).ToList();
        // Without a legal basis in the request the only feed of the purpose is meant, whatever the default is.
        var named = request.Headers["Legal-Basis"].Count > 0 || feeds.Count > 1;
        return feeds.Find(feed => !named || feed.Key.LegalBasis == grounds.LegalBasis) is { } found
            ? (found, null)
            : (null, Problems.FeedNotEnrolled);
    }

    public async Task<bool> HasNews(FeedKey feed, long after, CancellationToken ct) =>
        (await rows.Items(feed, after, 1, ct)).Count > 0;

    /// <summary>The place in a cursor of this feed; null when it is none.</summary>
    public long? Place(FeedKey feed, string cursor) =>
        long.TryParse(keys.Unseal(Use(feed), cursor), System.Globalization.NumberStyles.None,
            System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : null;

    static string Use(FeedKey feed) => $"feed/{feed}";

    string Id(FeedKey feed, long number) =>
        keys.Seal(Use(feed), number.ToString(System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>The next items of a feed, handed over: with the answer of the gate, and the items only if it let them go.</summary>
    public async Task<(Answer Answer, IReadOnlyList<HandedItem> Items)> Hand(
        Requester requester, FeedOf feed, long after, int size, CancellationToken ct)
    {
        IReadOnlyList<HandedItem> handed = [];
        var answer = await release.Through(async token =>
        {
            var head = await ledger.Head(token);
            var organisation = await files.Organisation(token);
            var now = clock.GetUtcNow();
            var bundle = await bundles.At(organisation, now, token);
            var items = await rows.Items(feed.Key, after, size, token);
            var decided = await Decide(feed, items, bundle, organisation, now, token);
            handed = [.. decided.Select(each => each.Item)];
            var leaving = decided.Select(each => each.Disclosure?.Levels()).OfType<Released>().ToImmutableArray();
            var record = looks.Begin(
                bundle, requester, Seat.AgencySystem, feed.Key.Purpose, feed.Key.LegalBasis, Delivery, "GET /feed", null,
                Paging.Query(size), head) with
            {
                Outcome = leaving.IsEmpty ? AccessOutcome.Nothing : AccessOutcome.Released,
                Released = leaving,
            };
            return new Draft(new Answer(StatusCodes.Status200OK, CloudEvents.Batch, Batch(handed)).WithETag(), record);
        }, ct);
        if (answer.Status != StatusCodes.Status200OK) return (answer, []);
        if (handed.Count > 0)
            await rows.Hand(
                feed.Key, [.. handed.Select(item => item.Number)],
                [.. handed.Where(item => item.HasContent).Select(item => item.Number)], clock.GetUtcNow(), ct);
        return (answer, handed);
    }

    /// <summary>The record of a receipt: nothing leaves, and who acknowledged is known.</summary>
    public async Task<AccessRecord> Receipt(Requester requester, FeedOf feed, int items, CancellationToken ct)
    {
        var head = await ledger.Head(ct);
        var bundle = await bundles.At(await files.Organisation(ct), clock.GetUtcNow(), ct);
        var query = ImmutableSortedDictionary<string, string>.Empty.Add(
            "items", items.ToString(System.Globalization.CultureInfo.InvariantCulture));
        return looks.Begin(
            bundle, requester, Seat.AgencySystem, feed.Key.Purpose, feed.Key.LegalBasis, "receipt", "POST /feed/receipts", null,
            query, head) with { Outcome = AccessOutcome.Nothing };
    }

    /// <summary>Tells deliveries from looks in the access ledger.</summary>
    public const string Delivery = "delivery";

    static byte[] Batch(IReadOnlyList<HandedItem> items) => WireJson.Bytes(json =>
    {
        json.WriteStartArray();
        foreach (var item in items) json.WriteRawValue(item.CloudEvent.Span, skipInputValidation: true);
        json.WriteEndArray();
    });

    async Task<List<(HandedItem Item, Disclosure? Disclosure)>> Decide(
        FeedOf feed, IReadOnlyList<NumberedItem> items, Bundle bundle, OrganisationContext organisation, DateTimeOffset now,
        CancellationToken ct)
    {
        List<Recorded?> events = [];
        foreach (var item in items)
            events.Add(item.Item.Kind == FeedKind.Recalled ? null : await ledger.Find(item.Item.Event, ct));
        var left = events.OfType<Recorded>().ToList();
        var shown = new Queue<Disclosure?>(await cases.Disclose(left, feed.Seat, bundle, organisation, now, ct));
        List<(HandedItem, Disclosure?)> handed = [];
        foreach (var (item, recorded) in items.Zip(events))
        {
            if (recorded is null || shown.Dequeue() is not { } disclosure) handed.Add(Write(feed.Key, item, null, null));
            else handed.Add(Write(feed.Key, item, disclosure, await Named(recorded.Envelope.Case, feed.Seat, bundle, now, ct)));
        }

        return handed;
    }

    /// <summary>A case is named to those alone who are on it: whoever learns only that something exists is not.</summary>
    async Task<CaseId?> Named(CaseId? @case, Seat seat, Bundle bundle, DateTimeOffset now, CancellationToken ct) =>
        @case is { } known && (await files.Stand(known, ct)).Context.At(now, bundle.Header.Windows).IsSeated(seat) ? known : null;

    (HandedItem Item, Disclosure? Disclosure) Write(FeedKey feed, NumberedItem numbered, Disclosure? disclosure, CaseId? @case)
    {
        var kind = disclosure is null ? FeedKind.Recalled : numbered.Item.Kind;
        var id = Id(feed, numbered.Number);
        var replaces = numbered.Held is { } held ? Id(feed, held) : null;
        var bytes = WireJson.Bytes(json => FeedItemJson.Write(json, feed, id, kind, replaces, disclosure, @case));
        return (new HandedItem(numbered.Number, id, kind, bytes, disclosure is not null), disclosure);
    }
}
