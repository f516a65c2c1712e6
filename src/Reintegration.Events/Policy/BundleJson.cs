using System.Globalization;

namespace Reintegration.Events.Policy;

/// <summary>One JSON file of a bundle, read strictly: every complaint names the file and the line.</summary>
internal sealed class BundleJson
{
    private readonly string file;
    private readonly string text;

    public BundleJson(string file, string text)
    {
        (this.file, this.text) = (file, text);
        try
        {
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { AllowDuplicateProperties = false });
            Root = document.RootElement.Clone();
        }
        catch (JsonException e)
        {
            throw new BundleRefused(file, (int)(e.LineNumber ?? 0) + 1, "this is not JSON, or a name occurs twice.");
        }

        if (Root.ValueKind != JsonValueKind.Object) throw Refuse("an object is expected.");
    }

    public JsonElement Root { get; }

    /// <summary>Refuses a member that is not one of these: a misspelt setting must not be silently ignored.</summary>
    public void Members(JsonElement parent, params ReadOnlySpan<string> allowed)
    {
        foreach (var member in parent.EnumerateObject())
            if (!allowed.Contains(member.Name)) throw Refuse($"'{member.Name}' is not known here.", member.Name);
    }

    public JsonElement Member(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value)
            ? value
            : throw Refuse($"'{name}' is missing.");

    public string Text(JsonElement parent, string name) =>
        Member(parent, name) is { ValueKind: JsonValueKind.String } value
            ? value.GetString()!
            : throw Refuse($"'{name}' must be a text.", name);

    public string? OptionalText(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? Text(parent, name) : null;

    public long Number(JsonElement parent, string name) =>
        Member(parent, name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt64(out var number)
            && number is >= 0 and < int.MaxValue
            ? number
            : throw Refuse($"'{name}' must be a whole number from 0.", name);

    public DateTimeOffset? OptionalTime(JsonElement parent, string name)
    {
        if (OptionalText(parent, name) is not { } value) return null;
        return DateTimeOffset.TryParse(
            value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : throw Refuse($"'{name}' must be a time.", name);
    }

    public string Word(string word, IReadOnlyCollection<string> allowed) =>
        allowed.Contains(word) ? word : throw Refuse($"'{word}' is not one of {string.Join(", ", allowed)}.", word);

    public ImmutableSortedSet<string> Words(JsonElement list, IReadOnlyCollection<string>? allowed)
    {
        if (list.ValueKind != JsonValueKind.Array) throw Refuse("a list of words is expected.");
        var words = ImmutableSortedSet.CreateBuilder<string>(StringComparer.Ordinal);
        foreach (var item in list.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.String) throw Refuse("a list of words is expected.");
            words.Add(allowed is null ? item.GetString()! : Word(item.GetString()!, allowed));
        }

        return words.ToImmutable();
    }

    /// <summary>The complaint, at the line where the word in question first stands in quotes.</summary>
    public BundleRefused Refuse(string problem, string? word = null)
    {
        var at = word is null ? -1 : text.IndexOf($"\"{word}\"", StringComparison.Ordinal);
        return new BundleRefused(file, at < 0 ? 1 : text.AsSpan(0, at).Count('\n') + 1, problem);
    }
}
