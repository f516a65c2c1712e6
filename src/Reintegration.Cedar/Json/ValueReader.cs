using System.Text.Json;

namespace Reintegration.Cedar;

/// <summary>
/// Reads values from JSON. Where a schema says what type is expected, the escapes <c>__entity</c> and <c>__extn</c> may
/// be left out; the value read is not otherwise checked against the type.
/// </summary>
internal static class ValueReader
{
    private const string EntityEscape = "__entity";
    private const string ExtensionEscape = "__extn";
    private const string ExpressionEscape = "__expr";

    public static Value Read(JsonElement element, CedarType? expected, string where)
    {
        switch (expected)
        {
            case CedarType.EntityType:
                return ReadUid(element, where);
            case CedarType.PrimitiveType { Kind: > ValueKind.Record } extension:
                return ReadExtension(element, extension.Kind, where);
            case CedarType.SetType set:
                return Value.Set(element.Items(where).Select(item => Read(item, set.Element, where)).ToArray());
            case CedarType.RecordType record:
                return ReadRecord(element, record, where);
            default:
                return ReadPlain(element, where);
        }
    }

    /// <summary>
    /// Reads a record by its type: every required attribute is there and no other than those declared.
    /// </summary>
    public static RecordValue ReadRecord(JsonElement element, CedarType.RecordType? expected, string where)
    {
        var attributes = new List<KeyValuePair<string, Value>>();
        foreach (var member in element.Members(where))
        {
            var inner = $"{where}.{member.Name}";
            AttributeType? type = null;
            if (expected is not null && !expected.Attributes.TryGetValue(member.Name, out type))
                throw new CedarJsonException(
                    $"{where}: the attribute {Escapes.Quote(member.Name)} is not in the schema.");
            attributes.Add(new(member.Name, Read(member.Value, type?.Type, inner)));
        }

        foreach (var (name, type) in expected?.Attributes ?? CedarType.RecordType.Empty.Attributes)
        {
            if (type.IsRequired && !element.TryGetProperty(name, out _))
                throw new CedarJsonException($"{where}: the attribute {Escapes.Quote(name)} is required.");
        }

        return RecordValue.From(attributes);
    }

    /// <summary>Reads <c>{"type": ..., "id": ...}</c>, with or without the escape around it.</summary>
    public static EntityUid ReadUid(JsonElement element, string where)
    {
        if (element.ValueKind == JsonValueKind.Object && element.TryGetProperty(EntityEscape, out var inner))
            element = inner;
        var type = element.Member("type", where).Text(where);
        var id = element.Member("id", where).Text(where);
        return Words.IsName(type)
            ? new EntityUid(type, id)
            : throw JsonReading.Expected("the name of an entity type", element.Member("type", where), where);
    }

    private static Value ReadPlain(JsonElement element, string where)
    {
        JsonReading.RefuseTooDeep(where);
        switch (element.ValueKind)
        {
            case JsonValueKind.True:
            case JsonValueKind.False:
                return element.ValueKind == JsonValueKind.True;
            case JsonValueKind.String:
                return element.GetString()!;
            case JsonValueKind.Number:
                return element.TryGetInt64(out var number) && element.GetRawText() != "-0"
                    ? number
                    : throw JsonReading.Expected("a whole number of 64 bits", element, where);
            case JsonValueKind.Array:
                return Value.Set(element.EnumerateArray().Select(item => ReadPlain(item, where)).ToArray());
            case JsonValueKind.Object:
                return ReadObject(element, where);
            default:
                throw JsonReading.Expected("a value", element, where);
        }
    }

    private static Value ReadObject(JsonElement element, string where)
    {
        if (element.TryGetProperty(ExpressionEscape, out var text) && text.ValueKind == JsonValueKind.String)
            throw JsonReading.Expected("a value: the escape `__expr` is no longer supported", element, where);
        if (element.TryGetProperty(EntityEscape, out var entity) && IsObjectWith(entity, "type", "id"))
            return ReadUid(element, where);
        if (element.TryGetProperty(ExtensionEscape, out var call) && IsObjectWith(call, "fn"))
            return ReadCall(call, where);
        return ReadRecord(element, null, where);
    }

    private static bool IsObjectWith(JsonElement element, params ReadOnlySpan<string> members)
    {
        if (element.ValueKind != JsonValueKind.Object)
            return false;
        foreach (var member in members)
        {
            if (!element.TryGetProperty(member, out _))
                return false;
        }

        return true;
    }

    private static Value ReadExtension(JsonElement element, ValueKind kind, string where)
    {
        if (element.ValueKind == JsonValueKind.Object)
        {
            if (element.TryGetProperty(ExtensionEscape, out var call))
                return ReadCall(call, where);
            if (element.TryGetProperty("fn", out _))
                return ReadCall(element, where);
        }

        return Apply(ExtensionFunctions.ConstructorOf(kind), [ReadPlain(element, where)], where);
    }

    private static Value ReadCall(JsonElement call, string where)
    {
        var name = call.Member("fn", where).Text(where);
        var arguments = call.Optional("args", where) is { } list
            ? list.Items(where).Select(item => ReadPlain(item, where)).ToArray()
            : [ReadPlain(call.Member("arg", where), where)];
        return ExtensionFunctions.ByName.TryGetValue(name, out var function)
            ? Apply(function, arguments, where)
            : throw new CedarJsonException($"{where}: `{name}` is not an extension function.");
    }

    private static Value Apply(ExtensionFunction function, Value[] arguments, string where)
    {
        if (!arguments.Select(argument => argument.Kind).SequenceEqual(function.Parameters))
            throw new CedarJsonException(
                $"{where}: `{function.Name}` does not take {string.Join<Value>(", ", arguments)}.");
        return function.Compute(arguments[0], arguments[^1])




























                                                                                                                            ?? throw new CedarJsonException($"{where}: `{function.Name}` has no result for {string.Join<Value>(", ", arguments)}.");
    }
}
