using System.Text.Json;

namespace Reintegration.Cedar;

/// <summary>Reads expressions from the JSON form of policies.</summary>
internal static class ExprJsonReader
{
    private const string Where = "expression";

    public static Expr Read(JsonElement element)
    {
        JsonReading.RefuseTooDeep(Where);
        var members = element.Members(Where).ToList();
        if (members.Count != 1)
            throw JsonReading.Expected("an object with one member, the operator", element, Where);
        var (name, body) = (members[0].Name, members[0].Value);
        Expr expr = name switch
        {
            "Value" => new Expr.Literal(ValueReader.Read(body, null, Where)),
            "Var" => new Expr.Var(ReadVariable(body)),
            "Slot" => throw JsonReading.Expected("no slot: it may only stand in the scope of a template", body, Where),
            "!" => new Expr.Unary(UnaryOperator.Not, Argument(body)),
            "neg" => new Expr.Unary(UnaryOperator.Negate, Argument(body)),
            "isEmpty" => new Expr.Unary(UnaryOperator.IsEmpty, Argument(body)),
            "&&" => new Expr.And(Left(body), Right(body)),
            "||" => new Expr.Or(Left(body), Right(body)),
            "." => new Expr.GetAttribute(Left(body), Attribute(body.Member("attr", Where))),
            "has" => ReadHas(body),
            "like" => new Expr.Like(Left(body), ReadPattern(body.Member("pattern", Where))),
            "is" => ReadIs(body),
            "if-then-else" => new Expr.If(Part(body, "if"), Part(body, "then"), Part(body, "else")),
            "Set" => new Expr.Set([.. body.Items(Where).Select(Read)]),
            "Record" => new Expr.Record([.. body.Members(Where).OrderBy(member => member.Name, StringComparer.Ordinal)
                .Select(member => KeyValuePair.Create(string.Intern(member.Name), Read(member.Value)))]),
            _ => ExprJson.Binary(name) is { } op ? new Expr.Binary(op, Left(body), Right(body)) : ReadCall(name, body),
        };
        return expr.Depth <= Limits.Depth
            ? expr
            : throw new CedarJsonException($"{Where}: this is more than {Limits.Depth} levels high.");
    }

    private static Expr Part(JsonElement body, string name) => Read(body.Member(name, Where));

    private static Expr Left(JsonElement body) => Part(body, "left");

    private static Expr Right(JsonElement body) => Part(body, "right");

    private static Expr Argument(JsonElement body) => Part(body, "arg");

    private static string Attribute(JsonElement element) => string.Intern(element.Text(Where));

    private static Variable ReadVariable(JsonElement element) => element.Text(Where) switch
    {
        "principal" => Variable.Principal,
        "action" => Variable.Action,
        "resource" => Variable.Resource,
        "context" => Variable.Context,
        _ => throw JsonReading.Expected("a variable", element, Where),
    };

    private static Expr ReadHas(JsonElement body)
    {
        var target = Left(body);
        var path = body.Member("attr", Where);
        if (path.ValueKind != JsonValueKind.Array)
            return new Expr.HasAttribute(target, Attribute(path));
        Expr? result = null;
        foreach (var step in path.Items(Where))
        {
            var has = new Expr.HasAttribute(target, Attribute(step));
            result = result is null ? has : new Expr.And(result, has);
            target = new Expr.GetAttribute(target, has.Name);
        }

        return result ?? throw JsonReading.Expected("at least one attribute", path, Where);
    }

    private static Expr ReadIs(JsonElement body)
    {
        var target = Left(body);
        var type = body.Member("entity_type", Where).Text(Where);
        if (!Words.IsName(type))
            throw JsonReading.Expected("the name of an entity type", body.Member("entity_type", Where), Where);
        var test = new Expr.Is(target, string.Intern(type));
        return body.Optional("in", Where) is { } group
            ? new Expr.And(test, new Expr.Binary(BinaryOperator.In, target, Read(group)))
            : test;
    }

    private static Pattern ReadPattern(JsonElement element)
    {
        var pieces = new List<string> { "" };
        foreach (var part in element.Items(Where))
        {
            if (part.ValueKind == JsonValueKind.String && part.GetString() == "Wildcard")
                pieces.Add("");
            else
                pieces[^1] += part.Member("Literal", Where).Text(Where);
        }

        return new Pattern(pieces);
    }

    private static Expr.Call ReadCall(string name, JsonElement body) =>
        ExtensionFunctions.ByName.ContainsKey(name)
            ? new Expr.Call(name, [.. body.Items(Where).Select(Read)])
            : throw new CedarJsonException($"{Where}: {Escapes.Quote(name)} is not an operator.");
}
