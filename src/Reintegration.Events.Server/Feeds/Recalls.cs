using Reintegration.Events.Server.Audit;
using Reintegration.Events.Server.Queries;
using Reintegration.Events.Views;

namespace Reintegration.Events.Server.Feeds;

/// <summary>
/// What was taken back or set right after it had been given, who has acknowledged it, and what cannot be recalled any more.
/// </summary>
/// <remarks>
/// A recipient that is silent for longer than <see cref="Recall.Patience"/> is overdue: an alarm that the owner's
/// data-protection officer, the chair of the case's panel and oversight see for as long as it lasts.
/// </remarks>
public sealed class Recalls(
    IFeedRows rows, ILedger ledger, IAccessLedger access, CaseFiles files, CaseReads reads, Oversight oversight,
    DataProtection office, ServerKeys keys, TimeProvider clock)
{
    const int DefaultPage = 50;
    const int MaxPage = 200;

    /// <summary>Looks at one case are read in pages of this size.</summary>
    const int LooksPage = 1000;

    public static readonly Action<Microsoft.OpenApi.OpenApiOperation> Parameterised = OpenApiDocument.Query(
        ("cursor", false, "The next of the page before."), ("limit", false, "1 to 200 events."));

    public static readonly Action<Microsoft.OpenApi.OpenApiOperation> AuditParameterised = OpenApiDocument.Query(
        ("after", false, "Events after this position."), ("limit", false, "1 to 200 events."));

    /// <summary>For the owner's data-protection officer: own events, recipients as counts by sector.</summary>
    /// <remarks>Whom intelligence asks about and what it was given is not for owners; it is left out.</remarks>
    public async Task<Answer> OfOwner(HttpContext context, string? cursor, string? limit, CancellationToken ct)
    {
        if (!Paging.TryLimit(limit, DefaultPage, MaxPage, out var size)) return Answer.Of(Paging.BadLimit(MaxPage));
        var requester = context.Requester;
        var use = $"recalls/{requester.Agency}";
        var after = -1L;
        if (cursor is not null)
        {
            if (!EventName.TryParse(keys.Unseal(use, cursor), out var last)) return Answer.Of(Paging.BadCursor);
            // Where it was, even if it has been erased since.
            if ((await ledger.Known([last], ct)).TryGetValue(last, out var known)) after = known.Receipt.Position;
        }

        return await office.Through(context, "GET /recalls", null, Paging.Query(size), "own-data", async (look, token) =>
        {
            var (page, next) = await Page(requester.Agency, after, size, look.Organisation, token);
            return (Answer.Json(json => Write(json, page, next is { } name ? keys.Seal(use, name.ToString()) : null)).WithETag(), []);
        }, ct);
    }

    /// <summary>One event that was taken back or set right, with its recipients and readers by sector.</summary>
    sealed record Taken(EventName Event, CaseId? Case, FeedKind Kind, List<Told> Recipients, List<Read> Readers);

    sealed record Told(Sector Sector, int Given, int Reached, int Acknowledged, int Overdue);

    /// <summary>Agencies whose officials read it at a door: no recall reaches what somebody has seen.</summary>
    sealed record Read(Sector Sector, int Agencies);

    async Task<(List<Taken> Page, EventName? Next)> Page(
        AgencyId owner, long after, int size, OrganisationContext organisation, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        List<Taken> page = [];
        while (page.Count <= size)
        {
            var recalls = await rows.Recalls(owner, null, after, size + 1, ct);
            if (recalls.Count == 0) return (page, null);
            var events = recalls.GroupBy(recall => recall.Position).ToList();
            var readers = await Readers(owner, [.. events.Select(of => of.First())], organisation, ct);
            foreach (var of in events)
            {
                var told = Recipients(of, organisation, now);
                var read = readers.GetValueOrDefault(of.First().Event) ?? [];
                if (told.Count > 0 || read.Count > 0)
                    page.Add(new Taken(of.First().Event, of.First().Case, of.Last().Kind, told, read));
            }

            after = events[^1].Key;
        }

        return (page[..size], page[size - 1].Event);
    }

    static List<Told> Recipients(IEnumerable<Recall> recalls, OrganisationContext organisation, DateTimeOffset now) =>
    [
        // Of each recipient only the last word counts.
        .. recalls.Where(recall => recall.Held).GroupBy(recall => recall.Feed).Select(feed => feed.Last())
            .Select(recall => (Recall: recall, organisation.Find(recall.Feed.Agency)?.Sector))
            .Where(each => each.Sector is not null and not Sector.Intelligence)
            .GroupBy(each => each.Sector!.Value, each => each.Recall).OrderBy(sector => sector.Key)
            .Select(sector => new Told(
                sector.Key, sector.Count(), sector.Count(recall => recall.Reached),
                sector.Count(recall => recall.AcknowledgedAt is not null), sector.Count(recall => recall.IsOverdue(now)))),
    ];

    /// <summary>Who has read these events at the doors of their cases, by the access ledger.</summary>
    async Task<Dictionary<EventName, List<Read>>> Readers(
        AgencyId owner, List<Recall> events, OrganisationContext organisation, CancellationToken ct)
    {
        HashSet<(EventName Event, AgencyId Agency)> seen = [];
        var wanted = events.Select(recall => recall.Event).ToHashSet();
        foreach (var @case in events.Select(recall => recall.Case).OfType<CaseId>().Distinct())
        {
            var after = -1L;
            while (await access.Read(new AccessQuery { Case = @case, After = after, Limit = LooksPage }, ct) is { Count: > 0 } records)
            {
                foreach (var record in records.Where(record => record.Agency != owner))
                    foreach (var released in record.Record?.Released ?? [])
                        if (wanted.Contains(released.Name)) seen.Add((released.Name, record.Agency));
                after = records[^1].Position;
            }
        }

        return seen.Select(look => (look.Event, organisation.Find(look.Agency)?.Sector))
            .Where(look => look.Sector is not null and not Sector.Intelligence and not Sector.Oversight)
            .GroupBy(look => look.Event).ToDictionary(of => of.Key, of => of.GroupBy(look => look.Sector!.Value)
                .OrderBy(sector => sector.Key).Select(sector => new Read(sector.Key, sector.Count())).ToList());
    }

    static void Write(Utf8JsonWriter json, List<Taken> page, string? next)
    {
        json.WriteStartObject();
        json.WriteStartArray("recalls");
        foreach (var taken in page)
        {
            json.WriteStartObject();
            json.WriteString("event", taken.Event.ToString());
            if (taken.Case is { } @case) json.WriteString("case", @case.Value);
            json.WriteString("kind", EventJson.Word(taken.Kind));
            json.WriteBoolean("overdue", taken.Recipients.Exists(told => told.Overdue > 0));
            json.WriteStartArray("recipients");
            foreach (var told in taken.Recipients)
            {
                json.WriteStartObject();
                json.WriteString("sector", EventJson.Word(told.Sector));
                json.WriteNumber("given", told.Given);
                json.WriteNumber("reached", told.Reached);
                json.WriteNumber("acknowledged", told.Acknowledged);
                json.WriteNumber("overdue", told.Overdue);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            // Read by people: no notice takes it back.
            json.WriteStartArray("notRecallable");
            foreach (var read in taken.Readers)
            {
                json.WriteStartObject();
                json.WriteString("sector", EventJson.Word(read.Sector));
                json.WriteNumber("agencies", read.Agencies);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        Paging.WriteNext(json, next);
        json.WriteEndObject();
    }

    /// <summary>For oversight: everybody's, with the names of recipients.</summary>
    public async Task<Answer> OfAll(HttpContext context, string? after, string? limit, CancellationToken ct)
    {
        if (!Paging.TryLimit(limit, DefaultPage, MaxPage, out var size)) return Answer.Of(Paging.BadLimit(MaxPage));
        var from = -1L;
        if (!string.IsNullOrEmpty(after) && !long.TryParse(
            after, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out from))
            return Answer.Of(Problems.MalformedQuery.At("after", "Must be a position."));
        return await oversight.Through(context, "GET /audit/recalls", null, Paging.Query(size), async (look, token) =>
        {
            var recalls = await rows.Recalls(null, null, from, size, token);
            var more = recalls.Select(recall => recall.Position).Distinct().Count() == size;
            return (Answer.Json(json =>
            {
                json.WriteStartObject();
                json.WriteStartArray("recalls");
                foreach (var recall in recalls) Write(json, recall, look.Now);
                json.WriteEndArray();
                if (more) json.WriteNumber("next", recalls[^1].Position);
                else json.WriteNull("next");
                json.WriteEndObject();
            }), []);
        }, ct);
    }

    static void Write(Utf8JsonWriter json, Recall recall, DateTimeOffset now)
    {
        json.WriteStartObject();
        json.WriteNumber("position", recall.Position);
        json.WriteString("event", recall.Event.ToString());
        if (recall.Case is { } @case) json.WriteString("case", @case.Value);
        json.WriteString("kind", EventJson.Word(recall.Kind));
        json.WriteString("at", WireJson.Instant(recall.At));
        json.WriteString("recipient", recall.Feed.Agency.Value);
        json.WriteString("purpose", recall.Feed.Purpose);
        json.WriteString("legalBasis", recall.Feed.LegalBasis);
        json.WriteBoolean("held", recall.Held);
        json.WriteBoolean("reached", recall.Reached);
        if (recall.AcknowledgedAt is { } acknowledged) json.WriteString("acknowledgedAt", WireJson.Instant(acknowledged));
        json.WriteBoolean("overdue", recall.IsOverdue(now));
        json.WriteEndObject();
    }

    /// <summary>For the chair of the panel: which agency owes a receipt, of what the chair is shown and nothing else.</summary>
    public async Task<Answer> OfCase(HttpContext context, string caseId, CancellationToken ct)
    {
        var recalls = CaseId.TryParse(caseId, out var @case) ? await rows.Recalls(null, @case, -1, int.MaxValue, ct) : [];
        var organisation = await files.Organisation(ct);
        var now = clock.GetUtcNow();
        return await reads.One(
            context, "GET /cases/{caseId}/recalls", caseId, null, null, ImmutableSortedDictionary<string, string>.Empty, read =>
            {
                var shown = read.Shown.Where(each => !each.Disclosure.IsExistenceOnly).ToDictionary(each => each.Position, each => each.Disclosure);
                // That intelligence is on a case is for no other seat.
                var overdue = recalls.Where(recall => shown.ContainsKey(recall.Position) && recall.IsOverdue(now))
                    .Where(recall => organisation.Find(recall.Feed.Agency) is { Sector: not Sector.Intelligence }).ToList();
                return new Rendering(json =>
                {
                    json.WriteStartObject();
                    json.WriteString("case", read.Case.Value);
                    json.WriteStartArray("overdue");
                    foreach (var recall in overdue)
                    {
                        json.WriteStartObject();
                        json.WriteString("event", recall.Event.ToString());
                        json.WriteString("kind", EventJson.Word(recall.Kind));
                        json.WriteString("recipient", recall.Feed.Agency.Value);
                        json.WriteEndObject();
                    }

                    json.WriteEndArray();
                    json.WriteEndObject();
                }, overdue.Select(recall => shown[recall.Position]).Distinct());
            }, ct);
    }
}
