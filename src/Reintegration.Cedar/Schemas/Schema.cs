using System.Collections.Frozen;

namespace Reintegration.Cedar;

/// <summary>What a schema says of one entity type.</summary>
/// <param name="Descendants">The types that may be in this one, through any number of steps.</param>
/// <param name="Choices">For an enumerated type the ids there are; empty otherwise.</param>
public sealed record EntityTypeDeclaration(
    string Name,
    CedarType.RecordType Attributes,
    CedarType? Tags,
    FrozenSet<string> Descendants,
    ImmutableArray<string> Choices)
{
    public bool IsEnumerated => !Choices.IsEmpty;
}

/// <summary>What a schema says of one action.</summary>
/// <param name="Parents">The action groups it is directly in.</param>
/// <param name="Descendants">The actions in it, through any number of steps.</param>
public sealed record ActionDeclaration(
    EntityUid Uid,
    ImmutableArray<string> Principals,
    ImmutableArray<string> Resources,
    CedarType.RecordType Context,
    ImmutableArray<EntityUid> Parents,
    FrozenSet<EntityUid> Descendants);

/// <summary>The types of entities, the actions, and what each action applies to. Immutable.</summary>
public sealed class Schema
{
    internal Schema(
        IEnumerable<EntityTypeDeclaration> entityTypes, IEnumerable<ActionDeclaration> actions)
    {
        EntityTypes = entityTypes.ToFrozenDictionary(type => type.Name);
        Actions = actions.ToFrozenDictionary(action => action.Uid);
        ActionEntities = [.. Actions.Values.Select(action => new Entity(action.Uid, null, action.Parents))];
    }

    public FrozenDictionary<string, EntityTypeDeclaration> EntityTypes { get; }

    public FrozenDictionary<EntityUid, ActionDeclaration> Actions { get; }

    /// <summary>The actions as entities, with their groups as parents.</summary>
    public ImmutableArray<Entity> ActionEntities { get; }

    /// <summary>Reads the human-readable form.</summary>
    /// <exception cref="CedarSyntaxException">The text is not a schema.</exception>
    /// <exception cref="CedarSchemaException">The schema contradicts itself or names what it does not
    /// declare.</exception>
    public static Schema Parse(string text) => SchemaBuilder.Build(SchemaParser.Parse(text));

    /// <summary>Reads the JSON form.</summary>
    /// <exception cref="CedarJsonException">The text is not JSON of the form of a schema.</exception>
    /// <exception cref="CedarSchemaException">The schema contradicts itself or names what it does not
    /// declare.</exception>
    public static Schema ParseJson(string json) => SchemaBuilder.Build(SchemaJsonReader.Read(json));

    internal static bool IsActionType(string type) =>
        type == "Action" || type.EndsWith("::Action", StringComparison.Ordinal);

    /// <summary>The type itself and all that may be in it.</summary>
    internal bool MayBeIn(string type, string ancestor) =>
        type == ancestor || (EntityTypes.TryGetValue(ancestor, out var found) && found.Descendants.Contains(type));
}
