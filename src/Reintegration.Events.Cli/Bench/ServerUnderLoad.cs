using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;

namespace Reintegration.Events.Cli.Bench;

/// <summary>The real server in a process of its own, over a database of its own in the same cluster.</summary>
sealed class ServerUnderLoad : IAsyncDisposable
{
    const string Program = "reintegration-server.dll";
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    readonly Process _process;

    ServerUnderLoad(Process process, HttpClient http) => (_process, Http) = (process, http);

    internal HttpClient Http { get; }

    /// <summary>Processor time of the process so far.</summary>
    internal TimeSpan Spent
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Starts it with demo identity and waits until it is ready.</summary>
    /// <param name="folder">Where it keeps its keys.</param>
    /// <exception cref="InvalidOperationException">It is not built, or does not become ready.</exception>
    internal static async Task<ServerUnderLoad> Start(string folder, string connectionString, CancellationToken ct)
    {
        var url = new Uri($"http://127.0.0.1:{FreePort()}");
        var start = new ProcessStartInfo(
            "dotnet", [Path(), "--demo", "--empty", "--data", folder, "--urls", url.ToString()])
        {
            RedirectStandardOutput = true,
        };
        start.Environment["REINTEGRATION_POSTGRES"] = connectionString;
        var server = new ServerUnderLoad(
            Process.Start(start)!, new HttpClient { BaseAddress = url, Timeout = TimeSpan.FromMinutes(2) });
        server._process.OutputDataReceived += (_, _) => { }; // A full pipe would stop the server.
        server._process.BeginOutputReadLine();
        try
        {
            await server.Ready(ct);
            server.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
                "Bearer", await server.Token(ct));
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    async Task Ready(CancellationToken ct)
    {
        for (var started = Stopwatch.GetTimestamp(); ; await Task.Delay(100, ct))
        {
            try
            {
                using var answer = await Http.GetAsync("/health/ready", ct);
                if (answer.StatusCode == HttpStatusCode.OK) return;
            }
            catch (HttpRequestException) when (Stopwatch.GetElapsedTime(started) < Patience && !_process.HasExited) { }
            if (_process.HasExited || Stopwatch.GetElapsedTime(started) > Patience)
                throw new InvalidOperationException("The server did not become ready; its errors are above.");
        }
    }

    async Task<string> Token(CancellationToken ct)
    {
        using var answer = await Http.PostAsJsonAsync("/demo/token", new { persona = "probation-system" }, ct);
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<JsonElement>(ct)).GetProperty("access_token").GetString()!;
    }

    /// <summary>Beside us when installed, or where this repository builds it.</summary>
    static string Path()
    {
        string[] places =
        [
            System.IO.Path.Combine(AppContext.BaseDirectory, Program),
            System.IO.Path.GetFullPath(System.IO.Path.Combine(
                AppContext.BaseDirectory, "../../../../Reintegration.Events.Server/bin/Release/net10.0", Program)),
        ];
        return places.FirstOrDefault(File.Exists) ?? throw new InvalidOperationException(
            $"{Program} is not built: dotnet build -c Release src/Reintegration.Events.Server, or leave http out with --paths process.");
    }

    static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }
        _process.Dispose();
    }
}
