using System.Text.Json;
using Reintegration.Events.Tests.Support;
using Xunit.Abstractions;

namespace Reintegration.Events.Tests.Events;

/// <summary>contracts/openapi.json by an outside linter, with the rules it recommends.</summary>
public class OpenApiLintTests(ITestOutputHelper output)
{
    const string Script = """
        const { lint, createConfig } = require("@redocly/openapi-core");
        (async () => {
          const config = await createConfig({ extends: ["recommended"] });
          const problems = await lint({ ref: process.argv[2], config });
          process.stdout.write(JSON.stringify(problems.map(p => ({ rule: p.ruleId, severity: p.severity, message: p.message, at: p.location[0]?.pointer }))));
        })().catch(error => { console.error(error); process.exit(1); });
        """;

    static readonly NodeScript Linter = new("@redocly/openapi-core@1.34.20", "@redocly/openapi-core", Script);

    /// <summary>Where Node or its packages cannot be had, the line printed says that nothing was judged.</summary>
    [Fact]
    public void A_linter_finds_no_error_in_the_published_document()
    {
        var (answer, reason) = Linter.Ask(File.ReadAllText(Path.Combine(Golden.Root, "contracts/openapi.json")));
        if (answer is null)
        {
            Tell($"openapi linter: NOT RUN, {reason}");
            return;
        }

        var problems = JsonElement.Parse(answer).EnumerateArray().ToArray();
        var errors = problems.Where(problem => problem.GetProperty("severity").GetString() == "error").Select(problem => problem.GetRawText()).ToArray();
        Tell($"openapi linter: RAN, {errors.Length} errors, {problems.Length - errors.Length} warnings");
        Assert.True(errors.Length == 0, string.Join("\n", errors));
    }

    [Fact]
    public void The_linter_sees_what_is_wrong()
    {
        var (answer, _) = Linter.Ask("""{"openapi":"3.1.0","info":{"title":"t","version":"1"},"paths":{"/x/{id}":{"get":{"responses":{}}}}}""");
        if (answer is not null) Assert.Contains("\"error\"", answer, StringComparison.Ordinal);
    }

    void Tell(string line)
    {
        output.WriteLine(line);
        Console.WriteLine(line);
    }
}
