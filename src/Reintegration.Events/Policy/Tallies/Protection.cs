namespace Reintegration.Events.Policy.Tallies;

/// <summary>Which counts of people may be told, so that no other can be worked out from them.</summary>
/// <remarks>
/// Threshold rule with complementary suppression (Hundepool et al., Statistical Disclosure Control, 2012, chapters 4
/// and 5; for what an attacker can bound, Cox, Network models for complementary cell suppression, JASA 90, 1995).
/// Rounding comes after and is not relied upon. What is withheld is safe or not by what is told beside it alone, and by
/// lot sometimes more is withheld than had to be: so that something is withheld does not say that it is small. The
/// promise and its proof are in decisions/0009.
/// </remarks>
/// <param name="threshold">Counts of fewer people are never told.</param>
/// <param name="lot">Draws a number from 0 to below the one it is given; a secret of whoever counts.</param>
public sealed class Protection(int threshold, Func<int, int> lot)
{
    /// <summary>Once in so many times, one more is withheld than has to be.</summary>
    private const int OneMoreIn = 8;

    /// <summary>Of one dimension: which words may be told beside the total.</summary>
    /// <remarks>What is withheld is nothing, or at least two words that add up to the threshold.</remarks>
    public bool[] Words(IReadOnlyList<int> counts)
    {
        var told = counts.Select(count => count >= threshold).ToArray();
        while ((!IsSafe(counts, told) || OneMore()) && told.Contains(true))
            told[Pick(Enumerable.Range(0, told.Length).Where(at => told[at]), at => counts[at])] = false;
        return told;
    }

    /// <summary>Of a table: which cells may be told beside the total and all words that are told.</summary>
    /// <param name="cells">Rows by columns.</param>
    public bool[,] Cells(int[,] cells, bool[] rowsTold, bool[] columnsTold)
    {
        var (rows, columns) = (Merge(rowsTold), Merge(columnsTold));
        var merged = new MergedTable(cells, rows, columns, threshold);
        while ((merged.IsTight() || OneMore()) && merged.Told().Any())
            merged.Withhold(Pick(merged.Told(), merged.Cost));
        var told = new bool[rowsTold.Length, columnsTold.Length];
        for (var row = 0; row < rowsTold.Length; row++)
            for (var column = 0; column < columnsTold.Length; column++)
                told[row, column] = merged.IsTold(rows[row], columns[column]);
        return told;
    }

    private bool IsSafe(IReadOnlyList<int> counts, bool[] told) =>
        told.Count(isTold => !isTold) != 1
        && (!told.Contains(false) || counts.Where((_, at) => !told[at]).Sum() >= threshold);

    private bool OneMore() => lot(OneMoreIn) == 0;

    /// <summary>The cheapest, but once in a while any: whatever is withheld must be possible whatever is true.</summary>
    private T Pick<T>(IEnumerable<T> candidates, Func<T, int> cost)
    {
        var all = candidates.ToList();
        return OneMore() ? all[lot(all.Count)] : all.MinBy(cost)!;
    }

    public static long Round(int count, int @base) =>
        (long)Math.Round((double)count / @base, MidpointRounding.AwayFromZero) * @base;

    /// <summary>Words that are told keep a line of their own; all that are withheld share the last one.</summary>
    private static int[] Merge(bool[] told)
    {
        var lines = new int[told.Length];
        var next = 0;
        for (var at = 0; at < told.Length; at++) lines[at] = told[at] ? next++ : -1;
        return [.. lines.Select(line => line < 0 ? next : line)];
    }
}

/// <summary>A table whose withheld words share one line: all that anything published is a function of.</summary>
internal sealed class MergedTable
{
    private readonly int[,] cells;
    private readonly bool[,] open;
    private readonly int rows;
    private readonly int columns;
    private readonly bool sharedRow;
    private readonly bool sharedColumn;
    private readonly int threshold;

