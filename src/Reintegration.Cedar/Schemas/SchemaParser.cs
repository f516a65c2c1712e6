namespace Reintegration.Cedar;

/// <summary>Reads the human-readable schema form.</summary>
internal sealed class SchemaParser
{
    private readonly TokenStream tokens;
    private readonly SchemaTypeParser types;

    private SchemaParser(string text)
    {
        tokens = new TokenStream(text);
        types = new SchemaTypeParser(tokens);
    }

    public static List<RawNamespace> Parse(string text) => new SchemaParser(text).ParseAll();

    private List<RawNamespace> ParseAll()
    {
        var outside = new RawNamespace("");
        var namespaces = new List<RawNamespace> { outside };
        while (tokens.Current.Kind != TokenKind.End)
        {
            types.SkipAnnotations();
            if (!tokens.Current.Is("namespace"))
            {
                ParseDeclaration(outside);
                continue;
            }

            var start = tokens.Take();
            var inside = new RawNamespace(types.ExpectPath("the name of a namespace"));
            if (namespaces.Exists(known => known.Name == inside.Name))
                throw tokens.Error(start, $"The namespace `{inside.Name}` is declared twice.");
            if (inside.Name.Split("::").Contains("__cedar"))
                throw tokens.Error(start, "The namespace `__cedar` holds the built-in types and cannot be declared.");
            namespaces.Add(inside);
            tokens.Expect("{", "after the name of the namespace");
            while (!tokens.TryTake("}"))
            {
                types.SkipAnnotations();
                ParseDeclaration(inside);
            }
        }

        return namespaces;
    }

    private void ParseDeclaration(RawNamespace into)
    {
        if (tokens.TryTake("entity"))
            ParseEntity(into);
        else if (tokens.TryTake("action"))
            ParseAction(into);
        else if (tokens.TryTake("type"))
            ParseCommonType(into);
        else
            throw tokens.Unexpected("`entity`, `action`, `type`, `namespace` or `}`");
        tokens.Expect(";", "after the declaration");
    }

    private void ParseCommonType(RawNamespace into)
    {
        var name = types.ExpectIdentifier("the name of a type");
        tokens.Expect("=", "after the name of the type");
        into.CommonTypes.Add(new RawCommonType(name, types.Parse()));
    }

    private void ParseEntity(RawNamespace into)
    {
        var names = NonEmpty(() => types.ExpectIdentifier("the name of an entity type"));
        if (tokens.TryTake("enum"))
        {
            tokens.Expect("[", "before the ids of the entity type");
            var choices = NonEmpty(() => tokens.ExpectString("an id in quotes"));
            tokens.Expect("]", "after the ids of the entity type");
            foreach (var name in names)
                into.EntityTypes.Add(new RawEntityType(name, [], new RawType.Record([]), null, choices));
            return;
        }

        var parents = tokens.TryTake("in") ? ParseEntityTypes() : [];
        var hasEqual = tokens.TryTake("=");
        RawType shape = new RawType.Record([]);
        if (tokens.Current.Is("{"))
            shape = types.ParseRecord();
        else if (hasEqual)
            throw tokens.Unexpected("`{` after `=`");
        var tags = tokens.TryTake("tags") ? types.Parse() : null;
        foreach (var name in names)
            into.EntityTypes.Add(new RawEntityType(name, parents, shape, tags, null));
    }

    private void ParseAction(RawNamespace into)
    {
        var names = NonEmpty(() => types.ExpectName("the name of an action"));
        List<RawActionName> parents = [];
        if (tokens.TryTake("in"))
        {
            if (tokens.TryTake("["))
            {
                parents = NonEmpty(ParseActionName);
                tokens.Expect("]", "after the groups of the action");
            }
            else
            {
                parents.Add(ParseActionName());
            }
        }

        var applies = tokens.TryTake("appliesTo") ? ParseAppliesTo() : new AppliesTo();
        if (tokens.TryTake("attributes"))
        {
            tokens.Expect("{", "after `attributes`");
            tokens.Expect("}", "as actions have no attributes");
        }

        foreach (var name in names)
        {
            into.Actions.Add(new RawAction(
                name, parents, applies.Principals ?? [], applies.Resources ?? [], applies.Context
                    ?? new RawType.Record([])));
        }
    }

    private RawActionName ParseActionName()
    {
        if (tokens.Current.Kind == TokenKind.String)
            return new RawActionName(null, tokens.ExpectString("an action"));
        var path = types.ExpectPath("the name of an action", stopBeforeString: true);
        if (tokens.TryTake("::"))
            return new RawActionName(path, tokens.ExpectString("the id of an action in quotes"));
        return path.Contains("::", StringComparison.Ordinal)
            ? throw tokens.Unexpected("`::` and the id of an action in quotes")
            : new RawActionName(null, path);
    }

    private AppliesTo ParseAppliesTo()
    {
        var start = tokens.Expect("{", "after `appliesTo`");
        var applies = new AppliesTo();
        while (!tokens.TryTake("}"))
        {
            var part = tokens.Take();
            if (!part.Is("principal") && !part.Is("resource") && !part.Is("context"))
                throw tokens.Error(part, "Expected `principal`, `resource`, `context` or `}`.");
            tokens.Expect(":", $"after `{part.Text}`");
            if (!applies.TryAdd(part.Text, part.Text == "context" ? null : ParseEntityTypes(), types))
                throw tokens.Error(part, $"`{part.Text}` stands twice.");
            if (!tokens.TryTake(",") && !tokens.Current.Is("}"))
                throw tokens.Unexpected("`,` or `}`");
        }

        return applies.Principals is { Count: > 0 } && applies.Resources is { Count: > 0 }
            ? applies
            : throw tokens.Error(start, "Expected `principal` and `resource`, each with at least one entity type.");
    }

    private List<string> ParseEntityTypes()
    {
        if (!tokens.TryTake("["))
            return [types.ExpectPath("an entity type")];
        var names = tokens.Current.Is("]") ? [] : NonEmpty(() => types.ExpectPath("an entity type"));
        tokens.Expect("]", "after the list of entity types");
        return names;
    }

    private List<T> NonEmpty<T>(Func<T> read)
    {
        var items = new List<T> { read() };
        while (tokens.TryTake(","))
            items.Add(read());
        return items;
    }

    private sealed class AppliesTo
    {
        public List<string>? Principals { get; private set; }

        public List<string>? Resources { get; private set; }

        public RawType? Context { get; private set; }

        public bool TryAdd(string part, List<string>? entityTypes, SchemaTypeParser types)
        {
            switch (part)
            {
                case "principal" when Principals is null:
                    Principals = entityTypes;
                    return true;
                case "resource" when Resources is null:
                    Resources = entityTypes;
                    return true;
                case "context" when Context is null:
                    Context = types.ParseContext();
                    return true;
                default:
                    return false;
            }
        }
    }
}
