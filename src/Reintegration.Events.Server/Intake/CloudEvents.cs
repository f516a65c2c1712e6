using System.Globalization;

namespace Reintegration.Events.Server.Intake;

/// <summary>Reads CloudEvents 1.0 in the JSON event format into submissions.</summary>
/// <remarks>
/// Refuses what it would otherwise have to drop: an attribute we do not know is an error with a pointer, because a
/// sender who set it expects it to be kept.
/// </remarks>
public static class CloudEvents
{
    public const string Structured = "application/cloudevents+json";
    public const string Batch = "application/cloudevents-batch+json";

    /// <summary>Types, references and correlation ids are names, not places for text.</summary>
    const int MaxAttributeChars = 256;

    public static (Submission? Submission, Problem? Problem) Read(JsonElement item)
    {
        if (item.ValueKind != JsonValueKind.Object)
            return (null, Problems.MalformedEvent.At("", "A CloudEvent is a JSON object."));
        var reading = new Reading(item);
        var submission = reading.Submission();
        return reading.Errors.Count == 0 ? (submission, null) : (null, Problems.MalformedEvent.With(reading.Errors));
    }

    sealed class Reading(JsonElement item)
    {
        public List<(string Pointer, string Message)> Errors { get; } = [];

        public Submission? Submission()
        {
            foreach (var member in item.EnumerateObject())
                if (!Known.Contains(member.Name))
                    Error(Pointer(member.Name), "This attribute is not one we keep; remove it.");
            if (Text("specversion", required: true) is { } version && version != "1.0")
                Error("/specversion", "Must be 1.0.");
            if (Text("datacontenttype", required: false) is { } media && media != "application/json")
                Error("/datacontenttype", "Must be application/json.");
            var id = Id();
            var source = Source();
            var type = Text("type", required: true);
            var subject = Text("subject", required: false);
            var time = Time();
            var expected = ExpectedVersion();
            var correlation = Text("correlationid", required: false);
            var causation = Text("causationid", required: false);
            var (about, facts) = Data();
            if (Errors.Count > 0) return null;
            return new Submission
            {
                Name = new EventName(source!.Value, id!.Value),
                Type = type!,
                Subject = subject,
                HappenedAt = time!.Value,
                About = about,
                Facts = facts,
                ExpectedVersion = expected,
                CorrelationId = correlation,
                CausationId = causation,
            };
        }

        static readonly HashSet<string> Known =
        [
            "specversion", "id", "source", "type", "subject", "time", "datacontenttype", "dataschema", "data",
            "expectedversion", "correlationid", "causationid",
        ];

        Guid? Id()
        {
            if (Text("id", required: true) is not { } text) return null;
            if (LowerUuid.TryParse(text, out var id)) return id;
            Error("/id", "Must be a lower-case UUID.");
            return null;
        }

        AgencyId? Source()
        {
            const string prefix = "/agencies/";
            if (Text("source", required: true) is not { } text) return null;
            if (text.StartsWith(prefix, StringComparison.Ordinal) && AgencyId.TryParse(text[prefix.Length..], out var agency))
                return agency;
            Error("/source", "Must be /agencies/<agency>.");
            return null;
        }

        DateTimeOffset? Time()
        {
            if (Text("time", required: true) is not { } text) return null;
            if (Rfc3339.TryParse(text, out var time)) return time;
            Error("/time", "Must be an RFC 3339 time with an offset, such as 2026-03-01T09:30:00Z.");
            return null;
        }

        long? ExpectedVersion()
        {
            if (Text("expectedversion", required: false) is not { } text) return null;
            if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var version)) return version;
            Error("/expectedversion", "Must be a decimal string, 0 or more.");
            return null;
        }

        (JsonElement About, JsonElement Facts) Data()
        {
            if (!item.TryGetProperty("data", out var data) || data.ValueKind != JsonValueKind.Object)
            {
                Error("/data", "Must be an object with the members about and facts.");
                return default;
            }

            foreach (var member in data.EnumerateObject())
                if (member.Name is not ("about" or "facts"))
                    Error($"/data{Pointer(member.Name)}", "data has the members about and facts only.");
            if (!data.TryGetProperty("about", out var about) || about.ValueKind != JsonValueKind.Object)
                Error("/data/about", "Must be an object.");
            if (!data.TryGetProperty("facts", out var facts) || facts.ValueKind != JsonValueKind.Object)
                Error("/data/facts", "Must be an object.");
            return (about, facts);
        }

        string? Text(string name, bool required)
        {
            if (!item.TryGetProperty(name, out var value))
            {
                if (required) Error($"/{name}", "Is required.");
                return null;
            }

            if (value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 and <= MaxAttributeChars } text)
                return text;
            Error($"/{name}", $"Must be a string of 1 to {MaxAttributeChars} characters.");
            return null;
        }

        void Error(string pointer, string message) => Errors.Add((pointer, message));

        /// <summary>
        /// A pointer may name a member the sender chose, cut short so that it cannot carry a payload back.
        /// </summary>
        static string Pointer(string member)
        {
            const int shown = 40;
            var name = member.Length <= shown ? member : member[..shown];
            return "/" + name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
        }
    }
}

/// <summary>RFC 3339 date-times with a mandatory offset.</summary>
public static class Rfc3339
{
    static readonly string[] Forms =
    [
        "yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", "yyyy-MM-dd'T'HH:mm:ss'Z'",
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'",
    ];

    public static bool TryParse(string? text, out DateTimeOffset instant) =>
        DateTimeOffset.TryParseExact(
            text, Forms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out instant);
}
