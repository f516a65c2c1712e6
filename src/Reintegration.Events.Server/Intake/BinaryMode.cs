namespace Reintegration.Events.Server.Intake;

/// <summary>
/// CloudEvents 1.0 in binary mode: the attributes are <c>ce-</c> headers, the body is the data (HTTP protocol binding,
/// 3.1). Turned into the structured form, so that the same event is the same event however it was sent.
/// </summary>
public static class BinaryMode
{
    public const string MediaType = "application/json";
    const string Prefix = "ce-";

    /// <summary>Plain JSON that says of itself that it is an event; JSON without that is not taken.</summary>
    public static bool IsOne(HttpRequest request, string? media) =>
        media == MediaType && request.Headers.ContainsKey($"{Prefix}specversion");

    public static (JsonDocument? Item, Problem? Problem) Read(IHeaderDictionary headers, JsonElement data)
    {
        foreach (var (name, message) in Elsewhere)
            if (headers.ContainsKey(Prefix + name)) return (null, Problems.MalformedEvent.At($"/{name}", message));
        return (JsonDocument.Parse(WireJson.Bytes(json =>
        {
            json.WriteStartObject();
            foreach (var (name, value) in headers)
                if (name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
                    json.WriteString(name[Prefix.Length..].ToLowerInvariant(), Decoded(value.ToString()));
            json.WriteString("datacontenttype", MediaType);
            json.WritePropertyName("data");
            data.WriteTo(json);
            json.WriteEndObject();
        })), null);
    }

    static readonly (string Name, string Message)[] Elsewhere =
    [
        ("data", "In binary mode the body is the data."), ("datacontenttype", "In binary mode Content-Type says it."),
    ];

    /// <summary>What a header cannot carry is percent-encoded, and a value may stand in quotes (3.1.3.2).</summary>
    static string Decoded(string value) =>
        Uri.UnescapeDataString(value is ['"', .. var quoted, '"'] ? quoted : value);
}
