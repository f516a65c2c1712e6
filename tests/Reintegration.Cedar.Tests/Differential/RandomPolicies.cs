namespace Reintegration.Cedar.Tests.Differential;

/// <summary>Random policies over a schema: mostly well typed, often guarded, now and then wrong on purpose.</summary>
internal sealed class RandomPolicies(Random random, RandomSchema schema, RandomValues values)
{
    private const int WrongOneIn = 40;
    private List<string> guards = [];
    private EntityUid action = schema.Actions[0];

    public string Policy()
    {
        action = Pick(schema.Actions);
        var conditions = Enumerable.Range(0, random.Next(4) == 0 ? 0 : random.Next(1, 3)).Select(_ =>
            $"{(random.Next(4) == 0 ? "unless" : "when")} {{ {Guarded(CedarType.Bool, 4)} }}");
        var scope = $"{Scope("principal", schema.Principals[action])}, {ActionScope()}, {Scope("resource", schema.Resources[action])}";
        return $"{(random.Next(4) == 0 ? "forbid" : "permit")}({scope}) {string.Join(' ', conditions)};";
    }

    private string Scope(string variable, List<string> types) => random.Next(16) switch
    {
        0 => $"{variable} == {values.Uid(AnyType(types))}",
        1 or 2 => $"{variable} in {values.Uid(AnyType(schema.EntityTypes))}",
        3 => $"{variable} is {AnyType(types)}",
        4 => $"{variable} is {AnyType(types)} in {values.Uid(AnyType(schema.EntityTypes))}",
        _ => variable,
    };

    private string AnyType(List<string> types) => random.Next(WrongOneIn) == 0 ? "Nothing" : Pick(types);

    private string ActionScope() => random.Next(6) switch
    {
        0 => $"action == {action}",
        1 => $"action in {Pick(schema.Actions)}",
        2 => $"action in [{action}, {Pick(schema.Actions)}]",
        3 when random.Next(5) == 0 => "action in []",
        4 when random.Next(8) == 0 => $"action == {new EntityUid(action.Type, "none")}",
        _ => "action",
    };

    /// <summary>An expression with, in front, most of the tests its optional attributes and tags need.</summary>
    private string Guarded(CedarType type, int depth)
    {
        var outer = guards;
        guards = [];
        var expr = Expr(type, depth);
        var kept = guards.Where(_ => random.Next(3) > 0).Distinct().ToList();
        guards = outer;
        return kept.Count == 0 ? expr : $"({string.Join(" && ", kept)} && {expr})";
    }

    private string Expr(CedarType type, int depth)
    {
        if (random.Next(WrongOneIn) == 0)
            type = schema.Type(depth: 1);
        if (depth <= 0 || random.Next(5) == 0)
            return Leaf(type);
        if (random.Next(12) == 0)
            return $"(if {Guarded(CedarType.Bool, depth - 2)} then {Expr(type, depth - 1)} else {Expr(type, depth - 1)})";
        return type switch
        {
            CedarType.BoolType => Bool(depth - 1),
            CedarType.SetType set => $"[{Many(set.Element, depth - 1)}]",
            CedarType.RecordType record => Record(record, depth - 1),
            CedarType.PrimitiveType { Kind: ValueKind.Long } => Long(depth - 1),
            CedarType.PrimitiveType { Kind: ValueKind.Datetime } => Datetime(depth - 1),
            CedarType.PrimitiveType { Kind: ValueKind.Duration } => Duration(depth - 1),
            _ => Leaf(type),
        };
    }

