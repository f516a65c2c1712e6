using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Reintegration.Events.Policy;
using Reintegration.Events.Policy.Tallies;
using Reintegration.Events.Server.Doors;
using Reintegration.Events.Server.Queries;
using Reintegration.Events.Server.Statistics;
using Reintegration.Events.Views;

namespace Reintegration.Events.Server.Tests.TwoWorlds;

/// <summary>
/// Every look that a seat on the case, its agency and those who only count can take: all doors they have keys to, with all
/// views and aggregates behind them, cursors to the end.
/// </summary>
/// <param name="walked">Patterns of doors that let somebody in are added to it.</param>
sealed class Looks(World world, Script script, List<(string What, Reply Reply)> answers, HashSet<string> walked)
{
    /// <summary>Under which the system of an agency reads its feed.</summary>
    static readonly Dictionary<string, string> Purposes = new()
    {
        ["probation"] = "supervision",
        ["police"] = "public-protection",
        ["intelligence"] = "threat-prevention",
    };

    const string OfTheLedger = "oversight is denied nothing of the ledger";
    const string OfTheOwner = "is of what the asking agency itself reported; OwnersOfficeTests compare it with and without what is hidden";
    const string OfTheRules = "is for those who answer for the rules; its report is the whole for auditors, the own agency's for others";
    const string OfNoCase = "is open to anyone and tells of no case";

    /// <summary>Doors that two worlds are not compared at, each with why. A door that is neither walked nor here fails the test.</summary>
    public static readonly Dictionary<string, string> NotWalked = new()
    {
        ["GET /"] = OfNoCase,
        ["GET /demo/personas"] = OfNoCase,
        ["GET /health/live"] = OfNoCase,
        ["GET /health/ready"] = OfNoCase,
        ["GET /openapi/{documentName}.json"] = OfNoCase,
        ["GET /problems/{name}"] = OfNoCase,
        ["GET /policy/bundles"] = OfTheRules,
        ["GET /policy/bundles/{id}"] = OfTheRules,
        ["GET /policy/matrix"] = "is made of the bundle alone",
        ["GET /admin/parked"] = "an operator sees positions and holds no seat on a case",
        ["GET /admin/projections"] = "an operator sees positions and holds no seat on a case",
        ["GET /audit/access"] = OfTheLedger,
        ["GET /audit/access/ocsf"] = OfTheLedger,
        ["GET /audit/cases/{caseId}/compare"] = OfTheLedger,
        ["GET /audit/denials"] = OfTheLedger,
        ["GET /audit/evidence"] = OfTheLedger,
        ["GET /audit/exposures"] = OfTheLedger,
        ["GET /audit/processing"] = OfTheLedger,
        ["GET /exposures"] = OfTheOwner,
        ["GET /subject-access"] = OfTheOwner,
        ["GET /audit/events"] = OfTheLedger,
        ["GET /audit/events/{position}"] = OfTheLedger,
        ["GET /audit/export"] = OfTheLedger,
        ["GET /audit/export/events"] = OfTheLedger,
        ["GET /audit/recalls"] = OfTheLedger,
        ["GET /audit/replay"] = OfTheLedger,
        ["GET /audit/statistics"] = OfTheLedger,
        ["GET /ledgers/{ledger}/checkpoint"] = OfTheLedger,
        ["GET /ledgers/{ledger}/proof/consistency"] = OfTheLedger,
        ["GET /ledgers/{ledger}/proof/inclusion"] = OfTheLedger,
        ["GET /ledgers/{ledger}/tile/{**path}"] = OfTheLedger,
        ["GET /ledgers/{ledger}/tlog-proof"] = OfTheLedger,
        ["GET /ledgers/{ledger}/vkeys"] = OfTheLedger,
    };

    /// <summary>Who looks: with which token, from which sector, in which role, for what.</summary>
    sealed record Looker(string Token, Sector Sector, string Role, string Purpose)
    {
        public bool Opens(DoorKeys keys) => keys.Roles.IsEmpty || keys.Roles.Contains(Role);
        public bool Reads(ReadModel view) => view.Audience.Role == Role && view.Audience.Sectors.Contains(Sector);
    }

    /// <summary>A door as it is asked: which, by what path, for what.</summary>
    sealed record Way(string Door, string Path, string Purpose);

    Looker Of(string official, string role, string purpose, string? agency = null) => new(
        world.Issuer.Token(
            new Persona("observer", agency ?? script.Observer.Agency, official, [role], script.Observer.Clearance, "compares"), "reintegration"),
        agency is null ? script.Observer.Sector : Sector.Coordination, role, purpose);

