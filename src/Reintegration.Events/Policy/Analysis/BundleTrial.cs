using Reintegration.Cedar;

namespace Reintegration.Events.Policy.Analysis;

/// <summary>The tests that ship with a bundle, in Cedar's integration-test format: they hold, and they try every rule.</summary>
internal static class BundleTrial
{
    public static IEnumerable<Finding> Run(Bundle bundle)
    {
        var authorizer = new Authorizer(bundle.Policies);
        var permits = new Authorizer(new PolicySet(bundle.Policies.Policies.Where(policy => policy.Effect == Effect.Permit)));
        var findings = new List<Finding>();
        var tried = new HashSet<string>();
        var flipped = new HashSet<string>();
        foreach (var (path, text) in bundle.Files.Where(file => IsTest(file.Key)))
        {
            try
            {
                Try(bundle, (authorizer, permits), path, text, tried, flipped, findings);
            }
            catch (Exception e) when (e is FormatException or ArgumentException or JsonException or InvalidOperationException or KeyNotFoundException)
            {
                findings.Add(new Finding(path, 1, $"cannot be run: {e.Message}"));
            }
        }

        foreach (var rule in bundle.Rules.Values.Where(rule => !tried.Contains(rule.Id)))
            findings.Add(Finding.Of(rule, "determines no test of the bundle."));
        foreach (var rule in bundle.Rules.Values.Where(rule => rule.IsForbid && tried.Contains(rule.Id) && !flipped.Contains(rule.Id)))
            findings.Add(Finding.Of(rule, "flips no test of the bundle: without it every answer is the same."));
        return findings;
    }

    private static bool IsTest(string path) =>
        path.StartsWith("tests/", StringComparison.Ordinal) && !path.StartsWith("tests/entities/", StringComparison.Ordinal);

    private static void Try(
        Bundle bundle, (Authorizer All, Authorizer Permits) by, string path, string text, HashSet<string> tried,
        HashSet<string> flipped, List<Finding> findings)
    {
        using var json = JsonDocument.Parse(text);
        var entities = EntityJson.Read(bundle.Files[json.RootElement.GetProperty("entities").GetString()!], bundle.Schema);
        foreach (var test in json.RootElement.GetProperty("requests").EnumerateArray())
        {
            var request = RequestJson.Read(test.GetRawText(), bundle.Schema);
            Conformance.Check(bundle.Schema, request);
            var response = by.All.Decide(request, entities);
            var expected = test.GetProperty("reason").EnumerateArray().Select(id => id.GetString()!).ToHashSet();
            if (test.GetProperty("decision").GetString() == "allow" != response.IsAllow
                || !expected.SetEquals(response.Determining) || response.Errors.Count > 0)
                findings.Add(new Finding(
                    path, 1,
                    $"'{test.GetProperty("description").GetString()}' expects {test.GetProperty("decision").GetString()} by "
                    + $"[{string.Join(' ', expected)}], found {response.Decision} by [{string.Join(' ', response.Determining)}]."));
            tried.UnionWith(response.Determining);
            // A forbid decides by itself where no other forbid holds and some permit would.
            if (!response.IsAllow && response.Determining.Count == 1 && by.Permits.Decide(request, entities).IsAllow)
                flipped.Add(response.Determining[0]);
        }
    }
}
