using System.CommandLine;
using Reintegration.Events.Cli.Policy;

namespace Reintegration.Events.Cli.Tests.Policy;

/// <summary>Our own bundle speaks Cedar's integration-test format, so the conformance command can run it.</summary>
public class BundleConformanceTests
{
    [Fact]
    public void The_default_bundles_tests_are_all_equal()
    {
        var folder = Path.Combine(Root(), "contracts", "policy", "unicri-default", "tests");
        using var output = new StringWriter();
        var exit = new RootCommand { ConformanceCommand.Build() }.Parse(["conformance", folder]).Invoke(
            new InvocationConfiguration { Output = output, Error = output });
        Assert.True(exit == 0, output.ToString());
        Assert.Matches("[1-9][0-9]{2,} requests: [0-9]+ equal, 0 different, 0 not loaded", output.ToString());
    }

    [Fact]
    public void A_folder_without_tests_is_no_success()
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            using var output = new StringWriter();
            Assert.NotEqual(
                0, new RootCommand { ConformanceCommand.Build() }.Parse(["conformance", folder.FullName]).Invoke(
                    new InvocationConfiguration { Output = output, Error = output }));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Reintegration.Events.sln"))) folder = folder.Parent!;
        return folder.FullName;
    }
}
