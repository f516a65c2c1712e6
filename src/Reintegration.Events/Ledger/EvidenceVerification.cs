using System.Globalization;

namespace Reintegration.Events.Ledger;

/// <summary>What came of checking an evidence pack.</summary>
/// <param name="Faults">What does not hold, in words, with the line.</param>
/// <param name="Unproved">What is shown and cannot be proved, in words.</param>
/// <param name="Next">Looks after this position stand in another pack; null: there are no more.</param>
public sealed record EvidenceVerdict(
    string Case, int Events, int Erased, int Looks, IReadOnlyList<string> Faults, IReadOnlyList<string> Unproved, long? Next);

/// <summary>Checks an evidence pack offline: signature, checkpoints, places, and that what is shown is what was recorded.</summary>
public sealed class EvidenceVerification
{
    readonly List<string> _faults = [];
    readonly List<string> _unproved = [];
    readonly List<JsonElement> _items = [];
    readonly List<(int Line, byte[] Leaf)> _leaves = [];
    readonly IReadOnlyList<VerifierKey> _trusted;
    Checkpoint? _events;
    Checkpoint? _access;
    int _erased;
    int _looks;

    EvidenceVerification(IReadOnlyList<VerifierKey> trusted) => _trusted = trusted;

    /// <param name="trusted">Keys of the two ledgers, had from elsewhere; each is believed for the ledger it is named after.</param>
    /// <exception cref="FormatException">The bytes are no evidence pack.</exception>
    public static EvidenceVerdict Check(ReadOnlyMemory<byte> file, IReadOnlyList<VerifierKey> trusted) =>
        new EvidenceVerification(trusted).Check(file);

    EvidenceVerdict Check(ReadOnlyMemory<byte> file)
    {
        List<(JsonElement Json, int End)> lines = [];
        for (var at = 0; at < file.Length;)
        {
            var length = file.Span[at..].IndexOf((byte)'\n');
            if (length < 0) throw new FormatException("The file does not end in a newline: it is cut off.");
            lines.Add((Parse(file.Slice(at, length)), at += length + 1));
        }

        if (lines.Count < 2 || !lines[0].Json.TryGetProperty(EvidencePack.Word, out var version)
            || version.ValueKind != JsonValueKind.Number || version.GetInt32() != 1)
            throw new FormatException("This is no evidence pack: its first line has no member evidence 1.");
        var header = lines[0].Json;
        _events = Signed(header, "eventsCheckpoint", "events");
        _access = Signed(header, "accessCheckpoint", "access");
        Signature(lines[^1].Json, file.Span[..lines[^2].End], lines.Count - 1);
        for (var i = 1; i < lines.Count - 1; i++) Line(lines[i].Json, i + 1);
        Items(Text(header, "case"));
        return new EvidenceVerdict(
            Text(header, "case") ?? "", _items.Count, _erased, _looks, _faults, _unproved,
            header.TryGetProperty("next", out var next) && next.TryGetInt64Safely(out var more) ? more : null);
    }

    /// <summary>A checkpoint of the ledger it should be of, signed by the trusted key of that name.</summary>
    Checkpoint? Signed(JsonElement header, string member, string kind)
    {
        if (Text(header, member) is not { } text || SignedNote.Parse(System.Text.Encoding.UTF8.GetBytes(text), out _) is not { } note)
        {
            _faults.Add($"line 1: {member} is not a signed note");
            return null;
        }

        var origin = Checkpoint.Parse(note.Text, out _)?.Origin ?? "";
        if (LedgerOrigin.Parse(origin)?.Kind == kind
            && SignedCheckpoint.Open(note, new LogPolicy(origin, [.. _trusted.Where(key => key.Name == origin)]), out _) is { } signed)
            return signed.Checkpoint;
        _faults.Add($"line 1: {member} is not signed by a trusted key of the {kind} ledger");
        return null;
    }

    void Signature(JsonElement line, ReadOnlySpan<byte> before, int count)
    {
        if (_events is not { } events) return;
        if (Text(line, "signature") is not { } text || SignedNote.Parse(System.Text.Encoding.UTF8.GetBytes(text), out _) is not { } note)
            _faults.Add("the last line is not a signature");
        else if (note.Text != EvidencePack.Text(events.Origin, before, count))
            _faults.Add("what was signed is not this file");
        else if (note.Check(_trusted.Where(key => key.Name == events.Origin), out _) != NoteVerdict.Signed)
            _faults.Add("the file is not signed by a trusted key of the events ledger");
    }

