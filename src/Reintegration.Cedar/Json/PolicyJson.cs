using System.Text.Json;

namespace Reintegration.Cedar;

/// <summary>Policies in Cedar's JSON form, both ways.</summary>
public static class PolicyJson
{
    private const string Where = "policy";

    /// <summary>Reads a set: <c>{"staticPolicies": {...}, "templates": {...}, "templateLinks": [...]}</c>.</summary>
    /// <exception cref="CedarJsonException">The text is malformed, or a link does not fit its template.</exception>
    public static PolicySet ReadSet(string json) => JsonReading.Read(json, root =>
    {
        root.RefuseOthers("policy set", "staticPolicies", "templates", "templateLinks");
        var policies = Policies(root, "staticPolicies").Concat(Policies(root, "templates")).ToList();
        if (policies.Find(policy => Policies(root, "templates").Any(t => t.Id == policy.Id) != policy.IsTemplate) is { } misplaced)
            throw new CedarJsonException(
                $"The policy {Escapes.Quote(misplaced.Id)} is in the wrong list: slots make a template.");
        try
        {
            var set = new PolicySet(policies);
            foreach (var link in root.Optional("templateLinks", "policy set")?.Items("templateLinks") ?? [])
                set = Link(set, link);
            return set;
        }
        catch (ArgumentException e)
        {
            throw new CedarJsonException(e.Message, e);
        }
    }, JsonReading.PolicyDepth);

    /// <summary>Reads one policy or template.</summary>
    /// <exception cref="CedarJsonException">The text is malformed.</exception>
    public static Policy Read(string json, string id = "policy0") =>
        JsonReading.Read(json, root => Read(root, id), JsonReading.PolicyDepth);

    public static string Write(Policy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        return Write(writer => Write(writer, policy));
    }

    public static string Write(PolicySet policies)
    {
        ArgumentNullException.ThrowIfNull(policies);
        return Write(writer =>
        {
            writer.WriteStartObject();
            WriteMap(writer, "staticPolicies", policies.Policies.Where(policy => policy.TemplateId is null));
            WriteMap(writer, "templates", policies.Templates);
            writer.WriteStartArray("templateLinks");
            foreach (var linked in policies.Policies.Where(policy => policy.TemplateId is not null))
                WriteLink(writer, linked, policies);
            writer.WriteEndArray();
            writer.WriteEndObject();
        });
    }

    private static IEnumerable<Policy> Policies(JsonElement root, string list) =>
        root.Optional(list, "policy set")?.Members(list).Select(member => Read(member.Value, member.Name)) ?? [];

    private static PolicySet Link(PolicySet set, JsonElement link)
    {
        const string where = "template link";
        var values = link.Member("values", where);
        values.RefuseOthers(where, "?principal", "?resource");
        return set.Link(
            link.Member("templateId", where).Text(where),
            link.Member("newId", where).Text(where),
            values.Optional("?principal", where) is { } principal ? ValueReader.ReadUid(principal, where) : null,
            values.Optional("?resource", where) is { } resource ? ValueReader.ReadUid(resource, where) : null);
    }

    private static Policy Read(JsonElement element, string id)
    {
        element.RefuseOthers(Where, "effect", "principal", "action", "resource", "conditions", "annotations");
        var effect = element.Member("effect", Where);
        var policy = new Policy
        {
            Id = id,
            Effect = effect.Text(Where) switch
            {
                "permit" => Effect.Permit,
                "forbid" => Effect.Forbid,
                _ => throw JsonReading.Expected("permit or forbid", effect, Where),
            },
            Principal = ScopeJson.Read(element.Member("principal", Where), Variable.Principal),
            Action = ScopeJson.Read(element.Member("action", Where), Variable.Action),
            Resource = ScopeJson.Read(element.Member("resource", Where), Variable.Resource),
            Conditions = [.. element.Member("conditions", Where).Items(Where).Select(ReadCondition)],
            Annotations = (element.Optional("annotations", Where)?.Members(Where) ?? []).ToImmutableSortedDictionary(
                member => member.Name,
                member => member.Value.ValueKind == JsonValueKind.Null ? "" : member.Value.Text(Where),
                StringComparer.Ordinal),
        };
        return policy.Condition.Depth <= Limits.Depth
            ? policy
            : throw new CedarJsonException($"{Where}: the conditions are more than {Limits.Depth} levels high.");
    }

    private static Condition ReadCondition(JsonElement element)
    {
        element.RefuseOthers("condition", "kind", "body");
        var kind = element.Member("kind", "condition");
        var isUnless = kind.Text("condition") switch
        {
            "when" => false,
            "unless" => true,
            _ => throw JsonReading.Expected("when or unless", kind, "condition"),
        };
        return new Condition(isUnless, ExprJsonReader.Read(element.Member("body", "condition")));
    }

    private static string Write(Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { MaxDepth = 2 * JsonReading.PolicyDepth }))
            write(writer);
        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static void WriteMap(Utf8JsonWriter writer, string name, IEnumerable<Policy> policies)
    {
        writer.WriteStartObject(name);
        foreach (var policy in policies)
        {
            writer.WritePropertyName(policy.Id);
            Write(writer, policy);
        }

        writer.WriteEndObject();
    }

    private static void WriteLink(Utf8JsonWriter writer, Policy linked, PolicySet policies)
    {
        writer.WriteStartObject();
        writer.WriteString("templateId", linked.TemplateId);
        writer.WriteString("newId", linked.Id);
        writer.WriteStartObject("values");
        if (policies.TryGet(linked.TemplateId!, out var template))
        {
            WriteSlot(writer, "?principal", template.Principal, linked.Principal);
            WriteSlot(writer, "?resource", template.Resource, linked.Resource);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteSlot(Utf8JsonWriter writer, string name, Scope template, Scope linked)
    {
        if (!template.HasSlot)
            return;
        writer.WritePropertyName(name);
        ValueWriter.WriteUid(writer, linked.Entities[0]);
    }

    private static void Write(Utf8JsonWriter writer, Policy policy)
    {
        writer.WriteStartObject();
        writer.WriteString("effect", policy.Effect == Effect.Permit ? "permit" : "forbid");
        ScopeJson.Write(writer, policy.Principal, Variable.Principal);
        ScopeJson.Write(writer, policy.Action, Variable.Action);
        ScopeJson.Write(writer, policy.Resource, Variable.Resource);
        writer.WriteStartArray("conditions");
        foreach (var condition in policy.Conditions)
        {
            writer.WriteStartObject();
            writer.WriteString("kind", condition.IsUnless ? "unless" : "when");
            writer.WritePropertyName("body");
            ExprJson.Write(writer, condition.Body);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        if (!policy.Annotations.IsEmpty)
        {
            writer.WriteStartObject("annotations");
            foreach (var (name, value) in policy.Annotations)
                writer.WriteString(name, value);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }
}
