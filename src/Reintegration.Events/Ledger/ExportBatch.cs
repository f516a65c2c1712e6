using System.Buffers;
using System.Buffers.Text;
using Reintegration.Events.Policy;

namespace Reintegration.Events.Ledger;

/// <summary>Some hundred lines of an export, taken apart so that what is to be hashed lies side by side.</summary>
/// <remarks>A line is read once, without a document, and nothing of it is believed here.</remarks>
sealed class ExportBatch
{
    const int StartCapacity = 64 * 1024;

    /// <summary>The longest JSON Pointer or label an event can have, with room to spare.</summary>
    const int TextLimitBytes = 4096;

    /// <summary>What one line said, as places in the queues.</summary>
    internal struct Row
    {
        internal long Position;
        internal int FirstCiphertext;
        internal int Ciphertexts;
        internal int FirstField;
        internal int Fields;
        internal bool HasFields;
        internal bool IsWithheldAsAltered;
        internal long ErasedBy;
        internal string? LabelFault;
    }

    readonly byte[] _text = new byte[TextLimitBytes];
    readonly ExportLabels _labels = new();
    readonly Item _part;
    readonly Item _field;
    readonly Item _label;

    internal ExportBatch() => (_part, _field, _label) = (Part, Field, Label);

    internal List<Row> Rows { get; } = [];
    internal ByteQueue Leaves { get; } = new(StartCapacity);
    internal ByteQueue Ciphertexts { get; } = new(StartCapacity);

    /// <summary>Messages of opened commitments, and the hashes of bare ones, each where it stands in its event.</summary>
    internal ByteQueue Openings { get; } = new(StartCapacity);
    internal List<(bool IsOpened, int Index)> Fields { get; } = [];
    internal ByteQueue Bare { get; } = new(StartCapacity);

    /// <summary>What expungements of this batch name: their position, and the leaf.</summary>
    internal List<(long Position, string Leaf)> Expunged { get; } = [];

    /// <summary>Policy bundles that events of this batch put in force.</summary>
    internal List<ActivatedBundle> Activated { get; } = [];

    /// <summary>Losses that events of this batch tell of.</summary>
    internal List<Succession> Succeeded { get; } = [];

    internal int Length => Leaves.Length + Ciphertexts.Length + Openings.Length + Bare.Length;

    internal void Clear()
    {
        Rows.Clear();
        Leaves.Clear();
        Ciphertexts.Clear();
        Openings.Clear();
        Fields.Clear();
        Bare.Clear();
        Expunged.Clear();
        Activated.Clear();
        Succeeded.Clear();
    }

    /// <summary>Takes a line in; false when it is not one, and then the batch is good for what came before.</summary>
    internal bool TryAdd(ReadOnlySpan<byte> line)
    {
        var row = new Row
        {
            Position = -1,
            ErasedBy = -1,
            FirstCiphertext = Ciphertexts.Count,
            FirstField = Fields.Count,
        };
        var leaves = Leaves.Count;
        _labels.Clear();
        try
        {
            var json = new Utf8JsonReader(line);
            if (!Members(ref json, line, ref row) || Leaves.Count != leaves + 1 || row.Position < 0) return false;
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException or FormatException)
        {
            return false;
        }

        row.Ciphertexts = Ciphertexts.Count - row.FirstCiphertext;
        row.Fields = Fields.Count - row.FirstField;
        if (row.HasFields) row.LabelFault = _labels.Fault();
        if (_labels.IsExpungement)
            Expunged.AddRange(_labels.Expunged.Select(leaf => (row.Position, leaf)));
        if (_labels.Activated is { } hash) Activated.Add(new ActivatedBundle(row.Position, hash));
        if (_labels.Succeeded(row.Position) is { } succession) Succeeded.Add(succession);
        Rows.Add(row);
        return true;
    }

