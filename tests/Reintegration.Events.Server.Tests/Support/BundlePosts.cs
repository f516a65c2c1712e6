using System.Text.Json.Nodes;
using Reintegration.Events.Policy;

namespace Reintegration.Events.Server.Tests.Support;

/// <summary>Posts to the policy doors, and bundles that differ from the default in one place.</summary>
static class BundlePosts
{
    public static Task<Reply> Steward(this World world, string path, object body) => world.As("policy-steward", path, body);

    public static Task<Reply> As(this World world, string persona, string path, object body) => world.Send(
        HttpMethod.Post, path, world.Token(persona), World.Content(JsonSerializer.SerializeToUtf8Bytes(body), "application/json"));

    /// <summary>The files of a bundle without one rule, and without the tests that rule decides.</summary>
    public static Dictionary<string, string> Without(Bundle bundle, string rule)
    {
        var files = bundle.Files.ToDictionary(StringComparer.Ordinal);
        var gone = bundle.Rules[rule];
        files[gone.File] = files[gone.File].Replace(gone.Policy.Text, "", StringComparison.Ordinal);
        foreach (var path in files.Keys.Where(path => path.StartsWith("tests/", StringComparison.Ordinal) && !path.Contains("entities", StringComparison.Ordinal)).ToList())
        {
            var test = JsonNode.Parse(files[path])!;
            var kept = test["requests"]!.AsArray().Where(request => !request!["reason"]!.AsArray().Any(reason => (string)reason! == rule));
            test["requests"] = new JsonArray([.. kept.Select(request => request!.DeepClone())]);
            files[path] = test.ToJsonString();
        }

        return files;
    }
}
