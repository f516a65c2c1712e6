namespace Reintegration.Events.Policy;

/// <summary>
/// The allow-lists of a bundle (<c>classes.json</c>): groups, among them redaction profiles, of field classes.
/// </summary>
/// <remarks>
/// <c>"risk"</c> is what F means for the row, <c>"risk:d"</c> what profile d means there. A group may name another
/// group.
/// A class that is in no group is hidden from everyone, which is what happens to every new field.
/// </remarks>
public sealed class FieldClasses
{
    private readonly ImmutableSortedSet<string> known;

    private FieldClasses(
        ImmutableSortedSet<string> known, ImmutableSortedDictionary<string, ImmutableSortedSet<string>> groups)
    {
        this.known = known;
        Groups = groups;
        var parents = groups.SelectMany(g => g.Value.Select(member => (Member: member, Group: g.Key)))
            .ToLookup(pair => pair.Member, pair => CaseEntities.Class(pair.Group));
        Entities =
        [
            .. known.Union(groups.Keys).Select(
                name => new Cedar.Entity(CaseEntities.Class(name), null, [.. parents[name]])),
        ];
    }

    /// <summary>Group to its direct members: classes, and names of other groups.</summary>
    public ImmutableSortedDictionary<string, ImmutableSortedSet<string>> Groups { get; }

    internal ImmutableArray<Cedar.Entity> Entities { get; }

    public bool Has(string name) => Groups.ContainsKey(name) || known.Contains(name);

    /// <summary>The classes in a group, through any number of groups.</summary>
    public ImmutableSortedSet<string> Of(string group) =>
    [
        .. Groups.GetValueOrDefault(group, []).SelectMany(
            member => Groups.ContainsKey(member) ? (IEnumerable<string>)Of(member) : [member]),
    ];

    /// <summary>Every member that is no group: the classes this file was written for.</summary>
    internal static IEnumerable<string> Named(string file, string text)
    {
        var json = new BundleJson(file, text);
        var groups = json.Root.EnumerateObject().ToDictionary(p => p.Name, p => json.Words(p.Value, null));
        return groups.Values.SelectMany(members => members).Where(member => !groups.ContainsKey(member)).Distinct();
    }

    internal static FieldClasses Read(string file, string text, IReadOnlySet<string> known)
    {
        var json = new BundleJson(file, text);
        var groups = json.Root.EnumerateObject()
            .ToImmutableSortedDictionary(p => p.Name, p => json.Words(p.Value, null), StringComparer.Ordinal);
        foreach (var (group, members) in groups)
        {
            if (known.Contains(group)) throw json.Refuse($"'{group}' is a class, and cannot be a group too.", group);
            foreach (var member in members)
                if (!groups.ContainsKey(member) && !known.Contains(member))
                    throw json.Refuse($"no event type has the field class '{member}' named by '{group}'.", member);
            if (IsInItself(group, groups)) throw json.Refuse($"the group '{group}' is in itself.", group);
        }

        return new FieldClasses(known.ToImmutableSortedSet(StringComparer.Ordinal), groups);
    }

    private static bool IsInItself(string group, ImmutableSortedDictionary<string, ImmutableSortedSet<string>> groups)
    {
        var seen = new HashSet<string>();
        var open = new Stack<string>(groups[group]);
        while (open.TryPop(out var next))
        {
            if (next == group) return true;
            if (!seen.Add(next) || !groups.TryGetValue(next, out var members)) continue;
            foreach (var member in members) open.Push(member);
        }

        return false;
    }
}
