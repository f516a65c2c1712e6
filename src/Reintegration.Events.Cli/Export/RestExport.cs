using System.Globalization;
using System.Net;
using System.Net.Http.Headers;

namespace Reintegration.Events.Cli.Export;

/// <summary>A server, and the token that opens its audit doors.</summary>
sealed record RestSource(Uri Url, string Token);

/// <summary>The audit doors of one server, from which an export is made.</summary>
sealed class RestExport : IDisposable
{
    /// <summary>A busy or restarting server is asked again this often before it counts as away.</summary>
    const int MaxTries = 5;
    const int PageEvents = 500;
    static readonly TimeSpan DefaultPause = TimeSpan.FromSeconds(1);

    readonly HttpClient _http;

    public RestExport(RestSource source)
    {
        _http = new HttpClient { BaseAddress = source.Url };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", source.Token);
    }

    /// <summary>The first line, with its newline.</summary>
    /// <exception cref="IOException">The server gave no such line.</exception>
    public Task<byte[]> Header(long after, CancellationToken ct) => Get(Path("audit/export", after), ct);

    /// <summary>The next lines behind a position, as far as the signed size.</summary>
    /// <exception cref="IOException">The server gave none, or half a line.</exception>
    public async Task<byte[]> Page(long after, long size, CancellationToken ct)
    {
        var wanted = Math.Min(PageEvents, size - 1 - after);
        var path = Path("audit/export/events", after) + string.Create(CultureInfo.InvariantCulture, $"&limit={wanted}");
        var page = await Get(path, ct);
        return page is [.., (byte)'\n']
            ? page
            : throw new IOException($"The server gave no lines behind position {after.ToString(CultureInfo.InvariantCulture)}.");
    }

    static string Path(string door, long after) => string.Create(CultureInfo.InvariantCulture, $"{door}?after={after}");

    async Task<byte[]> Get(string path, CancellationToken ct)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                using var response = await _http.GetAsync(new Uri(path, UriKind.Relative), ct);
                if (response.StatusCode == HttpStatusCode.OK) return await response.Content.ReadAsByteArrayAsync(ct);
                if (response.StatusCode != HttpStatusCode.ServiceUnavailable || tries == MaxTries)
                    throw new IOException($"The server answered {(int)response.StatusCode} to {path}.");
                await Task.Delay(response.Headers.RetryAfter?.Delta ?? DefaultPause, ct);
            }
            catch (HttpRequestException away) when (tries == MaxTries)
            {
                throw new IOException($"The server cannot be reached: {away.Message}", away);
            }
            catch (HttpRequestException)
            {
                await Task.Delay(DefaultPause, ct);
            }
        }
    }

    public void Dispose() => _http.Dispose();
}
