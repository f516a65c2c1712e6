namespace Reintegration.Events.Server.Audit;

/// <summary>Who has looked at what, as recorded before it left. The look at this list is in the list.</summary>
public static class AuditAccess
{
    const int DefaultPage = 100;
    const int MaxPage = 1000;

    public static readonly Action<Microsoft.OpenApi.OpenApiOperation> Parameterised = OpenApiDocument.Query(
        ("case", false, "Looks at this case."), ("agency", false, "Looks by this agency."),
        ("official", false, "Looks by this official."), ("event", false, "Looks that showed this event, lists and feeds among them."),
        ("door", false, "Looks through this door, as contracts/doors.txt lists it: GET /cases/{caseId}."),
        ("outcome", false, "released, nothing or refused."),
        ("from", false, "Recorded at or after."), ("to", false, "Recorded before."),
        ("after", false, "Access records after this position."), ("limit", false, "1 to 1000."));

    static readonly string[] Parameters =
        ["case", "agency", "official", "event", "door", "outcome", "from", "to", "after", "limit"];

    public static Task<Answer> List(
        HttpContext context, Oversight oversight, IAccessLedger access, ILedger ledger, IEnumerable<EndpointDataSource> doors,
        CancellationToken ct) =>
        Found(context, "GET /audit/access", oversight, access, ledger, doors, (page, _) => Answer.Json(json => Page(json, page)), ct);

    /// <summary>The looks that a question asks for, a page of them, in a form of the caller's.</summary>
    internal static async Task<Answer> Found(
        HttpContext context, string door, Oversight oversight, IAccessLedger access, ILedger ledger,
        IEnumerable<EndpointDataSource> doors, Func<AccessScan.Page, Oversight.Look, Answer> write, CancellationToken ct)
    {
        var asked = Asked.Of(context, Parameters);
        var query = new AccessQuery
        {
            Case = asked.Case(),
            Agency = asked.Agency(),
            From = asked.Instant("from"),
            To = asked.Instant("to"),
            After = asked.Position() ?? -1,
            Limit = asked.Limit(DefaultPage, MaxPage),
        };
        var name = asked.Event();
        var scan = new AccessScan(query)
        {
            Official = asked.Official(),
            Door = asked.Word("door", Listed(doors)),
            Outcome = asked.Word("outcome", Outcomes.Keys) is { } word ? Outcomes[word] : null,
            Showing = name is { } one ? ImmutableHashSet.Create(one) : null,
        };
        if (asked.Fault is { } fault) return Answer.Of(fault);
        return await oversight.Through(context, door, query.Case, asked.Recorded, async (look, token) =>
        {
            // An event belongs to one case: looks at others cannot have shown it, and lists may.
            if (name is { } of && query.Case is null
                && (await ledger.Known([of], token)).GetValueOrDefault(of)?.Receipt.Stream.Case is { } @case)
                scan = scan with { Query = query with { Case = @case } };
            return (write(await (scan with { AndWithoutCase = name is not null }).Read(access, token), look), []);
        }, ct);
    }

    static readonly ImmutableSortedDictionary<string, AccessOutcome> Outcomes = Enum.GetValues<AccessOutcome>()
        .ToImmutableSortedDictionary(outcome => EventJson.Word(outcome), outcome => outcome, StringComparer.Ordinal);

    static IEnumerable<string> Listed(IEnumerable<EndpointDataSource> doors) =>
        doors.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>().SelectMany(endpoint =>
            (endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"])
                .Select(method => $"{method} /{endpoint.RoutePattern.RawText!.TrimStart('/')}"));

    static void Page(Utf8JsonWriter json, AccessScan.Page page)
    {
        json.WriteStartObject();
        json.WriteStartArray("records");
        foreach (var recorded in page.Records) Write(json, recorded);
        json.WriteEndArray();
        json.WriteNumber("unreadable", page.Unreadable);
        if (page.Next is { } next) json.WriteNumber("next", next);
        else json.WriteNull("next");
        json.WriteEndObject();
    }

    internal static void Write(Utf8JsonWriter json, AccessRecorded recorded)
    {
        json.WriteStartObject();
        json.WriteNumber("position", recorded.Position);
        json.WriteString("recordedAt", WireJson.Instant(recorded.RecordedAt));
        json.WriteString("agency", recorded.Agency.Value);
        if (recorded.Case is { } @case) json.WriteString("case", @case.Value);
        // Once the access key of its month is destroyed, a look is still counted and proved, but not read.
        json.WriteBoolean("erased", recorded.Record is null);
        if (recorded.Record is { } record) Write(json, record);
        json.WriteString("leafHash", Convert.ToHexStringLower(MerkleTree.LeafHash(recorded.Leaf.Span)));
        json.WriteEndObject();
    }

    static void Write(Utf8JsonWriter json, AccessRecord record)
    {
        json.WriteString("id", record.Id);
        json.WriteString("official", record.Official);
        json.WriteString("role", record.Role);
        if (record.Purpose is not null) json.WriteString("purpose", record.Purpose);
        if (!string.IsNullOrEmpty(record.LegalBasis)) json.WriteString("legalBasis", record.LegalBasis);
        json.WriteNumber("clearance", record.Clearance);
        if (record.Client is not null) json.WriteString("client", record.Client);
        json.WriteString("justification", record.Justification);
        json.WriteString("door", record.Door);
        json.WriteStartObject("query");
        foreach (var (name, value) in record.Query) json.WriteString(name, value);
        json.WriteEndObject();
        json.WriteNumber("ledgerSize", record.Position);
        json.WriteString("bundle", record.Bundle);
        json.WriteNumber("epoch", record.Epoch);
        json.WriteString("outcome", EventJson.Word(record.Outcome));
        json.WriteStartArray("released");
        foreach (var released in record.Released)
        {
            json.WriteStartObject();
            json.WriteString("event", released.Name.ToString());
            json.WriteStartObject("levels");
            foreach (var (field, level) in released.Levels) json.WriteString(field, level);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        if (!record.BodyDigest.IsEmpty)
            json.WriteString("bodyDigest", Convert.ToHexStringLower(record.BodyDigest.Span));
    }
}
