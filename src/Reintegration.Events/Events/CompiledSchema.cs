namespace Reintegration.Events.Events;

/// <summary>A published schema, made ready to judge. It knows the keywords we publish and no other.</summary>
/// <remarks>
/// A keyword it does not know stops the start: a rule that is published but not held to would be a false promise.
/// Safe for use by many threads at once.
/// </remarks>
public sealed class CompiledSchema
{
    readonly SchemaNode _root;

    CompiledSchema(SchemaNode root) => _root = root;

    public static CompiledSchema Of(JsonElement schema) => new(SchemaNode.Of(schema));

    /// <summary>What is wrong with the value, in the order met; empty when it is as it should be.</summary>
    /// <param name="pointer">Where in the whole event the value stands, e.g. <c>/data/facts</c>.</param>
    public IReadOnlyList<SchemaError> Validate(JsonElement value, string pointer)
    {
        var trail = new Trail(pointer);
        _root.Check(value, trail);
        return trail.Errors;
    }

    /// <summary>As <see cref="Validate"/>, for a part of an object: members may be missing, but none may be
    /// wrong.</summary>
    public IReadOnlyList<SchemaError> ValidatePart(JsonElement value, string pointer)
    {
        var trail = new Trail(pointer);
        if (_root is ObjectNode whole) whole.CheckPart(value, trail);
        else _root.Check(value, trail);
        return trail.Errors;
    }
}

/// <summary>One schema object: what it expects of the value that stands there.</summary>
abstract class SchemaNode
{
    public abstract void Check(JsonElement value, Trail trail);

    public static SchemaNode Of(JsonElement schema)
    {
        var kind = schema.GetProperty("type").GetString();
        return kind switch
        {
            "object" when schema.TryGetProperty("properties", out _) => Known(
                ObjectNode.Of(schema), schema, ObjectNode.Keywords),
            "object" => Known(OpenObjectNode.Of(schema), schema, OpenObjectNode.Keywords),
            "array" => Known(ArrayNode.Of(schema), schema, ArrayNode.Keywords),
            "string" when schema.TryGetProperty("enum", out _) => Known(WordNode.Of(schema), schema, WordNode.Keywords),
            "string" => Known(TextNode.Of(schema), schema, TextNode.Keywords),
            "integer" or "number" => Known(NumberNode.Of(schema), schema, NumberNode.Keywords),
            "boolean" => Known(BooleanNode.Instance, schema, []),
            _ => throw new InvalidOperationException($"A schema of type '{kind}' cannot be held to."),
        };
    }

    protected static int? Count(JsonElement schema, string keyword) =>
        schema.TryGetProperty(keyword, out var bound) ? bound.GetInt32() : null;

    static readonly string[] Annotations = ["$schema", "$id", "title", "description", "type"];

    static SchemaNode Known(SchemaNode node, JsonElement schema, string[] keywords)
    {
        var unknown =
            schema.EnumerateObject().Select(property => property.Name).Except(keywords).Except(Annotations).ToArray();
        return unknown is []
            ? node
            : throw new InvalidOperationException(
                $"Schema keywords that cannot be held to: {string.Join(", ", unknown)}.");
    }
}
