using Reintegration.Events.Policy.Tallies;

namespace Reintegration.Events.Tests.Policy.Tallies;

/// <summary>
/// An attacker who tries every table there is: what is left possible beside the exact counts that are told?
/// </summary>
public sealed class ProtectionTests
{
    /// <summary>Small, so that all tables can be tried; the rules do not know how large the threshold is.</summary>
    const int Threshold = 3;

    /// <summary>Tables attacked of each shape; every one of them is compared with all there are.</summary>
    const int Attacked = 60;

    static readonly int Seed = int.Parse(
        Environment.GetEnvironmentVariable("REINTEGRATION_SEED") ?? $"{Environment.TickCount}", null);

    readonly Random chance = new(Seed);

    public static TheoryData<int, int, int> Shapes() => new()
    {
        { 1, 3, 7 }, { 1, 4, 11 }, { 2, 2, 8 }, { 2, 2, 13 }, { 2, 3, 11 }, { 3, 3, 7 }, { 2, 4, 8 },
    };

    [Theory, MemberData(nameof(Shapes))]
    public void Every_withheld_cell_may_be_anything_over_a_range_as_wide_as_the_threshold(int rows, int columns, int people)
    {
        var tables = Table.All(rows, columns, people);
        foreach (var table in chance.GetItems(tables, Attacked))
        {
            var told = Told.Of(table, chance.Next);
            var possible = tables.Where(told.Fits).ToList();
            for (var at = 0; at < table.Cells.Length; at++)
            {
                Assert.False(told.Cells[at] && table.Cells[at] < Threshold, $"seed {Seed}: {table}: cell {at} is told");
                if (told.Cells[at]) continue;
                var (least, most) = (possible.Min(other => other.Cells[at]), possible.Max(other => other.Cells[at]));
                Assert.True(most - least >= Threshold, $"seed {Seed}: {told}: cell {at} is {least} to {most}");
            }
        }
    }

    /// <summary>
    /// The attacker knows the rules too, and throws out every table of which this would not have been told.
    /// </summary>
    [Theory, InlineData(1, 3, 8), InlineData(2, 2, 8)]
    public void Nor_does_it_help_to_know_by_which_rules_cells_are_withheld(int rows, int columns, int people)
    {
        // Rare choices are chosen too: so often that what was never seen can be taken for impossible.
        const int draws = 1_500;
        var most = new Dictionary<string, int[]>();
        foreach (var table in Table.All(rows, columns, people))
        {
            foreach (var said in Enumerable.Range(0, draws).Select(_ => Told.Of(table, chance.Next).ToString()).Distinct())
            {
                var cells = most.TryGetValue(said, out var known) ? known : most[said] = new int[table.Cells.Length];
                for (var at = 0; at < cells.Length; at++) cells[at] = Math.Max(cells[at], table.Cells[at]);
            }
        }

        Assert.All(most, said => Assert.True(
            said.Value.All(count => count >= Threshold), $"seed {Seed}: {said.Key}: at most {string.Join(' ', said.Value)}"));
    }

    [Fact]
    public void What_is_large_is_told_when_nothing_small_stands_beside_it()
    {
        // Without a lot that asks for more.
        var protection = new Protection(10, most => most - 1);
        Assert.Equal([true, true, true], protection.Words([12, 30, 10]));
        Assert.Equal([false, true, false], protection.Words([12, 30, 4]));
        Assert.Equal([false, true, false], protection.Words([6, 30, 4]));
        var told = protection.Cells(new[,] { { 12, 30, 40 }, { 20, 4, 25 }, { 17, 31, 60 } }, [true, true, true], [true, true, true]);
        // The small one, and the cheapest other corners of a rectangle it can hide in.
        Assert.Equal([false, false, true, false, false, true, true, true, true], told.Cast<bool>());
    }

    [Theory, InlineData(10, 10), InlineData(12, 10), InlineData(13, 15), InlineData(17, 15), InlineData(18, 20)]
    public void Counts_are_rounded_to_the_base(int count, long told) => Assert.Equal(told, Protection.Round(count, 5));

    sealed record Table(int[] Cells, int[] Rows, int[] Columns)
    {
        public static Table[] All(int rows, int columns, int people) =>
        [
            .. Spread(rows * columns, people).Select(cells => new Table(
                cells, [.. Enumerable.Range(0, rows).Select(row => cells.Skip(row * columns).Take(columns).Sum())],
                [.. Enumerable.Range(0, columns).Select(column => Enumerable.Range(0, rows).Sum(row => cells[(row * columns) + column]))])),
        ];

        public override string ToString() => string.Join(' ', Cells);

        /// <summary>Every way to put so many people into so many cells.</summary>
        static IEnumerable<int[]> Spread(int cells, int people) =>
            cells == 1
                ? [[people]]
                : Enumerable.Range(0, people + 1).SelectMany(
                    first => Spread(cells - 1, people - first).Select(rest => (int[])[first, .. rest]));
    }

    /// <summary>What is told of a table: the total, some words, some cells; exact, without the rounding.</summary>
    sealed record Told(Table Of_, bool[] Rows, bool[] Columns, bool[] Cells)
    {
        public static Told Of(Table table, Func<int, int> lot)
        {
            var protection = new Protection(Threshold, lot);
            var cells = new int[table.Rows.Length, table.Columns.Length];
            for (var at = 0; at < table.Cells.Length; at++)
                cells[at / table.Columns.Length, at % table.Columns.Length] = table.Cells[at];
            var rows = table.Rows.Length == 1 ? [true] : protection.Words(table.Rows);
            var columns = protection.Words(table.Columns);
            var shown = table.Rows.Length == 1 ? columns : [.. protection.Cells(cells, rows, columns).Cast<bool>()];
            return new Told(table, rows, columns, shown);
        }

        public bool Fits(Table other) =>
            Fit(Rows, Of_.Rows, other.Rows) && Fit(Columns, Of_.Columns, other.Columns) && Fit(Cells, Of_.Cells, other.Cells);

        static bool Fit(bool[] told, int[] counts, int[] others)
        {
            for (var at = 0; at < told.Length; at++)
                if (told[at] && counts[at] != others[at]) return false;
            return true;
        }

        public override string ToString()
        {
            static string Line(int[] counts, bool[] told) =>
                string.Join(' ', counts.Zip(told, (count, isTold) => isTold ? $"{count}" : "x"));
            return $"{Line(Of_.Rows, Rows)} | {Line(Of_.Columns, Columns)} | {Line(Of_.Cells, Cells)}";
        }
    }
}
