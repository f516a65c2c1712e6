using System.CommandLine;
using Reintegration.Events.Ledger;

namespace Reintegration.Events.Cli.Export;

/// <summary><c>reintegration export</c>: an auditor takes the ledger away as a file that anyone can check.</summary>
public static class ExportCommand
{
    const int Done = 0;
    const int NotDone = 2;

    /// <summary>The command, to be added to the root command.</summary>
    public static Command Build()
    {
        var source = new RestOptions(isRequired: true);
        var to = new Option<FileInfo>("--out") { Description = "The file to write; there whole, or not at all.", Required = true };
        var after = new Option<long>("--after")
        {
            Description = "Go on behind this position; the file then begins with the tree up to there.",
            DefaultValueFactory = _ => -1,
        };
        var command = new Command(
            "export", "Write the events ledger to a file for `reintegration verify ledger`: leaves, ciphertexts, and of "
            + "each envelope what an auditor is shown. Exit codes: 0 written; 2 not written.")
        {
            to, after,
        };
        source.AddTo(command);
        command.SetAction(async (parsed, ct) =>
        {
            var output = parsed.InvocationConfiguration.Output;
            try
            {
                using var rest = new RestExport(source.Read(parsed)!);
                using var progress = new Progress("exporting");
                var (events, size) = await Write(
                    rest, parsed.GetRequiredValue(to).FullName, parsed.GetValue(after), progress, ct);
                progress.Dispose();
                output.WriteLine(FormattableString.Invariant(
                    $"exported: {events} events, up to the checkpoint of {size} leaves; check them with `reintegration verify ledger`"));
                return Done;
            }
            catch (Exception fault) when (
                fault is IOException or UnauthorizedAccessException or FormatException or OperationCanceledException)
            {
                output.WriteLine($"not exported: {fault.Message}");
                return NotDone;
            }
        });
        return command;
    }

    /// <summary>Written beside its place and moved there when whole and durable: nobody finds half a file.</summary>
    static async Task<(long Events, long Size)> Write(
        RestExport rest, string path, long after, Progress progress, CancellationToken ct)
    {
        var partial = Path.Combine(Path.GetDirectoryName(path)!, $".{Path.GetFileName(path)}.{Guid.NewGuid():N}.part");
        try
        {
            long size;
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            // Envelopes of cases stand in it: for the auditor's eyes alone.
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            await using (var file = new FileStream(partial, options))
            {
                size = await Copy(rest, file, after, progress, ct);
                file.Flush(flushToDisk: true);
            }
            File.Move(partial, path, overwrite: true);
            return (size - after - 1, size);
        }
        finally
        {
            File.Delete(partial);
        }
    }

    static async Task<long> Copy(RestExport rest, FileStream file, long after, Progress progress, CancellationToken ct)
    {
        var line = await rest.Header(after, ct);
        var header = ExportHeader.Parse(line.AsSpan().TrimEnd((byte)'\n'), out var fault)
            ?? throw new FormatException(fault);
        var size = (SignedNote.Parse(System.Text.Encoding.UTF8.GetBytes(header.Checkpoint), out fault) is { } note
            ? Checkpoint.Parse(note.Text, out fault)
            : null)?.Size ?? throw new FormatException(fault);
        if (header.After != after) throw new FormatException("The server's export begins elsewhere.");
        await file.WriteAsync(line, ct);
        for (var last = after; last < size - 1;)
        {
            var page = await rest.Page(last, size, ct);
            await file.WriteAsync(page, ct);
            last += page.AsSpan().Count((byte)'\n');
            progress.Report(last - after, size - 1 - after);
        }
        return size;
    }
}
