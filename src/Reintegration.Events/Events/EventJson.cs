using System.Text.Encodings.Web;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Reintegration.Events.Events;

/// <summary>How events are written as JSON, in one place: camelCase members, kebab-case words, no nulls.</summary>
/// <remarks>
/// Category, sensitivity and handling code keep the capitals their readers know: <c>RISK</c>, <c>S3</c>, <c>H2</c>.
/// Reading is strict, but a schema has always judged first; a failure here means schema and type disagree.
/// </remarks>
public static class EventJson
{
    public static JsonSerializerOptions Options { get; } = Make();

    /// <summary>The wire word of an enum value: <c>third-party-report</c>, <c>RISK</c>.</summary>
    public static string Word<T>(T value) where T : struct, Enum =>
        JsonSerializer.SerializeToElement(value, Options).GetString()!;

    internal static string Word(object value) =>
        JsonSerializer.SerializeToElement(value, value.GetType(), Options).GetString()!;

    /// <summary>Every wire word of an enum, in order of declaration.</summary>
    public static ImmutableArray<string> Words<T>() where T : struct, Enum => [.. Enum.GetValues<T>().Select(Word)];

    static JsonSerializerOptions Make()
    {
        var options = new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
            RespectNullableAnnotations = true,
            RespectRequiredConstructorParameters = true,
            AllowDuplicateProperties = false,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
            Converters =
            {
                new JsonStringEnumConverter<Category>(Capitals.Policy, allowIntegerValues: false),
                new JsonStringEnumConverter<Sensitivity>(Capitals.Policy, allowIntegerValues: false),
                new JsonStringEnumConverter<HandlingCode>(Capitals.Policy, allowIntegerValues: false),
                new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false),
                new AgencyIdConverter(),
                new CaseIdConverter(),
                new EventNameConverter(),
            },
        };
        options.MakeReadOnly();
        return options;
    }

    sealed class Capitals : JsonNamingPolicy
    {
        public static readonly Capitals Policy = new();
        public override string ConvertName(string name) => name.ToUpperInvariant();
    }

    sealed class AgencyIdConverter : JsonConverter<AgencyId>
    {
        public override AgencyId Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
            AgencyId.TryParse(reader.GetString(), out var id)
                ? id
                : throw new JsonException("An agency id was expected.");

        public override void Write(Utf8JsonWriter writer, AgencyId value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.Value);
    }

    sealed class CaseIdConverter : JsonConverter<CaseId>
    {
        public override CaseId Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
            CaseId.TryParse(reader.GetString(), out var id) ? id : throw new JsonException("A case id was expected.");

        public override void Write(Utf8JsonWriter writer, CaseId value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.ToString());
    }

    sealed class EventNameConverter : JsonConverter<EventName>
    {
        public override EventName Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
            EventName.TryParse(reader.GetString(), out var name)
                ? name
                : throw new JsonException("An event name was expected.");

        public override void Write(Utf8JsonWriter writer, EventName value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.ToString());
    }
}
