using System.Text.Encodings.Web;

namespace Reintegration.Events.Server.Doors;

/// <summary>A refusal as RFC 9457 problem details: a stable type, a status, and the way out.</summary>
/// <remarks>
/// INVARIANT: bytes depend on the kind and on what the requester itself sent, never on hidden state. No trace id, no
/// instance, no echoed payload; a stranger's case, a hidden event and nothing at all are the same <see
/// cref="Problems.NotFound"/>.
/// </remarks>
public sealed record Problem(string Name, int Status, string Title, string Detail)
{
    public const string MediaType = "application/problem+json";

    /// <summary>What is wrong where, by JSON Pointer into the request body; messages never hold the value.</summary>
    public ImmutableSortedDictionary<string, ImmutableArray<string>>? Errors { get; init; }

    /// <summary>The version found in the poster's own stream, for a missed expectation.</summary>
    public long? VersionFound { get; init; }

    public int? RetryAfterSeconds { get; init; }

    public string Type => $"/problems/{Name}";

    public byte[] ToBytes()
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            WriteTo(json);
        return buffer.ToArray();
    }

    public void WriteTo(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("type", Type);
        json.WriteString("title", Title);
        json.WriteNumber("status", Status);
        json.WriteString("detail", Detail);
        if (VersionFound is { } version)
            json.WriteString("versionFound", version.ToString(System.Globalization.CultureInfo.InvariantCulture));
        if (Errors is { Count: > 0 } errors)
        {
            json.WriteStartObject("errors");
            foreach (var (pointer, messages) in errors)
            {
                json.WriteStartArray(pointer);
                foreach (var message in messages) json.WriteStringValue(message);
                json.WriteEndArray();
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    public Problem With(IEnumerable<(string Pointer, string Message)> errors) => this with
    {
        Errors = errors.GroupBy(error => error.Pointer, StringComparer.Ordinal)
            .ToImmutableSortedDictionary(
                group =>
                    group.Key, group =>
                        group.Select(error => error.Message).ToImmutableArray(), StringComparer.Ordinal),
    };

    public Problem At(string pointer, string message) => With([(pointer, message)]);
}
