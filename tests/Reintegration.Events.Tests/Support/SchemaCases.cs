using System.Text.Json;
using System.Text.Json.Nodes;

namespace Reintegration.Events.Tests.Support;

/// <summary>One document that a schema must accept or refuse.</summary>
/// <param name="What">What was done to a right document.</param>
/// <param name="Fault">Pointer below the document at which a refusal must point; null when it is to be
/// accepted.</param>
/// <param name="Stricter">We refuse what the words of JSON Schema alone would let through.</param>
sealed record SchemaCase(string What, JsonNode? Document, string? Fault, bool Stricter = false);

/// <summary>Writes right and wrong documents from a published schema alone, so that no type can be forgotten.</summary>
static class SchemaCases
{
    /// <summary>Each member dropped, of a wrong kind, out of each bound, repeated or unknown; and each bound just
    /// kept.</summary>
    /// <param name="full">A right document; members it leaves out are filled in.</param>
    public static IEnumerable<SchemaCase> Of(JsonElement schema, JsonElement? full = null)
    {
        var right = Fill(schema, full is { } given ? JsonNode.Parse(given.GetRawText()) : null);
        yield return new SchemaCase("as it should be", right.DeepClone(), null);
        foreach (var variant in Variants(schema, right)) yield return variant;
    }

    static IEnumerable<SchemaCase> Variants(JsonElement schema, JsonNode right)
    {
        foreach (var wrong in WrongKinds(schema)) yield return wrong;
        var inside = schema.GetProperty("type").GetString() switch
        {
            "object" when schema.TryGetProperty("properties", out _) => InObject(schema, right.AsObject()),
            "object" => [new SchemaCase("no member", new JsonObject(), "")],
            "array" => InList(schema),
            "integer" or "number" => OfNumber(schema),
            "string" => OfText(schema),
            _ => [],
        };
        foreach (var variant in inside) yield return variant;
    }

    static IEnumerable<SchemaCase> WrongKinds(JsonElement schema)
    {
        var kind = schema.GetProperty("type").GetString();
        yield return new SchemaCase("null", null, "");
        if (kind != "string") yield return new SchemaCase("a text", "text", "");
        if (kind is not ("integer" or "number")) yield return new SchemaCase("a number", 7, "");
        if (kind != "boolean") yield return new SchemaCase("a truth value", true, "");
        if (kind != "array") yield return new SchemaCase("a list", new JsonArray(), "");
        if (kind != "object") yield return new SchemaCase("an object", new JsonObject(), "");
    }

    static IEnumerable<SchemaCase> InObject(JsonElement schema, JsonObject right)
    {
        var required = schema.TryGetProperty("required", out var names)
            ? names.EnumerateArray().Select(name => name.GetString()).ToHashSet()
            : [];
        foreach (var member in schema.GetProperty("properties").EnumerateObject())
        {
            var without = right.DeepClone().AsObject();
            without.Remove(member.Name);
            yield return new SchemaCase(
                $"without {member.Name}", without, required.Contains(member.Name) ? $"/{member.Name}" : null);
            foreach (var variant in Variants(member.Value, right[member.Name]!))
            {
                var with = right.DeepClone().AsObject();
                with[member.Name] = variant.Document?.DeepClone();
                yield return new SchemaCase(
                    $"{member.Name}: {variant.What}", with, variant.Fault is null
                        ? null
                        : $"/{member.Name}{variant.Fault}", variant.Stricter);
            }
        }

        foreach (var unknown in new[] { "unknownMember", "a/b~c" })
        {
            var more = right.DeepClone().AsObject();
            more[unknown] = "x";
            yield return new SchemaCase("an unknown member", more, "/" + unknown.Replace("~", "~0").Replace("/", "~1"));
        }
    }

    static IEnumerable<SchemaCase> InList(JsonElement schema)
    {
        var items = schema.GetProperty("items");
        var isSet = schema.TryGetProperty("uniqueItems", out _);
        var most = schema.GetProperty("maxItems").GetInt32();
        var fewest = Fewest(schema);
        if (fewest > 0) yield return new SchemaCase("too few items", List(items, fewest - 1), "");
        else yield return new SchemaCase("no items", new JsonArray(), null);
        if (isSet) yield return new SchemaCase("an item twice", List(items, 2), "");
        else yield return new SchemaCase("as many items as may be", List(items, most), null);
        if (!isSet) yield return new SchemaCase("one item too many", List(items, most + 1), "");
        foreach (var variant in Variants(items, Fill(items, null)))
            yield return new SchemaCase(
                $"item: {variant.What}",
                new JsonArray([variant.Document?.DeepClone(), .. Enumerable.Range(1, Math.Max(0, fewest - 1)).Select(_ => Fill(items, null))]),
                variant.Fault is null
                    ? null
                    : $"/0{variant.Fault}", variant.Stricter);
    }

