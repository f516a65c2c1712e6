using System.Buffers;
using System.Buffers.Text;

namespace Reintegration.Events.Ledger;

/// <summary>The one byte form of an access record, which is sealed.</summary>
public static class AccessRecordJson
{
    /// <summary>Canonical JSON (RFC 8785) of the record; what is unset is absent.</summary>
    public static byte[] Write(AccessRecord record)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer))
            Write(json, record);
        return CanonicalJson.Canonicalize(buffer.WrittenSpan);
    }

    /// <summary>Reads what <see cref="Write(AccessRecord)"/> wrote.</summary>
    public static AccessRecord Read(ReadOnlyMemory<byte> canonical)
    {
        using var document = JsonDocument.Parse(canonical);
        var root = document.RootElement;
        return new AccessRecord
        {
            Id = root.GetProperty("id").GetGuid(),
            Official = Text(root, "official")!,
            Agency = new AgencyId(Text(root, "agency")!),
            Role = Text(root, "role")!,
            Purpose = Text(root, "purpose"),
            LegalBasis = Text(root, "legalBasis"),
            Clearance = root.GetProperty("clearance").GetInt32(),
            Client = Text(root, "client"),
            Justification = Text(root, "justification")!,
            Door = Text(root, "door")!,
            Case = Text(root, "case") is { } id ? CaseId.Parse(id) : null,
            Query = Words(root.GetProperty("query")),
            Position = root.GetProperty("position").GetInt64(),
            Bundle = Text(root, "bundle")!,
            Epoch = root.GetProperty("epoch").GetInt64(),
            Outcome = Enum.Parse<AccessOutcome>(Text(root, "outcome")!),
            Released = [.. root.GetProperty("released").EnumerateArray().Select(Item)],
            BodyDigest = Base64Url.DecodeFromChars(Text(root, "bodyDigest")),
        };
    }

    static void Write(Utf8JsonWriter json, AccessRecord record)
    {
        json.WriteStartObject();
        json.WriteString("id", record.Id);
        json.WriteString("official", record.Official);
        json.WriteString("agency", record.Agency.Value);
        json.WriteString("role", record.Role);
        Optional(json, "purpose", record.Purpose);
        Optional(json, "legalBasis", record.LegalBasis);
        json.WriteNumber("clearance", record.Clearance);
        Optional(json, "client", record.Client);
        json.WriteString("justification", record.Justification);
        json.WriteString("door", record.Door);
        Optional(json, "case", record.Case?.ToString());
        Words(json, "query", record.Query);
        json.WriteNumber("position", record.Position);
        json.WriteString("bundle", record.Bundle);
        json.WriteNumber("epoch", record.Epoch);
        json.WriteString("outcome", record.Outcome.ToString());
        json.WriteStartArray("released");
        foreach (var released in record.Released)
        {
            json.WriteStartObject();
            json.WriteString("name", released.Name.ToString());
            Words(json, "levels", released.Levels);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteString("bodyDigest", Base64Url.EncodeToString(record.BodyDigest.Span));
        json.WriteEndObject();
    }

    static void Words(Utf8JsonWriter json, string name, ImmutableSortedDictionary<string, string> words)
    {
        json.WriteStartObject(name);
        foreach (var (key, value) in words)
            json.WriteString(key, value);
        json.WriteEndObject();
    }

    static void Optional(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null) json.WriteString(name, value);
    }

    static Released Item(JsonElement item) =>
        new(EventName.Parse(Text(item, "name")!), Words(item.GetProperty("levels")));

    static ImmutableSortedDictionary<string, string> Words(JsonElement words) =>
        words.EnumerateObject().ToImmutableSortedDictionary(word => word.Name, word => word.Value.GetString()!);

    static string? Text(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) ? value.GetString() : null;
}
