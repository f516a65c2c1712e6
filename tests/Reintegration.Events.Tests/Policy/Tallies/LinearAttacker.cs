namespace Reintegration.Events.Tests.Policy.Tallies;

/// <summary>
/// Solves what was told as a linear system over the numbers nobody was told, none of them below zero. It shares no code
/// with what protects.
/// </summary>
/// <remarks>Simplex in two phases with Bland's rule: small systems, no rounding worth speaking of.</remarks>
sealed class LinearAttacker(int unknowns)
{
    const double Tiny = 1e-7;

    readonly List<(int[] Sum, double Is)> told = [];

    /// <summary>These unknowns were told to add up to this.</summary>
    public void Hears(IEnumerable<int> sum, double isTold) => told.Add(([.. sum], isTold));

    /// <summary>The most these unknowns can add up to, for all that was told; the least by way of the most of minus them.</summary>
    public double Most(IEnumerable<int> sum) => Solve(sum, +1);

    public double Least(IEnumerable<int> sum) => -Solve(sum, -1);

    double Solve(IEnumerable<int> sum, double sign)
    {
        var (rows, columns) = (told.Count, unknowns + told.Count);
        var table = new double[rows, columns + 1];
        for (var row = 0; row < rows; row++)
        {
            foreach (var unknown in told[row].Sum) table[row, unknown] = 1;
            table[row, unknowns + row] = 1;
            table[row, columns] = told[row].Is;
        }

        var basis = Enumerable.Range(unknowns, rows).ToArray();
        var first = new double[columns];
        for (var slack = unknowns; slack < columns; slack++) first[slack] = -1;
        Assert.True(Maximise(table, basis, first, columns) > -Tiny, "What was told contradicts itself.");
        var wanted = new double[columns];
        foreach (var unknown in sum) wanted[unknown] = sign;
        return Maximise(table, basis, wanted, unknowns);
    }

    /// <summary>Columns from <paramref name="usable"/> on do not enter any more.</summary>
    static double Maximise(double[,] table, int[] basis, double[] gain, int usable)
    {
        var last = table.GetLength(1) - 1;
        while (true)
        {
            var enter = Enumerable.Range(0, usable).FirstOrDefault(column => Reduced(column) > Tiny, -1);
            if (enter < 0) return basis.Select((variable, row) => gain[variable] * table[row, last]).Sum();
            var leave = -1;
            for (var row = 0; row < basis.Length; row++)
            {
                // A slack that is left in the basis stands at zero and has to stay there: it leaves first.
                var blocks = table[row, enter] > Tiny || (basis[row] >= usable && Math.Abs(table[row, enter]) > Tiny);
                if (!blocks) continue;
                if (leave < 0 || Ratio(row) < Ratio(leave) - Tiny || (Ratio(row) < Ratio(leave) + Tiny && basis[row] < basis[leave])) leave = row;
            }

            if (leave < 0) return double.PositiveInfinity;
            Pivot(table, basis, leave, enter);

            double Ratio(int row) => basis[row] >= usable ? 0 : table[row, last] / table[row, enter];
        }

        double Reduced(int column)
        {
            var reduced = gain[column];
            for (var row = 0; row < basis.Length; row++) reduced -= gain[basis[row]] * table[row, column];
            return reduced;
        }
    }

    static void Pivot(double[,] table, int[] basis, int leave, int enter)
    {
        var (width, by) = (table.GetLength(1), table[leave, enter]);
        for (var column = 0; column < width; column++) table[leave, column] /= by;
        for (var row = 0; row < basis.Length; row++)
        {
            if (row == leave || Math.Abs(table[row, enter]) < 1e-12) continue;
            var times = table[row, enter];
            for (var column = 0; column < width; column++) table[row, column] -= times * table[leave, column];
        }

        basis[leave] = enter;
    }
}
