namespace Reintegration.Cedar;

/// <summary>Reads policies from text.</summary>
internal sealed class PolicyParser
{
    private readonly TokenStream tokens;
    private readonly PrimaryParser primaries;
    private readonly ExprParser expressions;

    private PolicyParser(string text)
    {
        tokens = new TokenStream(text);
        primaries = new PrimaryParser(tokens);
        expressions = new ExprParser(tokens);
    }

    public static List<Policy> ParsePolicies(string text)
    {
        var parser = new PolicyParser(text);
        var policies = new List<Policy>();
        while (parser.tokens.Current.Kind != TokenKind.End)
            policies.Add(parser.ParsePolicy($"policy{policies.Count}"));
        return policies;
    }

    public static Expr ParseExpression(string text)
    {
        var parser = new PolicyParser(text);
        return parser.ToEnd(parser.expressions.Parse());
    }

    public static EntityUid ParseEntityUid(string text)
    {
        var parser = new PolicyParser(text);
        return parser.ToEnd(parser.primaries.ExpectEntityUid());
    }

    private T ToEnd<T>(T read) =>
        tokens.Current.Kind == TokenKind.End ? read : throw tokens.Unexpected("the end of the text");

    private Policy ParsePolicy(string id)
    {
        var start = tokens.Current.Start;
        var annotations = ParseAnnotations();
        var effect = tokens.Current switch
        {
            var word when word.Is("permit") => Effect.Permit,
            var word when word.Is("forbid") => Effect.Forbid,
            _ => throw tokens.Unexpected(annotations.Count == 0 ? "`permit`, `forbid` or `@`" : "`permit` or `forbid`"),
        };
        tokens.Take();
        tokens.Expect("(", "before the scope");
        var principal = ParseScope(Variable.Principal);
        tokens.Expect(",", "after the principal");
        var action = ParseScope(Variable.Action);
        tokens.Expect(",", "after the action");
        var resource = ParseScope(Variable.Resource);
        tokens.TryTake(",");
        tokens.Expect(")", "after the resource");
        var conditions = ParseConditions();
        tokens.Expect(";", conditions.IsEmpty ? "or `when` or `unless` after the scope" : "after the conditions");
        var policy = new Policy
        {
            Id = id,
            Effect = effect,
            Principal = principal,
            Action = action,
            Resource = resource,
            Conditions = conditions,
            Annotations = annotations,
            Span = tokens.SpanFrom(start),
            Text = tokens.Source[start..tokens.LastEnd],
        };
        if (policy.Condition.Depth > Limits.Depth)
            throw tokens.Error(start, $"The conditions are more than {Limits.Depth} levels high.");
        return policy;
    }

    private ImmutableSortedDictionary<string, string> ParseAnnotations()
    {
        var annotations = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        while (tokens.TryTake("@"))
        {
            var name = tokens.Current;
            if (name.Kind != TokenKind.Identifier)
                throw tokens.Unexpected("the name of an annotation after `@`");
            tokens.Take();
            var value = "";
            if (tokens.TryTake("("))
            {
                value = tokens.ExpectString("the annotation's value in quotes");
                tokens.Expect(")", "after the annotation's value");
            }

            if (!annotations.TryAdd(name.Text, value))
                throw tokens.Error(name, $"The annotation `@{name.Text}` stands twice. Expected each at most once.");
        }

        return annotations.ToImmutable();
    }

    private ImmutableArray<Condition> ParseConditions()
    {
        var conditions = ImmutableArray.CreateBuilder<Condition>();
        while (tokens.Current.Is("when") || tokens.Current.Is("unless"))
        {
            var isUnless = tokens.Take().Text == "unless";
            tokens.Expect("{", "before the condition");
            conditions.Add(new Condition(isUnless, expressions.Parse()));
            tokens.Expect("}", "after the condition");
        }

        return conditions.ToImmutable();
    }

    private Scope ParseScope(Variable variable)
    {
        var name = ExprPrinter.Name(variable);
        tokens.Expect(name, "in the scope (principal, action, resource, in this order)");
        if (tokens.Current.Is("is") && variable == Variable.Action)
            throw tokens.Error(tokens.Current, "An action has no type to ask for. Expected `==`, `in` or `,`.");
        if (tokens.TryTake("is"))
        {
            var type = primaries.ExpectName("an entity type after `is`");
            return tokens.TryTake("in")
                ? ParseEntity(variable) with { Kind = ScopeKind.IsIn, EntityType = type }
                : new Scope { Kind = ScopeKind.Is, EntityType = type };
        }

        if (tokens.TryTake("=="))
            return ParseEntity(variable) with { Kind = ScopeKind.Equal };
        if (!tokens.TryTake("in"))
            return tokens.Current.Is(",") || tokens.Current.Is(")")
                ? Scope.Any
                : throw tokens.Unexpected("`==`, `in`, `is` or `,`");
        return variable == Variable.Action ? Bracketed(ParseActions) : ParseEntity(variable);
    }

    private Scope ParseActions() =>
        tokens.Current.Is("[") ? ParseActionList() : ParseEntity(Variable.Action);

    /// <summary>Brackets around an entity are allowed and mean nothing.</summary>
    private T Bracketed<T>(Func<T> read)
    {
        if (!tokens.TryTake("("))
            return read();
        var inner = tokens.Nested(() => Bracketed(read));
        tokens.Expect(")", "to close the bracket");
        return inner;
    }

    private Scope ParseActionList()
    {
        tokens.Take();
        var actions = tokens.CommaList(
            "]", () => Bracketed(() => CheckedAction(primaries.ExpectEntityUid)), "in the list of actions");
        return new Scope { Kind = ScopeKind.In, Entities = [.. actions], IsList = true };
    }

    private Scope ParseEntity(Variable variable)
    {
        if (tokens.Current.Kind == TokenKind.Slot)
        {
            var wanted = $"?{ExprPrinter.Name(variable)}";
            if (variable == Variable.Action || tokens.Current.Text != wanted)
                throw tokens.Unexpected(variable == Variable.Action ? "an action" : $"an entity or `{wanted}`");
            tokens.Take();
            return new Scope { Kind = ScopeKind.In, HasSlot = true };
        }

        var uid = variable == Variable.Action
            ? Bracketed(() => CheckedAction(primaries.ExpectEntityUid))
            : Bracketed(primaries.ExpectEntityUid);
        return new Scope { Kind = ScopeKind.In, Entities = [uid] };
    }

    private EntityUid CheckedAction(Func<EntityUid> read)
    {
        var token = tokens.Current;
        var uid = read();
        return uid.Type == "Action" || uid.Type.EndsWith("::Action", StringComparison.Ordinal)
            ? uid
            : throw tokens.Error(token, $"`{uid}` is not an action. Expected an entity of a type named `Action`.");
    }
}
