using System.CommandLine;
using Reintegration.Cedar.Tests.Differential;
using Reintegration.Events.Cli.Policy;
using Xunit.Abstractions;

namespace Reintegration.Events.Cli.Tests.Policy;

/// <summary>
/// The conformance command on corpora it has not seen: odd schemas, policies, entities and requests, written as text
/// and as JSON by a generator that shares no code with us, with the answers of the official engine.
/// </summary>
public sealed class CorpusTests(ITestOutputHelper output) : IDisposable
{
    const int Worlds = 60;

    readonly DirectoryInfo folder = Directory.CreateTempSubdirectory();

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void Generated_corpora_are_answered_as_by_the_official_engine()
    {
        if (!CedarWasm.IsAvailable())
        {
            output.WriteLine("Node or the package cannot be had; the committed answers of the language's tests remain.");
            return;
        }

        var (seed, worlds) = (Setting("CORPUS_SEED", 1), Setting("CORPUS_WORLDS", Worlds));
        CedarWasm.WriteCorpus(folder.FullName, seed, worlds);
        var (exit, said) = Run("corpus-tests");
        output.WriteLine($"seed {seed}, {worlds} worlds: {said}");
        Assert.True(exit == 0, said);
        Assert.Matches("[1-9][0-9]{2,} requests: [0-9]+ equal, 0 different, 0 not loaded", said);

        // What the official engine would not read, the command does not read either.
        var (_, refused) = Run("refused");
        Assert.Matches("([1-9][0-9]*) requests: 0 equal, 0 different, \\1 not loaded", refused);
    }

    [Fact]
    public void The_formats_a_test_names_count_and_not_the_names_of_its_files()
    {
        Write("p.txt", """
            {"staticPolicies":{"first":{"effect":"permit","principal":{"op":"All"},"action":{"op":"All"},
             "resource":{"op":"All"},"conditions":[]}},
             "templates":{"t":{"effect":"forbid","principal":{"op":"==","slot":"?principal"},"action":{"op":"All"},
             "resource":{"op":"All"},"conditions":[]}},
             "templateLinks":[{"templateId":"t","newId":"second","values":{"?principal":{"type":"U","id":"b"}}}]}
            """);
        Write("s.txt", """
            {"":{"entityTypes":{"U":{}},"actions":{"a":{"appliesTo":{"principalTypes":["U"],"resourceTypes":["U"]}}}}}
            """);
        Write("e.json", "[]");
        Write("tests/1.json", """
            {"policies":"p.txt","policyFormat":"json","schema":"s.txt","schemaFormat":"json","entities":"e.json",
             "shouldValidate":true,"requests":[
             {"description":"a","principal":{"__entity":{"type":"U","id":"a"}},"action":{"type":"Action","id":"a"},
              "resource":{"type":"U","id":"a"},"context":{},"decision":"Allow","reason":["first"],"errors":[]},
             {"description":"b","principal":{"type":"U","id":"b"},"action":{"type":"Action","id":"a"},
              "resource":{"type":"U","id":"a"},"context":{},"decision":"deny","reason":["second"],"errors":[]}]}
            """);
        Assert.Equal((0, "2 requests: 2 equal, 0 different, 0 not loaded\n1 policies: 1 equal, 0 different\n"), Run("tests"));
    }

    [Fact]
    public void Earlier_spellings_are_understood()
    {
        Write("p.cedar", """permit(principal, action, resource) when { principal.old || true };""");
        Write("s.cedarschema", """entity U { old: Bool }; action a appliesTo { principal: U, resource: U };""");
        Write("e.json", """[{"uid": "U::\"a\"", "attrs": {"old": true}, "parents": []}]""");
        Write("tests/1.json", """
            {"policies":"p.cedar","schema":"s.cedarschema","entities":"e.json","should_validate":true,"queries":[
             {"desc":"a","principal":"U::\"a\"","action":"Action::\"a\"","resource":"U::\"a\"","context":{},
              "decision":"Allow","reasons":["policy0"],"errors":[]},
             {"desc":"none","principal":null,"action":"Action::\"a\"","resource":"U::\"a\"","context":{},
              "enable_request_validation":false,"decision":"Deny","reasons":[],"errors":["policy0"]}]}
            """);
        Assert.Equal((0, "2 requests: 2 equal, 0 different, 0 not loaded\n1 policies: 1 equal, 0 different\n"), Run("tests"));
    }

    [Fact]
    public void A_test_that_cannot_be_read_is_no_success()
    {
        Write("tests/1.json", "{ \"policies\": ");
        var (exit, said) = Run("tests");
        Assert.Equal(1, exit);
        Assert.Contains("1 not loaded", said, StringComparison.Ordinal);
    }

    void Write(string path, string text)
    {
        var file = new FileInfo(Path.Combine(folder.FullName, path));
        file.Directory!.Create();
        File.WriteAllText(file.FullName, text);
    }

    (int Exit, string Said) Run(string tests)
    {
        using var said = new StringWriter { NewLine = "\n" };
        var exit = new RootCommand { ConformanceCommand.Build() }
            .Parse(["conformance", Path.Combine(folder.FullName, tests)])
            .Invoke(new InvocationConfiguration { Output = said, Error = said });
        return (exit, said.ToString());
    }

    static int Setting(string name, int standard) =>
        Environment.GetEnvironmentVariable(name) is { } text ? int.Parse(text) : standard;
}