    static int Fewest(JsonElement schema) => schema.TryGetProperty("minItems", out var bound) ? bound.GetInt32() : 0;

    static JsonArray List(JsonElement items, int count) =>
        new([.. Enumerable.Range(0, count).Select(_ => Fill(items, null))]);

    static IEnumerable<SchemaCase> OfNumber(JsonElement schema)
    {
        var (least, most) = (schema.GetProperty("minimum").GetInt64(), schema.GetProperty("maximum").GetInt64());
        yield return new SchemaCase("the least", least, null);
        yield return new SchemaCase("the most", most, null);
        yield return new SchemaCase("one less than the least", least - 1, "");
        yield return new SchemaCase("one more than the most", most + 1, "");
        if (schema.GetProperty("type").GetString() != "integer") yield break;
        yield return new SchemaCase("a fraction", 1.5, "");
        yield return new SchemaCase(
            "a whole number written with a fraction", JsonNode.Parse($"{Math.Max(1, least)}.0"), "", Stricter: true);
        yield return new SchemaCase(
            "a whole number written with an exponent", JsonNode.Parse($"{Math.Max(1, least)}e0"), "", Stricter: true);
    }

    static IEnumerable<SchemaCase> OfText(JsonElement schema)
    {
        yield return new SchemaCase("an empty text", "", "");
        if (schema.TryGetProperty("enum", out var words))
        {
            foreach (var word in words.EnumerateArray()) yield return new SchemaCase("a word", word.GetString(), null);
            yield return new SchemaCase("an unknown word", "no-such-word", "");
            yield return new SchemaCase("a word in other letters", Swap(words[0].GetString()!), "");
            yield break;
        }

        if (schema.TryGetProperty("format", out var format))
        {
            foreach (var variant in Formatted(format.GetString()!)) yield return variant;
            yield break;
        }

        var longest = schema.GetProperty("maxLength").GetInt32();
        if (schema.TryGetProperty("pattern", out var pattern))
        {
            var right = TextSamples.Of(pattern.GetString()!);
            yield return new SchemaCase("with a line feed after", right + "\n", "");
            yield return new SchemaCase("with a blank before", " " + right, "");
            yield return new SchemaCase("far too long", string.Concat(Enumerable.Repeat(right, longest)) + right, "");
            yield break;
        }

        yield return new SchemaCase("as long as may be", new string('x', longest), null);
        yield return new SchemaCase("one character too long", new string('x', longest + 1), "");
        yield return new SchemaCase(
            "as long as may be, outside the basic plane", string.Concat(Enumerable.Repeat("\U0001F54A", longest)),
            null);
        yield return new SchemaCase(
            "one too long, outside the basic plane", string.Concat(Enumerable.Repeat("\U0001F54A", longest + 1)), "");
        yield return new SchemaCase("quotes, backslashes and line feeds", "\"\\\n\té", null);
    }

    static IEnumerable<SchemaCase> Formatted(string format)
    {
        foreach (var right in TextSamples.Right(format)) yield return new SchemaCase("right", right, null);
        foreach (var wrong in TextSamples.Wrong(format)) yield return new SchemaCase($"not a {format}", wrong, "");
        foreach (var stricter in TextSamples.Stricter(format))
            yield return new SchemaCase($"not our {format}", stricter, "", Stricter: true);
    }

    static string Swap(string word) =>
        string.Concat(
            word.Select(
                letter => char.IsUpper(letter) ? char.ToLowerInvariant(letter) : char.ToUpperInvariant(letter)));

    static JsonNode Fill(JsonElement schema, JsonNode? given)
    {
        if (given is not null && given.GetValueKind() != JsonValueKind.Object) return given.DeepClone();
        switch (schema.GetProperty("type").GetString())
        {
            case "object" when schema.TryGetProperty("properties", out var members):
                return new JsonObject(members.EnumerateObject().Select(member =>
                    KeyValuePair.Create(member.Name, (JsonNode?)Fill(member.Value, given?[member.Name]))));
            case "object": return given?.DeepClone() ?? new JsonObject { ["member"] = "value" };
            case "array": return List(schema.GetProperty("items"), Math.Max(1, Fewest(schema)));
            case "boolean": return true;
            case "integer" or "number": return Math.Max(1, schema.GetProperty("minimum").GetInt64());
            default:
                if (schema.TryGetProperty("enum", out var words)) return words[0].GetString()!;
                if (schema.TryGetProperty("format", out var format)) return TextSamples.Right(format.GetString()!)[0];
                return schema.TryGetProperty("pattern", out var pattern)
                    ? TextSamples.Of(pattern.GetString()!)
                    : "some text";
        }
    }
}
