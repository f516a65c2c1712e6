using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;
using System.Text.Unicode;

namespace Reintegration.Events.Events;

/// <summary>A text with a form: a length, a pattern, a date, an instant or an id.</summary>
sealed class TextNode : SchemaNode
{
    public static readonly string[] Keywords = ["format", "pattern", "minLength", "maxLength"];

    delegate bool Reading(ReadOnlySpan<byte> text);

    readonly int _shortest;
    readonly int _longest;
    readonly Reading? _reading;
    readonly Regex? _pattern;
    readonly string _expected;

    TextNode(int shortest, int longest, Reading? reading, Regex? pattern, string expected) =>
        (_shortest, _longest, _reading, _pattern, _expected) = (shortest, longest, reading, pattern, expected);

    public static new TextNode Of(JsonElement schema)
    {
        var format = schema.TryGetProperty("format", out var named) ? named.GetString() : null;
        var pattern = schema.TryGetProperty("pattern", out var written) ? written.GetString() : null;
        var longest = Count(schema, "maxLength") ?? int.MaxValue;
        var shortest = Count(schema, "minLength") ?? 0;
        return (format, pattern) switch
        {
            ("date", null) => new TextNode(
                0, 10, Formats.IsDate, null, "A date that exists is expected, as 2026-05-31."),
            // These two patterns are what the hand-written readings read; a different one is a different promise.
            ("date-time", Formats.DateTimePattern) => new TextNode(
                0, 33, Formats.IsDateTime, null,
                "An instant with seconds and offset is expected, as 2026-05-31T09:30:00+02:00."),
            ("uuid", TextForms.LowerUuid) => new TextNode(
                0, 36, Formats.IsLowerUuid, null, "A lower-case UUID is expected."),
            (null, null) when longest < int.MaxValue => new TextNode(
                shortest, longest, null, null, $"A text of {shortest} to {longest} characters is expected."),
            (null, not null) when longest < int.MaxValue => new TextNode(
                shortest, longest, null, Compile(pattern),
                $"A text of at most {longest} characters is expected that matches {pattern}."),
            _ => throw new InvalidOperationException(
                "A text must have a longest length or a format that can be held to."),
        };
    }

    public override void Check(JsonElement value, Trail trail)
    {
        if (value.ValueKind != JsonValueKind.String || !Fits(value)) trail.Expect(_expected);
    }

    bool Fits(JsonElement value)
    {
        var raw = JsonMarshal.GetRawUtf8Value(value)[1..^1];
        if (!raw.Contains((byte)'\\')) return Fits(raw);
        // Half a surrogate pair can be written as an escape, but is no text.
        try { return Fits(Encoding.UTF8.GetBytes(value.GetString()!)); }
        catch (InvalidOperationException) { return false; }
    }

    bool Fits(ReadOnlySpan<byte> text)
    {
        if (!Utf8.IsValid(text)) return false;
        var length = 0;
        foreach (var unit in text)
        {
            // Every code point has exactly one byte that is not a continuation.
            if ((unit & 0xC0) != 0x80) length++;
        }

        if (length < _shortest || length > _longest) return false;
        if (_reading is not null) return _reading(text);
        if (_pattern is null) return true;
        Span<char> letters = stackalloc char[2 * Limits.ShortTextLength];
        return Encoding.UTF8.TryGetChars(text, letters, out var written) && _pattern.IsMatch(letters[..written]);
    }

    // ECMA-262 reads a final $ as the very end; .NET would also stop before a last line feed.
    static Regex Compile(string pattern) => pattern.StartsWith('^') && pattern.EndsWith('$')
        ? new Regex(
            pattern[..^1] + "\\z", RegexOptions.CultureInvariant | RegexOptions.Compiled | RegexOptions.ExplicitCapture)
        : throw new InvalidOperationException("A pattern must speak of the whole text, from ^ to $.");
}

/// <summary>One word of a closed list.</summary>
sealed class WordNode(byte[][] words, string expected) : SchemaNode
{
    public static readonly string[] Keywords = ["enum"];

    public static new WordNode Of(JsonElement schema)
    {
        var words = schema.GetProperty("enum").EnumerateArray().Select(word => word.GetString()!).ToArray();
        return new WordNode(
            [.. words.Select(Encoding.UTF8.GetBytes)], $"One of these is expected: {string.Join(", ", words)}.");
    }

    public override void Check(JsonElement value, Trail trail)
    {
        if (value.ValueKind == JsonValueKind.String)
        {
            foreach (var word in words)
            {
                if (value.ValueEquals(word)) return;
            }
        }

        trail.Expect(expected);
    }
}

/// <summary>A number between two bounds, whole or not.</summary>
sealed class NumberNode(bool isWhole, double least, double most) : SchemaNode
{
    public static readonly string[] Keywords = ["minimum", "maximum"];

    public static new NumberNode Of(JsonElement schema) => new(
        schema.GetProperty("type").GetString() == "integer",
        schema.GetProperty("minimum").GetDouble(),
        schema.GetProperty("maximum").GetDouble());

    public override void Check(JsonElement value, Trail trail)
    {
        if (value.ValueKind == JsonValueKind.Number && IsWithin(value)) return;
        trail.Expect(isWhole
            ? FormattableString.Invariant(
                $"A whole number from {least} to {most} is expected, without fraction or exponent.")
            : FormattableString.Invariant($"A number from {least} to {most} is expected."));
    }

    // A whole number is written as one: 3.0 and 3e0 are other texts, and canonical JSON would make them one.
    bool IsWithin(JsonElement value) => isWhole
        ? value.TryGetInt64(out var whole) && whole >= least && whole <= most
        : value.TryGetDouble(out var number) && double.IsFinite(number) && number >= least && number <= most;
}

sealed class BooleanNode : SchemaNode
{
    public static readonly BooleanNode Instance = new();

    public override void Check(JsonElement value, Trail trail)
    {
        if (value.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
            trail.Expect("true or false is expected.");
    }
}
