using System.ComponentModel;
using System.Diagnostics;

namespace Reintegration.Events.Postgres.Cluster;

/// <summary>Runs a program to its end, as ourselves or as another user.</summary>
static class Shell
{
    internal sealed record Answer(int Code, string Output, string Error)
    {
        internal bool Ok => Code == 0;
    }

    internal static async Task<Answer> Run(Account? account, string program, string[] arguments, CancellationToken ct)
    {
        using var process = Start(account, program, arguments);
        var output = process.StandardOutput.ReadToEndAsync(ct);
        var error = process.StandardError.ReadToEndAsync(ct);
        await process.WaitForExitAsync(ct);
        return new Answer(process.ExitCode, (await output).Trim(), (await error).Trim());
    }

    /// <summary>Like <see cref="Run"/>, but a failure throws with the last line the program said.</summary>
    internal static async Task<string> Must(Account? account, string program, string[] arguments, CancellationToken ct)
    {
        var answer = await Run(account, program, arguments, ct);
        if (answer.Ok) return answer.Output;
        var said = answer.Error.Length > 0 ? answer.Error : answer.Output;
        throw new ClusterException($"{Path.GetFileName(program)} failed ({answer.Code}): {said.Split('\n')[^1]}");
    }

    internal static Process Start(Account? account, string program, string[] arguments)
    {
        string[] line = account is null
            ? [program, .. arguments]
            : [account.Prefix().Program, .. account.Prefix().Arguments, program, .. arguments];
        var start = new ProcessStartInfo(line[0])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            // Another user cannot stand in a folder it may not enter.
            WorkingDirectory = "/",
        };
        foreach (var argument in line.Skip(1))
            start.ArgumentList.Add(argument);
        start.Environment["LC_ALL"] = "C";
        try
        {
            return Process.Start(start) ?? throw new ClusterException($"{program} did not start.");
        }
        catch (Win32Exception e)
        {
            throw new ClusterException($"{program} did not start: {e.Message}");
        }
    }
}
