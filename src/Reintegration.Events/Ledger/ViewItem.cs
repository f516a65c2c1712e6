using System.Globalization;
using Reintegration.Events.Policy;

namespace Reintegration.Events.Ledger;

/// <summary>One item of an answer that carries proofs, and what came of checking it.</summary>
/// <param name="Event">Its name, as shown; a dash where only existence is.</param>
/// <param name="LeafHash">32 bytes, computed from the leaf; empty where there is no proof.</param>
/// <param name="Faults">What does not hold, in words.</param>
/// <param name="Unproved">What is shown and cannot be checked, in words.</param>
public sealed record ViewItem(
    string Event, ReadOnlyMemory<byte> LeafHash, IReadOnlyList<string> Faults, IReadOnlyList<string> Unproved)
{
    /// <summary>What a correction in this item sets anew, once proved; undefined otherwise.</summary>
    internal JsonElement NewValues { get; init; }

    /// <summary>Members whose value a correction set, with the corrections named: checked when all items are read.</summary>
    internal IReadOnlyList<(string Member, JsonElement Value, IReadOnlyList<string> By)> Corrected { get; init; } = [];
}

/// <summary>Checks one item: its openings rebuild the root in its leaf, and its values are those opened.</summary>
sealed class ViewItemCheck(JsonElement item, string? @case)
{
    readonly List<string> _faults = [];
    readonly List<string> _unproved = [];
    readonly List<(string, JsonElement, IReadOnlyList<string>)> _corrected = [];
    Dictionary<string, Opening> _openings = [];

    internal ViewItem Check()
    {
        var name = Text(item, "event") ?? "-";
        if (!item.TryGetProperty("proof", out var given))
            return new ViewItem(name, default, ["it carries no proof"], []);
        if (FieldProofJson.Read(given, out var fault) is not { } proof) return new ViewItem(name, default, [fault!], []);
        if (proof.Withheld is { } reason) return new ViewItem(name, default, [], [$"it has no proof: {reason}"]);
        var hash = MerkleTree.LeafHash(proof.Leaf.Span);
        if (!LeafReading.TryRead(proof.Leaf.Span, out var leaf) || leaf.Version == 0)
            return new ViewItem(name, hash, ["its leaf has not the form of a leaf"], []);
        if (Text(given, "leafHash") is { } said && said != Convert.ToHexStringLower(hash))
            _faults.Add("its leaf hash is another leaf's");
        if (!LeafReading.IsText(leaf.FieldsRoot, proof.FieldsRoot()))
            return new ViewItem(name, hash, ["its openings do not rebuild the root in its leaf"], []);

        _openings = proof.Fields.Select(field => field.Opening).OfType<Opening>()
            .GroupBy(opening => opening.Path, StringComparer.Ordinal)
            .ToDictionary(same => same.Key, same => same.Last(), StringComparer.Ordinal);
        Envelope();
        RecordedAt(leaf.RecordedAt);
        Facts(proof.NotProvable);
        return new ViewItem(name, hash, _faults, _unproved)
        {
            NewValues = _faults.Count == 0 ? Value("/facts/newValue") : default,
            Corrected = _corrected,
        };
    }

    void Envelope()
    {
        Same("/envelope/name", "event");
        Same("/envelope/type", "type");
        Same("/envelope/owner", "owner");
        Same("/envelope/category", "category");
        Same("/envelope/happenedAt", "happenedAt");
        var of = Text(item, "case") ?? @case;
        if (of is not null)
        {
            var opened = Value("/envelope/case");
            if (opened.ValueKind != JsonValueKind.String || opened.GetString() != of)
                _faults.Add("it is not shown to belong to this case");
        }

        if (Shown("author") is { } author)
            Compare("author", "/envelope/author", LevelOf("/envelope/author") == Level.Full
                ? author
                : author.TryGetProperty("role", out var role) ? role : default);
        if (Shown("quality") is { } quality) Compare("quality", "/envelope/quality", Quality(quality));
        if (Shown("handling") is { } handling) Compare("handling", "/envelope/handling", handling);
    }

