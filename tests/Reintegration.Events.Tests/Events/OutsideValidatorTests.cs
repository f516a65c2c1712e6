using System.Text.Json;
using System.Text.Json.Nodes;
using Reintegration.Events.Events;
using Reintegration.Events.Tests.Support;
using Xunit.Abstractions;

namespace Reintegration.Events.Tests.Events;

public class OutsideValidatorTests(ITestOutputHelper output)
{
    /// <summary>Both ways: what ajv takes we take and what it refuses we refuse, but for the cases marked stricter.</summary>
    /// <remarks>
    /// Stricter, and known to be: whole numbers written with a fraction or an exponent, and the first and the last year
    /// of the calendar. Where Node or its packages cannot be had, the line printed says that nothing was compared.
    /// </remarks>
    [Fact]
    public void Ajv_over_the_published_schemas_judges_as_we_do()
    {
        var cases = ValidationTests.AllCases().ToArray();
        var schemas = Catalog.Default.All.Select(type => (type.Name, type.Schema)).Append(("about", AboutSchema.Schema));
        var question = new JsonObject
        {
            ["schemas"] = new JsonObject(schemas.Select(pair => KeyValuePair.Create(pair.Item1, JsonNode.Parse(pair.Item2.GetRawText())))),
            ["cases"] = new JsonArray([.. cases.Select(pair => new JsonArray(pair.Name, pair.Case.Document?.DeepClone()))]),
        };

        var (answer, reason) = Ajv.Judge(question.ToJsonString());
        if (answer is null)
        {
            Tell($"ajv: NOT RUN, {reason}");
            return;
        }

        var verdicts = JsonElement.Parse(answer).EnumerateArray().Select(verdict => verdict.GetBoolean()).ToArray();
        var disagreements = cases.Zip(verdicts)
            .Where(pair => pair.Second != (pair.First.Case.Fault is null || pair.First.Case.Stricter))
            .Select(pair => $"{pair.First.Name} {pair.First.Case.What}: ajv {(pair.Second ? "takes" : "refuses")} it")
            .ToArray();
        Tell($"ajv: RAN, {verdicts.Length} verdicts compared, {cases.Count(pair => pair.Case.Stricter)} of them where we are stricter");
        Assert.Empty(disagreements);
    }

    void Tell(string line)
    {
        output.WriteLine(line);
        Console.WriteLine(line);
    }
}
