namespace Reintegration.Events.Server.Intake;

/// <summary>Reads a request body up to a limit, then as strict I-JSON.</summary>
public static class RequestBody
{
    /// <summary>
    /// One event is a report, not a document store: 256 KiB holds 40 times the largest believable one.
    /// </summary>
    public const int SingleLimitBytes = 256 * 1024;

    /// <summary>
    /// A batch is one night's work of an agency system; larger ones hold the appender's queue for too long.
    /// </summary>
    public const int BatchLimitBytes = 4 * 1024 * 1024;

    public const int BatchLimitEvents = 1000;

    /// <summary>Deep enough for every schema with room to spare; shallow enough that no reader recurses far.</summary>
    const int MaxDepth = 32;

    public static async Task<(JsonDocument? Json, Problem? Problem)> Read(HttpRequest request, int limitBytes)
    {
        var (bytes, tooLarge) = await ReadBytes(request, limitBytes);
        if (tooLarge) return (null, Problems.TooLarge);
        var json = IJson.Parse(bytes, new IJsonLimits(limitBytes, MaxDepth), out var refusal);
        if (json is not null) return (json, null);
        return (null, Problems.MalformedJson.At(Shorten(refusal!.Pointer), Describe(refusal.Reason)));
    }

    /// <summary>The same, of a request that says it is JSON: for doors that take nothing else.</summary>
    public static async Task<(JsonDocument? Json, Problem? Problem)> ReadJson(HttpRequest request, int limitBytes) =>
        request.GetTypedHeaders().ContentType?.MediaType.Value?.ToLowerInvariant() == BinaryMode.MediaType
            ? await Read(request, limitBytes)
            : (null, Problems.WrongMediaType);

    static async Task<(ReadOnlyMemory<byte> Bytes, bool TooLarge)> ReadBytes(HttpRequest request, int limitBytes)
    {
        if (request.ContentLength > limitBytes) return (default, true);
        using var buffer = new MemoryStream((int)Math.Min(request.ContentLength ?? 4096, limitBytes));
        var chunk = new byte[16 * 1024];
        int read;
        while ((read = await request.Body.ReadAsync(chunk, request.HttpContext.RequestAborted)) > 0)
        {
            if (buffer.Length + read > limitBytes) return (default, true);
            buffer.Write(chunk, 0, read);
        }

        return (buffer.GetBuffer().AsMemory(0, (int)buffer.Length), false);
    }

    static string Shorten(string pointer)
    {
        const int shown = 120; // Enough to find the place; too little to echo a payload hidden in member names.
        return pointer.Length <= shown ? pointer : pointer[..shown];
    }

    static string Describe(IJsonReason reason) =>
        $"Refused: {System.Text.RegularExpressions.Regex.Replace(reason.ToString(), "(?<!^)([A-Z])", " $1").ToLowerInvariant()}.";
}
