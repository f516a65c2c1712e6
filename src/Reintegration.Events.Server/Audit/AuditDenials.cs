using Reintegration.Events.Server.Queries;

namespace Reintegration.Events.Server.Audit;

/// <summary>
/// Who needed this and did not get it: whom it was withheld from and why, who was entitled and never looked, who asked and
/// was refused.
/// </summary>
/// <remarks>
/// What was withheld is decided again, as of the instant asked for, so no list of it had to be kept; refused looks at a
/// named case are access records of their own, one by one.
/// </remarks>
public static class AuditDenials
{
    const int DefaultPage = 100;
    const int MaxPage = 500;

    public static readonly Action<Microsoft.OpenApi.OpenApiOperation> Parameterised = OpenApiDocument.Query(
        ("case", true, "The case."), ("event", false, "This event of it alone; absent: every one that some seat lacked."),
        ("agency", false, "Seats and looks of this agency alone."), ("by", false, "The recorded clock; absent: now."),
        ("after", false, "Refused looks after this position of the access ledger."), ("limit", false, "1 to 500 refused looks."));

    public static async Task<Answer> Get(
        HttpContext context, Oversight oversight, IExposures exposures, IAccessLedger access, CaseFiles files, Replays replays,
        CancellationToken ct)
    {
        var asked = Asked.Of(context, "case", "event", "agency", "by", "after", "limit");
        var (@case, name, agency, by) = (asked.Case(required: true), asked.Event(), asked.Agency(), asked.Instant("by"));
        var (after, limit) = (asked.Position() ?? -1, asked.Limit(DefaultPage, MaxPage));
        if (asked.Fault is { } fault) return Answer.Of(fault);
        return await oversight.Through(context, "GET /audit/denials", @case, asked.Recorded, async (look, token) =>
        {
            var file = await files.Open(@case!.Value, token);
            var at = by ?? look.Now;
            if (Replays.IsErased(file, at)) return (Answer.Of(Problems.Expunged), []);
            var events = file.Events.Where(each => each.RecordedAt <= at && (name is null || each.Envelope.Name == name)).ToList();
            if (events.Count == 0) return (Answer.Of(Problems.NotFound), []);
            var lacks = await Lacking(await replays.Then(file, at, token), events, agency, exposures, token);
            // By an instant includes it; the ledger's time goes by microseconds.
            var upTo = at.AddMicroseconds(1);
            var refused = await new AccessScan(new AccessQuery { Case = @case, Agency = agency, To = upTo, After = after, Limit = limit })
            {
                Outcome = AccessOutcome.Refused,
            }.Read(access, token);
            return (Answer.Json(json => Write(json, @case.Value, at, lacks, refused)), []);
        }, ct);
    }

    /// <summary>One event that some seat lacked.</summary>
    /// <param name="Unread">Entitled, and nothing of it was ever read by or delivered to the seat's agency.</param>
    /// <param name="Withheld">Not entitled even to know of it, whatever the clearance.</param>
    sealed record Lack(Recorded Recorded, List<Entitlement> Unread, List<Entitlement> Withheld);

    static async Task<List<Lack>> Lacking(
        Replays.Instant then, List<Recorded> events, AgencyId? agency, IExposures exposures, CancellationToken ct)
    {
        var shown = (await exposures.Of([.. events.Select(each => each.Envelope.Name)], ct))
            .Where(each => each.Sightings.Any(sighting => sighting.RecordedAt <= then.At))
            .Select(each => (each.Event, each.Agency)).ToHashSet();
        var seats = then.Seats().Where(seat => agency is null || seat.Agency == agency)
            .Select(seat => (Seat: seat, Lowest: then.Decider(seat), Highest: then.Decider(seat with { Clearance = Requester.MaxClearance })))
            .ToList();
        List<Lack> lacks = [];
        foreach (var recorded in events)
        {
            var decided = seats.Where(each => each.Seat.Agency != recorded.Envelope.Owner)
                .Select(each => new Entitlement(each.Seat, each.Lowest.Decide(recorded.Envelope), each.Highest.Decide(recorded.Envelope))).ToList();
            var lack = new Lack(
                recorded, [.. decided.Where(each => each.IsAny && !shown.Contains((recorded.Envelope.Name, each.Seat.Agency)))],
                [.. decided.Where(each => !each.IsAny)]);
            if (lack.Unread.Count + lack.Withheld.Count > 0) lacks.Add(lack);
        }

        return lacks;
    }

    static void Write(Utf8JsonWriter json, CaseId @case, DateTimeOffset at, List<Lack> lacks, AccessScan.Page refused)
    {
        json.WriteStartObject();
        json.WriteString("case", @case.Value);
        json.WriteString("by", WireJson.Instant(at));
        json.WriteStartArray("events");
        foreach (var lack in lacks) Write(json, lack);
        json.WriteEndArray();
        json.WriteStartArray("refused");
        foreach (var recorded in refused.Records) AuditAccess.Write(json, recorded);
        json.WriteEndArray();
        if (refused.Next is { } next) json.WriteNumber("next", next);
        else json.WriteNull("next");
        json.WriteEndObject();
    }

    static void Write(Utf8JsonWriter json, Lack lack)
    {
        json.WriteStartObject();
        json.WriteNumber("position", lack.Recorded.Position);
        json.WriteString("event", lack.Recorded.Envelope.Name.ToString());
        json.WriteString("type", lack.Recorded.Envelope.Type);
        json.WriteString("owner", lack.Recorded.Envelope.Owner.Value);
        json.WriteString("recordedAt", WireJson.Instant(lack.Recorded.RecordedAt));
        json.WriteStartArray("entitledAndUnread");
        foreach (var each in lack.Unread) each.Write(json);
        json.WriteEndArray();
        json.WriteStartArray("withheld");
        // Purposes that fail for the same reasons are told together: there are many, and mostly one reason.
        foreach (var same in lack.Withheld.GroupBy(each => (each.Seat.Agency, each.Seat.Role, Why: string.Join(' ', each.Cleared.Event.StoppedBy))))
        {
            json.WriteStartObject();
            json.WriteString("agency", same.Key.Agency.Value);
            json.WriteString("role", same.Key.Role);
            json.WriteStartArray("purposes");
            foreach (var each in same) json.WriteStringValue(each.Seat.Purpose);
            json.WriteEndArray();
            json.WriteStartArray("stoppedBy");
            foreach (var rule in same.First().Cleared.Event.StoppedBy) json.WriteStringValue(rule);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
