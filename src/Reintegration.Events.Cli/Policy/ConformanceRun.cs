using System.Text;
using System.Text.Json;
using Reintegration.Cedar;

namespace Reintegration.Events.Cli.Policy;

/// <summary>
/// Runs integration tests one after the other and counts what is equal, different, or could not be loaded.
/// </summary>
internal sealed class ConformanceRun(DirectoryInfo root, TextWriter differences)
{
    /// <summary>Policies in JSON nest deep: two levels for each of an expression.</summary>
    private const int DepthLimit = 2048;

    private int equal;
    private int different;
    private int notLoaded;
    private int validEqual;
    private int validDifferent;

    /// <summary>
    /// Whether nothing differs. A request that cannot be loaded was not answered, so it counts as a difference.
    /// </summary>
    public bool IsEqual => different == 0 && validDifferent == 0 && notLoaded == 0;

    /// <summary>Whether there was anything to compare.</summary>
    public bool Found => equal + different + notLoaded + validEqual + validDifferent > 0;

    public string Summary() =>
        $"{equal + different + notLoaded} requests: {equal} equal, {different} different, {notLoaded} not loaded\n"
        + $"{validEqual + validDifferent} policies: {validEqual} equal, {validDifferent} different";

    /// <summary>
    /// Runs the test in a file; a JSON file that is no test, such as one of entities, is passed over.
    /// </summary>
    public void Add(string file)
    {
        using var document = Parse(file);
        if (document is null || !ConformanceTest.IsTest(document.RootElement))
            return;
        var test = new ConformanceTest(document.RootElement, root);
        try
        {
            var schema = test.ReadSchema();
            var policies = test.ReadPolicies();
            if (schema is not null && test.ShouldValidate is { } expected)
                CompareVerdict(file, expected, new Validator(schema).Validate(policies));
            var entities = EntityJson.Read(test.ReadEntities(), schema);
            var authorizer = new Authorizer(policies, AuthorizerOptions.CedarCompat);
            foreach (var request in test.Requests)
                Compare(file, request, schema, authorizer, entities);
        }
        catch (Exception e) when (IsOfTheInput(e))
        {
            var count = test.Requests.Count();
            notLoaded += count;
            differences.WriteLine($"{file}: {count} requests not loaded: {e.Message}");
        }
    }

    private static bool IsOfTheInput(Exception e) =>
        e is FormatException or ArgumentException or IOException or UnauthorizedAccessException
            or InvalidOperationException or KeyNotFoundException;

    private JsonDocument? Parse(string file)
    {
        try
        {
            return JsonDocument.Parse(
                File.ReadAllText(file, Encoding.UTF8), new JsonDocumentOptions { MaxDepth = DepthLimit });
        }
        catch (JsonException e)
        {
            // It may have been a test, and one that is not run must not look like one that is equal.
            notLoaded++;
            differences.WriteLine($"{file}: not loaded: this is not JSON: {e.Message}");
            return null;
        }
    }

    private void CompareVerdict(string file, bool expected, ValidationReport report)
    {
        if (expected == report.IsValid)
        {
            validEqual++;
            return;
        }

        validDifferent++;
        differences.WriteLine(report.IsValid
            ? $"{file}: validates, but should not"
            : $"{file}: should validate, but {string.Join("; ", report.Errors)}");
    }

    private void Compare(
        string file, ConformanceRequest expected, Schema? schema, Authorizer authorizer, Entities entities)
    {
        Request request;
        try
        {
            request = RequestJson.Read(expected.Json(), schema);
            if (schema is not null && expected.IsChecked)
                Conformance.Check(schema, request);
        }
        catch (Exception e) when (IsOfTheInput(e))
        {
            notLoaded++;
            differences.WriteLine($"{file}: {expected.Description}: not loaded: {e.Message}");
            return;
        }

        var response = authorizer.Decide(request, entities);
        if (string.Equals(expected.Decision, response.Decision.ToString(), StringComparison.OrdinalIgnoreCase)
            && expected.Reason.SetEquals(response.Determining)
            && expected.Errors.SetEquals(response.Errors.Select(error => error.PolicyId)))
        {
            equal++;
            return;
        }

        different++;
        differences.WriteLine($"{file}: {expected.Description}: expected {expected.Decision} "
            + $"[{string.Join(' ', expected.Reason)}] errors [{string.Join(' ', expected.Errors)}], "
            + $"found {response.Decision} [{string.Join(' ', response.Determining)}] "
            + $"errors [{string.Join("; ", response.Errors)}]");
    }
}
