using System.CommandLine;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Reintegration.Events.Cli.Export;

namespace Reintegration.Events.Cli.Rebuild;

/// <summary>
/// <c>reintegration rebuild</c>: has a server build a view anew beside the rows that serve, and shows how it goes. Leaving
/// it ends the watching; the server goes on.
/// </summary>
static class RebuildCommand
{
    static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(500);

    /// <summary>The server takes a wish up within seconds.</summary>
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static Command Build()
    {
        var view = new Argument<string>("view") { Description = "The view's name, as GET /views lists it." };
        var rebuild = new Command("rebuild", "Builds the rows of a view anew beside those that serve.") { view };
        var server = new RestOptions(isRequired: true);
        server.AddTo(rebuild);
        rebuild.SetAction(async (parsed, ct) =>
        {
            try
            {
                return await Run(server.Read(parsed)!, parsed.GetValue(view)!, parsed.InvocationConfiguration, ct);
            }
            catch (Exception failure) when (failure is IOException or HttpRequestException or JsonException)
            {
                await parsed.InvocationConfiguration.Error.WriteLineAsync($"reintegration: {failure.Message}");
                return 1;
            }
        });
        return rebuild;
    }

    static async Task<int> Run(RestSource source, string view, InvocationConfiguration console, CancellationToken ct)
    {
        using var http = new HttpClient { BaseAddress = source.Url };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", source.Token);
        var before = (await Builds(http, view, ct)).Select(build => build.Generation).DefaultIfEmpty(-1).Max();
        using var asked = await http.PostAsync(new Uri($"admin/projections/{Uri.EscapeDataString(view)}/rebuild", UriKind.Relative), null, ct);
        if (asked.StatusCode != HttpStatusCode.Accepted)
            throw new IOException($"The server answered {(int)asked.StatusCode}: {await asked.Content.ReadAsStringAsync(ct)}");
        using var progress = new Progress(view);
        var began = DateTimeOffset.UtcNow;
        while (true)
        {
            var build = (await Builds(http, view, ct)).LastOrDefault(build => build.Generation > before);
            if (build is null && DateTimeOffset.UtcNow - began > Patience)
                throw new IOException($"The build of {view} ended without serving; the server's log says why.");
            if (build is { State: "serving" })
            {
                await console.Output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                    $"{view}: generation {build.Generation} serves, {build.Cases} cases of {build.Events} events."));
                return 0;
            }

            if (build is not null)
            {
                began = DateTimeOffset.UtcNow;
                progress.Report(build.Cases, build.CasesInAll);
            }

            await Task.Delay(BetweenLooks, ct);
        }
    }

    sealed record Seen(long Generation, string State, long Cases, long CasesInAll, long Events);

    static async Task<List<Seen>> Builds(HttpClient http, string view, CancellationToken ct)
    {
        using var response = await http.GetAsync(new Uri("admin/projections", UriKind.Relative), ct);
        if (response.StatusCode != HttpStatusCode.OK) throw new IOException($"The server answered {(int)response.StatusCode}.");
        using var answer = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(ct));
        return
        [
            .. answer.RootElement.GetProperty("builds").EnumerateArray()
                .Where(build => build.GetProperty("view").GetString() == view)
                .Select(build => new Seen(
                    build.GetProperty("generation").GetInt64(), build.GetProperty("state").GetString()!,
                    build.GetProperty("cases").GetInt64(), build.GetProperty("casesInAll").GetInt64(),
                    build.GetProperty("events").GetInt64()))
                .OrderBy(build => build.Generation),
        ];
    }
}
