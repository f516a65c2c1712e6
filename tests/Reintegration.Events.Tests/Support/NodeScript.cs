using System.Diagnostics;

namespace Reintegration.Events.Tests.Support;

/// <summary>A script of an outside judge, run by Node from a temporary folder with the packages it asks for.</summary>
/// <param name="packages">As npm names them, versions included.</param>
/// <param name="lastPackage">The folder below node_modules whose presence says that they are installed.</param>
/// <param name="script">Reads the file named by its first argument and writes its answer.</param>
sealed class NodeScript(string packages, string lastPackage, string script)
{
    /// <summary>The answer, or null and the reason why there is none.</summary>
    public (string? Answer, string Reason) Ask(string question)
    {
        var folder = Path.Combine(
            Path.GetTempPath(), "reintegration-" + packages.Replace('@', '-').Replace(' ', '-').Replace('/', '-'));
        if (!Directory.Exists(Path.Combine(folder, "node_modules", lastPackage)))
        {
            var (installed, trouble) = Run(
                "npm", $"install --no-audit --no-fund --prefix \"{folder}\" {packages}", Path.GetTempPath());
            if (installed is null) return (null, trouble);
        }

        var (judge, file) = (Path.Combine(folder, "judge.cjs"), Path.Combine(folder, $"question-{Guid.NewGuid():N}.json"));
        File.WriteAllText(judge, script);
        File.WriteAllText(file, question);
        try { return Run("node", $"\"{judge}\" \"{file}\"", folder); }
        finally { File.Delete(file); }
    }

    static (string? Output, string Reason) Run(string program, string arguments, string folder)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments)
            {
                WorkingDirectory = folder,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            var errors = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0
                ? (output, "")
                : (null, $"{program} ended with {process.ExitCode}: {errors.Result.Trim()}");
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return (null, $"{program} is not installed");
        }
    }
}
