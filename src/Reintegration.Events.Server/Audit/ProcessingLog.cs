using Reintegration.Events.Server.Queries;

namespace Reintegration.Events.Server.Audit;

/// <summary>
/// What was done with one person's data in a period: collection, alteration, consultation, disclosure, combination and
/// erasure (Directive (EU) 2016/680, article 25).
/// </summary>
/// <remarks>
/// The first three come of the two ledgers as they are. A look is a disclosure where it showed an agency what another had
/// recorded, and a combination where it showed records of more than one agency together.
/// </remarks>
public static class ProcessingLog
{
    const int DefaultPage = 200;
    const int MaxPage = 1000;

    public static readonly Action<Microsoft.OpenApi.OpenApiOperation> Parameterised = OpenApiDocument.Query(
        ("case", true, "Whose data: the person of this case."), ("from", true, "Recorded at or after."),
        ("to", false, "Recorded before; absent: now."), ("after", false, "Looks after this position of the access ledger."),
        ("limit", false, "1 to 1000 looks."));

    public static async Task<Answer> Get(
        HttpContext context, Oversight oversight, IAccessLedger access, CaseFiles files, TimeProvider clock, CancellationToken ct)
    {
        var asked = Asked.Of(context, "case", "from", "to", "after", "limit");
        var (@case, from, to) = (asked.Case(required: true), asked.Instant("from", required: true), asked.Instant("to") ?? clock.GetUtcNow());
        var (after, limit) = (asked.Position(), asked.Limit(DefaultPage, MaxPage));
        if (from > to) asked.Bad("from", "Must not be later than to.");
        if (asked.Fault is { } fault) return Answer.Of(fault);
        return await oversight.Through(context, "GET /audit/processing", @case, asked.Recorded, async (look, token) =>
        {
            var file = await files.Open(@case!.Value, token);
            if (file.Events.Count == 0) return (Answer.Of(Problems.NotFound), []);
            // Events come with the first page of looks: they are few, and the looks may be many.
            var events = after is null ? file.Events.Where(each => each.RecordedAt >= from && each.RecordedAt < to).ToList() : [];
            var shown = (await oversight.Disclose(events, look, token)).Zip(events).ToList();
            var erased = after is null ? file.Expunged.Where(each => each.RecordedAt >= from && each.RecordedAt < to).ToList() : [];
            var looks = await new AccessScan(new AccessQuery { Case = @case, From = from, To = to, After = after ?? -1, Limit = limit })
            {
                Showing = file.Events.Select(each => each.Envelope.Name).ToHashSet(),
                OfCaseToo = true,
                AndWithoutCase = true,
            }.Read(access, token);
            return (
                Answer.Json(json => Write(json, (@case.Value, from!.Value, to), shown, erased, looks)),
                [.. shown.Select(each => each.First).OfType<Disclosure>().Select(disclosure => disclosure.Levels())]);
        }, ct);
    }

    static void Write(
        Utf8JsonWriter json, (CaseId Case, DateTimeOffset From, DateTimeOffset To) of,
        List<(Disclosure? Disclosure, Recorded Recorded)> events, List<Expunged> erased, AccessScan.Page looks)
    {
        json.WriteStartObject();
        json.WriteString("case", of.Case.Value);
        json.WriteString("from", WireJson.Instant(of.From));
        json.WriteString("to", WireJson.Instant(of.To));
        json.WriteStartArray("events");
        foreach (var (disclosure, recorded) in events) Write(json, disclosure, recorded);
        json.WriteEndArray();
        json.WriteStartArray("erasures");
        foreach (var gone in erased)
        {
            json.WriteStartObject();
            json.WriteString("operation", "erasure");
            json.WriteNumber("position", gone.Position);
            json.WriteNumber("by", gone.By);
            json.WriteString("owner", gone.Stream.Owner.Value);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("looks");
        foreach (var recorded in looks.Records) Write(json, recorded);
        json.WriteEndArray();
        json.WriteNumber("unreadable", looks.Unreadable);
        if (looks.Next is { } next) json.WriteNumber("next", next);
        else json.WriteNull("next");
        json.WriteEndObject();
    }

    static void Write(Utf8JsonWriter json, Disclosure? disclosure, Recorded recorded)
    {
        var envelope = recorded.Envelope;
        json.WriteStartObject();
        json.WriteString("operation", envelope.Type == Expunged.Type ? "erasure"
            : envelope.Relates is { Kind: not RelationKind.Concerns } ? "alteration" : "collection");
        json.WriteString("at", WireJson.Instant(recorded.RecordedAt));
        json.WriteNumber("position", recorded.Position);
        json.WriteString("event", envelope.Name.ToString());
        json.WriteString("type", envelope.Type);
        json.WriteString("owner", envelope.Owner.Value);
        json.WriteString("category", EventJson.Word(envelope.Category));
        json.WriteString("legalBasis", envelope.LegalBasis);
        // Who wrote it, as far as the auditor may know that.
        if (disclosure?.Author is { } author)
        {
            json.WriteString("role", author.Role);
            if (author.Reference is not null) json.WriteString("person", author.Reference);
        }

        json.WriteEndObject();
    }

    static void Write(Utf8JsonWriter json, AccessRecorded recorded)
    {
        json.WriteStartObject();
        json.WriteStartArray("operations");
        foreach (var operation in Operations(recorded.Record)) json.WriteStringValue(operation);
        json.WriteEndArray();
        json.WriteString("at", WireJson.Instant(recorded.RecordedAt));
        json.WriteNumber("accessPosition", recorded.Position);
        json.WriteString("recipient", recorded.Agency.Value);
        json.WriteBoolean("erased", recorded.Record is null);
        if (recorded.Record is { } record)
        {
            json.WriteString("person", record.Official);
            json.WriteString("role", record.Role);
            if (record.Purpose is not null) json.WriteString("purpose", record.Purpose);
            if (!string.IsNullOrEmpty(record.LegalBasis)) json.WriteString("legalBasis", record.LegalBasis);
            json.WriteString("justification", record.Justification);
            json.WriteString("door", record.Door);
            json.WriteString("outcome", EventJson.Word(record.Outcome));
            json.WriteNumber("events", record.Released.Length);
        }

        json.WriteEndObject();
    }

    internal static IEnumerable<string> Operations(AccessRecord? record)
    {
        yield return "consultation";
        if (record is null) yield break;
        if (!Seen.OthersIn(record).IsEmpty) yield return "disclosure";
        if (record.Released.Select(released => released.Name.Owner).Distinct().Count() > 1) yield return "combination";
    }
}
