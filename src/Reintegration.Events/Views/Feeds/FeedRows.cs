namespace Reintegration.Events.Views;

/// <summary>The right to write feeds, as it was when it was taken.</summary>
/// <param name="Epoch">Raised whenever another takes over; whatever is written carries it.</param>
/// <param name="Position">The last position of the ledger that was walked; -1 before the first.</param>
/// <param name="Instant">Time has been followed up to here.</param>
public sealed record FeedLease(long Epoch, long Position, DateTimeOffset Instant);

/// <summary>A case (null: what belongs to no case) with the instant at which it must be decided again.</summary>
public readonly record struct FeedDue(CaseId? Case, DateTimeOffset At);

/// <summary>A case as far as feeds have followed it.</summary>
public sealed record FeedStanding(
    DateTimeOffset? Due, IReadOnlyList<(FeedKey Feed, long Position, FeedMark Mark)> Marks);

/// <summary>What one step of the walk writes, all of it or nothing.</summary>
/// <param name="Position">How far the walk has come with it.</param>
/// <param name="Due">For every case that was looked at: when it changes by itself; null: not before something is recorded.</param>
/// <param name="AllDue">Every case ever seen is to be decided again as of this instant.</param>
public sealed record FeedStep(
    long Position, DateTimeOffset Instant, IReadOnlyList<FeedItem> Items,
    IReadOnlyList<(CaseId? Case, DateTimeOffset? At)> Due, DateTimeOffset? AllDue);

/// <summary>What was taken back or set right, with what became of it at one recipient.</summary>
/// <param name="Held">The recipient had been handed the event with content.</param>
/// <param name="Reached">The recipient has been handed this very item.</param>
public sealed record Recall(
    FeedKey Feed, FeedKind Kind, CaseId? Case, long Position, EventName Event, DateTimeOffset At, bool Held, bool Reached,
    DateTimeOffset? AcknowledgedAt)
{
    /// <summary>
    /// How long a recipient may take to acknowledge before it is everybody's business: one working day with its night.
    /// </summary>
    public static readonly TimeSpan Patience = TimeSpan.FromHours(24);

    public bool IsOverdue(DateTimeOffset now) => Held && AcknowledgedAt is null && now - At > Patience;
}

/// <summary>Feeds as they are kept: references and numbers, one writer at a time.</summary>
/// <remarks>
/// Two implementations, one suite of laws: in memory and in PostgreSQL. All throw
/// <see cref="LedgerUnavailableException"/> when the rows cannot be reached.
/// </remarks>
public interface IFeedRows
{
    /// <summary>Takes or renews the right to write; null while another holds it.</summary>
    Task<FeedLease?> Hold(CancellationToken ct);

    /// <summary>
    /// Writes a step and numbers its items; false, having written nothing, when the lease is not in force any more or the
    /// walk is not where it says.
    /// </summary>
    Task<bool> Write(FeedLease lease, FeedStep step, CancellationToken ct);

    /// <summary>What every feed was last told of each event of a case, and when the case changes by itself.</summary>
    Task<FeedStanding> Standing(CaseId? @case, CancellationToken ct);

    /// <summary>The cases that are due first, in order of instant and case.</summary>
    Task<IReadOnlyList<FeedDue>> Due(int limit, CancellationToken ct);

    /// <summary>Items after a number, in order.</summary>
    Task<IReadOnlyList<NumberedItem>> Items(FeedKey feed, long after, int limit, CancellationToken ct);

    /// <summary>Notes what is about to be handed over, and which of it with content.</summary>
    Task Hand(FeedKey feed, IReadOnlyCollection<long> numbers, IReadOnlyCollection<long> withContent, DateTimeOffset at, CancellationToken ct);

    /// <summary>Notes that items were received and acted on; again changes nothing.</summary>
    Task Acknowledge(FeedKey feed, IReadOnlyCollection<long> numbers, DateTimeOffset at, CancellationToken ct);

    /// <summary>
    /// Items that take back or set right, about the next so many events after a position, of one owner (null: of anyone) in
    /// one case (null: in any), in order of position, feed and number.
    /// </summary>
    Task<IReadOnlyList<Recall>> Recalls(AgencyId? owner, CaseId? @case, long after, int events, CancellationToken ct);
}
