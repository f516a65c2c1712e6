using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Reintegration.Events.Views;

/// <summary>How rows are kept: as <see cref="EventJson"/> writes, and read back so that folding on gives the same.</summary>
/// <remarks>
/// A sorted set or map read by the standard converter sorts as the culture does; ours sort by ordinal. Without this a
/// row that was stored and folded on could differ from one folded in one go.
/// </remarks>
public static class RowJson
{
    public static JsonSerializerOptions Options { get; } = Make();

    static JsonSerializerOptions Make()
    {
        var options = new JsonSerializerOptions(EventJson.Options)
        {
            TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
            // What is not known is null and is not written, so a parameter may be absent.
            RespectRequiredConstructorParameters = false,
        };
        options.Converters.Insert(0, new Ordinal());
        options.MakeReadOnly();
        return options;
    }

    sealed class Ordinal : JsonConverterFactory
    {
        public override bool CanConvert(Type type) => type == typeof(ImmutableSortedSet<string>)
            || (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ImmutableSortedDictionary<,>)
                && type.GetGenericArguments()[0] == typeof(string));

        public override JsonConverter CreateConverter(Type type, JsonSerializerOptions options) =>
            type == typeof(ImmutableSortedSet<string>)
                ? new OfSet()
                : (JsonConverter)Activator.CreateInstance(
                    typeof(OfMap<>).MakeGenericType(type.GetGenericArguments()[1]))!;
    }

    sealed class OfSet : JsonConverter<ImmutableSortedSet<string>>
    {
        public override ImmutableSortedSet<string> Read(
            ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
            (JsonSerializer.Deserialize<string[]>(ref reader, options)
             ?? throw new JsonException("A set was expected.")).ToImmutableSortedSet(StringComparer.Ordinal);

        public override void Write(
            Utf8JsonWriter writer, ImmutableSortedSet<string> value, JsonSerializerOptions options) =>
            JsonSerializer.Serialize(writer, value.AsEnumerable(), options);
    }

    sealed class OfMap<T> : JsonConverter<ImmutableSortedDictionary<string, T>>
    {
        public override ImmutableSortedDictionary<string, T> Read(
            ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
            (JsonSerializer.Deserialize<Dictionary<string, T>>(ref reader, options)
             ?? throw new JsonException("A map was expected."))
            .ToImmutableSortedDictionary(StringComparer.Ordinal);

        public override void Write(
            Utf8JsonWriter writer, ImmutableSortedDictionary<string, T> value, JsonSerializerOptions options) =>
            JsonSerializer.Serialize(writer, value.AsEnumerable().ToDictionary(), options);
    }
}
