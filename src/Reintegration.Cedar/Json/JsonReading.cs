using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Reintegration.Cedar;

/// <summary>Steps every reader of a JSON form needs, with errors that say where.</summary>
internal static class JsonReading
{
    /// <summary>An expression takes two levels of JSON for each of its own, and a few around it.</summary>
    public const int PolicyDepth = (2 * Limits.Depth) + 16;

    /// <summary>Reads strictly: a key that stands twice in an object is an error, and so are comments.</summary>
    public static T Read<T>(string json, Func<JsonElement, T> read, int depth = Limits.Nesting)
    {
        ArgumentNullException.ThrowIfNull(json);
        if (json.Length > Limits.TextLength)
            throw new CedarJsonException($"The text is longer than {Limits.TextLength} characters.");
        if (Escapes.LoneSurrogate(json) >= 0)
            throw new CedarJsonException("This is not JSON: half a character stands alone in it.");
        try
        {
            var strict = new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = depth };
            using var document = JsonDocument.Parse(json, strict);
            return read(document.RootElement);
        }
        catch (JsonException e)
        {
            throw new CedarJsonException($"This is not JSON: {e.Message}", e);
        }
        catch (InvalidOperationException e) when (e is not ObjectDisposedException)
        {
            // The JSON reader says so of a text with half a surrogate pair.
            throw new CedarJsonException($"This is not JSON: {e.Message}", e);
        }
    }

    /// <summary>Refuses what nests deeper than this thread's stack can follow.</summary>
    public static void RefuseTooDeep(string where)
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
            throw new CedarJsonException($"{where}: this nests too deep.");
    }

    public static CedarJsonException Expected(string what, JsonElement found, string where)
    {
        var raw = found.GetRawText();
        return new CedarJsonException($"{where}: expected {what}, found {(raw.Length > 80 ? raw[..80] + "…" : raw)}.");
    }

    public static JsonElement Member(this JsonElement element, string name, string where)
    {
        if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out var member))
            throw Expected($"an object with {Escapes.Quote(name)}", element, where);
        return member;
    }

    public static JsonElement? Optional(this JsonElement element, string name, string where)
    {
        if (element.ValueKind != JsonValueKind.Object)
            throw Expected("an object", element, where);
        return element.TryGetProperty(name, out var member) ? member : null;
    }

    public static string Text(this JsonElement element, string where) =>
        element.ValueKind == JsonValueKind.String ? element.GetString()! : throw Expected("a string", element, where);

    public static bool Flag(this JsonElement element, string where) => element.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Expected("true or false", element, where),
    };

    public static IEnumerable<JsonElement> Items(this JsonElement element, string where) =>
        element.ValueKind == JsonValueKind.Array ? element.EnumerateArray() : throw Expected("a list", element, where);

    public static IEnumerable<JsonProperty> Members(this JsonElement element, string where) =>
        element.ValueKind == JsonValueKind.Object
            ? element.EnumerateObject()
            : throw Expected("an object", element, where);

    /// <summary>
    /// Refuses members the form does not have: a misspelt one would otherwise be silently without effect.
    /// </summary>
    public static void RefuseOthers(this JsonElement element, string where, params ReadOnlySpan<string> known)
    {
        foreach (var member in element.Members(where))
        {
            if (!known.Contains(member.Name))
                throw new CedarJsonException($"{where}: the member {Escapes.Quote(member.Name)} is unknown.");
        }
    }
}
