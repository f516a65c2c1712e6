using System.Collections.Frozen;

namespace Reintegration.Cedar;

/// <summary>Makes a schema of what was written: resolves names and closes the hierarchies.</summary>
internal static class SchemaBuilder
{
    public static Schema Build(List<RawNamespace> namespaces)
    {
        var names = new SchemaNames(namespaces);
        foreach (var name in names.CommonTypes)
            names.ResolveCommon(name);
        return new Schema(BuildEntityTypes(namespaces, names), BuildActions(namespaces, names));
    }

    private static List<EntityTypeDeclaration> BuildEntityTypes(List<RawNamespace> namespaces, SchemaNames names)
    {
        var parents = new Dictionary<string, List<string>>();
        foreach (var space in namespaces)
        {
            foreach (var type in space.EntityTypes)
                parents[space.Qualify(type.Name)] = type.Parents.ConvertAll(
                    name => names.ResolveEntityType(name, space));
        }

        RefuseActionTypes(parents.Values.SelectMany(list => list));
        var descendants = Descendants(parents);
        var built = new List<EntityTypeDeclaration>();
        foreach (var space in namespaces)
        {
            foreach (var type in space.EntityTypes)
            {
                var name = string.Intern(space.Qualify(type.Name));
                if (names.Resolve(type.Shape, space) is not CedarType.RecordType shape)
                    throw new CedarSchemaException($"The shape of the entity type `{name}` is not a record.");
                var tags = type.Tags is null ? null : names.Resolve(type.Tags, space);
                built.Add(new EntityTypeDeclaration(
                    name, shape, tags, descendants.GetValueOrDefault(name, []).ToFrozenSet(), [.. type.Choices ?? []]));
            }
        }

        return built;
    }

    private static List<ActionDeclaration> BuildActions(List<RawNamespace> namespaces, SchemaNames names)
    {
        var parents = new Dictionary<EntityUid, List<EntityUid>>();
        foreach (var space in namespaces)
        {
            foreach (var action in space.Actions)
            {
                parents[new EntityUid(space.Qualify("Action"), action.Id)] =
                    action.Parents.ConvertAll(name => names.ResolveAction(name, space));
            }
        }

        var descendants = Descendants(parents);
        var built = new List<ActionDeclaration>();
        foreach (var space in namespaces)
        {
            foreach (var action in space.Actions)
            {
                var uid = new EntityUid(space.Qualify("Action"), action.Id);
                var below = descendants.GetValueOrDefault(uid, []);
                if (below.Contains(uid))
                    throw new CedarSchemaException($"The action {uid} is in itself through its groups.");
                if (names.Resolve(action.Context, space) is not CedarType.RecordType context)
                    throw new CedarSchemaException($"The context of the action {uid} is not a record.");
                var principals = action.Principals.ConvertAll(name => names.ResolveEntityType(name, space));
                var resources = action.Resources.ConvertAll(name => names.ResolveEntityType(name, space));
                RefuseActionTypes(principals.Concat(resources));
                built.Add(new ActionDeclaration(
                    uid, [.. principals.Distinct()], [.. resources.Distinct()], context, [.. parents[uid].Distinct()],
                    below.ToFrozenSet()));
            }
        }

        return built;
    }

    private static void RefuseActionTypes(IEnumerable<string> types)
    {
        foreach (var type in types)
        {
            if (Schema.IsActionType(type))
                throw new CedarSchemaException($"`{type}` is the type of actions; expected another entity type.");
        }
    }

    /// <summary>Turns "is directly in" around and follows it through any number of steps.</summary>
    private static Dictionary<T, HashSet<T>> Descendants<T>(Dictionary<T, List<T>> parents)
        where T : notnull
    {
        var descendants = new Dictionary<T, HashSet<T>>();
        foreach (var start in parents.Keys)
        {
            var seen = new HashSet<T>();
            var open = new Stack<T>(parents[start]);
            while (open.TryPop(out var next))
            {
                if (!seen.Add(next))
                    continue;
                if (!descendants.TryGetValue(next, out var below))
                    descendants[next] = below = [];
                below.Add(start);
                foreach (var above in parents.GetValueOrDefault(next, []))
                    open.Push(above);
            }
        }

        return descendants;
    }
}
