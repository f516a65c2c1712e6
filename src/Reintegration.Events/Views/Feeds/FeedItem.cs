using System.Security.Cryptography;
using System.Text;
using Reintegration.Events.Policy;

namespace Reintegration.Events.Views;

/// <summary>The seat a feed is made for: an agency's own system, for one purpose, on one legal basis.</summary>
public readonly record struct FeedKey(AgencyId Agency, string Purpose, string LegalBasis) : IComparable<FeedKey>
{
    public int CompareTo(FeedKey other) => string.CompareOrdinal(ToString(), other.ToString());

    public override string ToString() => $"{Agency}/{Purpose}/{LegalBasis}";
}

/// <summary>What an item of a feed tells its seat.</summary>
public enum FeedKind
{
    /// <summary>Something the seat may know that it has not been told, or no longer holds.</summary>
    Shared,

    /// <summary>What it was told is now known differently: a correction, or another level.</summary>
    Amended,

    /// <summary>What it was told it may no longer keep: taken back, withdrawn or erased.</summary>
    Recalled,
}

/// <summary>One item of a feed: a reference to an event and to how much of it was shown, never what it says.</summary>
/// <param name="Position">Of the event; stays inside (law 5).</param>
/// <param name="About">Position of what it sets right, where it is a correction; else its own.</param>
/// <param name="Shown">Stands for the levels decided (<see cref="FeedFold.Digest"/>); null when recalled.</param>
/// <param name="At">The instant it was decided at.</param>
public sealed record FeedItem(
    FeedKey Feed, FeedKind Kind, CaseId? Case, long Position, long About, EventName Event, Guid? Shown,
    DateTimeOffset At);

/// <summary>An item with its number: dense from 1 within its feed, given once.</summary>
/// <param name="Held">
/// Number of the last earlier item about the same event, or about what it sets right, that was handed over with content;
/// null: the recipient holds nothing of it.
/// </param>
public sealed record NumberedItem(long Number, FeedItem Item, long? Held);

/// <summary>An event with what was decided about it, and the position of what it sets right (or its own).</summary>
public readonly record struct FeedCandidate(long Position, long About, EventName Event, Decision Decision);

/// <summary>What a feed was last told of one event.</summary>
public readonly record struct FeedMark(EventName Event, Guid? Shown);

/// <summary>How a feed follows what is decided: the items that lead from what was told to what holds now.</summary>
/// <remarks>
/// Pure. Law 4: the items of a feed are a function of what its seat is shown, in ledger order; an event that is denied
/// makes no item, no number and no gap.
/// </remarks>
public static class FeedFold
{
    /// <summary>The item that one decision calls for; null when the feed was told so already.</summary>
    /// <param name="told">What the feed was last told of this event; null: nothing yet.</param>
    public static FeedItem? Follow(
        FeedKey feed, CaseId? @case, FeedMark? told, FeedCandidate candidate, DateTimeOffset at)
    {
        var decision = candidate.Decision;
        Guid? shown = decision.Event.Level == Level.Nothing ? null : Digest(decision);
        if (shown == told?.Shown) return null;
        var kind = shown is null ? FeedKind.Recalled
            : told?.Shown is not null || decision.Amends ? FeedKind.Amended
            : FeedKind.Shared;
        return new FeedItem(feed, kind, @case, candidate.Position, candidate.About, candidate.Event, shown, at);
    }

    /// <summary>The items by which one feed follows a whole case, or all that belongs to no case.</summary>
    /// <param name="told">What it was last told, by position; an event that is not decided any more is recalled.</param>
    /// <param name="decided">Every event that is left, in ledger order.</param>
    public static IEnumerable<FeedItem> Follow(
        FeedKey feed, CaseId? @case, IReadOnlyDictionary<long, FeedMark> told, IReadOnlyList<FeedCandidate> decided,
        DateTimeOffset at)
    {
        var left = decided.Select(each => each.Position).ToHashSet();
        var gone = told.Where(mark => mark.Value.Shown is not null && !left.Contains(mark.Key))
            .Select(mark => new FeedItem(
                feed, FeedKind.Recalled, @case, mark.Key, mark.Key, mark.Value.Event, null, at));
        var followed = decided.Select(each => Follow(
            feed, @case, told.TryGetValue(each.Position, out var mark) ? mark : null, each, at));
        return gone.Concat(followed.OfType<FeedItem>()).OrderBy(item => item.Position);
    }

    /// <summary>Stands for everything a decision shows: the level of the event and of each of its fields, and the duties.</summary>
    public static Guid Digest(Decision decision)
    {
        var text = new StringBuilder(decision.Event.Level.Word());
        if (decision.Event.Level == Level.Full)
            foreach (var (name, field) in decision.Fields)
                if (field.Level > Level.Nothing) text.Append('|').Append(name).Append('=').Append(field.Level.Word());
        foreach (var duty in decision.Obligations) text.Append('!').Append(duty.ToString());
        return LowerUuid.OfHash(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
