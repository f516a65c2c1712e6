using System.Text.Json;

namespace Reintegration.Events.Cli.Policy;

/// <summary>Members of the test format that changed their names over the years.</summary>
internal static class ConformanceSpelling
{
    public static JsonElement? Either(this JsonElement json, string name, string earlierName) =>
        json.TryGetProperty(name, out var found) || json.TryGetProperty(earlierName, out found) ? found : null;
}
