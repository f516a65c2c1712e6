using System.CommandLine;
using System.Globalization;
using System.Text.Json;

namespace Reintegration.Events.Cli.Generate;

/// <summary><c>reintegration generate</c>: believable made-up histories, to try a deployment or to load it.</summary>
public static class GenerateCommand
{
    const int Done = 0;
    const int Refused = 1;
    const int NotDone = 2;

    /// <summary>
    /// The day on which every history stops, unless another is named: the same seed is the same bytes.
    /// </summary>
    static readonly DateTimeOffset Until = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The command, to be added to the root command.</summary>
    public static Command Build()
    {
        var cases = new Option<int>("--cases")
        {
            Description = "How many lives; about a hundred events each.",
            DefaultValueFactory = _ => 100
        };
        var seed = new Option<ulong>("--seed")
        {
            Description = "The same seed gives the same bytes.",
            DefaultValueFactory = _ => 1
        };
        var until = new Option<DateOnly?>("--until") { Description = "Day on which the histories stop; 2026-01-01 when absent." };
        var output = new Option<FileInfo?>("--out") { Description = "File to write, one CloudEvents batch of one agency a line; standard output when absent." };
        var post = new Option<string?>("--post") { Description = "Post to this server in demo mode instead, as each agency's own system." };
        var callers = new Option<int>("--callers")
        {
            Description = "With --post: how many post side by side.",
            DefaultValueFactory = _ => 8
        };
        var command = new Command(
            "generate",
            "Write made-up lives as batches of CloudEvents: phases, clocks, late reports, corrections, silence, "
            + "juveniles, families. No person in them exists. Exit codes: 0 done; 1 the server refused events; 2 not done.")
        {
            cases, seed, until, output, post, callers,
        };
        cases.Validators.Add(given =>
        {
            if (given.GetValueOrDefault<int>() < 1) given.AddError("--cases: at least 1 is expected.");
        });
        post.Validators.Add(given =>
        {
            if (!Uri.TryCreate(given.GetValueOrDefault<string?>(), UriKind.Absolute, out _))
                given.AddError("--post: the address of a server is expected, such as http://127.0.0.1:5080.");
        });
        command.SetAction(async (parsed, ct) =>
        {
            var stop = parsed.GetValue(until) is { } day
                ? new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero)
                : Until;
            var lives = new Lives(parsed.GetValue(seed), stop);
            try
            {
                return parsed.GetValue(post) is { } server
                    ? await Post(lives, parsed.GetValue(cases), parsed.GetValue(callers), new Uri(server),
                        parsed.InvocationConfiguration.Output, ct)
                    : await Write(lives, parsed.GetValue(cases), parsed.GetValue(output), ct);
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or HttpRequestException or OperationCanceledException)
            {
                await parsed.InvocationConfiguration.Output.WriteLineAsync($"not done: {fault.Message}");
                return NotDone;
            }
        });
        return command;
    }

    static async Task<int> Write(Lives lives, int cases, FileInfo? to, CancellationToken ct)
    {
        await using var stream = to is null ? Console.OpenStandardOutput() : to.Create();
        using var progress = new Progress("generating");
        var written = 0;
        foreach (var batches in lives.Groups(cases).Prepend(lives.First()))
        {
            foreach (var batch in batches)
            {
                await stream.WriteAsync(Batch(batch), ct);
                stream.WriteByte((byte)'\n');
                progress.Report(written += batch.Opened, cases);
            }
        }

        return Done;
    }

    static async Task<int> Post(
        Lives lives, int cases, int callers, Uri server, TextWriter output, CancellationToken ct)
    {
        using var posting = new Posting(server);
        using var progress = new Progress("posting");
        var opened = 0;
        async Task All(IEnumerable<Lives.Batch> batches, CancellationToken token)
        {
            foreach (var batch in batches)
            {
                await posting.Send(batch, Batch(batch), token);
                progress.Report(Interlocked.Add(ref opened, batch.Opened), cases);
            }
        }

        await All(lives.First(), ct);
        var side = new ParallelOptions { MaxDegreeOfParallelism = callers, CancellationToken = ct };
        await Parallel.ForEachAsync(lives.Groups(cases), side, async (group, token) => await All(group, token));
        progress.Dispose();
        foreach (var refusal in posting.Refusals) await output.WriteLineAsync(refusal);
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
            $$"""{"events":{{posting.Accepted}},"refused":{{posting.Refused}},"seconds":{{posting.Took.TotalSeconds:F1}},"events_per_second":{{posting.Accepted / posting.Took.TotalSeconds:F0}}}"""));
        return posting.Refused == 0 ? Done : Refused;
    }

    /// <summary>A CloudEvents batch: a JSON array of structured events.</summary>
    static byte[] Batch(Lives.Batch batch)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartArray();
            foreach (var told in batch.Events) json.WriteRawValue(told.Json.Span, skipInputValidation: true);
            json.WriteEndArray();
        }

        return buffer.ToArray();
    }
}
