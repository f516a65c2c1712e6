namespace Reintegration.Events.Server.Audit;

/// <summary>What is looked for among the looks. What an index finds first, the rest among what that finds.</summary>
/// <remarks>
/// A record is sealed, so who looked, through which door and at which events is known only once it is opened. A page opens
/// so many at most, and may hold fewer than were asked for, or none, and yet go on.
/// </remarks>
public sealed record AccessScan(AccessQuery Query)
{
    /// <summary>Records opened for one page: some tenths of a second.</summary>
    const int MaxOpened = 20_000;
    const int Chunk = 1000;

    public string? Official { get; init; }
    public string? Door { get; init; }
    public AccessOutcome? Outcome { get; init; }
    /// <summary>Looks that showed any of these events; null: whatever they showed.</summary>
    public IReadOnlySet<EventName>? Showing { get; init; }
    /// <summary>Also looks that named no case, where they showed one of <see cref="Showing"/>.</summary>
    public bool AndWithoutCase { get; init; }
    /// <summary>Looks at the case itself, whatever they showed of it.</summary>
    public bool OfCaseToo { get; init; }

    bool NeedsOpening => Official is not null || Door is not null || Outcome is not null || Showing is not null;

    /// <param name="Next">Records after this position have not been looked at; null: all have.</param>
    /// <param name="Unreadable">Records passed over because the key of their month is destroyed.</param>
    public sealed record Page(List<AccessRecorded> Records, long? Next, int Unreadable);

    public async Task<Page> Read(IAccessLedger access, CancellationToken ct)
    {
        List<AccessRecorded> found = [];
        var (after, opened, unreadable) = (Query.After, 0, 0);
        while (true)
        {
            var size = NeedsOpening ? Chunk : Query.Limit;
            var (records, upTo) = await Chunked(access, Query with { After = after, Limit = size }, ct);
            foreach (var recorded in records)
            {
                opened++;
                if (NeedsOpening && recorded.Record is null) unreadable++;
                if (Matches(recorded)) found.Add(recorded);
                if (found.Count == Query.Limit) return new Page(found, recorded.Position, unreadable);
            }

            if (upTo is not { } last) return new Page(found, null, unreadable);
            after = last;
            if (opened >= MaxOpened) return new Page(found, after, unreadable);
        }
    }

    /// <summary>The next records in order, and the position up to which none is missing; null at the end.</summary>
    async Task<(IReadOnlyList<AccessRecorded> Records, long? UpTo)> Chunked(
        IAccessLedger access, AccessQuery query, CancellationToken ct)
    {
        var named = await access.Read(query, ct);
        var end = named.Count == query.Limit ? named[^1].Position : (long?)null;
        if (!AndWithoutCase || query.Case is null) return (named, end);
        var unnamed = await access.Read(query with { Case = null, WithoutCase = true }, ct);
        var other = unnamed.Count == query.Limit ? unnamed[^1].Position : (long?)null;
        var upTo = end is { } one && other is { } two ? Math.Min(one, two) : end ?? other;
        return (
            [
                .. named.Concat(unnamed.Where(recorded => recorded.Record is { } record && Shows(record)))
                    .Where(recorded => upTo is null || recorded.Position <= upTo).OrderBy(recorded => recorded.Position),
            ], upTo);
    }

    bool Matches(AccessRecorded recorded)
    {
        if (!NeedsOpening) return true;
        if (recorded.Record is not { } record) return false;
        return (Official is null || record.Official == Official)
            && (Door is null || record.Door == Door)
            && (Outcome is null || record.Outcome == Outcome)
            && (Showing is null || Shows(record) || (OfCaseToo && recorded.Case is not null));
    }

    bool Shows(AccessRecord record) => Showing is not null && record.Released.Any(released => Showing.Contains(released.Name));
}
