using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using Npgsql;

namespace Reintegration.Events.Server.Tests.Support;

/// <summary>The real server in a process of its own, over a real private PostgreSQL: it can be killed.</summary>
sealed class ServerProcess : IAsyncDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    readonly string _data;
    readonly int _port = FreePort();
    readonly StringBuilder _output = new();
    Process? _process;

    readonly string[] _more;

    ServerProcess(string data, params string[] more) => (_data, _more) = (data, more);

    public Uri Url => new($"http://127.0.0.1:{_port}");
    public string Output { get { lock (_output) return _output.ToString(); } }

    /// <summary>A folder that PostgreSQL's own user can reach, removed by whoever made it.</summary>
    public static string NewFolder() => Path.Combine(Path.GetTempPath(), $"reintegration-test-{Guid.NewGuid():N}");

    public static async Task<ServerProcess> Serve(string data, params string[] more)
    {
        var server = new ServerProcess(data, more);
        try
        {
            await server.Start();
            return server;
        }
        catch
        {
            // One that never became ready would run on for ever, and take its time from every later test.
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts it with <c>--once</c> and waits for the end.</summary>
    public static async Task<(int Code, string Output)> Once(string data)
    {
        await using var server = new ServerProcess(data);
        server.Run("--demo", "--once", "--data", data, "--urls", server.Url.ToString());
        using var patience = new CancellationTokenSource(Patience);
        await server._process!.WaitForExitAsync(patience.Token);
        server._process.WaitForExit();
        return (server._process.ExitCode, server.Output);
    }

    public async Task Start()
    {
        Run(["--demo", "--empty", "--data", _data, "--urls", Url.ToString(), .. _more]);
        using var http = new HttpClient { BaseAddress = Url, Timeout = TimeSpan.FromSeconds(5) };
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            if (_process!.HasExited)
                throw new InvalidOperationException($"The server ended with {_process.ExitCode}:\n{Output}");
            try
            {
                if ((await http.GetAsync("/health/ready")).StatusCode == HttpStatusCode.OK) return;
            }
            catch (HttpRequestException) { }
            catch (TaskCanceledException) { }
            if (Stopwatch.GetElapsedTime(started) > Patience)
                throw new InvalidOperationException($"The server did not become ready:\n{Output}");
            await Task.Delay(50);
        }
    }

    void Run(params string[] arguments)
    {
        var start = new ProcessStartInfo(
            "dotnet", [Path.Combine(AppContext.BaseDirectory, "reintegration-server.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Remove(Launch.PostgresVariable);
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    void Keep(string? line)
    {
        lock (_output) _output.AppendLine(line);
    }

    /// <summary>SIGKILL: nothing is flushed, nobody is told.</summary>
    public async Task Kill()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>SIGKILL to the PostgreSQL server process; its children end by themselves.</summary>
    public void KillPostgres()
    {
        if (PostgresPid() is not { } pid) return;
        try { Process.GetProcessById(pid).Kill(); }
        catch (ArgumentException) { } // Already gone.
    }

    int? PostgresPid()
    {
        var file = Path.Combine(_data, "postgres", "data", "postmaster.pid");
        return File.Exists(file)
            && int.TryParse(File.ReadLines(file).FirstOrDefault(), NumberStyles.None, CultureInfo.InvariantCulture, out var pid)
            ? pid
            : null;
    }

    /// <summary>As whoever rules its PostgreSQL, over the socket that only its user can open.</summary>
    public async Task<NpgsqlConnection> Admin()
    {
        var sockets = File.ReadLines(Path.Combine(_data, "postgres", "data", "postmaster.pid")).ElementAt(4);
        var connection = new NpgsqlConnection($"Host={sockets};Database=postgres;Username=reintegration_admin;Pooling=false");
        await connection.OpenAsync();
        return connection;
    }

    public async Task<string> Token(HttpClient http, string persona)
    {
        using var response = await http.PostAsJsonAsync(new Uri(Url, "/demo/token"), new { persona });
        return (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("access_token").GetString()!;
    }

    public async Task<(int Status, JsonElement Body)> Send(
        HttpClient http, string token, HttpMethod method, string path, byte[]? body = null,
        string mediaType = "application/cloudevents+json")
    {
        using var request = new HttpRequestMessage(method, new Uri(Url, path));
        if (body is not null) request.Content = World.Content(body, mediaType);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await http.SendAsync(request);
        return ((int)response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>());
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Ends politely, so that it stops its PostgreSQL; by force when it will not.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
        {
            using var end = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
            try { await _process.WaitForExitAsync(patience.Token); }
            catch (OperationCanceledException) { await Kill(); }
        }

        KillPostgres();
        _process?.Dispose();
    }
}