    private string Bool(int depth)
    {
        var type = schema.Type(depth: 1);
        return random.Next(23) switch
        {
            0 or 1 => $"({Guarded(CedarType.Bool, depth)} && {Expr(CedarType.Bool, depth)})",
            2 or 3 => $"({Expr(CedarType.Bool, depth)} || {Guarded(CedarType.Bool, depth)})",
            4 => $"!({Expr(CedarType.Bool, depth)})",
            5 or 6 => $"({Expr(type, depth)} == {Expr(type, depth)})",
            7 => $"({Expr(type, depth)} != {Expr(type, depth)})",
            8 or 9 => Order(depth),
            10 =>
                $"({Expr(AnyEntity(), depth)} in {(random.Next(2) == 0 ? Expr(AnyEntity(), depth) : Expr(new CedarType.SetType(AnyEntity()), depth))})",
            11 => $"({Expr(CedarType.String, depth)} like {Pattern()})",
            12 =>
                $"({Expr(AnyEntity(), depth)} is {AnyType(schema.EntityTypes)}{(random.Next(2) == 0 ? "" : $" in {Expr(AnyEntity(), depth)}")})",
            13 => $"{Expr(new CedarType.SetType(type), depth)}.contains({Expr(type, depth)})",
            14 =>
                $"{Expr(new CedarType.SetType(type), depth)}.containsA{(random.Next(2) == 0 ? "ll" : "ny")}({Expr(new CedarType.SetType(type), depth)})",
            15 => $"{Expr(new CedarType.SetType(type), depth)}.isEmpty()",
            16 => HasTag(depth),
            17 => Has(depth),
            18 or 19 => DecimalOrder(depth),
            _ => Ip(depth),
        };
    }

    private string Order(int depth)
    {
        if (random.Next(3) == 0)
            return $"({InUnits(depth)} {Pick(["<", "<=", ">", ">="])} {Expr(CedarType.Long, depth)})";
        var type = CedarType.Of(Pick([ValueKind.Long, ValueKind.Long, ValueKind.Datetime, ValueKind.Duration]));
        return $"({Expr(type, depth)} {Pick(["<", "<=", ">", ">="])} {Expr(type, depth)})";
    }

    private string DecimalOrder(int depth)
    {
        var type = CedarType.Of(ValueKind.Decimal);
        var method = Pick(["lessThan", "lessThanOrEqual", "greaterThan", "greaterThanOrEqual"]);
        return $"{Expr(type, depth)}.{method}({Expr(type, depth)})";
    }

    private string Ip(int depth)
    {
        var type = CedarType.Of(ValueKind.Ip);
        var method = Pick(["isIpv4", "isIpv6", "isLoopback", "isMulticast", "isInRange"]);
        return $"{Expr(type, depth)}.{method}({(method == "isInRange" ? Expr(type, depth) : "")})";
    }

    private string HasTag(int depth)
    {
        var entity = Expr(AnyEntity(), depth);
        return $"{entity}.hasTag({(random.Next(4) == 0 ? Expr(CedarType.String, 1) : QuotedText())})";
    }

    private string Has(int depth)
    {
        var (path, _, _) = Pick(Paths().ToList());
        return random.Next(4) switch
        {
            0 => $"({path} has c)",
            1 => $"(context has a.b)",
            2 => $"({Expr(AnyEntity(), depth)} has \"x y\")",
            _ => $"({path} has name)",
        };
    }

    private string Long(int depth) => random.Next(8) switch
    {
        0 => $"({Expr(CedarType.Long, depth)} + {Expr(CedarType.Long, depth)})",
        1 => $"({Expr(CedarType.Long, depth)} - {Expr(CedarType.Long, depth)})",
        2 => $"({Expr(CedarType.Long, depth)} * {Expr(CedarType.Long, depth)})",
        3 => $"-({Expr(CedarType.Long, depth)})",
        4 => Pick(["9223372036854775807", "-9223372036854775808", "9007199254740993"]),
        5 or 6 => InUnits(depth),
        _ => Leaf(CedarType.Long),
    };

    private string InUnits(int depth)
    {
        var method = Pick(["toMilliseconds", "toSeconds", "toMinutes", "toHours", "toDays"]);
        return $"{Expr(CedarType.Of(ValueKind.Duration), depth)}.{method}()";
    }

