using System.Text;

namespace Reintegration.Events.Server.Witnessing;

/// <summary>What a witness is made of. It knows logs by their keys, and nothing of cases, agencies or events.</summary>
/// <param name="Folder">Where it remembers, for each log, the last checkpoint it cosigned.</param>
/// <param name="Logs">The logs it serves, each with its own keys.</param>
public sealed record WitnessParts(string Urls, string Folder, ISigner Key, ImmutableArray<LogPolicy> Logs)
{
    public TimeProvider Clock { get; init; } = TimeProvider.System;
    public LogLevel LogLevel { get; init; } = LogLevel.Warning;
}

/// <summary>A witness over HTTP (C2SP tlog-witness): one door, <c>POST /add-checkpoint</c>.</summary>
/// <remarks>
/// It is to be run by bodies that hold no seat in a case. It lives in this project because HTTP does; it shares no
/// database and no key with the server.
/// </remarks>
public static class WitnessHost
{
    /// <summary>The longest note, and a proof of 63 lines before it.</summary>
    const int RequestLimitBytes = SignedNote.MaxLengthBytes + 4096;

    /// <summary>Builds it; it holds its folder until it is disposed of.</summary>
    /// <exception cref="InvalidOperationException">Another witness uses the folder.</exception>
    public static WebApplication Build(WitnessParts parts)
    {
        var builder = WebApplication.CreateSlimBuilder(
            new WebApplicationOptions { Args = [], ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.UseUrls(parts.Urls).ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = RequestLimitBytes;
        });
        builder.Logging.SetMinimumLevel(parts.LogLevel);
        var memory = new WitnessMemory(parts.Folder);
        // Made by a factory, so that the container disposes of it and lets go of the folder.
        builder.Services.AddSingleton(parts).AddSingleton(_ => memory).AddSingleton<WitnessDesk>();
        var app = builder.Build();
        app.Services.GetRequiredService<WitnessMemory>();
        app.MapPost("/add-checkpoint", Add);
        return app;
    }

    static async Task Add(HttpContext context, WitnessDesk desk)
    {
        var (status, body, type) = await desk.Judge(await Read(context.Request), context.RequestAborted);
        context.Response.StatusCode = status;
        context.Response.ContentType = type;
        var bytes = Encoding.UTF8.GetBytes(body);
        context.Response.ContentLength = bytes.Length;
        await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
    }

    static async Task<byte[]> Read(HttpRequest request)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, request.HttpContext.RequestAborted);
        return body.ToArray();
    }
}

/// <summary>Judges requests one after the other for each log, and remembers before it signs.</summary>
public sealed class WitnessDesk(WitnessParts parts, WitnessMemory memory, ILogger<WitnessDesk> log)
{
    const string Text = "text/plain; charset=utf-8";

    readonly ImmutableDictionary<string, (LogPolicy Policy, SemaphoreSlim Turn)> _logs =
        parts.Logs.ToImmutableDictionary(policy => policy.Origin, policy => (policy, new SemaphoreSlim(1)), StringComparer.Ordinal);

    /// <summary>Status, body and media type of the answer to a request body.</summary>
    public async Task<(int Status, string Body, string Type)> Judge(byte[] body, CancellationToken ct)
    {
        if (AddCheckpoint.Parse(body, out var fault) is not { } request)
            return (StatusCodes.Status400BadRequest, $"{fault}\n", Text);
        if (!_logs.TryGetValue(request.Checkpoint.Origin, out var known))
            return Answer(Ledger.Witness.Decide(request, null, WitnessState.None));
        await known.Turn.WaitAsync(ct);
        try
        {
            var state = memory.Read(request.Checkpoint.Origin);
            var decision = Ledger.Witness.Decide(request, known.Policy, state);
            if (decision.Next is not { } next)
            {
                if (decision.Status != StatusCodes.Status403Forbidden)
                    Log.WitnessDeclined(log, request.Checkpoint.Origin, decision.Status, request.Checkpoint.Size, state.Size);
                return Answer(decision);
            }
            // Remembered, durably, before there is a signature that says so.
            memory.Write(request.Checkpoint.Origin, next);
            var line = await Cosignature.Sign(parts.Key, parts.Clock.GetUtcNow(), request.Note, ct);
            return (decision.Status, $"{line}\n", Text);
        }
        finally
        {
            known.Turn.Release();
        }
    }

    static (int, string, string) Answer(WitnessDecision decision) =>
        (decision.Status, decision.Body ?? "", decision.ContentType ?? Text);
}

/// <summary>The last checkpoint cosigned for each log: a file each, in a folder no other process may use.</summary>
/// <remarks>
/// Lost memory is the one thing that makes a witness lie: who loses this folder retires the witness and its key.
/// </remarks>
public sealed class WitnessMemory : IDisposable
{
    readonly string _folder;
    readonly FileStream _hold;

    /// <exception cref="InvalidOperationException">Another witness uses the folder.</exception>
    public WitnessMemory(string folder)
    {
        Directory.CreateDirectory(folder);
        _folder = folder;
        try
        {
            _hold = new FileStream(Path.Combine(folder, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e)
        {
            throw new InvalidOperationException($"Another witness uses '{folder}': {e.Message}");
        }
    }

    /// <summary>What was last cosigned for a log.</summary>
    /// <exception cref="LedgerBrokenException">The file is not what was written. It is never taken for none.</exception>
    public WitnessState Read(string origin)
    {
        var path = PathOf(origin);
        if (!File.Exists(path)) return WitnessState.None;
        return Checkpoint.Parse(File.ReadAllText(path), out var fault) is { } last && last.Origin == origin
            ? new WitnessState(last.Size, last.Root)
            : throw new LedgerBrokenException($"'{path}' does not say what was cosigned last for {origin}: {fault}");
    }

    /// <summary>Remembers it; durable when this returns.</summary>
    public void Write(string origin, WitnessState state) =>
        DurableFile.Write(PathOf(origin), Encoding.UTF8.GetBytes(new Checkpoint(origin, state.Size, state.Root).Text));

    string PathOf(string origin) => Path.Combine(
        _folder, $"{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(origin)))}.cosigned");

    public void Dispose() => _hold.Dispose();
}
