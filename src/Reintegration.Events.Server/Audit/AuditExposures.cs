using Reintegration.Events.Server.Queries;

namespace Reintegration.Events.Server.Audit;

/// <summary>
/// Who has seen it: three answers that are never mixed. What was read, what was delivered, and who was entitled to know.
/// </summary>
/// <remarks>Read and delivered come from the exposure index; entitled is decided again, as of the instant asked for.</remarks>
public static class AuditExposures
{
    const string Door = "GET /audit/exposures";
    const int DefaultPage = 100;
    const int MaxPage = 500;
    static readonly ImmutableArray<string> Answers = ["read", "delivered", "entitled"];

    public static readonly Action<Microsoft.OpenApi.OpenApiOperation> Parameterised = OpenApiDocument.Query(
        ("event", false, "The event's name: who has seen it. This or case."),
        ("case", false, "All events of a case: what was read and delivered of each."),
        ("answers", false, "Of an event: which of read, delivered, entitled, with commas between; absent: all three."),
        ("agency", false, "This agency alone."), ("by", false, "The recorded clock; absent: now."),
        ("after", false, "Of a case: events after this position."), ("limit", false, "Of a case: 1 to 500 events."));

    public static async Task<Answer> Get(
        HttpContext context, Oversight oversight, IExposures exposures, ILedger ledger, CaseFiles files, Replays replays,
        CancellationToken ct)
    {
        var asked = Asked.Of(context, "event", "case", "answers", "agency", "by", "after", "limit");
        var (name, @case, agency, by) = (asked.Event(), asked.Case(), asked.Agency(), asked.Instant("by"));
        var (after, limit) = (asked.Position() ?? -1, asked.Limit(DefaultPage, MaxPage));
        var answers = asked.Words("answers", Answers) ?? Answers;
        if (name is null == @case is null) asked.Bad("", "Give event or case, and not both.");
        if (asked.Fault is { } fault) return Answer.Of(fault);
        var reader = new Reading(exposures, agency);
        return name is { } one
            ? await OfEvent(context, oversight, reader, ledger, files, replays, (asked.Recorded, answers), one, by, ct)
            : await oversight.Through(context, Door, @case, asked.Recorded, async (look, token) =>
            {
                var file = await files.Open(@case!.Value, token);
                if (file.Events.Count == 0) return (Answer.Of(Problems.NotFound), []);
                var page = file.Events.Where(recorded => recorded.Position > after).Take(limit + 1).ToList();
                var shown = page.Take(limit).ToList();
                var seen = await reader.Of([.. shown.Select(recorded => recorded.Envelope.Name)], by ?? look.Now, token);
                return (Answer.Json(json =>
                {
                    json.WriteStartObject();
                    json.WriteString("case", @case!.Value.Value);
                    json.WriteString("by", WireJson.Instant(by ?? look.Now));
                    json.WriteStartArray("events");
                    foreach (var recorded in shown)
                    {
                        json.WriteStartObject();
                        json.WriteNumber("position", recorded.Position);
                        json.WriteString("event", recorded.Envelope.Name.ToString());
                        json.WriteString("type", recorded.Envelope.Type);
                        json.WriteString("owner", recorded.Envelope.Owner.Value);
                        Write(json, seen[recorded.Envelope.Name], look.Organisation, Answers);
                        json.WriteEndObject();
                    }

                    json.WriteEndArray();
                    if (page.Count > limit) json.WriteNumber("next", shown[^1].Position);
                    else json.WriteNull("next");
                    json.WriteEndObject();
                }), []);
            }, ct);
    }

    static async Task<Answer> OfEvent(
        HttpContext context, Oversight oversight, Reading reader, ILedger ledger, CaseFiles files, Replays replays,
        (ImmutableSortedDictionary<string, string> Query, ImmutableArray<string> Answers) asked, EventName name, DateTimeOffset? by,
        CancellationToken ct)
    {
        // An erased event was still seen: its name is known by its first receipt for ever.
        var known = (await ledger.Known([name], ct)).GetValueOrDefault(name);
        var @case = known?.Receipt.Stream.Case;
        return await oversight.Through(context, Door, @case, asked.Query, async (look, token) =>
        {
            if (known is null) return (Answer.Of(Problems.NotFound), []);
            var at = by ?? look.Now;
            var seen = asked.Answers.Any(answer => answer != "entitled") ? (await reader.Of([name], at, token))[name] : [];
            var (entitled, why) = asked.Answers.Contains("entitled")
                ? await Entitled(name, @case, at, reader.Agency, files, replays, token)
                : (null, null);
            return (Answer.Json(json =>
            {
                json.WriteStartObject();
                json.WriteString("event", name.ToString());
                if (@case is { } of) json.WriteString("case", of.Value);
                json.WriteString("by", WireJson.Instant(at));
                json.WriteNumber("ledgerSize", look.Head.Size);
                Write(json, seen, look.Organisation, asked.Answers);
                if (entitled is not null)
                {
                    json.WriteStartArray("entitled");
                    foreach (var each in entitled) each.Write(json);
                    json.WriteEndArray();
                }

                if (why is not null) json.WriteString("entitledNotTold", why);
                json.WriteEndObject();
            }), []);
        }, ct);
    }

