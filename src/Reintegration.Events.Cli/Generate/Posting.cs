using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Reintegration.Events.Events;

namespace Reintegration.Events.Cli.Generate;

/// <summary>Posts batches to a server in demo mode, as each agency's own system, and keeps what was refused.</summary>
sealed class Posting(Uri server) : IDisposable
{
    /// <summary>Enough to see what is wrong.</summary>
    const int RefusalsKept = 20;

    /// <summary>A demo token lasts an hour; a new one is asked for well before.</summary>
    static readonly TimeSpan TokenAge = TimeSpan.FromMinutes(30);

    readonly HttpClient _http = new() { BaseAddress = server, Timeout = TimeSpan.FromMinutes(5) };
    readonly ConcurrentDictionary<AgencyId, (string Token, long At)> _tokens = [];
    readonly ConcurrentDictionary<string, byte> _refusals = [];
    long _accepted;
    long _refused;
    readonly long _started = Stopwatch.GetTimestamp();

    internal long Accepted => _accepted;
    internal long Refused => _refused;
    internal IEnumerable<string> Refusals => _refusals.Keys.Order(StringComparer.Ordinal);
    internal TimeSpan Took => Stopwatch.GetElapsedTime(_started);

    /// <exception cref="HttpRequestException">The server did not take the batch at all.</exception>
    internal async Task Send(Lives.Batch batch, byte[] body, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/events") { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/cloudevents-batch+json");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await Token(batch.Agency, ct));
        using var answer = await _http.SendAsync(request, ct);
        var text = await answer.Content.ReadAsStringAsync(ct);
        if (answer.StatusCode != HttpStatusCode.OK)
            throw new HttpRequestException($"{batch.Agency}: {(int)answer.StatusCode} {text}");
        using var results = JsonDocument.Parse(text);
        var index = 0;
        foreach (var result in results.RootElement.EnumerateArray())
        {
            if (result.TryGetProperty("problem", out var problem)) Refuse(batch.Events[index], problem);
            else Interlocked.Increment(ref _accepted);
            index++;
        }
    }

    /// <summary>Each fault once for each type: a thousand events that lack a member lack the same one.</summary>
    void Refuse(Told told, JsonElement problem)
    {
        Interlocked.Increment(ref _refused);
        if (_refusals.Count < RefusalsKept)
            _refusals.TryAdd($"refused: {told.Agency} {told.Type} {problem.GetRawText()}", 0);
    }

    async Task<string> Token(AgencyId agency, CancellationToken ct)
    {
        if (_tokens.TryGetValue(agency, out var kept)
            && Stopwatch.GetElapsedTime(kept.At) < TokenAge) return kept.Token;
        using var answer = await _http.PostAsJsonAsync("/demo/token", new { persona = $"{agency}-system" }, ct);
        answer.EnsureSuccessStatusCode();
        var token = (await answer.Content.ReadFromJsonAsync<JsonElement>(ct)).GetProperty("access_token").GetString()!;
        _tokens[agency] = (token, Stopwatch.GetTimestamp());
        return token;
    }

    public void Dispose() => _http.Dispose();
}
