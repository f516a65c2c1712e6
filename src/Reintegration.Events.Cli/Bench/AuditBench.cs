using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Npgsql;
using Reintegration.Events.Events;
using Reintegration.Events.Ledger;
using Reintegration.Events.Postgres;
using Reintegration.Events.Postgres.Cluster;
using Reintegration.Events.Postgres.Succession;

namespace Reintegration.Events.Cli.Bench;

/// <summary>
/// <c>bench audit</c>: what an auditor waits for an answer, over a ledger of so many looks, at the doors of the real server.
/// </summary>
static class AuditBench
{
    const int Seed = 20_261_125;
    const int Filling = 50;

    internal sealed record Plan(long Records, int Cases, int PerCase, int Asked);

    internal static async Task<int> Run(string? data, Plan plan, CancellationToken ct)
    {
        var folder = data ?? Path.Combine(Path.GetTempPath(), $"reintegration-bench-{Guid.NewGuid():N}");
        await using var cluster = await PrivateCluster.Start(folder, ct);
        try
        {
            var events = await Fill(cluster, folder, plan, ct);
            await Measure(cluster, folder, events, plan, ct);
        }
        finally
        {
            await cluster.DisposeAsync();
            if (data is null) Directory.Delete(folder, recursive: true);
        }

        return 0;
    }

    /// <summary>Where the server keeps them, so that it opens what is sealed here.</summary>
    static FileKeyStore Keys(string folder) => new(
        Path.Combine(folder, "keys", "data"), Path.Combine(folder, "tombstones"), Path.Combine(folder, "wrapping", "data.keys"),
        RandomPool.Fill);

    static async Task<List<AccessFill.Known>> Fill(PrivateCluster cluster, string folder, Plan plan, CancellationToken ct)
    {
        var (source, keys) = (ConnectionSource.Private(cluster, "postgres"), Keys(folder));
        await using var store = await PostgresStore.Open(source, keys, TimeProvider.System, ct);
        // A folder that was filled once is asked again without waiting for it to be filled.
        if ((await store.AccessLedger.Head(ct)).Size >= plan.Records) return await Known(source.Admin, ct);
        var town = new Town(Seed, DateTimeOffset.UtcNow);
        await Append(store, town.Founding(), ct);
        using (var progress = new Progress("recording"))
            for (var i = 0; i < plan.Cases; i++)
            {
                var (@case, made) = (town.NewCase(), 0);
                for (var next = town.Opening(@case); ; next = town.Next(@case, Math.Min(Filling, plan.PerCase - made)))
                {
                    await Append(store, next, ct);
                    made += next.Events.Length;
                    if (made >= plan.PerCase) break;
                }

                progress.Report(i, plan.Cases);
            }

        var events = await Known(source.Admin, ct);
        var access = (await store.AccessLedger.Head(ct)).Ledger;
        var fill = new AccessFill(source.Admin, new AccessSealer(access, keys, RandomPool.Fill), access);
        var began = Stopwatch.GetTimestamp();
        using (var progress = new Progress("looks")) await fill.Run(events, plan.Records, progress, ct);
        // Signing ten million leaves from the first would run beside the first questions.
        await new FileSignerMemory(new SignerFolder(folder, "access").Memory).Replace(null, fill.Frontier, ct);
        Line($$"""{"bench":"audit","phase":"load","access_records":{{plan.Records}},"events":{{events.Count}},"cases":{{plan.Cases}},"exposure_rows":{{fill.Exposures}},"seconds":{{Stopwatch.GetElapsedTime(began).TotalSeconds:F0}},"database_bytes":{{await Bytes(source.Admin, ct)}}}""");
        return events;
    }

    static async Task Append(PostgresStore store, Ledger.Command command, CancellationToken ct)
    {
        var outcome = await store.Ledger.Append(command, ct);
        if (!outcome.Accepted) throw new InvalidOperationException($"An append of the benchmark was refused: {outcome.Verdict}.");
    }

