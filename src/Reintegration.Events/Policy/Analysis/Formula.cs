using System.Numerics;

namespace Reintegration.Events.Policy.Analysis;

/// <summary>Something a rule asks about that takes one of finitely many values.</summary>
/// <param name="Index">Its place among all variables of one fragment.</param>
/// <param name="Name">What it stands for, in the words of the rules: <c>principal.role</c>.</param>
/// <param name="Values">At most 64 of them: sets of values are bits of one word.</param>
internal sealed record Variable(int Index, string Name, ImmutableArray<string> Values)
{
    public const int LimitValues = 64;

    public ulong Whole => Values.Length == LimitValues ? ulong.MaxValue : (1UL << Values.Length) - 1;

    public bool Equals(Variable? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => Index;
}

/// <summary>A condition over variables.</summary>
internal abstract record Formula
{
    public static readonly Formula True = new Constant(true);

    public static readonly Formula False = new Constant(false);

    public sealed record Constant(bool Flag) : Formula;

    /// <summary>The variable has one of the values whose bits are set.</summary>
    public sealed record OneOf(Variable Variable, ulong Values) : Formula;

    public sealed record Not(Formula Inner) : Formula;

    public sealed record And(ImmutableArray<Formula> Parts) : Formula;

    public sealed record Or(ImmutableArray<Formula> Parts) : Formula;

    public static Formula Of(bool flag) => flag ? True : False;

    public static Formula Opposite(Formula formula) => formula switch
    {
        Constant constant => Of(!constant.Flag),
        Not not => not.Inner,
        OneOf one => new OneOf(one.Variable, one.Variable.Whole & ~one.Values),
        _ => new Not(formula),
    };

    public static Formula All(params IEnumerable<Formula> parts)
    {
        var kept = parts.Where(part => part != True).ToImmutableArray();
        return kept.Contains(False) ? False : kept.Length switch { 0 => True, 1 => kept[0], _ => new And(kept) };
    }

    public static Formula Any(params IEnumerable<Formula> parts)
    {
        var kept = parts.Where(part => part != False).ToImmutableArray();
        return kept.Contains(True) ? True : kept.Length switch { 0 => False, 1 => kept[0], _ => new Or(kept) };
    }

    public static Formula Implies(Formula left, Formula right) => Any(Opposite(left), right);

    public static Formula Same(Formula left, Formula right) => All(Implies(left, right), Implies(right, left));
}

/// <summary>For every variable a value it may have: what makes some conditions true together.</summary>
internal sealed class Model(ulong[] possible, IReadOnlyList<Variable> variables)
{
    /// <summary>The least value left; any would do.</summary>
    public string this[Variable variable] => variable.Values[
        variable.Index < possible.Length ? BitOperations.TrailingZeroCount(possible[variable.Index]) : 0];

    /// <summary>The variables that had to be narrowed, each with its value.</summary>
    public IEnumerable<(string Name, string Value)> Chosen => variables
        .Where(variable => variable.Index < possible.Length && possible[variable.Index] != variable.Whole)
        .Select(variable => (variable.Name, this[variable]));
}