    /// <summary>The grading stands apart in what is committed to.</summary>
    static JsonElement Quality(JsonElement quality)
    {
        var members = quality.EnumerateObject().Where(member => member.Name != "grading")
            .ToDictionary(member => member.Name, member => member.Value, StringComparer.Ordinal);
        if (quality.TryGetProperty("grading", out var grading) && grading.ValueKind == JsonValueKind.Object)
            foreach (var (name, committed) in ((string, string)[])[("source", "gradedSource"), ("information", "gradedInformation")])
                if (grading.TryGetProperty(name, out var value)) members[committed] = value;
        return JsonSerializer.SerializeToElement(members);
    }

    /// <summary>The ledger's own clock stands in the leaf itself.</summary>
    void RecordedAt(ReadOnlySpan<byte> leaf)
    {
        if (Text(item, "recordedAt") is not { } shown) return;
        var exact = DateTimeOffset.TryParse(
            System.Text.Encoding.ASCII.GetString(leaf), CultureInfo.InvariantCulture, DateTimeStyles.None, out var recorded);
        if (!exact || !DateTimeOffset.TryParse(shown, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var said)
            || said != recorded)
            _faults.Add("recordedAt is not the leaf's");
    }

    void Facts(ImmutableSortedDictionary<string, string> notProvable)
    {
        if (Shown("facts") is not { ValueKind: JsonValueKind.Object } facts) return;
        var before = Shown("factsBefore");
        var correctedBy = Shown("correctedBy") is { ValueKind: JsonValueKind.Array } names
            ? names.EnumerateArray().Select(name => name.ToString()).ToList()
            : [];
        foreach (var member in facts.EnumerateObject())
        {
            var path = FieldPlan.FactPath(member.Name);
            var isChanged = before is { } old && old.TryGetProperty(member.Name, out _);
            var recorded = isChanged ? before!.Value.GetProperty(member.Name) : member.Value;
            if (_openings.ContainsKey(path)) Compare(member.Name, path, recorded);
            else if (notProvable.TryGetValue(path, out var reason) && LevelShown(member.Name) is not null)
                _unproved.Add($"{member.Name}: {reason}");
            else if (correctedBy.Count == 0) _faults.Add($"{member.Name} is shown and not opened");
            else isChanged = true;
            if (isChanged) _corrected.Add((member.Name, member.Value, correctedBy));
        }

        // Of what was retracted nothing is known now; what was said then is held to the leaf all the same.
        foreach (var member in before is { ValueKind: JsonValueKind.Object } said ? said.EnumerateObject().ToList() : [])
            if (!facts.TryGetProperty(member.Name, out _) && _openings.ContainsKey(FieldPlan.FactPath(member.Name)))
                Compare(member.Name, FieldPlan.FactPath(member.Name), member.Value);
    }

    /// <summary>Answers name a level only where it withholds something.</summary>
    string? LevelShown(string member) => Shown("levels") is { } levels ? Text(levels, member) : null;

    void Same(string path, string member)
    {
        if (Shown(member) is { } shown) Compare(member, path, shown);
    }

    void Compare(string what, string path, JsonElement shown)
    {
        if (!_openings.TryGetValue(path, out var opening))
        {
            _faults.Add($"{what} is shown and not opened");
            return;
        }

        var value = shown.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined ? [] : CanonicalJson.Canonicalize(shown);
        if (!opening.Value.Span.SequenceEqual(value)) _faults.Add($"{what} is not what the leaf commits to");
    }

    JsonElement Value(string path) =>
        _openings.TryGetValue(path, out var opening) && !opening.Value.IsEmpty
            ? JsonSerializer.Deserialize<JsonElement>(opening.Value.Span)
            : default;

    Level? LevelOf(string path) => _openings.TryGetValue(path, out var opening) ? opening.Level : null;

    JsonElement? Shown(string member) =>
        item.TryGetProperty(member, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    static string? Text(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
