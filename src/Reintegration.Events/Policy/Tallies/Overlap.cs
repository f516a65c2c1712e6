namespace Reintegration.Events.Policy.Tallies;

/// <summary>Which tables of one snapshot may be known together.</summary>
/// <remarks>
/// Tables of two dimensions whose pairs form a forest can be protected one by one: any change of one table that keeps
/// its margins goes with the others as they are, so what each hides stays hidden beside all. A ring of pairs has no such
/// promise. The answer depends on what was asked and never on what was counted, so a refusal tells nothing of people.
/// </remarks>
public static class Overlap
{
    /// <summary>Whether a table may be told beside these, to anybody who may have seen any of them.</summary>
    public static bool Allows(IEnumerable<Pair> told, Pair asked)
    {
        var pairs = told.ToHashSet();
        return pairs.Contains(asked) || Ring(pairs.Append(asked)) is null;
    }

    /// <summary>The first pair that closes a ring, or null.</summary>
    public static Pair? Ring(IEnumerable<Pair> pairs)
    {
        Dictionary<string, string> above = [];
        string Root(string of) => above.TryGetValue(of, out var parent) ? Root(parent) : of;
        foreach (var pair in pairs.Distinct())
        {
            var (one, other) = (Root(pair.First), Root(pair.Second));
            if (one == other) return pair;
            above[one] = other;
        }

        return null;
    }
}
