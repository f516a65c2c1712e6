namespace Reintegration.Events.Policy.Analysis;

/// <summary>What holds among the variables whatever the rules say: equal agencies have equal sectors, and so on.</summary>
internal static class Theory
{
    /// <exception cref="InvalidOperationException">A set is asked both for members and for overlap.</exception>
    public static ImmutableArray<Formula> Of(Fragment fragment, BundleHeader header) =>
    [
        .. Agencies(fragment),
        .. Words(fragment),
        .. Purposes(fragment, header),
    ];

    private static IEnumerable<Formula> Agencies(Fragment fragment)
    {
        var names = fragment.Agencies.ToList();
        foreach (var a in names)
        {
            foreach (var b in names.Where(b => string.CompareOrdinal(a, b) < 0))
            {
                var equal = Fragment.Flag(fragment.Equality(a, b), true);
                yield return Formula.Implies(equal, SameSector(fragment, a, b));
                foreach (var set in fragment.PathMembers.Select(member => member.Set).Distinct())
                {
                    if (fragment.Find($"{set} has {a}") is { } hasA && fragment.Find($"{set} has {b}") is { } hasB)
                        yield return Formula.Implies(equal, Formula.Same(Fragment.Flag(hasA, true), Fragment.Flag(hasB, true)));
                }

                foreach (var text in fragment.Variables.Where(v => IsOf(v.Name, a, b)).ToList())
                    yield return Formula.Implies(equal, Fragment.Flag(text, true));
                foreach (var c in names.Where(c => c != a && c != b))
                    yield return Formula.Implies(
                        Formula.All(
                            Fragment.Flag(fragment.Equality(a, c), true), Fragment.Flag(fragment.Equality(c, b), true)),
                        equal);
            }
        }
    }

    /// <summary>A comparison of the same attribute of both: <c>principal.agency.country == resource.originator.country</c>.</summary>
    private static bool IsOf(string comparison, string a, string b)
    {
        var sides = comparison.Split(" == ");
        return sides.Length == 2
            && ((Rest(sides[0], a) is { } x && x == Rest(sides[1], b)) || (Rest(sides[0], b) is { } y && y == Rest(sides[1], a)));

        static string? Rest(string path, string agency) =>
            path.StartsWith(agency + ".", StringComparison.Ordinal) ? path[agency.Length..] : null;
    }

    private static Formula SameSector(Fragment fragment, string a, string b)
    {
        var (x, y) = (fragment.SectorOf(a), fragment.SectorOf(b));
        return Formula.Any(Enumerable.Range(0, x.Values.Length).Select(i =>
            Formula.All(new Formula.OneOf(x, 1UL << i), new Formula.OneOf(y, 1UL << i))));
    }

    /// <summary>A set asked both for a word and for whatever a text is must give one answer where they meet.</summary>
    private static IEnumerable<Formula> Words(Fragment fragment)
    {
        foreach (var (set, path) in fragment.PathMembers)
        {
            foreach (var literal in fragment.Literals(set))
            {
                yield return Formula.Implies(
                    fragment.Is(path, literal),
                    Formula.Same(fragment.Member(set, literal, true), fragment.Flag($"{set} has {path}", true)));
            }
        }

        var both = fragment.PathMembers.Select(member => member.Set)
            .Concat(fragment.LiteralMembers.Select(member => member.Set)).FirstOrDefault(fragment.Overlapping.Contains);
        if (both is not null)
            throw new InvalidOperationException(
                $"{both} is asked both for members and for overlap with another set, which cannot be analysed.");
    }

    /// <summary>A purpose the bundle lists nothing for is compatible with nothing.</summary>
    private static IEnumerable<Formula> Purposes(Fragment fragment, BundleHeader header) =>
        fragment.Variables
            .Where(variable => variable.Name.StartsWith("context.compatible.containsAny(", StringComparison.Ordinal))
            .ToList()
            .Select(overlap => Formula.Implies(
                Fragment.Flag(overlap, true),
                fragment.Word("context.purpose", word => header.CompatiblePurposes.GetValueOrDefault(word) is { IsEmpty: false })));
}
