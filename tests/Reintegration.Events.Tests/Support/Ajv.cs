using System.Diagnostics;

namespace Reintegration.Events.Tests.Support;

/// <summary>The validator many of our readers will use, run by Node from a temporary folder: an outside judge.</summary>
static class Ajv
{
    const string Packages = "ajv@8.17.1 ajv-formats@3.0.1";

    /// <summary>Reads {schemas, cases: [[name, document]]} and writes one truth value per case.</summary>
    const string Script = """
        const Ajv = require("ajv/dist/2020").default;
        const addFormats = require("ajv-formats").default;
        const { schemas, cases } = JSON.parse(require("fs").readFileSync(process.argv[2], "utf8"));
        const ajv = addFormats(new Ajv({ strict: true, allErrors: false }));
        const judges = Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, ajv.compile(schema)]));
        process.stdout.write(JSON.stringify(cases.map(([name, document]) => judges[name](document))));
        """;

    /// <summary>The verdicts, or null and the reason why there are none.</summary>
    public static (string? Verdicts, string Reason) Judge(string input)
    {
        var folder = Path.Combine(Path.GetTempPath(), "reintegration-" + Packages.Replace('@', '-').Replace(' ', '-'));
        if (!Directory.Exists(Path.Combine(folder, "node_modules", "ajv-formats")))
        {
            var (installed, trouble) = Run("npm", $"install --no-audit --no-fund --prefix \"{folder}\" {Packages}", Path.GetTempPath());
            if (installed is null) return (null, trouble);
        }

        var script = Path.Combine(folder, "judge.cjs");
        var question = Path.Combine(folder, $"question-{Guid.NewGuid():N}.json");
        File.WriteAllText(script, Script);
        File.WriteAllText(question, input);
        try { return Run("node", $"\"{script}\" \"{question}\"", folder); }
        finally { File.Delete(question); }
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
            return process.ExitCode == 0 ? (output, "") : (null, $"{program} ended with {process.ExitCode}: {errors.Result.Trim()}");
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return (null, $"{program} is not installed");
        }
    }
}
