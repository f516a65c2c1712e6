using System.Globalization;

namespace Reintegration.Events.Policy.Tallies;

/// <summary>Counts events of no case, which speak of organisations. Used by <see cref="Tally"/> alone.</summary>
internal static class ProgrammeCount
{
    public static ImmutableArray<TallyCell> Cells(
        ProgrammeAggregate aggregate, IEnumerable<Recorded> events, DateTimeOffset now)
    {
        var measure = aggregate.Measure;
        string?[] named = [measure.Member, measure.Weight, measure.From, measure.To, .. aggregate.Members.Select(each => each.Member)];
        var wanted = named.OfType<string>().ToHashSet(StringComparer.Ordinal);
        var counted = FactsReading.Said(events.Where(each => each.Envelope.Case is null), aggregate.Type, wanted)
            .Where(each => IsLive(each.Said, measure, now)).Select(each => each.Said).ToList();
        return
        [
            .. Combinations(aggregate.Members)
                .Select(words => (Words: words, Count: Count(measure, counted.Where(said => Has(said, aggregate.Members, words)))))
                .Where(cell => cell.Count > 0)
                .Select(cell => new TallyCell(cell.Words, cell.Count)),
        ];
    }

    private static bool IsLive(ImmutableDictionary<string, JsonElement> said, Measure measure, DateTimeOffset now)
    {
        var today = now.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        // Dates of one form compare as text does; what names no date counts at any time.
        return (said.Text(measure.From) is not { } from || string.CompareOrdinal(from, today) <= 0)
            && (said.Text(measure.To) is not { } to || string.CompareOrdinal(today, to) <= 0);
    }

    private static IEnumerable<ImmutableArray<string>> Combinations(ImmutableArray<Dimension> members) =>
        members.Aggregate(
            (IEnumerable<ImmutableArray<string>>)[[]],
            (words, member) => words.SelectMany(_ => member.Words, (before, word) => before.Add(word)));

    private static bool Has(
        ImmutableDictionary<string, JsonElement> said, ImmutableArray<Dimension> members, ImmutableArray<string> words) =>
        members.Zip(words).All(pair => said.Words(pair.First).Contains(pair.Second));

    private static long Count(Measure measure, IEnumerable<ImmutableDictionary<string, JsonElement>> said) => measure.Kind switch
    {
        MeasureKind.Events => said.Count(),
        MeasureKind.Sum => said.Sum(each => each.Number(measure.Member) ?? 0),
        MeasureKind.Distinct => said.Select(each => each.Text(measure.Member)).OfType<string>().Distinct(StringComparer.Ordinal).Count(),
        _ => Mean(measure, [.. said]),
    };

    private static long Mean(Measure measure, List<ImmutableDictionary<string, JsonElement>> said)
    {
        var weight = said.Sum(each => each.Number(measure.Weight) ?? 0);
        var sum = said.Sum(each => (each.Number(measure.Member) ?? 0) * (each.Number(measure.Weight) ?? 0));
        return weight == 0 ? 0 : (long)Math.Round((double)sum / weight, MidpointRounding.AwayFromZero);
    }
}
