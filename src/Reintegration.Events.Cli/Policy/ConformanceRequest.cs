using System.Text.Json;
using System.Text.Json.Nodes;
using Reintegration.Cedar;

namespace Reintegration.Events.Cli.Policy;

/// <summary>One request of a test and the answer it expects.</summary>
internal sealed class ConformanceRequest(JsonElement json)
{
    public string? Description => json.Either("description", "desc")?.GetString();

    /// <summary>Whether the request must conform to the schema; so it must where the test says nothing.</summary>
    public bool IsChecked => json.Either("validateRequest", "enable_request_validation")?.GetBoolean() ?? true;

    public string? Decision => json.GetProperty("decision").GetString();

    public HashSet<string> Reason => Ids("reason", "reasons");

    public HashSet<string> Errors => Ids("errors", "errors");

    /// <summary>The request alone, in the form the language knows.</summary>
    public string Json() =>
        $$"""
        {"principal":{{Uid("principal")}},"action":{{Uid("action")}},"resource":{{Uid("resource")}},"context":{{Context()}}}
        """;

    internal static JsonObject WriteUid(string text)
    {
        var uid = EntityUid.Parse(text);
        return new JsonObject { ["type"] = uid.Type, ["id"] = uid.Id };
    }

    /// <summary>
    /// Early tests write a name as a string, and leave out an entity they do not specify: one that no policy names and
    /// no store holds stands for it.
    /// </summary>
    private string Uid(string name) =>
        !json.TryGetProperty(name, out var uid) || uid.ValueKind == JsonValueKind.Null
            ? $$"""{"type":"Unspecified","id":"{{name}}"}"""
            : uid.ValueKind == JsonValueKind.String
                ? WriteUid(uid.GetString()!).ToJsonString()
                : uid.GetRawText();

    private string Context() =>
        json.TryGetProperty("context", out var context) && context.ValueKind != JsonValueKind.Null
            ? context.GetRawText()
            : "{}";

    private HashSet<string> Ids(string name, string earlierName) =>
        json.Either(name, earlierName) is { } list ? [.. list.EnumerateArray().Select(id => id.GetString()!)] : [];
}