    static async Task<List<AccessFill.Known>> Known(string admin, CancellationToken ct)
    {
        await using var connection = new NpgsqlConnection(admin);
        await connection.OpenAsync(ct);
        await using var command = new NpgsqlCommand("""
            select envelope.owner, envelope.id, stream.case_id, event.name_digest
              from reintegration.envelope join reintegration.event using (position) join reintegration.stream on stream.id = envelope.stream
             where stream.case_id <> '00000000-0000-0000-0000-000000000000' order by position
            """, connection);
        await using var rows = await command.ExecuteReaderAsync(ct);
        List<AccessFill.Known> known = [];
        while (await rows.ReadAsync(ct))
            known.Add(new AccessFill.Known(
                new EventName(AgencyId.Parse(rows.GetString(0)), rows.GetGuid(1)), new CaseId(rows.GetGuid(2)), rows.GetGuid(3)));
        return known;
    }

    static async Task<long> Bytes(string admin, CancellationToken ct)
    {
        await using var connection = new NpgsqlConnection(admin);
        await connection.OpenAsync(ct);
        await using var command = new NpgsqlCommand("select pg_database_size(current_database())", connection);
        return (long)(await command.ExecuteScalarAsync(ct))!;
    }

    static async Task Measure(PrivateCluster cluster, string folder, List<AccessFill.Known> events, Plan plan, CancellationToken ct)
    {
        await using var server = await ServerUnderLoad.Start(folder, ConnectionSource.Private(cluster, "postgres").Admin, ct);
        using var asked = await server.Http.PostAsJsonAsync("/demo/token", new { persona = "auditor" }, ct);
        server.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Bearer", (await asked.Content.ReadFromJsonAsync<JsonElement>(ct)).GetProperty("access_token").GetString());
        var random = new Random(Seed);
        AccessFill.Known Any() => events[random.Next(events.Count)];
        await Ask("who has seen E", () => $"/audit/exposures?event={Any().Name}&answers=read,delivered");
        await Ask("who has seen E, and who was entitled to", () => $"/audit/exposures?event={Any().Name}");
        await Ask("replay of one case", () => $"/audit/replay?case={Any().Case}&agency=probation&role=practitioner&purpose=supervision");
        await Ask("who has seen a case", () => $"/audit/exposures?case={Any().Case}");
        await Ask("looks at a case", () => $"/audit/access?case={Any().Case}");
        await Ask("looks that showed E", () => $"/audit/access?event={Any().Name}&limit=20");
        await Ask("looks in a week", () => $"/audit/access?agency=police&from={Ago(200)}&to={Ago(193)}");
        await Ask("who needed E and did not get it", () => { var any = Any(); return $"/audit/denials?case={any.Case}&event={any.Name}"; });

        async Task Ask(string question, Func<string> path)
        {
            List<double> took = [];
            var (first, spent) = (0.0, TimeSpan.Zero);
            for (var i = 0; i <= plan.Asked; i++)
            {
                var began = Stopwatch.GetTimestamp();
                using var answer = await server.Http.GetAsync(new Uri(path(), UriKind.Relative), ct);
                var body = await answer.Content.ReadAsByteArrayAsync(ct);
                var ms = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
                if (answer.StatusCode != HttpStatusCode.OK)
                    throw new InvalidOperationException($"{question}: {(int)answer.StatusCode} {System.Text.Encoding.UTF8.GetString(body)}");
                // The first compiles what the others run.
                if (i == 0) (first, spent) = (ms, server.Spent);
                else took.Add(ms);
            }

            took.Sort();
            var cpu = (server.Spent - spent).TotalMilliseconds / plan.Asked;
            Line($$"""{"bench":"audit","question":"{{question}}","access_records":{{plan.Records}},"asked":{{plan.Asked}},"p50_ms":{{took[took.Count / 2]:F1}},"p99_ms":{{took[(int)(took.Count * 0.99)]:F1}},"max_ms":{{took[^1]:F1}},"first_ms":{{first:F0}},"server_cpu_ms":{{cpu:F1}},"cores":{{Environment.ProcessorCount}}}""");
        }
    }

    static string Ago(int days) => DateTimeOffset.UtcNow.AddDays(-days).ToString("yyyy-MM-dd'T'00:00:00'Z'", CultureInfo.InvariantCulture);

    static void Line(FormattableString line) => Console.Out.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