    /// <summary>Seats entitled to any of it; or none, and why that cannot be told.</summary>
    static async Task<(List<Entitlement>? Entitled, string? Why)> Entitled(
        EventName name, CaseId? @case, DateTimeOffset at, AgencyId? agency, CaseFiles files, Replays replays, CancellationToken ct)
    {
        if (@case is not { } of) return ([], "no-case");
        var file = await files.Open(of, ct);
        if (Replays.IsErased(file, at)) return ([], "expunged");
        if (file.Events.FirstOrDefault(each => each.Envelope.Name == name) is not { } recorded) return ([], "expunged");
        if (recorded.RecordedAt > at) return ([], null);
        var then = await replays.Then(file, at, ct);
        return ([.. Entitlement.Of(then, recorded, agency).Where(each => each.IsAny)], null);
    }

    static void Write(
        Utf8JsonWriter json, IEnumerable<Exposure> seen, OrganisationContext organisation, ImmutableArray<string> answers)
    {
        var exposures = seen.ToList();
        foreach (var (word, way) in ((string, Way)[])[("read", Way.Read), ("delivered", Way.Delivered)])
        {
            if (!answers.Contains(word)) continue;
            json.WriteStartArray(word);
            foreach (var exposure in exposures.Where(each => each.Sightings.Any(sighting => sighting.Way == way)))
            {
                json.WriteStartObject();
                json.WriteString("agency", exposure.Agency.Value);
                if (organisation.Find(exposure.Agency) is { } member) json.WriteString("sector", EventJson.Word(member.Sector));
                json.WriteStartArray("sightings");
                foreach (var sighting in exposure.Sightings.Where(sighting => sighting.Way == way)) Write(json, sighting);
                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }
    }

    static void Write(Utf8JsonWriter json, Sighting sighting)
    {
        json.WriteStartObject();
        json.WriteNumber("accessPosition", sighting.Position);
        json.WriteString("recordedAt", WireJson.Instant(sighting.RecordedAt));
        json.WriteStartObject("levels");
        foreach (var (field, level) in sighting.Levels) json.WriteString(field, level);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>Reads the index as it stood at an instant.</summary>
    sealed record Reading(IExposures Exposures, AgencyId? Agency)
    {
        public async Task<ILookup<EventName, Exposure>> Of(IReadOnlyList<EventName> events, DateTimeOffset by, CancellationToken ct)
        {
            return (await Exposures.Of(events, ct))
                .Where(each => Agency is null || each.Agency == Agency)
                .Select(each => each with { Sightings = [.. each.Sightings.Where(sighting => sighting.RecordedAt <= by)] })
                .Where(each => each.Sightings.Length > 0).ToLookup(each => each.Event);
        }
    }
}

/// <summary>What one seat was entitled to know of one event.</summary>
/// <param name="Decision">With the lowest clearance.</param>
/// <param name="Cleared">With the highest; most rules do not ask.</param>
public sealed record Entitlement(Seat Seat, Decision Decision, Decision Cleared)
{
    public bool IsAny => Cleared.Event.Level > Level.Nothing;

    /// <summary>Every seat held at an instant, whatever it was entitled to.</summary>
    public static IEnumerable<Entitlement> Of(Replays.Instant then, Recorded recorded, AgencyId? agency)
    {
        foreach (var seat in then.Seats().Where(seat => agency is null || seat.Agency == agency))
            yield return new Entitlement(
                seat, then.Decider(seat).Decide(recorded.Envelope),
                then.Decider(seat with { Clearance = Requester.MaxClearance }).Decide(recorded.Envelope));
    }

    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        WriteSeat(json, Seat);
        json.WriteString("level", Decision.Event.Level.Word());
        if (Cleared.Event.Level != Decision.Event.Level) json.WriteString("levelAtHighestClearance", Cleared.Event.Level.Word());
        json.WriteStartObject("fields");
        foreach (var field in Cleared.Fields.Values.Where(field => field.Level > Level.Nothing && field.Class != "$event"))
            json.WriteString(field.Class, field.Level.Word());
        json.WriteEndObject();
        json.WriteEndObject();
    }

    public static void WriteSeat(Utf8JsonWriter json, Seat seat)
    {
        json.WriteString("agency", seat.Agency.Value);
        json.WriteString("role", seat.Role);
        json.WriteString("purpose", seat.Purpose);
        json.WriteString("legalBasis", seat.LegalBasis);
    }
}
