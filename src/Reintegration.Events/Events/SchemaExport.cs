using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;

namespace Reintegration.Events.Events;

/// <summary>Writes the JSON Schema (draft 2020-12) of a record, with every limit we hold a sender to.</summary>
/// <remarks>
/// What is published is what validates: <see cref="CompiledSchema"/> reads nothing else. Members are closed, null is not
/// a value, and every text, number and list has an end.
/// </remarks>
static class SchemaExport
{
    static readonly JsonSchemaExporterOptions ExporterOptions = new()
    {
        TreatNullObliviousAsNonNullable = true,
        TransformSchemaNode = Tighten,
    };

    public static JsonElement Of(Type type, string id, string title, string description)
    {
        var body = (JsonObject)JsonSchemaExporter.GetJsonSchemaAsNode(EventJson.Options, type, ExporterOptions);
        var schema = new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["$id"] = id,
            ["title"] = title,
            ["description"] = description,
        };
        foreach (var (keyword, value) in body) schema[keyword] = value?.DeepClone();
        return JsonSerializer.SerializeToElement(schema, EventJson.Options);
    }

    static JsonObject Tighten(JsonSchemaExporterContext context, JsonNode exported)
    {
        var type = Nullable.GetUnderlyingType(context.TypeInfo.Type) ?? context.TypeInfo.Type;
        var member = context.PropertyInfo?.AttributeProvider as PropertyInfo;
        if (Simple(type, member) is { } simple) return simple;
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ImmutableArray<>))
            return List(type.GetGenericArguments()[0], member, (JsonObject)exported);
        if (context.TypeInfo.Kind == JsonTypeInfoKind.Object) return Closed(context.TypeInfo, (JsonObject)exported);
        throw new InvalidOperationException($"No schema is defined for {type} of {member?.DeclaringType?.Name}.{member?.Name}.");
    }

    static JsonObject? Simple(Type type, PropertyInfo? member)
    {
        if (type == typeof(JsonElement)) return new JsonObject { ["type"] = "object", ["minProperties"] = 1 };
        if (type == typeof(string)) return Text(member, listed: false);
        if (type == typeof(AgencyId)) return Patterned(TextForms.AgencyId, 64);
        if (type == typeof(EventName)) return Patterned(TextForms.EventName, Limits.ReferenceLength);
        if (type == typeof(CaseId) || type == typeof(Guid)) return Patterned(TextForms.LowerUuid, 36, "uuid");
        if (type == typeof(DateOnly)) return new JsonObject { ["type"] = "string", ["format"] = "date" };
        if (type == typeof(DateTimeOffset)) return Patterned(Formats.DateTimePattern, null, "date-time");
        if (type == typeof(bool)) return new JsonObject { ["type"] = "boolean" };
        if (type == typeof(int) || type == typeof(long)) return Number(member, "integer");
        if (type == typeof(double) || type == typeof(decimal)) return Number(member, "number");
        return type.IsEnum ? Words(Enum.GetValues(type).Cast<object>().Select(EventJson.Word)) : null;
    }

    static JsonObject Text(PropertyInfo? member, bool listed)
    {
        if (member?.GetCustomAttribute<FormAttribute>() is { } form)
        {
            if (TextForms.Words(form.Form) is { } words) return Words(words);
            var (pattern, length) = TextForms.Pattern(form.Form);
            return Patterned(pattern, length);
        }

        var field = member?.GetCustomAttribute<FieldAttribute>();
        var longest = field switch
        {
            { MaxLength: > 0 } => field.MaxLength,
            { Ladder: Ladder.Text } when !listed => Limits.LongTextLength,
            _ => Limits.ShortTextLength,
        };
        return new JsonObject { ["type"] = "string", ["minLength"] = 1, ["maxLength"] = longest };
    }

    static JsonObject Patterned(string pattern, int? maxLength, string? format = null)
    {
        var node = new JsonObject { ["type"] = "string" };
        if (format is not null) node["format"] = format;
        node["pattern"] = pattern;
        if (maxLength is { } length) node["maxLength"] = length;
        return node;
    }

    static JsonObject Words(IEnumerable<string> words) =>
        new() { ["type"] = "string", ["enum"] = new JsonArray([.. words.Select(word => JsonValue.Create(word))]) };

    static JsonObject Number(PropertyInfo? member, string kind)
    {
        var field = member?.GetCustomAttribute<FieldAttribute>();
        var least = double.IsFinite(field?.Minimum ?? double.NaN) ? field!.Minimum : -Limits.LargestInteger;
        var most = double.IsFinite(field?.Maximum ?? double.NaN) ? field!.Maximum : Limits.LargestInteger;
        return new JsonObject { ["type"] = kind, ["minimum"] = Bound(least), ["maximum"] = Bound(most) };

        static JsonNode Bound(double bound) => double.IsInteger(bound) ? JsonValue.Create((long)bound) : JsonValue.Create(bound);
    }

    static JsonObject List(Type element, PropertyInfo? member, JsonObject exported)
    {
        var field = member?.GetCustomAttribute<FieldAttribute>();
        // The exporter leaves items out where a converter of ours writes them.
        var items = element == typeof(string) ? Text(member, listed: true) : Simple(element, null) ?? exported["items"]!.DeepClone();
        var node = new JsonObject { ["type"] = "array", ["items"] = items };
        if (field is { MinItems: > 0 }) node["minItems"] = field.MinItems;
        node["maxItems"] = field is { MaxItems: > 0 } ? field.MaxItems : Limits.ListItems;
        // A list of words or names is a set; saying one twice is a slip. Texts and records may repeat.
        var isSet = element.IsEnum || element == typeof(AgencyId) || element == typeof(EventName) || items["enum"] is not null;
        if (isSet) node["uniqueItems"] = true;
        return node;
    }

    static JsonObject Closed(JsonTypeInfo info, JsonObject exported)
    {
        var required = info.Properties
            .Where(property => property.AttributeProvider is PropertyInfo member && !Declaration.IsOptional(member))
            .Select(property => (JsonNode)JsonValue.Create(property.Name))
            .ToArray();
        var node = new JsonObject { ["type"] = "object", ["additionalProperties"] = false };
        if (required.Length > 0) node["required"] = new JsonArray(required);
        node["properties"] = exported["properties"]?.DeepClone() ?? new JsonObject();
        return node;
    }
}
