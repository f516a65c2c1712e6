using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Reintegration.Events.Events;

namespace Reintegration.Events.Cli.Import;

/// <summary>What was refused, and why: a line of the report.</summary>
sealed record Refusal(FileEvent Event, JsonElement Problem);

/// <summary>Posts history in order, in batches of one agency each; what is sent twice is recorded once.</summary>
/// <param name="token">Sent as it is; null asks a server in demo mode for the token of each agency's own system.</param>
sealed class Importer(Uri server, string? token) : IDisposable
{
    /// <summary>The limits of the intake door, with room for brackets and commas.</summary>
    const int BatchEvents = 1000;
    const int BatchBytes = 4 * 1024 * 1024 - 2048;

    /// <summary>A server that is starting, or a ledger that is busy, comes back within minutes; after that somebody should look.</summary>
    const int MaxAttempts = 60;

    readonly HttpClient _http = new() { BaseAddress = server, Timeout = TimeSpan.FromMinutes(5) };
    readonly Dictionary<string, string> _tokens = new(StringComparer.Ordinal);

    internal long Recorded { get; private set; }
    internal long Known { get; private set; }
    internal long Refused { get; private set; }

    /// <summary>Sends everything and tells each refusal as it comes.</summary>
    /// <exception cref="HttpRequestException">The server did not take a batch at all.</exception>
    internal async Task Send(
        IEnumerable<FileEvent> events, Func<Refusal, Task> refused, Action<long> progress, CancellationToken ct)
    {
        List<FileEvent> batch = [];
        var bytes = 0L;
        foreach (var told in events)
        {
            var isFull = batch.Count == BatchEvents || bytes + told.Json.Length + 1 > BatchBytes;
            if (batch.Count > 0 && (isFull || told.Source != batch[0].Source))
            {
                await Post(batch, refused, ct);
                progress(Recorded + Known + Refused);
                (batch, bytes) = ([], 0);
            }

            batch.Add(told);
            bytes += told.Json.Length + 1;
        }

        if (batch.Count > 0) await Post(batch, refused, ct);
        progress(Recorded + Known + Refused);
    }

    async Task Post(List<FileEvent> batch, Func<Refusal, Task> refused, CancellationToken ct)
    {
        using var results = JsonDocument.Parse(await Answer(batch, ct));
        foreach (var (index, result) in results.RootElement.EnumerateArray().Index())
        {
            if (result.TryGetProperty("problem", out var problem))
            {
                Refused++;
                await refused(new Refusal(batch[index], problem.Clone()));
            }
            else if (result.GetProperty("status").GetInt32() == (int)HttpStatusCode.Created) Recorded++;
            else Known++;
        }
    }

    async Task<string> Answer(List<FileEvent> batch, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/events") { Content = Body(batch) };
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token ?? await DemoToken(batch[0].Source, ct));
            using var answer = await _http.SendAsync(request, ct);
            var text = await answer.Content.ReadAsStringAsync(ct);
            if (answer.StatusCode == HttpStatusCode.OK) return text;
            if (answer.StatusCode == HttpStatusCode.Unauthorized && token is null) _tokens.Clear();
            else if (answer.StatusCode != HttpStatusCode.ServiceUnavailable)
                throw new HttpRequestException($"{batch[0].Source}: {(int)answer.StatusCode} {text}");
            if (attempt == MaxAttempts) throw new HttpRequestException($"The server refused {MaxAttempts} times: {text}");
            await Task.Delay(answer.Headers.RetryAfter?.Delta ?? TimeSpan.FromSeconds(1), ct);
        }
    }

    static ByteArrayContent Body(List<FileEvent> batch)
    {
        using var buffer = new MemoryStream();
        buffer.WriteByte((byte)'[');
        foreach (var (index, told) in batch.Index())
        {
            if (index > 0) buffer.WriteByte((byte)',');
            buffer.Write(told.Json.Span);
        }

        buffer.WriteByte((byte)']');
        var content = new ByteArrayContent(buffer.ToArray());
        content.Headers.ContentType = new MediaTypeHeaderValue("application/cloudevents-batch+json");
        return content;
    }

    async Task<string> DemoToken(string? source, CancellationToken ct)
    {
        var agency = source?.Split('/')[^1] ?? "";
        if (_tokens.TryGetValue(agency, out var kept)) return kept;
        if (!AgencyId.TryParse(agency, out _)) throw new HttpRequestException($"'{source}' is not the source of an agency.");
        using var answer = await _http.PostAsJsonAsync("/demo/token", new { persona = $"{agency}-system" }, ct);
        answer.EnsureSuccessStatusCode();
        return _tokens[agency] = (await answer.Content.ReadFromJsonAsync<JsonElement>(ct)).GetProperty("access_token").GetString()!;
    }

    public void Dispose() => _http.Dispose();
}
