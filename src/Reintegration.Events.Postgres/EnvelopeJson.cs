using System.Globalization;
using System.Text.Json;

namespace Reintegration.Events.Postgres;

/// <summary>The stored form of an envelope: what its columns do not already say.</summary>
/// <remarks>Name, type and stream have columns of their own. The time of happening has one to search by, and is written
/// here as well, because a column keeps neither its offset nor its last digit.</remarks>
static class EnvelopeJson
{
    internal static byte[] Write(Envelope envelope) => JsonBytes.Of(envelope, Write);

    static void Write(Utf8JsonWriter json, Envelope envelope)
    {
        json.WriteStartObject();
        json.WriteString("happenedAt", envelope.HappenedAt.ToString("O", CultureInfo.InvariantCulture));
        json.WriteString("role", envelope.Author.Role);
        json.WriteString("author", envelope.Author.Reference);
        Strings(json, "purposes", envelope.Purposes);
        json.WriteString("legalBasis", envelope.LegalBasis);
        json.WriteString("category", envelope.Category.ToString());
        json.WriteString("sensitivity", envelope.Sensitivity.ToString());
        Write(json, envelope.Handling);
        json.WriteString("statement", envelope.StatementKind.ToString());
        if (envelope.Grading is { } grading)
        {
            json.WriteString("gradedSource", grading.Source);
            json.WriteNumber("gradedInformation", grading.Information);
        }
        json.WriteStartArray("subjects");
        foreach (var subject in envelope.Subjects)
        {
            json.WriteStringValue(subject.Person);
            json.WriteStringValue(subject.Category.ToString());
        }
        json.WriteEndArray();
        if (envelope.Juvenile) json.WriteBoolean("juvenile", true);
        if (envelope.ReviewDue is { } due)
            json.WriteString("reviewDue", due.ToString("O", CultureInfo.InvariantCulture));
        json.WriteString("retention", envelope.Retention.ToString());
        if (envelope.Relates is { } relation)
        {
            json.WriteString("relation", relation.Kind.ToString());
            json.WriteString("target", relation.Target.ToString());
        }
        Optional(json, "markedAs", envelope.MarkedAs);
        json.WriteStartObject("labels");
        foreach (var (name, value) in envelope.Labels)
        {
            json.WritePropertyName(name);
            value.WriteTo(json);
        }
        json.WriteEndObject();
        Optional(json, "correlation", envelope.CorrelationId);
        Optional(json, "causation", envelope.CausationId);
        json.WriteEndObject();
    }

    internal static Envelope Read(EventName name, string type, StreamId stream, byte[] body)
    {
        using var document = JsonDocument.Parse(body);
        var root = document.RootElement;
        return new Envelope
        {
            Name = name,
            Type = type,
            Stream = stream,
            HappenedAt = DateTimeOffset.ParseExact(Text(root, "happenedAt")!, "O", CultureInfo.InvariantCulture),
            Author = new Author(Text(root, "role")!, Text(root, "author")!),
            Purposes = Strings(root, "purposes"),
            LegalBasis = Text(root, "legalBasis")!,
            Category = Word<Category>(root, "category"),
            Sensitivity = Word<Sensitivity>(root, "sensitivity"),
            Handling = ReadHandling(root),
            StatementKind = Word<StatementKind>(root, "statement"),
            Grading = Text(root, "gradedSource") is { } source
                ? new Grading(source, root.GetProperty("gradedInformation").GetInt32())
                : null,
            Subjects =
            [
                .. Strings(root, "subjects").Chunk(2)
                    .Select(pair => new DataSubject(pair[0], Enum.Parse<SubjectCategory>(pair[1]))),
            ],
            Juvenile = root.TryGetProperty("juvenile", out _),
            ReviewDue = Text(root, "reviewDue") is { } due
                ? DateOnly.ParseExact(due, "O", CultureInfo.InvariantCulture)
                : null,
            Retention = Word<RetentionClass>(root, "retention"),
            Relates = Text(root, "target") is { } target
                ? new Relation(Word<RelationKind>(root, "relation"), EventName.Parse(target))
                : null,
            MarkedAs = Text(root, "markedAs"),
            Labels = root.GetProperty("labels").EnumerateObject()
                .ToImmutableSortedDictionary(label => label.Name, label => label.Value.Clone(), StringComparer.Ordinal),
            CorrelationId = Text(root, "correlation"),
            CausationId = Text(root, "causation"),
        };
    }

    static void Write(Utf8JsonWriter json, Handling handling)
    {
        json.WriteString("handling", handling.Code.ToString());
        json.WriteString("onward", handling.Onward.ToString());
        json.WriteString("actionLimit", handling.ActionLimit.ToString());
        Strings(json, "caveats", handling.Caveats);
        json.WriteStartArray("releasableTo");
        foreach (var agency in handling.ReleasableTo) json.WriteStringValue(agency.Value);
        json.WriteEndArray();
    }

    static Handling ReadHandling(JsonElement root) => new(
        Word<HandlingCode>(root, "handling"), Word<Onward>(root, "onward"), Word<ActionLimit>(root, "actionLimit"),
        Strings(root, "caveats"), [.. Strings(root, "releasableTo").Select(agency => new AgencyId(agency))]);

    static void Strings(Utf8JsonWriter json, string name, ImmutableArray<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values) json.WriteStringValue(value);
        json.WriteEndArray();
    }

    static void Optional(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null) json.WriteString(name, value);
    }

    static ImmutableArray<string> Strings(JsonElement root, string name) =>
        [.. root.GetProperty(name).EnumerateArray().Select(value => value.GetString()!)];

    static string? Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) ? value.GetString() : null;

    static TWord Word<TWord>(JsonElement root, string name) where TWord : struct, Enum =>
        Enum.Parse<TWord>(Text(root, name)!);
}
