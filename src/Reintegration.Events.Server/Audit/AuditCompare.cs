using Reintegration.Events.Server.Queries;

namespace Reintegration.Events.Server.Audit;

/// <summary>Two instants compared: what a seat came to be entitled to between them, what it lost, and by which rules.</summary>
public static class AuditCompare
{
    public static readonly Action<Microsoft.OpenApi.OpenApiOperation> Parameterised = OpenApiDocument.Query(
        ("agency", true, "The seat's agency."), ("role", true, "The seat's role."), ("purpose", true, "The seat's purpose."),
        ("from", true, "The earlier instant, of the recorded clock."), ("to", false, "The later one; absent: now."));

    public static async Task<Answer> Get(
        HttpContext context, string caseId, Oversight oversight, CaseFiles files, Bundles bundles, Replays replays,
        TimeProvider clock, CancellationToken ct)
    {
        var asked = Asked.Of(context, "agency", "role", "purpose", "from", "to");
        var (agency, role) = (asked.Agency(), asked.Word("role", Vocabulary.Roles, required: true));
        var (purpose, from) = (asked.Word("purpose", Vocabulary.Purposes, required: true), asked.Instant("from", required: true));
        var to = asked.Instant("to") ?? clock.GetUtcNow();
        if (from > to) asked.Bad("from", "Must not be later than to.");
        var organisation = await files.Organisation(ct);
        var member = agency is { } id ? organisation.Find(id) : null;
        if (member is null) asked.Bad("agency", "Must be the id of an enrolled agency.");
        if (asked.Fault is { } fault) return Answer.Of(fault);
        if (!CaseId.TryParse(caseId, out var @case)) return Answer.Of(Problems.NotFound);
        var bundle = await bundles.At(organisation, clock.GetUtcNow(), ct);
        if (!bundle.TryLegalBasis(member!.Sector, purpose!, out var basis)) return Answer.Of(Problems.LegalBasisUndefined);
        var seat = new Seat(member.Agency, member.Sector, role!, purpose!, basis, 0, [], "");
        return await oversight.Through(
            context, "GET /audit/cases/{caseId}/compare", @case, asked.Recorded, async (_, token) =>
        {
            var file = await files.Open(@case, token);
            if (Replays.IsErased(file, to)) return (Answer.Of(Problems.Expunged), []);
            if (file.Context.Lead is null) return (Answer.Of(Problems.NotFound), []);
            var (before, after) = (await replays.At(file, seat, from!.Value, token), await replays.At(file, seat, to, token));
            return (Answer.Json(json => Write(json, @case, seat, before, after)), []);
        }, ct);
    }

    static void Write(Utf8JsonWriter json, CaseId @case, Seat seat, Replayed before, Replayed after)
    {
        var then = before.Items.ToDictionary(item => item.Recorded.Position, item => item.Decision);
        json.WriteStartObject();
        json.WriteString("case", @case.Value);
        json.WriteStartObject("seat");
        Entitlement.WriteSeat(json, seat);
        json.WriteEndObject();
        Write(json, "from", before);
        Write(json, "to", after);
        json.WriteNumber("recordedBetween", after.Items.Count - before.Items.Count);
        json.WriteStartArray("changes");
        foreach (var (recorded, now) in after.Items)
        {
            var was = then.GetValueOrDefault(recorded.Position);
            var changed = now.Fields.Values.Where(field => field.Level != (was?.LevelOf(field.Class) ?? Level.Nothing)).ToList();
            if (changed.Count > 0) Write(json, recorded, was, now, changed);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    static void Write(Utf8JsonWriter json, string name, Replayed replayed)
    {
        json.WriteStartObject(name);
        json.WriteString("at", WireJson.Instant(replayed.At));
        if (replayed.Bundle is null) json.WriteNull("bundle");
        else json.WriteString("bundle", replayed.Bundle);
        json.WriteNumber("events", replayed.Items.Count);
        json.WriteNumber("shown", replayed.Items.Count(item => item.Decision.Event.Level > Level.Nothing));
        json.WriteEndObject();
    }

    static void Write(Utf8JsonWriter json, Recorded recorded, Decision? was, Decision now, List<FieldDecision> changed)
    {
        json.WriteStartObject();
        json.WriteNumber("position", recorded.Position);
        json.WriteString("event", recorded.Envelope.Name.ToString());
        json.WriteString("type", recorded.Envelope.Type);
        json.WriteBoolean("recordedBetween", was is null);
        json.WriteStartArray("fields");
        foreach (var field in changed)
        {
            var old = was?.Fields.GetValueOrDefault(field.Class);
            json.WriteStartObject();
            json.WriteString("field", field.Class);
            json.WriteString("was", (old?.Level ?? Level.Nothing).Word());
            json.WriteString("is", field.Level.Word());
            // A gain is explained by what permits it now, a loss by what stops it now.
            json.WriteStartArray("because");
            foreach (var rule in field.Level > (old?.Level ?? Level.Nothing) ? field.Permits : field.StoppedBy) json.WriteStringValue(rule);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
