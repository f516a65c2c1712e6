using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Reintegration.Events.Cli.Import;

/// <summary><c>reintegration import</c>: years of history into a house, with a report of what was refused and why.</summary>
/// <remarks>
/// The two clocks differ by as much as they have to: `recordedAt` is now, `time` is then. Nothing is told as known
/// earlier than it became known here. Sent again after an interruption, what is recorded already counts once.
/// </remarks>
public static class ImportCommand
{
    /// <summary>Where the token of the importing system is looked for, so that it stands in no list of processes.</summary>
    public const string TokenVariable = "REINTEGRATION_TOKEN";

    const int Done = 0;
    const int Refused = 1;
    const int NotDone = 2;

    /// <summary>The command, to be added to the root command.</summary>
    public static Command Build()
    {
        var files = new Argument<FileInfo[]>("files")
        {
            Description = "Files of CloudEvents, oldest first: each line one event, or a batch as a JSON array.",
            Arity = ArgumentArity.OneOrMore,
        };
        var server = new Option<string>("--server") { Description = "Address of the server.", Required = true };
        var report = new Option<FileInfo?>("--report") { Description = "File to write refusals to, one JSON object a line; standard output when absent." };
        var command = new Command(
            "import",
            $"Post years of history, in order. The token is read from {TokenVariable}; without it a server in demo mode is "
            + "asked for one for each agency. Exit codes: 0 all recorded; 1 some refused, as the report says; 2 not done.")
        {
            files, server, report,
        };
        server.Validators.Add(given =>
        {
            if (!Uri.TryCreate(given.GetValueOrDefault<string?>(), UriKind.Absolute, out _))
                given.AddError("--server: the address of a server is expected, such as http://127.0.0.1:5080.");
        });
        command.SetAction(async (parsed, ct) =>
        {
            var output = parsed.InvocationConfiguration.Output;
            try
            {
                return await Run(parsed.GetValue(files)!, new Uri(parsed.GetValue(server)!), parsed.GetValue(report), output, ct);
            }
            catch (Exception fault) when (fault is IOException or InvalidDataException or UnauthorizedAccessException or HttpRequestException or OperationCanceledException)
            {
                await output.WriteLineAsync($"not done: {fault.Message}");
                return NotDone;
            }
        });
        return command;
    }

    static async Task<int> Run(FileInfo[] files, Uri server, FileInfo? report, TextWriter output, CancellationToken ct)
    {
        var token = Environment.GetEnvironmentVariable(TokenVariable);
        using var importer = new Importer(server, string.IsNullOrEmpty(token) ? null : token);
        await using var file = report is null ? null : new StreamWriter(report.Create(), new UTF8Encoding(false));
        var to = file ?? output;
        // Counted first, so that the bar says how much is left; reading is a small part of posting.
        var total = files.Sum(each => EventFile.Read(each).LongCount());
        var started = Stopwatch.GetTimestamp();
        using (var progress = new Progress("importing"))
            await importer.Send(
                files.SelectMany(EventFile.Read), refusal => to.WriteLineAsync(Line(refusal)),
                done => progress.Report(done, total), ct);
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
            $$"""{"recorded":{{importer.Recorded}},"known":{{importer.Known}},"refused":{{importer.Refused}},"seconds":{{seconds:F1}}}"""));
        return importer.Refused == 0 ? Done : Refused;
    }

    /// <summary>Where the event stands, what it is, and the problem as the server told it: never its facts.</summary>
    static string Line(Refusal refusal) => JsonSerializer.Serialize(new
    {
        file = refusal.Event.File,
        line = refusal.Event.Line,
        index = refusal.Event.Index,
        id = refusal.Event.Id,
        source = refusal.Event.Source,
        type = refusal.Event.Type,
        problem = refusal.Problem,
    });
}
