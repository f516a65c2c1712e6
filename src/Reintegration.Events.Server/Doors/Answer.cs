using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;

namespace Reintegration.Events.Server.Doors;

/// <summary>Finished bytes with their status: the one way anything leaves the house.</summary>
public sealed class Answer(int status, string mediaType, ReadOnlyMemory<byte> body) : IResult
{
    public int Status { get; } = status;
    public ReadOnlyMemory<byte> Body { get; } = body;
    public ImmutableDictionary<string, string> Headers { get; init; } = ImmutableDictionary<string, string>.Empty;

    public static Answer Json(ReadOnlyMemory<byte> body, int status = 200) => new(status, "application/json", body);

    public static Answer Json(Action<Utf8JsonWriter> write, int status = 200) => Json(WireJson.Bytes(write), status);

    public static Answer Of(Problem problem)
    {
        var headers = ImmutableDictionary<string, string>.Empty;
        if (problem.Status == 401) headers = headers.Add(HeaderNames.WWWAuthenticate, "Bearer");
        if (problem.RetryAfterSeconds is { } seconds)
            headers = headers.Add(HeaderNames.RetryAfter, seconds.ToString(CultureInfo.InvariantCulture));
        return new Answer(problem.Status, Problem.MediaType, problem.ToBytes()) { Headers = headers };
    }

    public Answer With(string header, string value) =>
        new(Status, mediaType, Body) { Headers = Headers.SetItem(header, value) };

    /// <summary>Strong ETag over the bytes that leave: it can say nothing that the body does not.</summary>
    public Answer WithETag() =>
        With(HeaderNames.ETag, $"\"{Convert.ToHexStringLower(SHA256.HashData(Body.Span))[..32]}\"");

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        foreach (var (name, value) in Headers) response.Headers[name] = value;
        response.Headers.CacheControl = "no-store";
        var unchanged = Status == 200 && Headers.TryGetValue(HeaderNames.ETag, out var tag)
            && httpContext.Request.Headers.IfNoneMatch.Contains(tag);
        response.StatusCode = unchanged ? StatusCodes.Status304NotModified : Status;
        if (unchanged) return;
        response.ContentType = mediaType;
        response.ContentLength = Body.Length;
        await response.Body.WriteAsync(Body, httpContext.RequestAborted);
    }
}

/// <summary>How we write JSON on the wire.</summary>
public static class WireJson
{
    public static byte[] Bytes(Action<Utf8JsonWriter> write) => JsonBytes.Of(write);

    /// <summary>Fixed-width UTC with microseconds, the form of every instant we write.</summary>
    public static string Instant(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
}