    public MergedTable(int[,] source, int[] rowOf, int[] columnOf, int threshold)
    {
        (rows, columns, this.threshold) = (rowOf.Max() + 1, columnOf.Max() + 1, threshold);
        cells = new int[rows, columns];
        for (var row = 0; row < rowOf.Length; row++)
            for (var column = 0; column < columnOf.Length; column++)
                cells[rowOf[row], columnOf[column]] += source[row, column];
        sharedRow = rowOf.Count(line => line == rows - 1) > 1;
        sharedColumn = columnOf.Count(line => line == columns - 1) > 1;
        open = new bool[rows, columns];
        foreach (var (row, column) in All()) open[row, column] = cells[row, column] < threshold || IsShared(row, column);
    }

    public bool IsTold(int row, int column) => !open[row, column];

    public IEnumerable<(int Row, int Column)> Told() => All().Where(cell => !open[cell.Row, cell.Column]);

    public void Withhold((int Row, int Column) cell) => open[cell.Row, cell.Column] = true;

    /// <summary>Small cells first, where they close a ring with others that are withheld: there people can be moved.</summary>
    public int Cost((int Row, int Column) cell)
    {
        const int noCompany = 1 << 24;
        var inRow = Enumerable.Range(0, columns).Any(column => open[cell.Row, column]);
        var inColumn = Enumerable.Range(0, rows).Any(row => open[row, cell.Column]);
        return cells[cell.Row, cell.Column] + (inRow ? 0 : noCompany) + (inColumn ? 0 : noCompany);
    }

    /// <summary>
    /// Whether a withheld cell can be told too closely, from all margins and all told cells: it could not hold anything
    /// over a range as wide as the threshold.
    /// </summary>
    /// <remarks>The answer follows from what is told alone, and not from what is withheld.</remarks>
    public bool IsTight()
    {
        foreach (var (row, column) in All())
        {
            if (!open[row, column]) continue;
            // Words that share a line could each have all of what is in it: there the most that it holds is their range.
            var range = More(row, column) + (IsShared(row, column) ? cells[row, column] : Fewer(row, column));
            if (range < threshold) return true;
        }

        return false;
    }

    private bool IsShared(int row, int column) =>
        (sharedRow && row == rows - 1) || (sharedColumn && column == columns - 1);

    private IEnumerable<(int Row, int Column)> All() =>
        Enumerable.Range(0, rows).SelectMany(row => Enumerable.Range(0, columns).Select(column => (row, column)));

    // Withheld cells are arcs between lines: one more in a cell goes from its row to its column, without limit; one
    // fewer goes back, as often as there are people in it. Adding to a cell needs as much flow back round the others.
    private int More(int row, int column) => Flow(rows + column, row, (row, column));

    private int Fewer(int row, int column) => Math.Min(cells[row, column], Flow(row, rows + column, (row, column)));

    /// <summary>Greatest flow between two lines through withheld cells other than one (Edmonds and Karp, 1972).</summary>
    private int Flow(int from, int to, (int Row, int Column) without)
    {
        var left = (int[,])cells.Clone();
        var total = 0;
        while (Path(from, to, without, left) is { } path)
        {
            var step = path.Where(arc => arc.Fewer).Select(arc => left[arc.Row, arc.Column]).DefaultIfEmpty(int.MaxValue).Min();
            foreach (var (row, column, fewer) in path) left[row, column] += fewer ? -step : step;
            total += step;
        }

        return total;
    }

    private List<(int Row, int Column, bool Fewer)>? Path(int from, int to, (int Row, int Column) without, int[,] left)
    {
        var cameBy = new Dictionary<int, (int Line, int Row, int Column, bool Fewer)>();
        var queue = new Queue<int>([from]);
        while (queue.TryDequeue(out var line) && line != to)
        {
            for (var across = line < rows ? rows : 0; across < (line < rows ? rows + columns : rows); across++)
            {
                var (row, column) = line < rows ? (line, across - rows) : (across, line - rows);
                var fewer = line >= rows;
                if (across == from || cameBy.ContainsKey(across) || !open[row, column] || (row, column) == without) continue;
                if (fewer && left[row, column] == 0) continue;
                cameBy[across] = (line, row, column, fewer);
                queue.Enqueue(across);
            }
        }

        if (!cameBy.ContainsKey(to)) return null;
        List<(int, int, bool)> path = [];
        for (var at = to; at != from; at = cameBy[at].Line) path.Add((cameBy[at].Row, cameBy[at].Column, cameBy[at].Fewer));
        return path;
    }
}
