using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace Reintegration.Events.Events;

/// <summary>Every event type there is, found by its attribute: the only reflection in the house.</summary>
/// <remarks>
/// Refuses to exist when a type is not named, a member is not marked, a name is taken twice or two types disagree about
/// a class they share. A type that starts is complete; one that is incomplete starts nothing.
/// </remarks>
public sealed class Catalog
{
    static readonly Lazy<Catalog> Core = new(() => Of(typeof(Catalog).Assembly));

    readonly FrozenDictionary<string, EventType> _byName;
    readonly FrozenDictionary<Type, EventType> _byEarlier;

    Catalog(ImmutableArray<EventType> types)
    {
        All = types;
        _byName = types.ToFrozenDictionary(type => type.Name, StringComparer.Ordinal);
        _byEarlier = types.Where(type => type.Earlier is not null).ToFrozenDictionary(type => type.Earlier!);
    }

    /// <summary>The types of this assembly.</summary>
    public static Catalog Default => Core.Value;

    /// <summary>Every type, in ordinal order of names.</summary>
    public ImmutableArray<EventType> All { get; }

    /// <exception cref="InvalidOperationException">A type is declared wrongly; the message says each way in
    /// which.</exception>
    public static Catalog Of(params Assembly[] assemblies)
    {
        Type[] declared =
        [
            .. assemblies.Distinct().SelectMany(assembly => assembly.GetTypes())
                .Where(type => typeof(IEvent).IsAssignableFrom(type) || type.IsDefined(typeof(EventTypeAttribute)))
                .Where(type => !type.IsInterface),
        ];
        return Of(declared);
    }

    /// <summary>A catalogue of exactly these types.</summary>
    public static Catalog Of(IEnumerable<Type> declared)
    {
        var faults = new List<string>();
        var types = new List<EventType>();
        foreach (var type in declared)
        {
            var found = Declaration.Faults(type);
            faults.AddRange(found);
            if (found is []) types.Add(Declaration.Read(type));
        }

        faults.AddRange(RepeatedNames(types));
        faults.AddRange(Contradictions(types));
        faults.AddRange(Versions(types));
        return faults is []
            ? new Catalog([.. types.OrderBy(type => type.Name, StringComparer.Ordinal)])
            : throw new InvalidOperationException("The event catalogue cannot start:\n" + string.Join("\n", faults));
    }

    public bool TryFind(string name, [MaybeNullWhen(false)] out EventType type) => _byName.TryGetValue(name, out type);

    /// <exception cref="KeyNotFoundException">No type has this name.</exception>
    public EventType Find(string name) =>
        TryFind(name, out var type) ? type : throw new KeyNotFoundException($"'{name}' is not an event type.");

    /// <summary>The version after this one; null for the latest.</summary>
    public EventType? Next(EventType type) => _byEarlier.GetValueOrDefault(type.ClrType);

    /// <summary>Facts as the latest version of their type would have told them, whichever version they were recorded in.</summary>
    /// <remarks>What is stored, committed to and disclosed stays that of the version it was recorded in.</remarks>
    /// <exception cref="JsonException">The facts are not what the schema of their version asks for.</exception>
    public IEvent ReadLatest(EventType type, JsonElement facts)
    {
        var read = type.Read(facts);
        for (var next = Next(type); next is not null; next = Next(next))
            read = (IEvent)Declaration.Upcast(next.ClrType)!.Invoke(null, [read])!;
        return read;
    }

    static IEnumerable<string> RepeatedNames(List<EventType> types) =>
        from type in types
        group type.ClrType.Name by type.Name into same
        where same.Count() > 1
        select $"{same.Key} is the name of {string.Join(" and ", same)}.";

    // Every version that was ever recorded must go on being read, so none may be left out of the chain.
    static IEnumerable<string> Versions(List<EventType> types) =>
        from type in types
        let stem = type.Name[..type.Name.LastIndexOf('.')]
        let before = types.Find(other => other.Name == $"{stem}.v{type.Version - 1}")
        where type.Version > 1 ? before is null || type.Earlier != before.ClrType : type.Earlier is not null
        select $"{type.ClrType.Name} is version {type.Version} and must have Upcast from the version before, and from no other.";

    // A rule that names a class must mean the same by it in every type: one category per root, one ladder per class.
    static IEnumerable<string> Contradictions(List<EventType> types)
    {
        foreach (var root in types.GroupBy(type => type.Root))
        {
            var members = root.Select(type => $"{type.ClrType.Name} {type.Category}");
            if (root.Select(type => type.Category).Distinct().Count() > 1)
                yield return $"Root '{root.Key}' has several categories: {string.Join(", ", members)}.";
        }

        var fields = types.SelectMany(type => type.Fields.Select(field => (type.ClrType, field)));
        foreach (var same in fields.GroupBy(pair => pair.field.Class))
        {
            // A member without a ladder beside one with: on coarse, one shows nothing and the other a part. That is
            // no contradiction; two different ladders are.
            var members = same.Select(pair => $"{pair.ClrType.Name}.{pair.field.Member} {pair.field.Ladder}");
            var ladders =
                same.Select(pair => pair.field.Ladder).Where(ladder => ladder != Ladder.None).Distinct().ToArray();
            if (ladders.Length > 1)
                yield return $"Class '{same.Key}' has several ladders: {string.Join(", ", members)}.";
        }
    }
}
