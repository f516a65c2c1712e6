using System.Globalization;
using Reintegration.Events.Server.Intake;
using Reintegration.Events.Server.Queries;

namespace Reintegration.Events.Server.Audit;

/// <summary>
/// What a seat was entitled to know at an instant, field by field, with the rules that say so. No content.
/// </summary>
public static class AuditReplay
{
    /// <summary>The question, as the query asks it.</summary>
    sealed record Question(CaseId Case, Seat Seat, DateTimeOffset At, DateTimeOffset? CompareTo);

    public static async Task<Answer> Get(
        HttpContext context, Oversight oversight, CaseFiles files, Bundles bundles, Replays replays, TimeProvider clock,
        CancellationToken ct)
    {
        var (question, problem) = await Ask(context.Request.Query, files, bundles, clock, ct);
        if (question is null) return Answer.Of(problem!);
        var query = context.Request.Query.Where(pair => Parameters.Contains(pair.Key) && pair.Key != "case")
            .ToImmutableSortedDictionary(pair => pair.Key, pair => pair.Value.ToString(), StringComparer.Ordinal);
        return await oversight.Through(context, "GET /audit/replay", question.Case, query, async (look, token) =>
        {
            var file = await files.Open(question.Case, token);
            var latest = question.CompareTo is { } later && later > question.At ? later : question.At;
            if (Replays.IsErased(file, latest))
                return (Answer.Of(Problems.Expunged), []);
            if (file.Context.Lead is null) return (Answer.Of(Problems.NotFound), []);
            var first = await replays.At(file, question.Seat, question.At, token);
            var second = question.CompareTo is { } other ? await replays.At(file, question.Seat, other, token) : null;
            return (Answer.Json(json => Write(json, question, look, first, second)), []);
        }, ct);
    }

    public static readonly Action<Microsoft.OpenApi.OpenApiOperation> Parameterised = OpenApiDocument.Query(
        ("case", true, "The case."), ("agency", true, "The seat's agency."), ("role", true, "The seat's role."),
        ("purpose", true, "The seat's purpose."), ("legalBasis", false, "Absent: the bundle's default."),
        ("official", false, "Whose certificates count; absent: of whoever held the seat."), (
            "clearance", false, "0 to 4; absent: 0."),
        ("at", false, "The recorded clock; absent: now."), ("compareTo", false, "A second instant, side by side."));

    static readonly ImmutableArray<string> Parameters =
        ["case", "agency", "role", "purpose", "legalBasis", "official", "clearance", "at", "compareTo"];

    static async Task<(Question? Question, Problem? Problem)> Ask(
        IQueryCollection query, CaseFiles files, Bundles bundles, TimeProvider clock, CancellationToken ct)
    {
        Problem Bad(string name, string message) => Problems.MalformedQuery.At(name, message);
        if (query.Keys.FirstOrDefault(key => !Parameters.Contains(key)) is not null)
            return (null, Bad("", $"The parameters are {string.Join(", ", Parameters)}."));
        if (!CaseId.TryParse(query["case"], out var @case)) return (null, Bad("case", "Must be a case id."));
        var organisation = await files.Organisation(ct);
        if (!AgencyId.TryParse(query["agency"], out var agency) || organisation.Find(agency) is not { } member)
            return (null, Bad("agency", "Must be the id of an enrolled agency."));
        var (role, purpose) = (query["role"].ToString(), query["purpose"].ToString());
        if (!Vocabulary.Roles.Contains(role)) return (null, Bad("role", "Must be a word of the roles list."));
        if (!Vocabulary.Purposes.Contains(purpose))
            return (null, Bad("purpose", "Must be a word of the purposes list."));
        var basis = query["legalBasis"].ToString();
        var bundle = await bundles.At(organisation, clock.GetUtcNow(), ct);
        if (basis.Length == 0 && !bundle.TryLegalBasis(member.Sector, purpose, out basis))
            return (null, Bad("legalBasis", "Is required: the bundle has no default for this purpose."));
        if (!int.TryParse(query["clearance"].ToString() is { Length: > 0 } text ? text : "0", NumberStyles.None, CultureInfo.InvariantCulture, out var clearance) || clearance > Requester.MaxClearance)
            return (null, Bad("clearance", "Must be a number from 0 to 4."));
        var at = clock.GetUtcNow();
        if (query["at"].ToString() is { Length: > 0 } atText && !Rfc3339.TryParse(atText, out at))
            return (null, Bad("at", "Must be an RFC 3339 time with an offset."));
        DateTimeOffset? compareTo = null;
        if (query["compareTo"].ToString() is { Length: > 0 } otherText)
        {
            if (!Rfc3339.TryParse(otherText, out var other))
                return (null, Bad("compareTo", "Must be an RFC 3339 time with an offset."));
            compareTo = other;
        }

        var seat = new Seat(agency, member.Sector, role, purpose, basis, clearance, [], query["official"].ToString());
        return (new Question(@case, seat, at, compareTo), null);
    }

