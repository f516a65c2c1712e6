using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Reintegration.Cedar;

namespace Reintegration.Events.Cli.Policy;

/// <summary>
/// One test of Cedar's integration-test format, in its present spelling and in the earlier ones.
/// </summary>
/// <param name="json">An object with <c>policies</c>, <c>entities</c>, <c>schema</c>, <c>requests</c> and what may be
/// said about them.</param>
/// <param name="root">What the paths in the test are relative to.</param>
internal sealed class ConformanceTest(JsonElement json, DirectoryInfo root)
{
    /// <summary>Whether the policies are valid under the schema, if the test says so.</summary>
    public bool? ShouldValidate =>
        json.Either("shouldValidate", "should_validate") is { } expected ? expected.GetBoolean() : null;

    public IEnumerable<ConformanceRequest> Requests =>
        json.Either("requests", "queries")!.Value.EnumerateArray().Select(request => new ConformanceRequest(request));

    public static bool IsTest(JsonElement json) =>
        json.ValueKind == JsonValueKind.Object
        && json.TryGetProperty("policies", out var policies) && policies.ValueKind == JsonValueKind.String
        && json.Either("requests", "queries") is { ValueKind: JsonValueKind.Array };

    /// <summary>The schema; null where a test names none, and then nothing is checked against it.</summary>
    public Schema? ReadSchema()
    {
        if (Path("schema") is not { } path)
            return null;
        var text = File.ReadAllText(path, Encoding.UTF8);
        return IsJson(path, "schemaFormat") ? Schema.ParseJson(text) : Schema.Parse(text);
    }

    /// <summary>
    /// A file of policies named by their place, or, as in our bundles, a folder of files whose policies carry their
    /// ids.
    /// </summary>
    public PolicySet ReadPolicies()
    {
        var path = Path("policies")!;
        if (Directory.Exists(path))
        {
            var files = Directory.GetFiles(path, "*.cedar").Order(StringComparer.Ordinal);
            return PolicySet.Parse(
                string.Join('\n', files.Select(file => File.ReadAllText(file, Encoding.UTF8))), PolicyIds.ByAnnotation);
        }

        var text = File.ReadAllText(path, Encoding.UTF8);
        return IsJson(path, "policyFormat") ? PolicyJson.ReadSet(text) : PolicySet.Parse(text);
    }

    /// <summary>The text of the entities, their names written as objects.</summary>
    public string ReadEntities()
    {
        if (Path("entities") is not { } path)
            return "[]";
        var text = File.ReadAllText(path, Encoding.UTF8);
        return text.Contains("\"uid\":\"", StringComparison.Ordinal) || text.Contains("\"uid\": \"", StringComparison.Ordinal)
            ? WithObjects(JsonNode.Parse(text)!.AsArray()).ToJsonString()
            : text;
    }

    /// <summary>Early tests write the name of an entity as a string.</summary>
    private static JsonArray WithObjects(JsonArray entities)
    {
        foreach (var entity in entities.OfType<JsonObject>())
        {
            if (entity["uid"] is JsonValue uid)
                entity["uid"] = ConformanceRequest.WriteUid(uid.GetValue<string>());
            if (entity["parents"] is not JsonArray parents)
                continue;
            for (var i = 0; i < parents.Count; i++)
            {
                if (parents[i] is JsonValue parent)
                    parents[i] = ConformanceRequest.WriteUid(parent.GetValue<string>());
            }
        }

        return entities;
    }

    private string? Path(string name) =>
        json.TryGetProperty(name, out var path) && path.ValueKind == JsonValueKind.String
            ? System.IO.Path.Combine(root.FullName, path.GetString()!)
            : null;

    /// <summary>What the test says, or, where it says nothing, what the name of the file does.</summary>
    private bool IsJson(string path, string format) =>
        json.TryGetProperty(format, out var said) && said.ValueKind == JsonValueKind.String
            ? string.Equals(said.GetString(), "json", StringComparison.OrdinalIgnoreCase)
            : path.EndsWith(".json", StringComparison.OrdinalIgnoreCase);
}