    private string Datetime(int depth)
    {
        var receiver = Expr(CedarType.Of(ValueKind.Datetime), depth);
        return random.Next(3) == 0
            ? $"{receiver}.toDate()"
            : $"{receiver}.offset({Expr(CedarType.Of(ValueKind.Duration), depth)})";
    }

    private string Duration(int depth)
    {
        var datetime = CedarType.Of(ValueKind.Datetime);
        return random.Next(3) == 0
            ? $"{Expr(datetime, depth)}.toTime()"
            : $"{Expr(datetime, depth)}.durationSince({Expr(datetime, depth)})";
    }

    private string Many(CedarType element, int depth) =>
        string.Join(
            ", ", Enumerable.Range(0, random.Next(random.Next(10) == 0 ? 0 : 1, 4)).Select(_ => Expr(element, depth)));

    private string Record(CedarType.RecordType record, int depth) =>
        $"{{{string.Join(", ", record.Attributes.Where(pair => pair.Value.IsRequired || random.Next(2) == 0)
            .Select(pair => $"{new StringValue(pair.Key)}: {Expr(pair.Value.Type, depth)}"))}}}";

    private string Pattern() =>
        Pick(["\"*\"", "\"a*\"", "\"*b\"", "\"a\\*b\"", "\"\"", "\"*a*b*\"", "\"\\u{1F600}\"", "\"a*c*\""]);

    private CedarType.EntityType AnyEntity() => new(Pick(schema.EntityTypes));

    private string QuotedText() => new StringValue(values.Text()).ToString();

    /// <summary>A variable or an attribute of the type, if there is one and the die says so; else a literal.</summary>
    private string Leaf(CedarType type)
    {
        var fitting = Paths().Where(path => path.Type == type).ToList();
        if (fitting.Count > 0 && random.Next(4) > 0)
        {
            var (text, _, needed) = Pick(fitting);
            guards.AddRange(needed);
            return text;
        }

        return type switch
        {
            CedarType.PrimitiveType { Kind: > ValueKind.Record } extension => values.Constructor(extension.Kind),
            CedarType.SetType set =>
                $"[{string.Join(", ", Enumerable.Range(0, random.Next(1, 3)).Select(_ => Leaf(set.Element)))}]",
            CedarType.RecordType record => Record(record, 0),
            _ => values.Of(type).ToString()!,
        };
    }

    /// <summary>What can be reached from the variables in up to three steps, and the tests each needs.</summary>
    private IEnumerable<(string Text, CedarType Type, List<string> Needed)> Paths()
    {
        var open = new Queue<(string Text, CedarType Type, List<string> Needed, int Depth)>();
        open.Enqueue(("principal", new CedarType.EntityType(schema.Principals[action][0]), [], 0));
        open.Enqueue(("resource", new CedarType.EntityType(schema.Resources[action][0]), [], 0));
        open.Enqueue(("context", schema.Contexts[action], [], 0));
        while (open.TryDequeue(out var at))
        {
            yield return (at.Text, at.Type, at.Needed);
            if (at.Depth == 3)
                continue;
            var attributes = at.Type switch
            {
                CedarType.RecordType record => record,
                CedarType.EntityType entity => schema.Shapes[entity.Name],
                _ => CedarType.RecordType.Empty,
            };
            foreach (var (name, attribute) in attributes.Attributes)
            {
                var quoted = new StringValue(name);
                var needed = attribute.IsRequired ? at.Needed : [.. at.Needed, $"{at.Text} has {quoted}"];
                open.Enqueue(($"{at.Text}[{quoted}]", attribute.Type, needed, at.Depth + 1));
            }

            if (at.Type is CedarType.EntityType tagged && schema.Tags[tagged.Name] is { } tags)
                open.Enqueue(($"{at.Text}.getTag(\"a\")", tags, [.. at.Needed, $"{at.Text}.hasTag(\"a\")"], 3));
        }
    }

    private T Pick<T>(IReadOnlyList<T> from) => from[random.Next(from.Count)];
}
