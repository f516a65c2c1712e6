using System.Text;
using System.Text.Json;
using Reintegration.Cedar;

namespace Reintegration.Events.Cli.Policy;

/// <summary>
/// Runs integration tests one after the other and counts what is equal, different, or could not be loaded.
/// </summary>
internal sealed class ConformanceRun(DirectoryInfo root, TextWriter differences)
{
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
        if (document is null || Requests(document.RootElement) is not { } requests || !IsTest(document.RootElement))
            return;
        var test = document.RootElement;
        try
        {
            var schema = ReadSchema(Resolve(test, "schema"));
            var policies = ReadPolicies(Resolve(test, "policies"));
            CompareVerdict(file, test, new Validator(schema).Validate(policies));
            var entities = EntityJson.Read(File.ReadAllText(Resolve(test, "entities"), Encoding.UTF8), schema);
            var authorizer = new Authorizer(policies, AuthorizerOptions.CedarCompat);
            foreach (var request in requests.EnumerateArray())
                Compare(file, request, schema, authorizer, entities);
        }
        catch (Exception e) when (
            e is FormatException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            var count = requests.GetArrayLength();
            notLoaded += count;
            differences.WriteLine($"{file}: {count} requests not loaded: {e.Message}");
        }
    }

    private static JsonDocument? Parse(string file)
    {
        try
        {
            return JsonDocument.Parse(File.ReadAllText(file, Encoding.UTF8));
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Early tests say <c>queries</c> for requests.</summary>
    private static JsonElement? Requests(JsonElement test) =>
        test.ValueKind == JsonValueKind.Object
        && (test.TryGetProperty("requests", out var list) || test.TryGetProperty("queries", out list))
        && list.ValueKind == JsonValueKind.Array
            ? list
            : null;

    private static bool IsTest(JsonElement test) =>
        Array.TrueForAll(["policies", "entities", "schema"], name => test.TryGetProperty(name, out var path)
            && path.ValueKind == JsonValueKind.String);

    private string Resolve(JsonElement test, string name) =>
        Path.Combine(root.FullName, test.GetProperty(name).GetString()!);

    private static Schema ReadSchema(string path)
    {
        var text = File.ReadAllText(path, Encoding.UTF8);
        return path.EndsWith(".json", StringComparison.OrdinalIgnoreCase) ? Schema.ParseJson(text) : Schema.Parse(text);
    }

    /// <summary>
    /// A file of policies named by their place, or, as in our bundles, a folder of files whose policies carry their
    /// ids.
    /// </summary>
    private static PolicySet ReadPolicies(string path)
    {
        if (Directory.Exists(path))
        {
            var files = Directory.GetFiles(path, "*.cedar").Order(StringComparer.Ordinal);
            return PolicySet.Parse(
                string.Join('\n', files.Select(file => File.ReadAllText(file, Encoding.UTF8))), PolicyIds.ByAnnotation);
        }

        var text = File.ReadAllText(path, Encoding.UTF8);
        return path.EndsWith(".json", StringComparison.OrdinalIgnoreCase)
            ? PolicyJson.ReadSet(text)
            : PolicySet.Parse(text);
    }

    private void CompareVerdict(string file, JsonElement test, ValidationReport report)
    {
        if (!test.TryGetProperty("shouldValidate", out var expected) && !test.TryGetProperty("should_validate", out expected))
            return;
        if (expected.GetBoolean() == report.IsValid)
        {
            validEqual++;
            return;
        }

        validDifferent++;
        differences.WriteLine(report.IsValid
            ? $"{file}: validates, but should not"
            : $"{file}: should validate, but {string.Join("; ", report.Errors)}");
    }

    private void Compare(string file, JsonElement json, Schema schema, Authorizer authorizer, Entities entities)
    {
        var description = json.TryGetProperty("description", out var text) ? text.GetString() : "";
        Request request;
        try
        {
            request = RequestJson.Read(json.GetRawText(), schema);
            if (!json.TryGetProperty("validateRequest", out var validate) || validate.GetBoolean())
                Conformance.Check(schema, request);
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            notLoaded++;
            differences.WriteLine($"{file}: {description}: not loaded: {e.Message}");
            return;
        }

        var response = authorizer.Decide(request, entities);
        var decision = json.GetProperty("decision").GetString();
        var reasons = Ids(json, "reason", "reasons");
        var errors = Ids(json, "errors", "errors");
        if (string.Equals(decision, response.Decision.ToString(), StringComparison.OrdinalIgnoreCase)
            && reasons.SetEquals(response.Determining)
            && errors.SetEquals(response.Errors.Select(error => error.PolicyId)))
        {
            equal++;
            return;
        }

        different++;
        differences.WriteLine(
            $"{file}: {description}: expected {decision} [{string.Join(' ', reasons)}] errors [{string.Join(' ', errors)}], "
            + $"found {response.Decision} [{string.Join(' ', response.Determining)}] errors [{string.Join("; ", response.Errors)}]");
    }

    private static HashSet<string> Ids(JsonElement json, string name, string earlierName) =>
        json.TryGetProperty(name, out var list) || json.TryGetProperty(earlierName, out list)
            ? [.. list.EnumerateArray().Select(id => id.GetString()!)]
            : [];
}
