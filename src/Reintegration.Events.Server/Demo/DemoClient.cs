using System.Net.Http.Headers;

namespace Reintegration.Events.Server.Demo;

/// <summary>Talks to the server the way agencies do: over HTTP, with tokens of its demo issuer.</summary>
public sealed class DemoClient(Uri server) : IDisposable
{
    readonly HttpClient _http = new() { BaseAddress = server, Timeout = TimeSpan.FromSeconds(60) };
    readonly Dictionary<string, string> _tokens = [];

    public async Task<(int Status, JsonElement Body)> Post(
        string persona, string path, HttpContent content, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        return await Send(persona, request, ct);
    }

    public async Task<(int Status, JsonElement Body)> Get(
        string persona, string path, CancellationToken ct, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        foreach (var (name, value) in headers) request.Headers.Add(name, value);
        return await Send(persona, request, ct);
    }

    async Task<(int Status, JsonElement Body)> Send(string persona, HttpRequestMessage request, CancellationToken ct)
    {
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await Token(persona, ct));
        using var response = await _http.SendAsync(request, ct);
        var bytes = await response.Content.ReadAsByteArrayAsync(ct);
        using var document = JsonDocument.Parse(bytes.Length == 0 ? "null"u8.ToArray() : bytes);
        return ((int)response.StatusCode, document.RootElement.Clone());
    }

    async Task<string> Token(string persona, CancellationToken ct)
    {
        if (_tokens.TryGetValue(persona, out var kept)) return kept;
        using var response = await _http.PostAsJsonAsync("/demo/token", new { persona }, ct);
        response.EnsureSuccessStatusCode();
        var token = (await response.Content.ReadFromJsonAsync<JsonElement>(ct)).GetProperty("access_token").GetString()!;
        return _tokens[persona] = token;
    }

    public void Dispose() => _http.Dispose();
}
