using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Reintegration.Events.Server.Doors;
using Reintegration.Events.Server.Intake;
using Reintegration.Events.Tests.Support;

namespace Reintegration.Events.Server.Tests;

/// <summary>Every door has keys, is listed, and refuses whoever does not hold them.</summary>
public class DoorTests
{
    sealed record Door(string Method, string Path, DoorKeys? Keys);

    static List<Door> Doors(World world) =>
    [
        .. world.App.Services.GetRequiredService<IEnumerable<EndpointDataSource>>().SelectMany(
            source => source.Endpoints).OfType<RouteEndpoint>()
            .SelectMany(endpoint => (endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"])
                .Select(method => new Door(method, "/" + endpoint.RoutePattern.RawText!.TrimStart('/'), endpoint.Metadata.GetMetadata<DoorKeys>())))
            .OrderBy(door => door.Path, StringComparer.Ordinal).ThenBy(door => door.Method, StringComparer.Ordinal),
    ];

    [Fact]
    public async Task Every_door_is_listed_with_its_keys()
    {
        await using var world = await World.Begin();
        var doors = Doors(world);
        Assert.All(doors, door => Assert.True(door.Keys is not null, $"{door.Method} {door.Path} has no keys."));
        Golden.Holds(
            "contracts/doors.txt", string.Join(
                '\n', doors.Select(door => $"{door.Method,-5} {door.Path,-32} {door.Keys}")));
    }

    [Fact]
    public async Task Every_locked_door_refuses_the_anonymous_and_every_role_without_its_key()
    {
        await using var world = await World.Begin();
        foreach (var door in Doors(world).Where(door => door.Keys is { Anonymous: false }))
        {
            var path = door.Path.Replace("{id}", Post.Id("x").ToString("D"), StringComparison.Ordinal)
                .Replace("{caseId}", Post.Id("x").ToString("D"), StringComparison.Ordinal).Replace(
                    "{position}", "0", StringComparison.Ordinal)
                .Replace("{ledger}", "events", StringComparison.Ordinal).Replace("{**path}", "0/000.p/1", StringComparison.Ordinal)
                .Replace("{type}", "reintegration.custody.person-released.v1", StringComparison.Ordinal);
            Task<Reply> Knock(string? token) => world.Send(new HttpMethod(door.Method), path, token,
                door.Method == "POST"
                    ? World.Content(Post.Opened(), path == "/events" ? CloudEvents.Structured : "application/json")
                    : null, ("Purpose", "supervision"));
            // An answer to HEAD has no body to tell the problem by.
            if (door.Method == "HEAD")
            {
                Assert.Equal(401, (await Knock(null)).Status);
                continue;
            }

            var anonymous = await Knock(null);
            Assert.True(anonymous is { Status: 401, Problem: "token-missing" }, $"{door.Method} {path}\n{anonymous}");
            Assert.Contains("WWW-Authenticate: Bearer", anonymous.Headers, StringComparison.Ordinal);
            foreach (var role in Vocabulary.Roles)
            {
                var opens = door.Keys!.Roles.IsEmpty || door.Keys.Roles.Contains(role);
                var reply = await Knock(
                    world.Issuer.Token(new Persona("x", "probation", "official-x", [role], 0, ""), "reintegration"));
                Assert.True(
                    opens == (reply.Problem != "role-not-allowed")
                        || (role == "auditor" && reply.Status == 403), $"{role} at {door.Method} {path}\n{reply}");
            }
        }
    }

    [Fact]
    public async Task An_auditor_of_another_sector_is_no_auditor()
    {
        await using var world = await World.Begin();
        foreach (var path in (string[])[
            "/audit/events", "/audit/access", "/audit/access/ocsf", "/audit/events/0", "/audit/exposures?event=/agencies/prison/events/01234567-0123-8123-8123-0123456789ab",
            "/audit/denials?case=01234567-0123-8123-8123-0123456789ab", "/audit/evidence?case=01234567-0123-8123-8123-0123456789ab",
            "/audit/processing?case=01234567-0123-8123-8123-0123456789ab&from=2026-01-01T00:00:00Z", "/ledgers/events/checkpoint", "/ledgers/access/vkeys",
            "/ledgers/events/tile/0/000.p/1"])
        {
            var reply = await world.Send(
                HttpMethod.Get, path, world.Issuer.Token(
                    new Persona("x", "police", "official-x", ["auditor"], 4, ""), "reintegration"));
            Assert.Equal((403, "role-not-allowed"), (reply.Status, reply.Problem));
        }
    }

    [Fact]
    public async Task The_open_api_document_is_the_committed_one()
    {
        await using var world = await World.Begin();
        var reply = await world.Send(HttpMethod.Get, "/openapi/v1.json", null);
        Golden.Holds("contracts/openapi.json", reply.Text.ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task Health_and_swagger_answer_without_a_token()
    {
        await using var world = await World.Begin();
        foreach (var path in (string[])["/health/live", "/health/ready", "/swagger/index.html", "/problems/not-found", "/demo/personas"])
            Assert.Equal(200, (await world.Send(HttpMethod.Get, path, null)).Status);
    }
}
