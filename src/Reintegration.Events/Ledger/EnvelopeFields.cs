using System.Buffers;
using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using Reintegration.Events.Policy;

namespace Reintegration.Events.Ledger;

/// <summary>What is committed to of an envelope, and its canonical values.</summary>
/// <remarks>What is never shown apart shares one commitment. Names and forms are those of
/// contracts/ledger/leaf.md.</remarks>
static class EnvelopeFields
{
    internal static readonly ImmutableArray<(string Member, Level[] Levels)> All =
    [
        ("author", [Level.Coarse, Level.Full]), ("case", [Level.Full]), ("category", [Level.Full]), (
            "handling", [Level.Full]),
        ("happenedAt", [Level.Coarse, Level.Fine, Level.Full]), ("markings", [Level.Full]), ("name", [Level.Full]),
        ("owner", [Level.Full]), ("quality", [Level.Full]), ("relates", [Level.Full]), ("requestDigest", [Level.Full]),
        ("type", [Level.Full]),
    ];

    /// <summary>The canonical value of one member at a level; empty when the envelope does not have it.</summary>
    internal static ReadOnlyMemory<byte> Value(
        PlannedField field, FieldPlan plan, Envelope envelope, ReadOnlyMemory<byte> requestDigest)
    {
        return (field.Member, field.Level) switch
        {
            ("author", Level.Coarse) => Text(envelope.Author.Role),
            ("author", _) => Object(envelope, Author),
            ("case", _) => Text(envelope.Case?.ToString()),
            ("category", _) => Text(Words<Category>.Of(envelope.Category)),
            ("handling", _) => Object(envelope, Handling),
            ("happenedAt", var level) => HappenedAt(envelope.HappenedAt, level),
            ("markings", _) => CanonicalJson.Canonicalize(Whole(json => Markings(json, envelope, plan))),
            ("name", _) => Text(envelope.Name.ToString()),
            ("owner", _) => Text(envelope.Owner.Value),
            ("quality", _) => Object(envelope, Quality),
            ("relates", _) => envelope.Relates is null ? default : Object(envelope, Relates),
            ("requestDigest", _) => Text(Convert.ToHexStringLower(requestDigest.Span)),
            ("type", _) => Text(envelope.Type),
            (var label, _) => Label(envelope, label["labels/".Length..]),
        };
    }

    /// <summary>The time as a disclosure shows it: year, month, or the instant in UTC without idle zeroes.</summary>
    static ReadOnlyMemory<byte> HappenedAt(DateTimeOffset instant, Level level)
    {
        var text = instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);
        return Text(
            level switch { Level.Coarse => text[.."yyyy".Length], Level.Fine => text[.."yyyy-MM".Length], _ => text });
    }

    static ReadOnlyMemory<byte> Label(Envelope envelope, string label) =>
        envelope.Labels.TryGetValue(label, out var value) && value.ValueKind != JsonValueKind.Null
            ? CanonicalJson.Canonicalize(value)
            : default(ReadOnlyMemory<byte>);

    static void Author(Utf8JsonWriter json, Envelope envelope)
    {
        json.WriteString("reference", envelope.Author.Reference);
        json.WriteString("role", envelope.Author.Role);
    }

    static void Handling(Utf8JsonWriter json, Envelope envelope)
    {
        json.WriteString("actionLimit", Words<ActionLimit>.Of(envelope.Handling.ActionLimit));
        Texts(json, "caveats", envelope.Handling.Caveats);
        json.WriteString("code", Words<HandlingCode>.Of(envelope.Handling.Code));
        json.WriteString("legalBasis", envelope.LegalBasis);
        json.WriteString("onward", Words<Onward>.Of(envelope.Handling.Onward));
        Texts(json, "purposes", envelope.Purposes);
    }

    static void Quality(Utf8JsonWriter json, Envelope envelope)
    {
        if (envelope.Grading is { } grading)
        {
            json.WriteNumber("gradedInformation", grading.Information);
            json.WriteString("gradedSource", grading.Source);
        }
        if (envelope.ReviewDue is { } due)
            json.WriteString("reviewDue", due.ToString("O", CultureInfo.InvariantCulture));
        json.WriteString("statementKind", Words<StatementKind>.Of(envelope.StatementKind));
    }

    static void Relates(Utf8JsonWriter json, Envelope envelope)
    {
        json.WriteString("kind", Words<RelationKind>.Of(envelope.Relates!.Kind));
        json.WriteString("target", envelope.Relates.Target.ToString());
    }

    static void Markings(Utf8JsonWriter json, Envelope envelope, FieldPlan plan)
    {
        if (envelope.CausationId is { } causation) json.WriteString("causation", causation);
        if (envelope.CorrelationId is { } correlation) json.WriteString("correlation", correlation);
        json.WriteBoolean("juvenile", envelope.Juvenile);
        json.WriteStartObject("labels");
        foreach (var (name, value) in envelope.Labels)
        {
            if (plan.Labels.Contains(name)) continue;
            json.WritePropertyName(name);
            value.WriteTo(json);
        }
        json.WriteEndObject();
        if (envelope.MarkedAs is { } markedAs) json.WriteString("markedAs", markedAs);
        json.WriteStartArray("releasableTo");
        foreach (var agency in envelope.Handling.ReleasableTo) json.WriteStringValue(agency.Value);
        json.WriteEndArray();
        json.WriteString("retention", Words<RetentionClass>.Of(envelope.Retention));
        json.WriteString("sensitivity", Words<Sensitivity>.Of(envelope.Sensitivity));
        json.WriteStartArray("subjects");
        foreach (var subject in envelope.Subjects)
        {
            json.WriteStringValue(subject.Person);
            json.WriteStringValue(Words<SubjectCategory>.Of(subject.Category));
        }
        json.WriteEndArray();
    }

    static void Texts(Utf8JsonWriter json, string name, ImmutableArray<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values) json.WriteStringValue(value);
        json.WriteEndArray();
    }

    static ReadOnlyMemory<byte> Text(string? text)
    {
        if (text is null) return default;
        // Almost every value is plain ASCII, whose canonical form is itself between quotes.
        return IsPlain(text)
            ? Encoding.ASCII.GetBytes($"\"{text}\"")
            : CanonicalJson.Canonicalize(JsonSerializer.SerializeToUtf8Bytes(text));
    }

    internal static bool IsPlain(string text) => !text.AsSpan().ContainsAnyExcept(Plain);

    static readonly SearchValues<char> Plain = SearchValues.Create(
        [.. Enumerable.Range(' ', '~' - ' ' + 1).Select(c => (char)c).Where(c => c is not ('"' or '\\'))]);

    /// <summary>Members are written in their order, so that what needs no escape stands in its only form at once.</summary>
    static ReadOnlyMemory<byte> Object(Envelope envelope, Action<Utf8JsonWriter, Envelope> write)
    {
        var written = Whole(json => write(json, envelope));
        return written.AsSpan().Contains((byte)'\\') ? CanonicalJson.Canonicalize(written) : written;
    }

    static byte[] Whole(Action<Utf8JsonWriter> write) => JsonBytes.Of(write, static (json, write) =>
    {
        json.WriteStartObject();
        write(json);
        json.WriteEndObject();
    });
}

/// <summary>Wire words of an enum, found without serializing: they are written for every event that comes in.</summary>
static class Words<TEnum> where TEnum : struct, Enum
{
    static readonly FrozenDictionary<TEnum, string> Known = Enum.GetValues<TEnum>().ToFrozenDictionary(
        value => value, EventJson.Word);

    internal static string Of(TEnum value) => Known[value];
}
