namespace Reintegration.Events.Policy.Analysis;

/// <summary>
/// Finds values that make conditions true together, or shows that there are none. Exact: every variable is finite, and
/// every case is either tried or ruled out.
/// </summary>
internal sealed class Solver
{
    /// <summary>
    /// The conditions of a bundle need some hundreds of steps. One that needs this many is refused, not waited for.
    /// </summary>
    private const int LimitSteps = 2_000_000;

    private readonly IReadOnlyList<Variable> variables;
    private readonly ulong[] possible;
    private readonly Formula[] wanted;
    private int steps;

    private Solver(IReadOnlyList<Variable> variables, IEnumerable<Formula> wanted)
    {
        this.variables = variables;
        this.wanted = [.. wanted];
        possible = [.. variables.Select(variable => variable.Whole)];
    }

    /// <exception cref="InvalidOperationException">The conditions are too tangled to be decided.</exception>
    public static Model? Solve(IReadOnlyList<Variable> variables, params IEnumerable<Formula> wanted)
    {
        var solver = new Solver(variables, wanted);
        return solver.Search() ? new Model(solver.possible, variables) : null;
    }

    private bool Search()
    {
        if (++steps > LimitSteps)
            throw new InvalidOperationException("The conditions are too tangled to be analysed.");
        Formula.OneOf? open = null;
        foreach (var formula in wanted)
        {
            var value = Value(formula);
            if (value is false) return false;
            if (value is null) open ??= Open(formula);
        }

        if (open is null) return true;
        var before = possible[open.Variable.Index];
        possible[open.Variable.Index] = before & open.Values;
        if (Search()) return true;
        possible[open.Variable.Index] = before & ~open.Values;
        if (Search()) return true;
        possible[open.Variable.Index] = before;
        return false;
    }

    /// <summary>True, false, or null while it depends on what is still open.</summary>
    private bool? Value(Formula formula)
    {
        switch (formula)
        {
            case Formula.Constant constant:
                return constant.Flag;
            case Formula.OneOf one:
                var left = possible[one.Variable.Index];
                return (left & one.Values) == 0 ? false : (left & ~one.Values) == 0 ? true : null;
            case Formula.Not not:
                return !Value(not.Inner);
            case Formula.And and:
                bool? all = true;
                foreach (var part in and.Parts)
                {
                    var value = Value(part);
                    if (value is false) return false;
                    if (value is null) all = null;
                }

                return all;
            default:
                bool? any = false;
                foreach (var part in ((Formula.Or)formula).Parts)
                {
                    var value = Value(part);
                    if (value is true) return true;
                    if (value is null) any = null;
                }

                return any;
        }
    }

    private Formula.OneOf Open(Formula formula) => formula switch
    {
        Formula.OneOf one => one,
        Formula.Not not => Open(not.Inner),
        Formula.And and => Open(and.Parts.First(part => Value(part) is null)),
        Formula.Or or => Open(or.Parts.First(part => Value(part) is null)),
        _ => throw new ArgumentOutOfRangeException(nameof(formula), "A constant is never open."),
    };
}
