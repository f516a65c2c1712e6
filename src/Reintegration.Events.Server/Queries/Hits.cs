using Reintegration.Events.Server.Intake;

namespace Reintegration.Events.Server.Queries;

/// <summary>Hit or no hit: whether there is something of these kinds on a case, and whom to ask. Never what it is.</summary>
/// <remarks>
/// INVARIANT: an answer holds owner, category and contact desk and nothing else, whatever the seat could read elsewhere
/// (no inverse search, domain.md 3.5, 3). What is hidden, another's case, an unknown case and nothing at all are the
/// same bytes.
/// </remarks>
public sealed class Hits(
    Looks looks, CaseFiles files, Release release, Bundles bundles, Catalog catalog, HitNotices notices, TimeProvider clock)
{
    const int LimitBytes = 4 * 1024;

    public static async Task<Answer> Post(HttpContext context, Hits hits, CancellationToken ct)
    {
        var (body, unread) = await RequestBody.ReadJson(context.Request, LimitBytes);
        if (body is null) return Answer.Of(unread!);
        using (body)
        {
            if (await context.Ask() is { } refusal) return Answer.Of(refusal);
            return await hits.Ask(context, body.RootElement, ct);
        }
    }

    async Task<Answer> Ask(HttpContext context, JsonElement body, CancellationToken ct)
    {
        var requester = context.Requester;
        var organisation = await files.Organisation(ct);
        var before = await bundles.At(organisation, clock.GetUtcNow(), ct);
        var (grounds, refusal) = Seats.GroundsOf(context.Request, requester, organisation, before, clock.GetUtcNow());
        if (grounds is null) return Answer.Of(refusal!);
        var (question, malformed) = HitQuestion.Read(body);
        if (question is null) return Answer.Of(malformed!);
        ImmutableArray<Hit> told = [];
        var answer = await release.Through(async token =>
        {
            var file = await files.Open(question.Case, token);
            var now = clock.GetUtcNow();
            var current = await files.Organisation(token);
            var bundle = await bundles.At(current, now, token);
            var (held, none) = Seats.SeatOf(requester, grounds, file.Context.At(now, bundle.Header.Windows), current);
            // Without a seat the rules are asked all the same: one may let somebody know whom to ask.
            var seat = held ?? new Seat(
                requester.Agency, grounds.Member.Sector, grounds.Role ?? requester.Roles[0], grounds.Purpose,
                grounds.LegalBasis, requester.Clearance, [], requester.Official);
            var decider = new Decider(bundle, catalog, seat, file.Context, current, now);
            var decided = file.Events.Where(each => question.Categories.Contains(each.Envelope.Category))
                .Select(each => (each.Envelope, Decision: decider.Decide(each.Envelope))).ToList();
            told = notices.Of(decided, question.Case, requester, grounds.Member.Sector, grounds.Purpose, asked: true, now);
            var shown = decided.Where(each => each.Decision.Event.Level > Level.Nothing).ToList();
            var record = looks.Begin(
                bundle, requester, seat.Role, grounds.Purpose, grounds.LegalBasis, "hit", "POST /hits", question.Case,
                ImmutableSortedDictionary<string, string>.Empty.Add("categories", string.Join(' ', question.Categories.Select(EventJson.Word))),
                file.Head);
            if (none == Problems.SeatAmbiguous) return new Draft(Answer.Of(none), record);
            return new Draft(Answer.Json(json => Write(json, shown)), record with
            {
                Outcome = shown.Count == 0 ? AccessOutcome.Nothing : AccessOutcome.Released,
                Released = [.. shown.Select(each => new Released(each.Envelope.Name, Existence))],
            });
        }, ct);
        if (answer.Status == StatusCodes.Status200OK) notices.Tell(told);
        return answer;
    }

    static readonly ImmutableSortedDictionary<string, string> Existence =
        ImmutableSortedDictionary<string, string>.Empty.Add("$event", Level.Exists.Word());

    static void Write(Utf8JsonWriter json, List<(Envelope Envelope, Decision Decision)> shown)
    {
        json.WriteStartObject();
        json.WriteBoolean("hit", shown.Count > 0);
        json.WriteStartArray("desks");
        foreach (var (owner, category, desk) in shown
            .Select(each => (Owner: each.Envelope.Owner.Value, Category: EventJson.Word(each.Envelope.Category), each.Decision.ContactDesk))
            .Distinct().OrderBy(each => each.Owner, StringComparer.Ordinal).ThenBy(each => each.Category, StringComparer.Ordinal))
        {
            json.WriteStartObject();
            json.WriteString("owner", owner);
            json.WriteString("category", category);
            json.WriteString("contactDesk", desk);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}

/// <summary>What is asked: kinds of information on one case.</summary>
sealed record HitQuestion(CaseId Case, ImmutableArray<Category> Categories)
{
    public static (HitQuestion? Question, Problem? Problem) Read(JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Object || body.EnumerateObject().Any(each => each.Name is not ("case" or "categories")))
            return (null, Problems.Schema.At("", "The members are case and categories."));
        if (!body.TryGetProperty("case", out var id) || id.ValueKind != JsonValueKind.String || !CaseId.TryParse(id.GetString()!, out var @case))
            return (null, Problems.Schema.At("/case", "Must be a case id."));
        var words = body.TryGetProperty("categories", out var list) && list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray().Select(each => each.ValueKind == JsonValueKind.String ? each.GetString() : null).ToList()
            : [];
        var known = Enum.GetValues<Category>().ToDictionary(EventJson.Word, each => each, StringComparer.Ordinal);
        return words.Count is 0 || words.Count > known.Count || words.Exists(word => word is null || !known.ContainsKey(word))
            ? (null, Problems.Schema.At("/categories", $"One or more of {string.Join(", ", known.Keys)}."))
            : (new HitQuestion(@case, [.. words.Select(word => known[word!]).Distinct().Order()]), null);
    }
}
