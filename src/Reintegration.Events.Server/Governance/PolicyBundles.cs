using System.Security.Cryptography;
using Reintegration.Events.Policy.Change;
using Reintegration.Events.Server.Audit;
using Reintegration.Events.Server.Intake;

namespace Reintegration.Events.Server.Governance;

/// <summary>The doors through which a sharing policy is looked at, proposed, approved and put in force.</summary>
/// <remarks>
/// What comes in becomes an event like any other and is judged like any other, by <see cref="BundleChanges"/>. The whole
/// report is for auditors alone. Whoever must agree is told what would become of the own agency's events; a steward what the
/// bundles themselves say.
/// </remarks>
public sealed partial class PolicyBundles(
    Bundles bundles, BundleChanges changes, Reception reception, Catalog catalog, PolicyDiff diff, AppParts parts,
    TimeProvider clock)
{
    const int SaltBytes = 16;

    static readonly ImmutableSortedDictionary<string, string> NoQuery = ImmutableSortedDictionary<string, string>.Empty;

    public static Task<Answer> List(PolicyBundles doors, CancellationToken ct) => doors.List(ct);

    public static Task<Answer> Get(
        HttpContext context, PolicyBundles doors, Oversight oversight, DataProtection office, string id, CancellationToken ct) =>
        doors.Get(context, oversight, office, id, ct);

    public static Task<Answer> Propose(HttpContext context, PolicyBundles doors, CancellationToken ct) =>
        doors.Propose(context.Request, context.Requester, ct);

    public static Task<Answer> Approve(HttpContext context, PolicyBundles doors, string id, CancellationToken ct) =>
        doors.Approve(context.Request, context.Requester, id, ct);

    public static Task<Answer> Activate(HttpContext context, PolicyBundles doors, string id, CancellationToken ct) =>
        doors.Activate(context.Request, context.Requester, id, ct);

    public static Task<Answer> Diff(HttpContext context, PolicyBundles doors, Oversight oversight, CancellationToken ct) =>
        doors.Diff(context, oversight, ct);

    async Task<Answer> List(CancellationToken ct)
    {
        var state = await changes.Read(ct);
        var inForce = (await bundles.At(state.Organisations, clock.GetUtcNow(), ct)).Hash;
        var hashes = bundles.Shipped.Select(bundle => bundle.Hash)
            .Concat(state.Organisations.Activations.Select(activation => activation.Hash))
            .Concat(state.History.Proposals.Select(proposal => proposal.Hash)).Distinct(StringComparer.Ordinal).ToList();
        var known = new List<(string Hash, Bundle? Bundle, string? Note)>();
        foreach (var hash in hashes) known.Add((hash, await bundles.Find(hash, ct), await bundles.Note(hash, ct)));
        return Answer.Json(json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("bundles");
            foreach (var (hash, bundle, note) in known) Write(json, hash, bundle, note, hash == inForce, state);
            json.WriteEndArray();
            json.WriteEndObject();
        }).WithETag();
    }

    /// <summary>
    /// The whole report to an auditor, to a data-protection officer what it says of the own agency's events, each look on
    /// record; to a steward, who is shown no events, the rest.
    /// </summary>
    async Task<Answer> Get(HttpContext context, Oversight oversight, DataProtection office, string id, CancellationToken ct)
    {
        const string door = "GET /policy/bundles/{id}";
        var requester = context.Requester;
        if (requester.Has("auditor"))
            return await oversight.Through(context, door, null, NoQuery, async (_, token) => (await Page(id, report => report, token), []), ct);
        if (!requester.Has(DataProtection.Role))
            return await Page(id, report => report.WithoutEvents(), ct);
        return await office.Through(context, door, null, NoQuery, "own-data", async (_, token) =>
        {
            ImmutableArray<Released> named = [];
            var page = await Page(id, report =>
            {
                var own = report.ForOwner(requester.Agency);
                named = [.. (own.Ledger?.Items ?? []).SelectMany(items => items.Listed).Select(item => item.Event).Distinct().Select(Named)];
                return own;
            }, token);
            return (page, named);
        }, ct);

        static Released Named(EventName name) =>
            new(name, ImmutableSortedDictionary<string, string>.Empty.Add("$event", Level.Full.Word()));
    }

    async Task<Answer> Page(string id, Func<BundleReport, BundleReport> shown, CancellationToken ct)
    {
        var state = await changes.Read(ct);
        if (await Named(id, ct) is not { } bundle) return Answer.Of(Problems.NotFound);
        var note = await bundles.Note(bundle.Hash, ct);
        var inForce = (await bundles.At(state.Organisations, clock.GetUtcNow(), ct)).Hash;
        var report = state.History.ProposalOf(bundle.Hash) is { } proposal && await bundles.Report(proposal.ReportHash, ct) is { } kept
            ? shown(BundleReport.Read(kept.Span))
            : null;
        return Answer.Json(json =>
        {
            json.WriteStartObject();
            json.WritePropertyName("bundle");
            Write(json, bundle.Hash, bundle, note, bundle.Hash == inForce, state);
            if (report is not null)
            {
                json.WritePropertyName("report");
                JsonSerializer.Serialize(json, report, EventJson.Options);
            }

            json.WriteStartObject("files");
            foreach (var (path, text) in bundle.Files) json.WriteString(path, text);
            json.WriteEndObject();
            json.WriteEndObject();
        }).WithETag();
    }

    async Task<Answer> Propose(HttpRequest request, Requester requester, CancellationToken ct)
    {
        var (body, problem) = await PolicyPapers.Read(request, "hash", "shipped", "files", "impactAssessment", "days");
        if (problem is not null) return Answer.Of(problem);
        var (days, badDays) = PolicyPapers.Days(body);
        if (badDays is not null) return Answer.Of(badDays);
        if (!PolicyPapers.TryText(body, "impactAssessment", out var impact, out problem)) return Answer.Of(problem!);
        var (bundle, refused) = await PolicyPapers.BundleOf(body, bundles, catalog, ct);
        if (bundle is null) return Answer.Of(refused!);
        if (requester.Agency != Enrolment.Coordination) return Answer.Of(Problems.TypeNotYours);
        var state = await changes.Read(ct);
        var now = clock.GetUtcNow();
        var before = await bundles.At(state.Organisations, now, ct);
        var report = await diff.Run(before, bundle, state.Organisations, now, days, null, ct);
        await bundles.Keep(bundle, ct);
        report = report with { Salt = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(SaltBytes)) };
        var hash = await bundles.Keep(report.ToBytes(), ct);
        return await Record(requester, BundleHistory.Proposed, json =>
        {
            json.WriteString("bundle", bundle.Id);
            json.WriteString("hash", bundle.Hash);
            json.WriteString("reportHash", hash);
            json.WriteString("parent", before.Hash);
            if (impact is not null) json.WriteString("impactAssessment", impact);
        }, json =>
        {
            json.WriteString("hash", bundle.Hash);
            json.WriteString("reportHash", hash);
            json.WritePropertyName("report");
            JsonSerializer.Serialize(json, report.WithoutEvents(), EventJson.Options);
        }, ct);
    }

    async Task<Answer> Approve(HttpRequest request, Requester requester, string id, CancellationToken ct)
    {
        var (body, problem) = await PolicyPapers.Read(request, "reportHash");
        if (problem is not null) return Answer.Of(problem);
        if (!PolicyPapers.TryText(body, "reportHash", out var hash, out problem)) return Answer.Of(problem!);
        if (hash is null) return Answer.Of(Problems.MalformedBody.At("/reportHash", "Is required: the report that is agreed to."));
        if (await Named(id, ct) is not { } bundle) return Answer.Of(Problems.NotFound);
        var role = requester.Has("data-protection-officer") ? "data-protection-officer" : requester.Roles[0];
        return await Record(requester, BundleHistory.Approved, json =>
        {
            json.WriteString("bundle", bundle.Id);
            json.WriteString("hash", bundle.Hash);
            json.WriteString("reportHash", hash);
            json.WriteString("approvedBy", role);
        }, json => json.WriteString("hash", bundle.Hash), ct);
    }

    async Task<Answer> Activate(HttpRequest request, Requester requester, string id, CancellationToken ct)
    {
        var (body, problem) = await PolicyPapers.Read(request, "effectiveFrom");
        if (problem is not null) return Answer.Of(problem);
        if (!PolicyPapers.TryText(body, "effectiveFrom", out var text, out problem)) return Answer.Of(problem!);
        var from = clock.GetUtcNow();
        if (text is not null && !Rfc3339.TryParse(text, out from))
            return Answer.Of(Problems.MalformedBody.At("/effectiveFrom", "Must be an RFC 3339 time with an offset."));
        if (await Named(id, ct) is not { } bundle) return Answer.Of(Problems.NotFound);
        var state = await changes.Read(ct);
        var sequence = state.Organisations.Activations.Select(activation => activation.Sequence).DefaultIfEmpty(0).Max() + 1;
        return await Record(requester, BundleHistory.Activated, json =>
        {
            json.WriteString("bundle", bundle.Id);
            json.WriteString("hash", bundle.Hash);
            json.WriteNumber("sequence", sequence);
            json.WriteString("effectiveFrom", WireJson.Instant(from));
        }, json => json.WriteString("hash", bundle.Hash), ct);
    }

    async Task<Answer> Diff(HttpContext context, Oversight oversight, CancellationToken ct)
    {
        var (body, problem) = await PolicyPapers.Read(context.Request, "hash", "shipped", "files", "from", "days");
        if (problem is not null) return Answer.Of(problem);
        var (days, badDays) = PolicyPapers.Days(body);
        if (badDays is not null) return Answer.Of(badDays);
        if (!PolicyPapers.TryText(body, "from", out var from, out problem)) return Answer.Of(problem!);
        var (after, refused) = await PolicyPapers.BundleOf(body, bundles, catalog, ct);
        if (after is null) return Answer.Of(refused!);
        var organisations = (await changes.Read(ct)).Organisations;
        var before = from is null ? await bundles.At(organisations, clock.GetUtcNow(), ct) : await bundles.Find(from, ct);
        if (before is null) return Answer.Of(Problems.UnknownCode.At("/from", "Is not the hash of a bundle this server holds."));
        if (!context.Requester.Has("auditor"))
            return Answer.Json(JsonSerializer.SerializeToUtf8Bytes(
                BundleReport.Of(before, after, catalog, organisations, clock.GetUtcNow()), EventJson.Options));
        var query = ImmutableSortedDictionary<string, string>.Empty.Add("from", before.Hash).Add("hash", after.Hash);
        return await oversight.Through(context, "POST /policy/diff", null, query, async (look, token) =>
        {
            var report = await diff.Run(before, after, look.Organisation, look.Now, days, null, token);
            return (Answer.Json(report.ToBytes()), []);
        }, ct);
    }

    /// <summary>By its hash, or by its id where that says which one: the one in force, else the one shipped.</summary>
    async Task<Bundle?> Named(string id, CancellationToken ct)
    {
        if (await bundles.Find(id, ct) is { } found) return found;
        return bundles.Shipped.FirstOrDefault(bundle => bundle.Id == id);
    }

    /// <summary>Records what a human did here as an event of their agency, through the one intake.</summary>
    async Task<Answer> Record(
        Requester requester, string type, Action<Utf8JsonWriter> facts, Action<Utf8JsonWriter> answer, CancellationToken ct)
    {
        var outcome = await reception.Tell(
            new Poster(requester.Agency, requester.Clearance), type, parts.NewId(), clock.GetUtcNow(),
            new Author(requester.Roles[0], requester.Official), json =>
            {
                json.WriteStartObject();
                facts(json);
                json.WriteEndObject();
            }, ct);
        if (outcome.Receipt is not { } receipt) return Answer.Of(outcome.Problem!);
        return Answer.Json(json =>
        {
            json.WriteStartObject();
            json.WriteString("event", receipt.Name.ToString());
            answer(json);
            json.WriteEndObject();
        }, StatusCodes.Status201Created);
    }
}