    bool Members(ref Utf8JsonReader json, ReadOnlySpan<byte> line, ref Row row)
    {
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject) return false;
        var seen = 0;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var member = MemberOf(ref json);
            if (member == 0 || (seen & member) != 0 || !json.Read()) return false;
            seen |= member;
            var isRead = member switch
            {
                1 => Number(ref json, out row.Position),
                2 => Decode(ref json, Leaves),
                4 => List(ref json, line, _part),
                8 => row.HasFields = List(ref json, line, _field),
                16 => List(ref json, line, _label),
                32 => Erased(ref json, out row.ErasedBy),
                _ => Withheld(ref json, ref row),
            };
            if (!isRead) return false;
        }
        return json.TokenType == JsonTokenType.EndObject && !json.Read();
    }

    static int MemberOf(ref Utf8JsonReader json) =>
        json.ValueTextEquals("position"u8) ? 1
        : json.ValueTextEquals("leaf"u8) ? 2
        : json.ValueTextEquals("sealed"u8) ? 4
        : json.ValueTextEquals("fields"u8) ? 8
        : json.ValueTextEquals("labels"u8) ? 16
        : json.ValueTextEquals("erased"u8) ? 32
        : json.ValueTextEquals("withheld"u8) ? 64
        : 0;

    delegate bool Item(ref Utf8JsonReader json, ReadOnlySpan<byte> line);

    static bool List(ref Utf8JsonReader json, ReadOnlySpan<byte> line, Item item)
    {
        if (json.TokenType != JsonTokenType.StartArray) return false;
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
            if (!item(ref json, line)) return false;
        return json.TokenType == JsonTokenType.EndArray;
    }

    /// <summary>The path says for people what it is; what counts is the ciphertext, in its place.</summary>
    bool Part(ref Utf8JsonReader json, ReadOnlySpan<byte> line) =>
        json.TokenType == JsonTokenType.StartObject
        && Member(ref json, "path"u8) && json.TokenType == JsonTokenType.String
        && Member(ref json, "ciphertext"u8) && Decode(ref json, Ciphertexts)
        && json.Read() && json.TokenType == JsonTokenType.EndObject;

    bool Field(ref Utf8JsonReader json, ReadOnlySpan<byte> line)
    {
        if (json.TokenType == JsonTokenType.String)
        {
            Fields.Add((false, Bare.Count));
            return Decode(ref json, Bare) && Bare[Bare.Count - 1].Length == MerkleTree.HashLength;
        }

        Span<byte> salt = stackalloc byte[MerkleTree.HashLength + 2];
        if (json.TokenType != JsonTokenType.StartObject
            || !Member(ref json, "path"u8) || !Text(ref json, out var pathLength)
            || !Member(ref json, "level"u8) || !Number(ref json, out var level)
            || level is < (int)Level.Coarse or > (int)Level.Full
            || !Member(ref json, "salt"u8) || !Base64Of(ref json, salt, out var saltLength)
            || saltLength != MerkleTree.HashLength || !json.Read())
            return false;
        ReadOnlySpan<byte> value = default;
        if (json.TokenType == JsonTokenType.PropertyName)
        {
            if (!json.ValueTextEquals("value"u8) || !json.Read()) return false;
            // As it stands: it was committed to in this very form.
            var start = (int)json.TokenStartIndex;
            json.Skip();
            value = line[start..(int)json.BytesConsumed];
            if (!json.Read()) return false;
        }

        if (json.TokenType != JsonTokenType.EndObject) return false;
        var path = _text.AsSpan(0, pathLength);
        _labels.Opened(path, value);
        var length = Commitments.LengthOf(pathLength, value.Length);
        Commitments.Write(
            Openings.Room(length)[..length], salt[..MerkleTree.HashLength], path, (Level)level, value);
        Fields.Add((true, Openings.Count));
        Openings.End(length);
        return true;
    }

    bool Label(ref Utf8JsonReader json, ReadOnlySpan<byte> line)
    {
        if (json.TokenType != JsonTokenType.StartArray || !json.Read() || json.TokenType != JsonTokenType.String)
            return false;
        var name = json.GetString()!;
        if (!json.Read() || json.TokenType != JsonTokenType.String) return false;
        _labels.AddRow(name, json.GetString()!);
        return json.Read() && json.TokenType == JsonTokenType.EndArray;
    }

    static bool Erased(ref Utf8JsonReader json, out long by)
    {
        by = -1;
        return json.TokenType == JsonTokenType.StartObject && Member(ref json, "by"u8) && Number(ref json, out by)
            && by >= 0 && json.Read() && json.TokenType == JsonTokenType.EndObject;
    }

    static bool Withheld(ref Utf8JsonReader json, ref Row row)
    {
        if (json.TokenType != JsonTokenType.String) return false;
        row.IsWithheldAsAltered = json.ValueTextEquals(FieldProof.Reasons.Altered);
        return true;
    }

    /// <summary>Goes to the value of the next member, which must have this name.</summary>
    static bool Member(ref Utf8JsonReader json, ReadOnlySpan<byte> name) =>
        json.Read() && json.TokenType == JsonTokenType.PropertyName && json.ValueTextEquals(name) && json.Read();

    static bool Number(ref Utf8JsonReader json, out long number)
    {
        number = -1;
        return json.TokenType == JsonTokenType.Number && json.TryGetInt64(out number);
    }

    bool Text(ref Utf8JsonReader json, out int length)
    {
        length = 0;
        if (json.TokenType != JsonTokenType.String || json.ValueSpan.Length > TextLimitBytes) return false;
        length = json.CopyString(_text);
        return true;
    }

    static bool Base64Of(ref Utf8JsonReader json, scoped Span<byte> into, out int written)
    {
        written = 0;
        return json.TokenType == JsonTokenType.String && !json.ValueIsEscaped
            && Base64.DecodeFromUtf8(json.ValueSpan, into, out _, out written) == OperationStatus.Done;
    }

    static bool Decode(ref Utf8JsonReader json, ByteQueue into)
    {
        if (json.TokenType != JsonTokenType.String || json.ValueIsEscaped) return false;
        var room = into.Room(Base64.GetMaxDecodedFromUtf8Length(json.ValueSpan.Length));
        if (Base64.DecodeFromUtf8(json.ValueSpan, room, out _, out var written) != OperationStatus.Done) return false;
        into.End(written);
        return true;
    }
}
