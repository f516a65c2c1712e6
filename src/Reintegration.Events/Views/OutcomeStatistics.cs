using Reintegration.Events.Policy.Tallies;

namespace Reintegration.Events.Views;

/// <summary>A table of counts: the words of its dimensions, and null where a count is withheld.</summary>
public sealed record CountTable(string Aggregate, ImmutableArray<string> By, ImmutableArray<CountCell> Cells);

public sealed record CountCell(ImmutableArray<string> Words, long? Count, bool Withheld);

/// <summary>What an evaluator is told.</summary>
/// <param name="People">Of one snapshot: counts of people, rounded, with what is withheld marked.</param>
/// <param name="Programme">Counts that speak of organisations: training reached, perception, capacity.</param>
public sealed record OutcomeStatisticsRow(ImmutableArray<CountTable> People, ImmutableArray<CountTable> Programme);

/// <summary>How those who were released fare, and what is done for it: for programme evaluators.</summary>
public sealed class OutcomeStatistics : ITallyView<OutcomeStatistics, OutcomeStatisticsRow>
{
    public static string Name => "outcome-statistics";
    public static int Version => 1;
    public static OutcomeStatisticsRow Empty => new([], []);

    public static OutcomeStatisticsRow Fold(OutcomeStatisticsRow row, Tally tally)
    {
        var table = new CountTable(
            tally.Aggregate, tally.By,
            [.. tally.Cells.Select(cell => new CountCell(cell.Words, cell.Count, cell.Count is null))]);
        return tally.Counts switch
        {
            Counted.People => row with { People = row.People.Add(table) },
            Counted.Programme => row with { Programme = row.Programme.Add(table) },
            _ => row,
        };
    }
}
