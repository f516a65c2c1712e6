using Reintegration.Events.Policy.Tallies;

namespace Reintegration.Events.Views;

/// <summary>One indicator of a pillar.</summary>
public sealed record Indicator(string Aggregate, ImmutableArray<string> By, ImmutableArray<CountCell> Cells);

/// <summary>One of the six pillars with its indicators; without any while nothing was reported.</summary>
/// <param name="Number">P-I to P-VI.</param>
public sealed record Pillar(string Number, string Name, ImmutableArray<Indicator> Indicators);

/// <summary>Where the country stands on the six pillars of reintegration: for the national coordinator.</summary>
/// <remarks>Counts of organisations' doings. Nothing about any person's way back is counted here.</remarks>
public sealed class PillarDashboard : ITallyView<PillarDashboard, ImmutableArray<Pillar>>
{
    private static readonly ImmutableArray<string> Numbers = ["P-I", "P-II", "P-III", "P-IV", "P-V", "P-VI"];

    public static string Name => "pillar-dashboard";
    public static int Version => 1;

    public static ImmutableArray<Pillar> Empty { get; } =
    [
        .. EventJson.Words<Events.Community.PlanPillar>().Zip(Numbers, (name, number) => new Pillar(number, name, [])),
    ];

    public static ImmutableArray<Pillar> Fold(ImmutableArray<Pillar> row, Tally tally)
    {
        if (tally.Counts != Counted.Programme || row.FirstOrDefault(each => each.Name == tally.Pillar) is not { } pillar)
            return row;
        var indicator = new Indicator(
            tally.Aggregate, tally.By, [.. tally.Cells.Select(cell => new CountCell(cell.Words, cell.Count, cell.Count is null))]);
        return row.Replace(pillar, pillar with { Indicators = pillar.Indicators.Add(indicator) });
    }
}
