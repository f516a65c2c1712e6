using System.Globalization;

namespace Reintegration.Events.Server.Audit;

/// <summary>Access records for the tools of a security operations centre: OCSF 1.3, class API Activity, one a line.</summary>
/// <remarks>
/// Only metadata of the look, as at <c>GET /audit/access</c> and by the same parameters; which events it showed are named,
/// what was in them is not. A record that can no longer be read is a line that says that it was.
/// </remarks>
public static class OcsfExport
{
    const string Lines = "application/x-ndjson; charset=utf-8";
    const string SchemaVersion = "1.3.0";
    const int Application = 6;
    const int ApiActivity = 6003;
    const int Read = 2;
    const int Success = 1;
    const int Failure = 2;
    const int Informational = 1;
    const int Low = 2;

    public static Task<Answer> Get(
        HttpContext context, Oversight oversight, IAccessLedger access, ILedger ledger, IEnumerable<EndpointDataSource> doors,
        CancellationToken ct) =>
        AuditAccess.Found(context, "GET /audit/access/ocsf", oversight, access, ledger, doors, (page, look) =>
        {
            using var body = new MemoryStream();
            foreach (var recorded in page.Records)
            {
                body.Write(WireJson.Bytes(json => Write(json, recorded, look.Organisation)));
                body.WriteByte((byte)'\n');
            }

            var answer = new Answer(StatusCodes.Status200OK, Lines, body.ToArray());
            // A line is a record and nothing else: where it goes on stands in a header.
            return page.Next is { } next ? answer.With("Next-After", next.ToString(CultureInfo.InvariantCulture)) : answer;
        }, ct);

    static void Write(Utf8JsonWriter json, AccessRecorded recorded, OrganisationContext organisation)
    {
        var record = recorded.Record;
        var refused = record?.Outcome == AccessOutcome.Refused;
        json.WriteStartObject();
        json.WriteNumber("category_uid", Application);
        json.WriteNumber("class_uid", ApiActivity);
        json.WriteNumber("activity_id", Read);
        json.WriteNumber("type_uid", ApiActivity * 100 + Read);
        json.WriteNumber("severity_id", refused ? Low : Informational);
        json.WriteNumber("time", recorded.RecordedAt.ToUnixTimeMilliseconds());
        json.WriteNumber("status_id", refused ? Failure : Success);
        json.WriteString("status_detail", record is null ? "erased" : EventJson.Word(record.Outcome));
        json.WriteStartObject("metadata");
        json.WriteString("version", SchemaVersion);
        json.WriteStartObject("product");
        json.WriteString("name", "Reintegration.Events");
        json.WriteString("vendor_name", "Reintegration.Events");
        json.WriteEndObject();
        json.WriteString("uid", record?.Id.ToString("D") ?? Convert.ToHexStringLower(MerkleTree.LeafHash(recorded.Leaf.Span)));
        json.WriteNumber("sequence", recorded.Position);
        json.WriteString("log_name", "access");
        json.WriteEndObject();
        Actor(json, recorded, organisation);
        json.WriteStartObject("api");
        json.WriteString("operation", record?.Door ?? "erased");
        json.WriteStartObject("service");
        json.WriteString("name", "reintegration-events");
        json.WriteEndObject();
        json.WriteEndObject();
        // Where from: the agency's system; no address of anybody is kept.
        json.WriteStartObject("src_endpoint");
        json.WriteString("name", record?.Client ?? recorded.Agency.Value);
        json.WriteEndObject();
        Resources(json, recorded);
        json.WriteStartObject("unmapped");
        json.WriteString("leaf_hash", Convert.ToHexStringLower(MerkleTree.LeafHash(recorded.Leaf.Span)));
        if (record is not null)
        {
            json.WriteString("role", record.Role);
            if (record.Purpose is not null) json.WriteString("purpose", record.Purpose);
            if (!string.IsNullOrEmpty(record.LegalBasis)) json.WriteString("legal_basis", record.LegalBasis);
            json.WriteString("justification", record.Justification);
            json.WriteString("policy_bundle", record.Bundle);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    static void Actor(Utf8JsonWriter json, AccessRecorded recorded, OrganisationContext organisation)
    {
        json.WriteStartObject("actor");
        json.WriteStartObject("user");
        json.WriteString("uid", recorded.Record?.Official ?? "erased");
        json.WriteStartObject("org");
        json.WriteString("uid", recorded.Agency.Value);
        if (organisation.Find(recorded.Agency) is { } member) json.WriteString("name", member.Name);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    static void Resources(Utf8JsonWriter json, AccessRecorded recorded)
    {
        json.WriteStartArray("resources");
        if (recorded.Case is { } @case) Resource(json, "case", @case.ToString());
        foreach (var released in recorded.Record?.Released ?? []) Resource(json, "event", released.Name.ToString());
        json.WriteEndArray();
    }

    static void Resource(Utf8JsonWriter json, string type, string uid)
    {
        json.WriteStartObject();
        json.WriteString("type", type);
        json.WriteString("uid", uid);
        json.WriteEndObject();
    }
}
