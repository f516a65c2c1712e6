using System.Text;
using System.Text.Json;

namespace Reintegration.Events.Cli.Import;

/// <summary>One event of a file: where it stands, and its bytes as they were written.</summary>
/// <param name="Line">From 1.</param>
/// <param name="Index">Within its line, from 0: a line may hold a batch.</param>
sealed record FileEvent(string File, long Line, int Index, string? Id, string? Source, string? Type, ReadOnlyMemory<byte> Json);

/// <summary>Reads a file of history line by line: each line one CloudEvent or one batch of them, as `generate` writes.</summary>
/// <remarks>It streams, so that years of history need no more memory than a batch.</remarks>
static class EventFile
{
    /// <exception cref="InvalidDataException">A line is not JSON; the message says which.</exception>
    internal static IEnumerable<FileEvent> Read(FileInfo file)
    {
        using var reader = new StreamReader(file.OpenRead(), Encoding.UTF8);
        long number = 0;
        while (reader.ReadLine() is { } line)
        {
            number++;
            if (string.IsNullOrWhiteSpace(line)) continue;
            using var parsed = Parse(file, number, line);
            IEnumerable<JsonElement> told =
                parsed.RootElement.ValueKind == JsonValueKind.Array ? parsed.RootElement.EnumerateArray() : [parsed.RootElement];
            foreach (var (index, one) in told.Index())
                yield return new FileEvent(
                    file.Name, number, index, Text(one, "id"), Text(one, "source"), Text(one, "type"),
                    Encoding.UTF8.GetBytes(one.GetRawText()));
        }
    }

    static JsonDocument Parse(FileInfo file, long number, string line)
    {
        try { return JsonDocument.Parse(line); }
        catch (JsonException) { throw new InvalidDataException($"{file.Name}: line {number} is not JSON."); }
    }

    static string? Text(JsonElement one, string name) =>
        one.ValueKind == JsonValueKind.Object && one.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
