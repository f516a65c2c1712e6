namespace Reintegration.Events.Policy.Tallies;

/// <summary>Who is to be counted, and by which words: gathered from recorded events, and kept in here.</summary>
/// <remarks>
/// A person is counted once, some days after the first recording of the event by which they enter, with what was
/// recorded by then; so people counted in two snapshots are different people, and subtracting snapshots tells nothing.
/// Adults and juveniles are never counted together (hard case 8). What is gathered leaves as <see cref="Snapshot"/>s
/// only.
/// </remarks>
public sealed class Cohort(Aggregates aggregates, Windows windows)
{
    /// <summary>A person as the counting sees them: their words, in order of the dimensions.</summary>
    internal sealed record Unit(bool Juvenile, ImmutableArray<string> Words);

    private readonly Population people = aggregates.People
        ?? throw new ArgumentException("The bundle counts no people.", nameof(aggregates));

    private readonly Dictionary<CaseId, DateTimeOffset> entered = [];
    private readonly Dictionary<CaseId, Unit> counted = [];

    /// <summary>Looks at one event of the ledger, in order: does somebody enter by it?</summary>
    public void Enter(Recorded recorded)
    {
        var envelope = recorded.Envelope;
        if (envelope.Type != people.Entry || envelope.Case is not { } @case || !FactsReading.IsCountable(envelope)) return;
        entered.TryAdd(@case, recorded.RecordedAt);
    }

    /// <summary>The cases that are to be counted by an instant, in the order in which they can be.</summary>
    public IEnumerable<CaseId> Due(DateTimeOffset cutoff) =>
        entered.Where(each => Matures(each.Value) <= cutoff).OrderBy(each => each.Value).ThenBy(each => each.Key.Value).Select(each => each.Key);

    /// <summary>The first instant at which anybody is to be counted; null while nobody has entered.</summary>
    public DateTimeOffset? First => entered.Count == 0 ? null : Matures(entered.Values.Min());


    /// <summary>Counts the person of one case.</summary>
    /// <param name="events">The case's events by every owner, in order.</param>
    public void Count(CaseId @case, IEnumerable<Recorded> events)
    {
        var entry = entered[@case];
        List<Recorded> known = [.. events.Where(each => each.RecordedAt <= Matures(entry))];
        var context = CaseContext.Fold(@case, known);
        var countable = known.Where(each => FactsReading.IsCountable(each.Envelope)).ToList();
        counted[@case] = new Unit(
            context.Juvenile, [.. people.Dimensions.Select(each => Word(each, countable, context, entry))]);
    }

    /// <summary>Snapshots of those counted: one of adults, one of juveniles, where there are enough of them.</summary>
    /// <param name="bundle">Hash of the bundle that declares them.</param>
    /// <param name="lot">Draws a number from 0 to below the one it is given; what it drew is kept nowhere.</param>
    public IEnumerable<(Snapshot Snapshot, ImmutableArray<CaseId> Counted)> Publish(
        DateTimeOffset cutoff, string bundle, Func<int, int> lot)
    {
        foreach (var juvenile in (bool[])[false, true])
        {
            var units = counted.Where(each => each.Value.Juvenile == juvenile).ToList();
            if (units.Count < aggregates.Control.Cohort) continue;
            foreach (var (@case, _) in units) counted.Remove(@case);
            yield return (
                Snapshot.Of(aggregates, juvenile, cutoff, bundle, [.. units.Select(each => each.Value)], lot),
                [.. units.Select(each => each.Key)]);
        }
    }

    private DateTimeOffset Matures(DateTimeOffset entry) => entry.AddDays(people.AfterDays);

    private string Word(Dimension dimension, List<Recorded> events, CaseContext context, DateTimeOffset entry) =>
        dimension.Kind switch
        {
            DimensionKind.Last => Last(dimension, events),
            DimensionKind.Days => Band(dimension, events, entry),
            DimensionKind.Any => events.Exists(each => dimension.Types.Contains(each.Envelope.Type)) ? "yes" : "no",
            _ => EventJson.Word(context.At(Matures(entry), windows).Phase),
        };

    private static string Last(Dimension dimension, List<Recorded> events)
    {
        var ended = dimension.EndedBy is { } ending
            ? FactsReading.Said(events, ending.Type, [ending.Names]).Select(each => each.Said.Text(ending.Names)).ToHashSet()
            : [];
        return FactsReading.Said(events, dimension.Types[0], [dimension.Member!])
            .Where(each => !ended.Contains(each.Recorded.Envelope.Name.ToString()))
            .Select(each => each.Said.Words(dimension).FirstOrDefault())
            .LastOrDefault(word => word is not null) ?? Dimension.None;
    }

    private static string Band(Dimension dimension, List<Recorded> events, DateTimeOffset entry)
    {
        var first = events.Find(each => each.RecordedAt >= entry && dimension.Types.Contains(each.Envelope.Type));
        if (first is null) return dimension.Words[^1];
        var band = dimension.Bands.IndexOf(dimension.Bands.FirstOrDefault(days => first.RecordedAt <= entry.AddDays(days)));
        return band < 0 ? dimension.Words[^1] : dimension.Words[band];
    }
}
