using Reintegration.Events.Policy;

namespace Reintegration.Events.Ledger;

/// <summary>The JSON form of proofs: contracts/ledger/leaf.md, Openings.</summary>
public static class FieldProofJson
{
    /// <summary>Writes the members of a proof object, without its brackets.</summary>
    public static void Write(Utf8JsonWriter json, FieldProof proof)
    {
        if (proof.Withheld is { } reason)
        {
            json.WriteString("withheld", reason);
            return;
        }

        json.WriteBase64String("leaf", proof.Leaf.Span);
        json.WriteString("leafHash", Convert.ToHexStringLower(MerkleTree.LeafHash(proof.Leaf.Span)));
        WriteFields(json, proof.Fields);
        if (proof.NotProvable.IsEmpty) return;
        json.WriteStartObject("notProvable");
        foreach (var (path, why) in proof.NotProvable) json.WriteString(path, why);
        json.WriteEndObject();
    }

    /// <summary>The member <c>fields</c>: an object for each opening, a base64 text for each bare commitment.</summary>
    public static void WriteFields(Utf8JsonWriter json, ImmutableArray<ProvedField> fields)
    {
        json.WriteStartArray("fields");
        foreach (var (commitment, opening) in fields)
        {
            if (opening is null)
            {
                json.WriteBase64StringValue(commitment.Span);
                continue;
            }

            json.WriteStartObject();
            json.WriteString("path", opening.Path);
            json.WriteNumber("level", (int)opening.Level);
            json.WriteBase64String("salt", opening.Salt.Span);
            if (!opening.Value.IsEmpty)
            {
                json.WritePropertyName("value");
                json.WriteRawValue(opening.Value.Span);
            }
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    /// <summary>Reads a proof object; null, with the fault in words, if it is not one. Checks nothing.</summary>
    public static FieldProof? Read(JsonElement proof, out string? fault)
    {
        fault = null;
        if (proof.ValueKind != JsonValueKind.Object)
            return Fault("A proof is an object.", out fault);
        if (proof.TryGetProperty("withheld", out var reason) && reason.ValueKind == JsonValueKind.String)
            return FieldProof.Without(reason.GetString()!);
        if (!TryBytes(proof, "leaf", out var leaf))
            return Fault("A proof has a leaf in base64.", out fault);
        if (!proof.TryGetProperty("fields", out var fields) || fields.ValueKind != JsonValueKind.Array)
            return Fault("A proof has a list of fields.", out fault);
        var read = ImmutableArray.CreateBuilder<ProvedField>();
        foreach (var field in fields.EnumerateArray())
        {
            if (Field(field) is not { } proved)
                return Fault("A field of a proof is neither a commitment nor an opening.", out fault);
            read.Add(proved);
        }

        var words = proof.TryGetProperty("notProvable", out var not) && not.ValueKind == JsonValueKind.Object
            ? not.EnumerateObject().ToImmutableSortedDictionary(
                word => word.Name, word => word.Value.ToString(), StringComparer.Ordinal)
            : ImmutableSortedDictionary<string, string>.Empty;
        return new FieldProof(leaf, read.ToImmutable(), words);
    }

    static ProvedField? Field(JsonElement field)
    {
        if (field.ValueKind == JsonValueKind.String)
            return field.TryGetBytesFromBase64(out var bare) && bare.Length == MerkleTree.HashLength
                ? new ProvedField(bare)
                : null;
        if (field.ValueKind != JsonValueKind.Object
            || !field.TryGetProperty("path", out var path) || path.ValueKind != JsonValueKind.String
            || !field.TryGetProperty("level", out var level) || !level.TryGetInt32(out var number)
            || number is < (int)Level.Coarse or > (int)Level.Full
            || !TryBytes(field, "salt", out var salt) || salt.Length != MerkleTree.HashLength)
            return null;
        ReadOnlyMemory<byte> value = field.TryGetProperty("value", out var given)
            ? CanonicalJson.Canonicalize(given)
            : default(ReadOnlyMemory<byte>);
        return new ProvedField(new Opening(path.GetString()!, (Level)number, salt, value));
    }

    static bool TryBytes(JsonElement parent, string name, out byte[] bytes)
    {
        bytes = [];
        return parent.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String
            && text.TryGetBytesFromBase64(out bytes!);
    }

    static FieldProof? Fault(string what, out string? fault)
    {
        fault = what;
        return null;
    }
}
