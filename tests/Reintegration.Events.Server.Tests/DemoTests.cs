using System.Text.RegularExpressions;

namespace Reintegration.Events.Server.Tests;

/// <summary>What a newcomer sees first.</summary>
public partial class DemoTests
{
    [GeneratedRegex("^demo ok: events=(?<events>[0-9]+) disclosures=(?<disclosures>[0-9]+) denials=(?<denials>[0-9]+) ledger=(?<ledger>[0-9]+) root=(?<root>[0-9a-f]{64})$")]
    private static partial Regex LastLine { get; }

    static Match Last(string output) => LastLine.Match(output.TrimEnd().Split('\n')[^1].TrimEnd());

    [Fact]
    public async Task The_demo_tells_its_story_once_and_ends_with_what_it_counted()
    {
        var data = ServerProcess.NewFolder();
        try
        {
            var (code, output) = await ServerProcess.Once(data);
            Assert.True(code == 0 && Last(output).Success, output);
            var first = Last(output);
            Assert.True(int.Parse(first.Groups["events"].Value, null) >= 60, output);
            Assert.True(int.Parse(first.Groups["disclosures"].Value, null) >= 10, output);
            Assert.True(int.Parse(first.Groups["denials"].Value, null) > 100, output);

            var (again, second) = await ServerProcess.Once(data);
            Assert.True(again == 0, second);
            Assert.Equal(first.Groups["ledger"].Value, Last(second).Groups["ledger"].Value);
            Assert.Equal(first.Groups["root"].Value, Last(second).Groups["root"].Value);
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }
}
