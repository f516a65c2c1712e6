namespace Reintegration.Events.Policy;

/// <summary>What came of one event for one seat, on its way to the seat's rows.</summary>
/// <param name="Disclosure">Null: the seat is shown nothing of it.</param>
/// <param name="ValidUntil">From then on it may be decided otherwise.</param>
/// <param name="Fault">
/// Why nobody can say what the seat is shown: a kind of failure, never its message, which might quote what was decrypted.
/// </param>
public readonly record struct Judgement(
    long Position, EventName Event, Disclosure? Disclosure, DateTimeOffset? ValidUntil, string? Fault);

/// <summary>Decides and discloses events one after the other for one seat, and tells what came of each.</summary>
/// <remarks>
/// INVARIANT: denied events are not opened, so they cannot fail. After a fault nothing more is told, so that order is kept.
/// Not for several threads at once.
/// </remarks>
/// <param name="tell">Gets what came of each event; what fails in it is a fault of that event too.</param>
public sealed class Judging(Decider decider, Catalog catalog, Pseudonyms pseudonyms, Action<Judgement> tell)
{
    private bool stopped;

    /// <summary>Each event to each seat, in order; it is decrypted at most once, however many are shown it.</summary>
    public static void Each(IReadOnlyList<Judging> seats, IEnumerable<Recorded> events)
    {
        foreach (var recorded in events)
        {
            if (seats.Count > 1) recorded.Facts.Remember();
            foreach (var seat in seats) seat.Next(recorded);
            if (seats.Count > 1) recorded.Facts.Forget();
        }
    }

    private void Next(Recorded recorded)
    {
        if (stopped) return;
        var envelope = recorded.Envelope;
        if (!IsKnown(envelope))
        {
            Stop(recorded, "unknown-type");
            return;
        }

        try
        {
            var decision = decider.Decide(envelope);
            tell(new Judgement(
                recorded.Position, envelope.Name, Disclosure.Of(recorded, decision, pseudonyms), decision.ValidUntil, null));
        }
        catch (Exception failure) when (failure is not (OperationCanceledException or LedgerUnavailableException or OutOfMemoryException))
        {
            Stop(recorded, failure.GetType().Name);
        }
    }

    private void Stop(Recorded recorded, string fault)
    {
        stopped = true;
        tell(new Judgement(recorded.Position, recorded.Envelope.Name, null, null, fault));
    }

    /// <summary>Of a type stored by a newer program nobody here can say what it would change.</summary>
    private bool IsKnown(Envelope envelope) =>
        catalog.TryFind(envelope.Type, out var type)
        && (!type.FollowsTarget || envelope.MarkedAs is null || catalog.TryFind(envelope.MarkedAs, out _));
}
