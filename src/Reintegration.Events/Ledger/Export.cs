using System.Buffers;

namespace Reintegration.Events.Ledger;

/// <summary>The first line of an export file: which ledger it is of, and up to which signed head.</summary>
/// <remarks>Form: contracts/ledger/leaf.md, Export. Nothing in it is believed before the checkpoint is checked.</remarks>
/// <param name="After">The position before the first line; -1 where the file begins at the beginning.</param>
/// <param name="Frontier">The tree up to and including <paramref name="After"/>; empty where that is -1.</param>
/// <param name="Checkpoint">The signed note, verbatim.</param>
/// <param name="Key">The key the ledger says is its own; a verifier goes by the one it was given.</param>
public sealed record ExportHeader(
    string Ledger, string Origin, long After, ReadOnlyMemory<byte> Frontier, string Checkpoint, string Key)
{
    /// <summary>Names this form of file.</summary>
    public const string Format = "reintegration-export/v1";

    /// <summary>The line, without its newline.</summary>
    public byte[] ToBytes() => ExportLine.Bytes(json =>
    {
        json.WriteStartObject();
        json.WriteString("format", Format);
        json.WriteString("ledger", Ledger);
        json.WriteString("origin", Origin);
        json.WriteNumber("after", After);
        if (!Frontier.IsEmpty) json.WriteBase64String("frontier", Frontier.Span);
        json.WriteString("checkpoint", Checkpoint);
        json.WriteString("vkey", Key);
        json.WriteEndObject();
    });

    /// <summary>Reads the line; null, with the fault in words, if it is not one.</summary>
    public static ExportHeader? Parse(ReadOnlySpan<byte> line, out string? fault)
    {
        fault = "The first line is not the header of an export.";
        try
        {
            using var document = JsonDocument.Parse(line.ToArray());
            var root = document.RootElement;
            if (root.GetProperty("format").GetString() != Format) return null;
            var frontier = root.TryGetProperty("frontier", out var peaks) ? peaks.GetBytesFromBase64() : [];
            var header = new ExportHeader(
                root.GetProperty("ledger").GetString()!, root.GetProperty("origin").GetString()!,
                root.GetProperty("after").GetInt64(), frontier, root.GetProperty("checkpoint").GetString()!,
                root.GetProperty("vkey").GetString()!);
            if (header.After < -1 || header.Tree().Size != header.After + 1) return null;
            fault = null;
            return header;
        }
        catch (Exception unreadable) when (
            unreadable is JsonException or KeyNotFoundException or FormatException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>The tree that the first line of the file is added to.</summary>
    /// <exception cref="FormatException">The frontier is not one.</exception>
    public MerkleFrontier Tree() => Frontier.IsEmpty ? new MerkleFrontier() : MerkleFrontier.Parse(Frontier.Span);
}

/// <summary>One event as an auditor takes it away: leaf and ciphertexts whole, of the envelope what is shown.</summary>
/// <param name="Parts">Their ciphertexts are written, their wrapped keys never.</param>
/// <param name="Proof">Openings of the envelope; null where the auditor is not shown the event.</param>
/// <param name="Labels">The rows by which labels are found, of the labels that are opened.</param>
/// <param name="ErasedBy">Position of the RecordExpunged by which parts or envelope are gone.</param>
public sealed record ExportLine(
    long Position, ReadOnlyMemory<byte> Leaf, ImmutableArray<SealedPart> Parts, FieldProof? Proof,
    IEnumerable<(string Name, string Value)> Labels, long? ErasedBy = null)
{
    /// <summary>The longest line a reader takes: an event of the largest size, three times over, in base64.</summary>
    public const int LimitBytes = 4 * 1024 * 1024;

    // Plus signs and letters beyond ASCII stand as they are: half of every line is base64.
    static readonly JsonWriterOptions Options =
        new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The line, without its newline.</summary>
    public byte[] ToBytes() => Bytes(json =>
    {
        json.WriteStartObject();
        json.WriteNumber("position", Position);
        json.WriteBase64String("leaf", Leaf.Span);
        if (!Parts.IsDefaultOrEmpty) WriteParts(json);
        if (Proof is { Withheld: { } reason }) json.WriteString("withheld", reason);
        else if (Proof is { } proof) FieldProofJson.WriteFields(json, proof.Fields);
        WriteLabels(json);
        if (ErasedBy is { } by)
        {
            json.WriteStartObject("erased");
            json.WriteNumber("by", by);
            json.WriteEndObject();
        }
        json.WriteEndObject();
    });

    void WriteParts(Utf8JsonWriter json)
    {
        json.WriteStartArray("sealed");
        foreach (var part in Parts)
        {
            json.WriteStartObject();
            json.WriteString("path", part.Path);
            json.WriteBase64String("ciphertext", part.Ciphertext.Span);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    void WriteLabels(Utf8JsonWriter json)
    {
        var open = Proof is { Withheld: null }
            ? Proof.Fields.Select(field => field.Opening?.Path).OfType<string>().ToHashSet(StringComparer.Ordinal)
            : [];
        var rows = Labels.Where(row => open.Contains(ExportLabels.Path + row.Name)).ToList();
        if (rows.Count == 0) return;
        json.WriteStartArray("labels");
        foreach (var (name, value) in rows.Order())
        {
            json.WriteStartArray();
            json.WriteStringValue(name);
            json.WriteStringValue(value);
            json.WriteEndArray();
        }
        json.WriteEndArray();
    }

    internal static byte[] Bytes(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer, Options)) write(json);
        return buffer.WrittenSpan.ToArray();
    }
}
