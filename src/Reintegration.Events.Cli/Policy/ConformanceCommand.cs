using System.CommandLine;

namespace Reintegration.Events.Cli.Policy;

/// <summary>
/// <c>policy conformance DIR [--root ROOT]</c>: runs tests in Cedar's integration-test format and says how many answers
/// differ from the expected ones.
/// </summary>
public static class ConformanceCommand
{
    public static Command Build()
    {
        var folder = new Argument<DirectoryInfo>("dir") { Description = "The folder that holds the tests, at any depth." };
        var root = new Option<DirectoryInfo?>("--root")
        {
            Description = "What paths inside the tests are relative to; the parent of the folder if left out.",
        };
        var command = new Command("conformance", "Run Cedar integration tests and count the answers that differ. "
            + "Exit codes: 0 nothing differs; 1 something differs or could not be loaded; 2 there was nothing to run.")
        {
            folder,
            root,
        };
        command.SetAction(parsed =>
        {
            var tests = parsed.GetRequiredValue(folder);
            var report = parsed.InvocationConfiguration;
            if (!tests.Exists)
            {
                report.Error.WriteLine($"There is no folder {tests.FullName}.");
                return 2;
            }

            var run = new ConformanceRun(parsed.GetValue(root) ?? tests.Parent ?? tests, report.Error);
            foreach (var file in Directory.EnumerateFiles(tests.FullName, "*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
                run.Add(file);
            report.Output.WriteLine(run.Summary());
            if (run.Found) return run.IsEqual ? 0 : 1;
            report.Error.WriteLine(
                $"{tests.FullName} holds no test: a test is a .json file with policies, entities, schema and requests.");
            return 2;
        });
        return command;
    }
}
