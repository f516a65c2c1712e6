namespace Reintegration.Cedar;

/// <summary>All names a schema declares, and what a written name refers to.</summary>
internal sealed class SchemaNames
{
    /// <summary>
    /// The built-in types live in this namespace and, unless a declaration takes the name, outside any.
    /// </summary>
    private const string BuiltIn = "__cedar::";

    private static readonly Dictionary<string, CedarType> BuiltInTypes = new()
    {
        ["Bool"] = CedarType.Bool,
        ["Long"] = CedarType.Long,
        ["String"] = CedarType.String,
        ["decimal"] = CedarType.Of(ValueKind.Decimal),
        ["ipaddr"] = CedarType.Of(ValueKind.Ip),
        ["datetime"] = CedarType.Of(ValueKind.Datetime),
        ["duration"] = CedarType.Of(ValueKind.Duration),
    };

    private static readonly HashSet<string> ReservedForTypes =
        ["Bool", "Boolean", "Entity", "Extension", "Long", "Record", "Set", "String"];

    private readonly Dictionary<string, RawType> commonTypes = [];
    private readonly Dictionary<string, RawNamespace> homes = [];
    private readonly HashSet<string> entityTypes = [];
    private readonly HashSet<EntityUid> actions = [];
    private readonly Dictionary<string, CedarType> resolved = [];
    private readonly HashSet<string> open = [];

    public SchemaNames(IEnumerable<RawNamespace> namespaces)
    {
        foreach (var space in namespaces)
            Declare(space);
        RefuseShadowing();
        foreach (var (name, type) in BuiltInTypes)
        {
            resolved[BuiltIn + name] = type;
            if (!commonTypes.ContainsKey(name) && !entityTypes.Contains(name))
                resolved[name] = type;
        }

        foreach (var action in actions)
            entityTypes.Add(action.Type);
    }

    public IEnumerable<string> CommonTypes => commonTypes.Keys;

    public CedarType ResolveCommon(string name)
    {
        if (resolved.TryGetValue(name, out var done))
            return done;
        if (!open.Add(name))
            throw new CedarSchemaException($"The type `{name}` is declared by itself.");
        if (open.Count > Limits.Nesting)
            throw new CedarSchemaException($"Types refer to each other more than {Limits.Nesting} deep.");
        var type = Resolve(commonTypes[name], homes[name]);
        open.Remove(name);
        return resolved[name] = type;
    }

    public CedarType Resolve(RawType type, RawNamespace space) => type switch
    {
        RawType.Known known => known.Type,
        RawType.Set set => new CedarType.SetType(Resolve(set.Element, space)),
        RawType.Record record => ResolveRecord(record, space),
        RawType.Named named => ResolveName(named, space),
        _ => throw new ArgumentOutOfRangeException(nameof(type), type.GetType(), "Unknown type."),
    };

    public string ResolveEntityType(string name, RawNamespace space)
    {
        foreach (var candidate in Candidates(name, space))
        {
            if (entityTypes.Contains(candidate))
                return candidate;
        }

        throw Undeclared(name, "entity type");
    }

    public EntityUid ResolveAction(RawActionName name, RawNamespace space)
    {
        foreach (var type in Candidates(name.Type ?? "Action", space))
        {
            var uid = new EntityUid(type, name.Id);
            if (actions.Contains(uid))
                return uid;
        }

        throw new CedarSchemaException($"The action {Escapes.Quote(name.Id)} is not declared.");
    }

    private static CedarSchemaException Undeclared(string name, string what) =>
        new($"The {what} `{name}` is not declared.");

    /// <summary>
    /// A name without a namespace means the one declared next to it before the one outside any namespace.
    /// </summary>
    private static string[] Candidates(string name, RawNamespace space) =>
        name.Contains("::", StringComparison.Ordinal) || space.Name.Length == 0 ? [name] : [space.Qualify(name), name];

    private CedarType ResolveName(RawType.Named named, RawNamespace space)
    {
        foreach (var candidate in Candidates(named.Name, space))
        {
            if (named.Kinds.HasFlag(NameKinds.Common) && (resolved.ContainsKey(candidate) || commonTypes.ContainsKey(candidate)))
                return ResolveCommon(candidate);
            if (named.Kinds.HasFlag(NameKinds.Entity) && entityTypes.Contains(candidate))
                return new CedarType.EntityType(string.Intern(candidate));
        }

        throw Undeclared(named.Name, "type");
    }

    private CedarType.RecordType ResolveRecord(RawType.Record record, RawNamespace space)
    {
        var attributes = new Dictionary<string, AttributeType>();
        foreach (var attribute in record.Attributes)
        {
            // As in the reference implementation, of two attributes of one name the later counts.
            attributes[attribute.Name] = new AttributeType(Resolve(attribute.Type, space), attribute.IsRequired);
        }

        return CedarType.RecordType.Of(attributes);
    }

    private void Declare(RawNamespace space)
    {
        foreach (var type in space.CommonTypes)
        {
            if (ReservedForTypes.Contains(type.Name))
                throw new CedarSchemaException($"`{type.Name}` is a built-in type and cannot be declared.");
            if (!commonTypes.TryAdd(space.Qualify(type.Name), type.Type))
                throw new CedarSchemaException($"The type `{space.Qualify(type.Name)}` is declared twice.");
            homes[space.Qualify(type.Name)] = space;
        }

        foreach (var type in space.EntityTypes)
        {
            if (type.Name == "Action")
                throw new CedarSchemaException("The entity type `Action` is built in and cannot be declared.");
            if (!entityTypes.Add(space.Qualify(type.Name)))
                throw new CedarSchemaException($"The entity type `{space.Qualify(type.Name)}` is declared twice.");
        }

        foreach (var action in space.Actions)
        {
            var uid = new EntityUid(space.Qualify("Action"), action.Id);
            if (!actions.Add(uid))
                throw new CedarSchemaException($"The action {uid} is declared twice.");
        }
    }

    /// <summary>
    /// A name outside any namespace may not be declared again inside one: a reference would change its meaning.
    /// </summary>
    private void RefuseShadowing()
    {
        var names = commonTypes.Keys.Concat(entityTypes).ToList();
        var outside = names.Where(name => !name.Contains("::", StringComparison.Ordinal)).ToHashSet();
        var hiding = names.Find(name =>
            name.LastIndexOf("::", StringComparison.Ordinal) is >= 0 and var at && outside.Contains(name[(at + 2)..]));
        if (hiding is not null)
            throw new CedarSchemaException($"`{hiding}` hides a type of the same name outside any namespace.");
        var hidden = actions.FirstOrDefault(uid =>
            uid.Type == "Action" && actions.Any(other => other.Type != "Action" && other.Id == uid.Id));
        if (hidden is not null)
            throw new CedarSchemaException($"The action {hidden} is hidden by one of the same name in a namespace.");
    }
}
