using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Reintegration.Cedar.Tests.Differential;

/// <summary>What the official engine says of a request; a failure when it refuses to answer.</summary>
internal sealed record WasmResponse(string? Decision, string[] Reason, string[] Errors, string? Failure);

/// <summary>What the official engine says of a world: the policies that do not validate, and its answers.</summary>
internal sealed record WasmAnswer(
    string[]? Invalid, string[] Messages, string? Failure, string? JsonSchema, WasmResponse[] Responses);

/// <summary>The official engine, run by Node as a process of its own.</summary>
internal static class CedarWasm
{
    private static readonly string Home = Path.Combine(Path.GetTempPath(), "reintegration-cedar-wasm-4.13.0");

    /// <summary>Whether Node and the package are there, after trying to install the package.</summary>
    public static bool IsAvailable()
    {
        if (!Run("node", Path.GetTempPath(), "--version"))
            return false;
        if (Directory.Exists(Path.Combine(Home, "node_modules", "@cedar-policy", "cedar-wasm")))
            return true;
        Directory.CreateDirectory(Home);
        File.Copy(Path.Combine(AppContext.BaseDirectory, "package.json"), Path.Combine(Home, "package.json"), true);
        return Run("npm", Home, "install", "--no-audit", "--no-fund");
    }

    public static List<WasmAnswer> Ask(IEnumerable<JsonObject> worlds)
    {
        var input = Path.GetTempFileName();
        var output = Path.GetTempFileName();
        try
        {
            File.WriteAllLines(input, worlds.Select(world => world.ToJsonString()));
            Assert.True(Run("node", Home, Script("oracle.js"), Module, input, output), "The official engine failed.");
            return [.. File.ReadLines(output).Where(line => line.Length > 0).Select(ReadAnswer)];
        }
        finally
        {
            File.Delete(input);
            File.Delete(output);
        }
    }

    /// <summary>
    /// Writes folders of tests in Cedar's integration-test format: <c>corpus-tests</c> with the engine's answers, and
    /// <c>refused</c> with what it would not read.
    /// </summary>
    public static void WriteCorpus(string folder, int seed, int worlds) => Assert.True(
        Run("node", Home, Script("Corpus/corpus.js"), Module, folder, $"{seed}", $"{worlds}"),
        "The official engine wrote no tests.");

    public static JsonObject World(
        string? schema, string policies, JsonNode entities, IEnumerable<JsonNode> requests,
        bool withSchema = false) => new()
        {
            ["schema"] = schema,
            ["policies"] = policies,
            ["entities"] = entities,
            ["withSchema"] = withSchema,
            ["requests"] = new JsonArray([.. requests]),
        };

    public static JsonObject Write(Request request) => new()
    {
        ["principal"] = Uid(request.Principal),
        ["action"] = Uid(request.Action),
        ["resource"] = Uid(request.Resource),
        ["context"] = Context(request.Context),
    };

    private static string Module => Path.Combine(Home, "node_modules", "@cedar-policy", "cedar-wasm", "nodejs");

    private static string Script(string name) => Path.Combine(AppContext.BaseDirectory, "Differential", name);

    private static JsonNode Context(RecordValue context)
    {
        var entity = EntityJson.Write([new Entity(new EntityUid("Any", "any"), context)]);
        return JsonNode.Parse(entity)![0]!["attrs"]!.DeepClone();
    }

    private static JsonObject Uid(EntityUid uid) => new() { ["type"] = uid.Type, ["id"] = uid.Id };

    private static WasmAnswer ReadAnswer(string line)
    {
        using var document = JsonDocument.Parse(line);
        var validation = document.RootElement.GetProperty("validation");
        var isNull = validation.ValueKind == JsonValueKind.Null;
        return new WasmAnswer(
            isNull ? null : Strings(validation, "invalid"),
            isNull ? [] : Strings(validation, "messages") ?? [],
            isNull ? null : Text(validation, "failure"),
            isNull ? null : validation.GetProperty("schema").GetRawText(),
            [.. document.RootElement.GetProperty("responses").EnumerateArray().Select(response => new WasmResponse(
                Text(response, "decision"), Strings(response, "reason") ?? [], Strings(response, "errors") ?? [],
                Text(response, "failure")))]);
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var text) ? text.GetString() : null;

    private static string[]? Strings(JsonElement element, string name) =>
        element.TryGetProperty(name, out var list)
            ? [.. list.EnumerateArray().Select(item => item.GetString()!)]
            : null;

    private static bool Run(string program, string folder, params string[] arguments)
    {
        try
        {
            var start = new ProcessStartInfo(program, arguments)
            {
                WorkingDirectory = folder,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            using var process = Process.Start(start)!;
            var errors = process.StandardError.ReadToEndAsync();
            process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            if (process.ExitCode != 0)
                Console.Error.WriteLine(errors.Result);
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
