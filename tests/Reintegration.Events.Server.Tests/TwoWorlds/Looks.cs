using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Reintegration.Events.Server.Doors;

namespace Reintegration.Events.Server.Tests.TwoWorlds;

/// <summary>Every look that a seat on the case and its agency can take: all doors they have keys to, cursors to the end.</summary>
static class Looks
{
    /// <summary>Under which the system of an agency reads its feed.</summary>
    static readonly Dictionary<string, string> Purposes = new()
    {
        ["probation"] = "supervision",
        ["police"] = "public-protection",
        ["intelligence"] = "threat-prevention",
    };

    /// <summary>Who looks: with which token, which roles, for what.</summary>
    sealed record Looker(string Token, string[] Roles, string Purpose)
    {
        public bool Opens(DoorKeys keys) => keys.Roles.IsEmpty || keys.Roles.Any(Roles.Contains);
    }

    public static async Task At(World world, Script script, List<(string, Reply)> answers)
    {
        await world.Feed();
        var observer = script.Observer;
        Looker Of(string official, string role, string purpose) => new(
            world.Issuer.Token(new Persona("observer", observer.Agency, official, [role], observer.Clearance, "compares"), "reintegration"),
            [role], purpose);
        var official = Of(script.Official, observer.Role, observer.Purpose);
        var system = Of($"{observer.Agency}-system", "agency-system", Purposes.GetValueOrDefault(observer.Agency, "reintegration"));
        var officer = Of($"official-{observer.Agency}-dpo", "data-protection-officer", "rights-request");

        async Task<Reply> Ask(Looker looker, string path)
        {
            world.RestartIds();
            var reply = await world.Send(HttpMethod.Get, path, looker.Token, null, ("Purpose", looker.Purpose));
            answers.Add(($"{looker.Roles[0]} {path}", reply));
            return reply;
        }

        var opened = await world.Get("prison-system", $"/events/{script.Opened:D}");
        var id = opened.Json.GetProperty("case").GetString()!;
        var @case = $"/cases/{id}";
        await Ask(official, @case);
        foreach (var looker in (Looker[])[official, system, officer])
            foreach (var path in Paths(world, looker, id, script.HiddenIds)) await Ask(looker, path);
        foreach (var query in (string[])["?knownAt=2026-03-01T09:00:00Z", "?happenedBy=2026-03-01T00:00:00Z", "?explain=true"])
            await Ask(official, @case + query);
        await Ask(official, $"{@case}/timeline?proof=true");
        await Pages($"{@case}/timeline?limit=3", "cursor", official);
        await Pages("/cases?limit=2", "cursor", official);
        await Pages("/events?limit=7", "after", system);
        await Feed();
        await Ask(official, "/audit/events");
        await Ask(system, "/ledgers/events/checkpoint");
        await Ask(official, "/cases/01234567-0123-8123-8123-0123456789ab");

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

        async Task Feed()
        {
            var after = "";
            do
            {
                var page = await Ask(system, $"/feed?limit=40{after}");
                after = page.Status == 200 && page.Json.GetArrayLength() == 40 ? $"&after={page.Json[39].GetProperty("id").GetString()}" : "";
            }
            while (after.Length > 0);
        }
    }

    /// <summary>Every GET door the looker has a key to, whoever adds it, with the places of its path filled.</summary>
    static IEnumerable<string> Paths(World world, Looker looker, string caseId, IReadOnlyList<Guid> hidden) =>
        from source in world.App.Services.GetRequiredService<IEnumerable<EndpointDataSource>>()
        from door in source.Endpoints.OfType<RouteEndpoint>()
        where door.Metadata.GetMetadata<IHttpMethodMetadata>() is { } methods && methods.HttpMethods.Contains("GET")
        where door.Metadata.GetMetadata<DoorKeys>() is { Anonymous: false } keys && looker.Opens(keys)
        where door.RoutePattern.RawText is not ("/catalogue" or "/catalogue/{type}")
        from path in Filled(door.RoutePattern.RawText!, caseId, hidden)
        orderby path
        select path;

    static IEnumerable<string> Filled(string pattern, string caseId, IReadOnlyList<Guid> hidden)
    {
        var path = pattern.Replace("{caseId}", caseId, StringComparison.Ordinal).Replace("{key}", caseId, StringComparison.Ordinal);
        return path.Contains("{id}", StringComparison.Ordinal)
            ? hidden.Take(2).Select(id => path.Replace("{id}", id.ToString("D"), StringComparison.Ordinal))
            : [path];
    }
}
