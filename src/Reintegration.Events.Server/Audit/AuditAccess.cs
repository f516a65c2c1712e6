using System.Globalization;
using Reintegration.Events.Server.Intake;
using Reintegration.Events.Server.Queries;

namespace Reintegration.Events.Server.Audit;

/// <summary>Who has looked at what, as recorded before it left. The look at this list is in the list.</summary>
public static class AuditAccess
{
    const int DefaultPage = 100;
    const int MaxPage = 1000;
    public static readonly Action<Microsoft.OpenApi.OpenApiOperation> Parameterised = OpenApiDocument.Query(
        ("case", false, "Looks at this case."), ("agency", false, "Looks by this agency."), (
            "from", false, "Recorded at or after."),
        ("to", false, "Recorded before."), ("after", false, "Access records after this position."), (
            "limit", false, "1 to 1000."));

    static readonly ImmutableArray<string> Parameters = ["case", "agency", "from", "to", "after", "limit"];

    public static async Task<Answer> List(
        HttpContext context, Oversight oversight, IAccessLedger access, CancellationToken ct)
    {
        var (query, problem) = Ask(context.Request.Query);
        if (query is null) return Answer.Of(problem!);
        var asked = context.Request.Query.Where(pair => pair.Key is not "case")
            .ToImmutableSortedDictionary(pair => pair.Key, pair => pair.Value.ToString(), StringComparer.Ordinal);
        return await oversight.Through(context, "GET /audit/access", query.Case, asked, async (_, token) =>
        {
            var records = await access.Read(query, token);
            return (Answer.Json(json => Page(json, records, query.Limit)), []);
        }, ct);
    }

    static (AccessQuery? Query, Problem? Problem) Ask(IQueryCollection asked)
    {
        Problem Bad(string name, string message) => Problems.MalformedQuery.At(name, message);
        if (asked.Keys.FirstOrDefault(key => !Parameters.Contains(key)) is not null)
            return (null, Bad("", $"The parameters are {string.Join(", ", Parameters)}."));
        if (!Paging.TryLimit(asked["limit"], DefaultPage, MaxPage, out var limit))
            return (null, Paging.BadLimit(MaxPage));
        var query = new AccessQuery { Limit = limit };
        if (asked["case"].ToString() is { Length: > 0 } caseText)
        {
            if (!CaseId.TryParse(caseText, out var @case)) return (null, Bad("case", "Must be a case id."));
            query = query with { Case = @case };
        }

        if (asked["agency"].ToString() is { Length: > 0 } agencyText)
        {
            if (!AgencyId.TryParse(agencyText, out var agency)) return (null, Bad("agency", "Must be an agency id."));
            query = query with { Agency = agency };
        }

        if (asked["after"].ToString() is { Length: > 0 } afterText)
        {
            if (!long.TryParse(afterText, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var after))
                return (null, Bad("after", "Must be a position in the access ledger."));
            query = query with { After = after };
        }

        foreach (var name in (ReadOnlySpan<string>)["from", "to"])
        {
            if (asked[name].ToString() is not { Length: > 0 } text) continue;
            if (!Rfc3339.TryParse(text, out var instant))
                return (null, Bad(name, "Must be an RFC 3339 time with an offset."));
            query = name == "from" ? query with { From = instant } : query with { To = instant };
        }

        return (query, null);
    }

    static void Page(Utf8JsonWriter json, IReadOnlyList<AccessRecorded> records, int limit)
    {
        json.WriteStartObject();
        json.WriteStartArray("records");
        foreach (var recorded in records) Write(json, recorded);
        json.WriteEndArray();
        if (records.Count == limit) json.WriteNumber("next", records[^1].Position);
        else json.WriteNull("next");
        json.WriteEndObject();
    }

    static void Write(Utf8JsonWriter json, AccessRecorded recorded)
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