    async Task<Reply> Ask(Looker looker, string path, string? purpose = null, string door = "", HttpMethod? method = null, object? body = null)
    {
        world.RestartIds();
        var content = body is null ? null : World.Content(JsonSerializer.SerializeToUtf8Bytes(body), "application/json");
        var reply = await world.Send(method ?? HttpMethod.Get, path, looker.Token, content, ("Purpose", purpose ?? looker.Purpose));
        answers.Add(($"{looker.Role} {method} {path}", Told(path, reply)));
        if (reply.Status is >= 200 and < 300) walked.Add(door);
        return reply;
    }

    /// <summary>
    /// What a chair's counts say of intelligence that is held back is the one declared number of what is hidden: it is
    /// left out here, and the rest of that page is compared.
    /// </summary>
    static Reply Told(string path, Reply reply) =>
        reply.Status != 200 || !path.StartsWith($"/views/{InformationGapBoard.Name}/", StringComparison.Ordinal) ? reply : new Reply(
            reply.Status, "", JsonSerializer.SerializeToUtf8Bytes(reply.Json.EnumerateObject()
                .Where(member => member.Name is not ("heldBack" or "dispositionsOverdue")).ToDictionary(member => member.Name, member => member.Value)));

    /// <summary>In the middle of a telling: who is on the case looks at what is told of it.</summary>
    public async Task Midway()
    {
        await world.Feed();
        var (official, system) = (Official, System);
        var @case = $"/cases/{await Case()}";
        foreach (var path in (string[])[@case, $"{@case}/timeline", "/cases"]) await Ask(official, path);
        await Ask(system, "/events");
        await Feed(system);
    }

    Looker Official => Of(script.Official, script.Observer.Role, script.Observer.Purpose);

    Looker System => Of(
        $"{script.Observer.Agency}-system", "agency-system", Purposes.GetValueOrDefault(script.Observer.Agency, "reintegration"));

    async Task<string> Case()
    {
        var opened = await world.Get("prison-system", $"/events/{script.Opened:D}");
        Assert.True(opened.Status == 200, opened.ToString());
        return opened.Json.GetProperty("case").GetString()!;
    }

    /// <summary>When all is told: every door, pages to the end, whoever counts, and the glass is broken.</summary>
    public async Task AtTheEnd()
    {
        await world.Feed();
        var (official, system) = (Official, System);
        Looker[] lookers =
        [
            official, system, Of($"official-{script.Observer.Agency}-dpo", "data-protection-officer", "rights-request"),
            Of("official-coordination-2", "evaluator", "evaluation", "coordination"),
            Of("official-coordination-4", "national-coordinator", "evaluation", "coordination"),
        ];
        var id = await Case();
        var @case = $"/cases/{id}";
        await Ask(official, @case);
        foreach (var looker in lookers)
            foreach (var way in Ways(looker, id))
                await Ask(looker, way.Path, way.Purpose, way.Door, way.Door.StartsWith("HEAD", StringComparison.Ordinal) ? HttpMethod.Head : null);
        foreach (var query in (string[])["?knownAt=2026-03-01T09:00:00Z", "?happenedBy=2026-03-01T00:00:00Z", "?explain=true"])
            await Ask(official, @case + query);
        await Ask(official, $"{@case}/timeline?proof=true");
        await Ask(official, $"{@case}/timeline?explain=true");
        await Ask(official, $"/cases?localId={Script.LocalSystem}:{script.LocalId}");
        await Pages($"{@case}/timeline?limit=5", "cursor", official);
        await Pages("/cases?limit=2", "cursor", official);
        await Pages("/events?limit=7", "after", system);
        await Feed(system);
        await Ask(official, "/audit/events");
        await Ask(system, "/ledgers/events/checkpoint");
        foreach (var asked in (string[])[id, "01234567-0123-8123-8123-0123456789ab"])
        {
            await Ask(official, $"/cases/{asked}");
            await Ask(official, "/hits", method: HttpMethod.Post, body: new { @case = asked, categories = new[] { "INTEL", "POLICE", "NEEDS", "OBSERVE" } });
        }

        await BreakTheGlass(@case, official);
    }

