using Reintegration.Events.Postgres.Projection;
using Reintegration.Events.Views;

namespace Reintegration.Events.Server.Governance;

/// <summary>For operators: how far rows are folded, what is being built, what waits. Nothing of any row.</summary>
public static class Projections
{
    public static async Task<Answer> List(Queries.Projecting projecting, ILedger ledger, CancellationToken ct)
    {
        if (projecting.Views is not { } views) return Answer.Of(Problems.NotFound);
        var slices = await views.Slices(ct);
        var size = (await ledger.Head(ct)).Size;
        var builds = await views.Rebuilding.Builds(ct);
        var parked = await views.Parked(ct);
        return Answer.Json(json =>
        {
            json.WriteStartObject();
            json.WriteNumber("slicesHeld", slices.Held);
            json.WriteNumber("holders", slices.Holders);
            json.WriteNumber("eventsBehind", Math.Max(0, size - 1 - slices.Position));
            json.WriteNumber("parked", parked.Count);
            json.WriteStartArray("builds");
            foreach (var build in builds) Write(json, build);
            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    static void Write(Utf8JsonWriter json, ViewBuild build)
    {
        json.WriteStartObject();
        json.WriteString("view", build.View);
        json.WriteNumber("version", build.Version);
        json.WriteNumber("generation", build.Generation);
        json.WriteString("state", build.State);
        json.WriteString("begunAt", WireJson.Instant(build.BegunAt));
        if (build.EndedAt is { } ended) json.WriteString("endedAt", WireJson.Instant(ended));
        json.WriteNumber("cases", build.Cases);
        json.WriteNumber("casesInAll", build.CasesInAll);
        json.WriteNumber("events", build.Events);
        json.WriteEndObject();
    }

    /// <summary>Begins a build beside the one that serves; GET /admin/projections tells how it goes.</summary>
    public static Answer Rebuild(Queries.Projecting projecting, string view)
    {
        if (projecting.Views is null || ReadModels.Find(view) is not { } model) return Answer.Of(Problems.NotFound);
        projecting.Rebuild(model);
        return Wanted(model);
    }

    /// <summary>The build that served before serves again, caught up first; the one that serves now is kept.</summary>
    public static async Task<Answer> RollBack(Queries.Projecting projecting, string view, CancellationToken ct)
    {
        if (projecting.Views is not { } views || ReadModels.Find(view) is not { } model) return Answer.Of(Problems.NotFound);
        var builds = await views.Rebuilding.Builds(ct);
        if (!builds.Any(build => build.View == model.Name && build.Version == model.Version && build.State == "kept"))
            return Answer.Of(Problems.NothingKept);
        projecting.RollBack(model);
        return Wanted(model);
    }

    static Answer Wanted(ReadModel model) => Answer.Json(json =>
    {
        json.WriteStartObject();
        json.WriteString("view", model.Name);
        json.WriteString("state", "wanted");
        json.WriteEndObject();
    }, StatusCodes.Status202Accepted);

    public static async Task<Answer> Parked(Queries.Projecting projecting, CancellationToken ct)
    {
        if (projecting.Views is not { } views) return Answer.Of(Problems.NotFound);
        var parked = await views.Parked(ct);
        return Answer.Json(json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("parked");
            foreach (var each in parked)
            {
                json.WriteStartObject();
                json.WriteString("audience", each.Audience);
                if (each.Case is { } @case) json.WriteString("case", @case.Value);
                json.WriteNumber("position", each.Position);
                json.WriteString("reason", each.Reason);
                json.WriteString("since", WireJson.Instant(each.Since));
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    /// <summary>Has everything that waits folded again, in order.</summary>
    public static async Task<Answer> Replay(Queries.Projecting projecting, CancellationToken ct)
    {
        if (projecting.Views is not { } views) return Answer.Of(Problems.NotFound);
        await views.Replay(ct);
        return await Parked(projecting, ct);
    }
}