    static void Write(Utf8JsonWriter json, Question question, Oversight.Look look, Replayed first, Replayed? second)
    {
        json.WriteStartObject();
        json.WriteString("case", question.Case.Value);
        json.WriteStartObject("seat");
        json.WriteString("agency", question.Seat.Agency.Value);
        json.WriteString("role", question.Seat.Role);
        json.WriteString("purpose", question.Seat.Purpose);
        json.WriteString("legalBasis", question.Seat.LegalBasis);
        json.WriteNumber("clearance", question.Seat.Clearance);
        json.WriteEndObject();
        json.WriteNumber("ledgerSize", look.Head.Size);
        Write(json, first);
        if (second is not null)
        {
            json.WriteStartObject("comparedTo");
            Write(json, second);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    static void Write(Utf8JsonWriter json, Replayed replayed)
    {
        json.WriteString("at", WireJson.Instant(replayed.At));
        if (replayed.Bundle is null) json.WriteNull("bundle");
        else json.WriteString("bundle", replayed.Bundle);
        json.WriteNumber("fields", replayed.Items.Sum(item => item.Decision.Fields.Count));
        json.WriteNumber(
            "nothing", replayed.Items.Sum(
                item => item.Decision.Fields.Values.Count(field => field.Level == Level.Nothing)));
        json.WriteStartArray("items");
        foreach (var (recorded, decision) in replayed.Items) Write(json, recorded, decision);
        json.WriteEndArray();
        if (replayed.Erased.Count == 0) return;
        json.WriteStartArray("erased");
        foreach (var gone in replayed.Erased)
        {
            json.WriteStartObject();
            json.WriteNumber("position", gone.Position);
            json.WriteString("recordedAt", WireJson.Instant(gone.RecordedAt));
            json.WriteNumber("by", gone.By);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    static void Write(Utf8JsonWriter json, Recorded recorded, Decision decision)
    {
        json.WriteStartObject();
        json.WriteNumber("position", recorded.Position);
        json.WriteString("event", recorded.Envelope.Name.ToString());
        json.WriteString("type", recorded.Envelope.Type);
        json.WriteString("owner", recorded.Envelope.Owner.Value);
        json.WriteString("category", EventJson.Word(recorded.Envelope.Category));
        json.WriteString("happenedAt", WireJson.Instant(recorded.Envelope.HappenedAt));
        json.WriteString("recordedAt", WireJson.Instant(recorded.RecordedAt));
        json.WriteString("level", decision.Event.Level.Word());
        json.WriteStartArray("obligations");
        foreach (var duty in decision.Obligations) json.WriteStringValue(duty.ToString());
        json.WriteEndArray();
        json.WriteStartArray("fields");
        foreach (var field in decision.Fields.Values) Write(json, field);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    static void Write(Utf8JsonWriter json, FieldDecision field)
    {
        json.WriteStartObject();
        json.WriteString("field", field.Class);
        json.WriteBoolean(
            "member", !field.Class.Contains('$', StringComparison.Ordinal)
                && !field.Class.Contains(".envelope.", StringComparison.Ordinal));
        json.WriteString("level", field.Level.Word());
        Words(json, "permits", field.Permits);
        Words(json, "stoppedBy", field.StoppedBy);
        Words(json, "errors", field.Errors);
        json.WriteEndObject();
    }

    static void Words(Utf8JsonWriter json, string name, ImmutableArray<string> words)
    {
        json.WriteStartArray(name);
        foreach (var word in words) json.WriteStringValue(word);
        json.WriteEndArray();
    }
}