    /// <summary>Under a declaration that stands, if the agency is shown one, and then under one of its own.</summary>
    async Task BreakTheGlass(string @case, Looker official)
    {
        var agency = script.Observer.Agency;
        var officer = Of($"{script.Official}-night", "duty-officer", "safeguarding");
        object Reason(string key, object? declares) => new
        {
            id = Post.Id($"{script.Case}/{key}").ToString("D"),
            reason = "find-the-person",
            concreteFacts = "Left a letter that names tonight's train.",
            hours = 6,
            declares,
        };
        object[] reasons =
        [
            new { id = Post.Id($"{script.Case}/glass").ToString("D"), reason = "find-the-person", concreteFacts = "Left a letter that names tonight's train.", hours = 6 },
            Reason("declared", new { threat = "harm-to-self", targetKnown = true, person = $"{agency}-p1" }),
        ];
        foreach (var reason in reasons) await Ask(officer, $"{@case}/emergency-access", method: HttpMethod.Post, body: reason);
        await Ask(official, $"{@case}/timeline");
    }

    async Task Pages(string path, string parameter, Looker looker)
    {
        var next = "";
        do
        {
            var page = await Ask(looker, path + next);
            next = page.Status == 200 && page.Json.TryGetProperty("next", out var cursor) && cursor.ValueKind == JsonValueKind.String
                ? $"&{parameter}={cursor.GetString()}"
                : "";
        }
        while (next.Length > 0);
    }

    /// <summary>The whole feed, page by page; what is first on a page is acknowledged.</summary>
    async Task Feed(Looker system)
    {
        for (var after = ""; ;)
        {
            var page = await Ask(system, $"/feed?limit=40{after}");
            if (page.Status != 200 || page.Json.GetArrayLength() == 0) return;
            await Ask(system, "/feed/receipts", method: HttpMethod.Post, body: new { items = new[] { page.Json[0].GetProperty("id").GetString() } });
            if (page.Json.GetArrayLength() < 40) return;
            after = $"&after={page.Json[39].GetProperty("id").GetString()}";
        }
    }

    /// <summary>Every door there is that only reads, whoever adds it: those that carry a key.</summary>
    public static IEnumerable<(string Door, string Method, string Pattern, DoorKeys Keys)> Reading(World world) =>
        from source in world.App.Services.GetRequiredService<IEnumerable<EndpointDataSource>>()
        from door in source.Endpoints.OfType<RouteEndpoint>()
        from method in door.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"]
        where method is "GET" or "HEAD"
        let pattern = "/" + door.RoutePattern.RawText!.TrimStart('/')
        select ($"{method} {pattern}", method, pattern, door.Metadata.GetMetadata<DoorKeys>() ?? new DoorKeys([]));

    /// <summary>Every door the looker has a key to, with the places of its path filled.</summary>
    IEnumerable<Way> Ways(Looker looker, string caseId) =>
        from door in Reading(world)
        where !NotWalked.ContainsKey(door.Door) && looker.Opens(door.Keys)
        from way in Filled(looker, door.Door, door.Pattern.Replace("{caseId}", caseId, StringComparison.Ordinal), caseId)
        orderby way.Path
        select way;

    IEnumerable<Way> Filled(Looker looker, string door, string path, string caseId)
    {
        if (path.Contains("{id}", StringComparison.Ordinal))
            return script.HiddenIds.Take(2).Append(script.OwnId).Select(
                id => new Way(door, path.Replace("{id}", id.ToString("D"), StringComparison.Ordinal), looker.Purpose));
        if (path.Contains("{type}", StringComparison.Ordinal))
            return [new Way(door, path.Replace("{type}", "reintegration.custody.person-released.v1", StringComparison.Ordinal), looker.Purpose)];
        if (path.Contains("{aggregate}", StringComparison.Ordinal))
            return Aggregates(looker).Select(name => new Way(door, path.Replace("{aggregate}", name, StringComparison.Ordinal), looker.Purpose));
        if (!path.Contains("{view}", StringComparison.Ordinal)) return [new Way(door, path, looker.Purpose)];
        return ReadModels.All.Where(looker.Reads).SelectMany(view =>
        {
            var named = path.Replace("{view}", view.Name, StringComparison.Ordinal).Replace("{key}", caseId, StringComparison.Ordinal);
            Way Of(string query) => new(door, named + query, view.Audience.Purpose);
            return path.Contains("{key}", StringComparison.Ordinal) ? [Of("")] : (Way[])[Of(""), Of("?format=csv")];
        });
    }

    static IEnumerable<string> Aggregates(Looker looker)
    {
        var seat = new Seat(AgencyId.Parse("coordination"), Sector.Coordination, looker.Role, looker.Purpose, "gdpr-6-1-e", 0, [], "");
        return Bundle.Aggregates.For(seat).Select(aggregate => aggregate.Name);
    }

    static readonly Bundle Bundle = BundleFolder.Load(BundleFolder.Default, Catalog.Default);
}