    void Line(JsonElement line, int number)
    {
        var isLook = line.TryGetProperty("look", out var look);
        if (Leaf(line, number, isLook ? _access : _events) is not { } leaf) return;
        if (isLook) Look(line, look, leaf, number);
        else if (line.TryGetProperty("erasedBy", out _)) _erased++;
        else if (line.TryGetProperty("event", out var item) && item.ValueKind == JsonValueKind.Object)
        {
            _items.Add(item);
            _leaves.Add((number, leaf));
        }
        else _faults.Add(Said(number, "it is neither an event nor a look"));
    }

    /// <summary>The leaf of a line, once the checkpoint is shown to hold it at its place.</summary>
    byte[]? Leaf(JsonElement line, int number, Checkpoint? checkpoint)
    {
        if (checkpoint is null) return null;
        if (Bytes(line, "leaf") is not { } leaf || !line.TryGetProperty("index", out var index) || !index.TryGetInt64Safely(out var place)
            || place < 0 || !line.TryGetProperty("path", out var path) || path.ValueKind != JsonValueKind.Array)
        {
            _faults.Add(Said(number, "it has no leaf with a place and a path"));
            return null;
        }

        var hashes = path.EnumerateArray().Select(each => each.ValueKind == JsonValueKind.String && each.TryGetBytesFromBase64(out var hash) ? hash : []).ToList();
        var verdict = Proofs.VerifyInclusion((ulong)place, (ulong)checkpoint.Size, MerkleTree.LeafHash(leaf), hashes, checkpoint.Root);
        if (verdict == ProofVerdict.Proved) return leaf;
        _faults.Add(Said(number, $"the ledger is not shown to hold its leaf: {verdict}"));
        return null;
    }

    void Look(JsonElement line, JsonElement look, byte[] leaf, int number)
    {
        _looks++;
        if (look.ValueKind == JsonValueKind.Null) _unproved.Add(Said(number, "the look was erased, its leaf is in the ledger"));
        else if (Bytes(line, "secret") is not { } secret || !AccessSealer.IsOf(leaf, CanonicalJson.Canonicalize(look), secret))
            _faults.Add(Said(number, "the look is not what its leaf commits to"));
    }

    /// <summary>All events together: a value that a correction set is proved by that correction.</summary>
    void Items(string? @case)
    {
        if (_items.Count == 0) return;
        using var answer = JsonDocument.Parse(JsonBytes.Of(json =>
        {
            json.WriteStartObject();
            if (@case is not null) json.WriteString("case", @case);
            json.WriteStartArray("items");
            foreach (var item in _items) item.WriteTo(json);
            json.WriteEndArray();
            json.WriteEndObject();
        }));
        foreach (var (item, (number, leaf)) in ViewVerification.Check(answer.RootElement)!.Zip(_leaves))
        {
            _faults.AddRange(item.Faults.Select(fault => Said(number, fault)));
            _unproved.AddRange(item.Unproved.Select(what => Said(number, what)));
            if (!item.LeafHash.IsEmpty && !item.LeafHash.Span.SequenceEqual(MerkleTree.LeafHash(leaf)))
                _faults.Add(Said(number, "its proof is of another leaf"));
        }
    }

    static string Said(int line, string what) => string.Create(CultureInfo.InvariantCulture, $"line {line}: {what}");

    static JsonElement Parse(ReadOnlyMemory<byte> line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? document.RootElement.Clone()
                : throw new FormatException("A line is not a JSON object.");
        }
        catch (JsonException broken)
        {
            throw new FormatException($"A line is not JSON: {broken.Message}");
        }
    }

    static string? Text(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    static byte[]? Bytes(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.TryGetBytesFromBase64(out var bytes)
            ? bytes
            : null;
}

static class NumberReading
{
    /// <summary>A whole number; false where the element is none, instead of an exception.</summary>
    internal static bool TryGetInt64Safely(this JsonElement element, out long number)
    {
        number = 0;
        return element.ValueKind == JsonValueKind.Number && element.TryGetInt64(out number);
    }
}
