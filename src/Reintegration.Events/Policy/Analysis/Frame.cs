namespace Reintegration.Events.Policy.Analysis;

/// <summary>What a question holds fixed: in whose column, to which level, of which kind of field.</summary>
/// <param name="Sector">The requester's sector; null in the column of panels.</param>
/// <param name="Shape">Field classes that are in the same groups are one kind: no rule can tell them apart.</param>
internal sealed record Frame(Sector? Sector, Level Level, ClassShape Shape)
{
    public string Column => Sector is { } sector ? CaseEntities.Word(sector) : "panel";
}

/// <summary>Field classes that every rule treats alike.</summary>
/// <param name="Classes">The classes; the first stands for all.</param>
/// <param name="Groups">The classes and groups they are in, themselves included where a rule names them.</param>
/// <param name="Types">The event types that have one of them.</param>
internal sealed record ClassShape(
    ImmutableArray<string> Classes, ImmutableHashSet<string> Groups, ImmutableArray<EventType> Types)
{
    /// <summary>Equal for shapes whose events can be marked alike.</summary>
    public string Kind { get; } = string.Join(' ', Types.Select(TypeFacts.Key).Distinct().Order(StringComparer.Ordinal));

    public bool Equals(ClassShape? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => Example.GetHashCode(StringComparison.Ordinal);

    public string Example => Classes[0];

    /// <summary>The shapes of all classes that some event type has.</summary>
    public static ImmutableArray<ClassShape> Of(Bundle bundle, Catalog catalog, IReadOnlySet<string> named)
    {
        var parents = bundle.Classes.Groups
            .SelectMany(group => group.Value.Select(member => (member, group.Key)))
            .ToLookup(pair => pair.member, pair => pair.Key);
        var types = catalog.All.Where(type => !type.FollowsTarget)
            .SelectMany(type => type.Classes.Select(name => (name, type)))
            .ToLookup(pair => pair.name, pair => pair.type);
        return
        [
            .. catalog.FieldClasses
                .Select(name => (Name: name, Groups: Ancestors(name).Where(named.Contains).ToImmutableHashSet()))
                .GroupBy(found => (string.Join(' ', found.Groups.Order(StringComparer.Ordinal)), Kind(found.Name)))
                .Select(alike => new ClassShape(
                    [.. alike.Select(found => found.Name)], alike.First().Groups,
                    [.. alike.SelectMany(found => types[found.Name]).Distinct()]))
                .Where(shape => !shape.Types.IsEmpty),
        ];

        IEnumerable<string> Ancestors(string name) => parents[name].SelectMany(Ancestors).Prepend(name);

        // Types that differ in what they may be marked with are kept apart.
        string Kind(string name) => string.Join(' ', types[name].Select(TypeFacts.Key).Distinct().Order(StringComparer.Ordinal));
    }
}
