using System.Text.Json;

namespace Reintegration.Cedar;

/// <summary>Requests in Cedar's JSON form: an object with principal, action, resource and context.</summary>
public static class RequestJson
{
    /// <summary>
    /// Reads a request. With a schema, context values may be written without escapes and must fit the action.
    /// </summary>
    /// <exception cref="CedarJsonException">The text is malformed, or the context is not the one the action
    /// declares.</exception>
    public static Request Read(string json, Schema? schema = null) =>
        JsonReading.Read(json, root => Read(root, schema));

    internal static Request Read(JsonElement element, Schema? schema)
    {
        const string where = "request";
        var action = ValueReader.ReadUid(element.Member("action", where), "action");
        CedarType.RecordType? expected = null;
        if (schema is not null)
        {
            expected = schema.Actions.TryGetValue(action, out var declared)
                ? declared.Context
                : throw new CedarJsonException($"The action {action} is not in the schema.");
        }

        return new Request(
            ValueReader.ReadUid(element.Member("principal", where), "principal"),
            action,
            ValueReader.ReadUid(element.Member("resource", where), "resource"),
            ValueReader.ReadRecord(element.Member("context", where), expected, "context"));
    }
}
