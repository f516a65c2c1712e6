using System.Text.Json;
using Reintegration.Events.Ledger;

namespace Reintegration.Events.Cli.Verify;

/// <summary>One test vector: a claimed proof, and whether a verifier ought to refuse it.</summary>
readonly record struct ProofVector(string Name, bool IsRefusalWanted, string Verdict, bool IsProved)
{
    /// <summary>Null when the verifier did what the vector wants; otherwise what it did instead.</summary>
    public string? Failure()
    {
        if (IsProved != IsRefusalWanted)
            return null;
        return IsProved ? $"\"{Name}\" was accepted but must be refused" : $"\"{Name}\" was refused: {Verdict}";
    }

    /// <summary>Every vector in a value, however deep in arrays and objects. Other values are passed over.</summary>
    public static IEnumerable<ProofVector> All(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Array)
            return value.EnumerateArray().SelectMany(All);
        if (value.ValueKind != JsonValueKind.Object)
            return [];
        if (HasAny(value, "leafIdx", "leafIndex", "treeSize", "leafHash"))
            return [Judge(value, Inclusion)];
        return HasAny(value, "size1", "size2", "root1", "root2")
            ? [Judge(value, Consistency)]
            : value.EnumerateObject().SelectMany(member => All(member.Value));
    }

    static ProofVector Judge(JsonElement vector, Func<JsonElement, ProofVerdict> verify)
    {
        string name = vector.TryGetProperty("desc", out JsonElement desc) ? desc.ToString() : "vector";
        bool isRefusalWanted =
            vector.TryGetProperty("wantErr", out JsonElement want) && want.ValueKind == JsonValueKind.True;
        try
        {
            ProofVerdict verdict = verify(vector);
            return new ProofVector(name, isRefusalWanted, verdict.ToString(), verdict == ProofVerdict.Proved);
        }
        // A negative size, or a hash that is no base64, is one more thing a verifier has to refuse.
        catch (FormatException unreadable)
        {
            return new ProofVector(name, isRefusalWanted, unreadable.Message, IsProved: false);
        }
    }

    static ProofVerdict Inclusion(JsonElement vector) =>
        Proofs.VerifyInclusion(
            // Older sets spell the name out.
            Number(vector, HasAny(vector, "leafIdx") ? "leafIdx" : "leafIndex"),
            Number(vector, "treeSize"),
            Bytes(vector, "leafHash"),
            Hashes(vector),
            Bytes(vector, "root"));

    static ProofVerdict Consistency(JsonElement vector)
    {
        ulong older = Number(vector, "size1");
        ulong newer = Number(vector, "size2");
        byte[] olderRoot = Bytes(vector, "root1");
        byte[] newerRoot = Bytes(vector, "root2");
        IReadOnlyList<byte[]> proof = Hashes(vector);

        // Vectors for equal sizes, also of empty trees, carry placeholders for roots and ask only whether they are
        // the same. Checkpoints never come this way: their roots are hashes, and nothing is proved from size zero.
        if (older == newer && proof.Count == 0)
            return olderRoot.AsSpan().SequenceEqual(newerRoot) ? ProofVerdict.Proved : ProofVerdict.RootDiffers;
        return Proofs.VerifyConsistency(older, newer, olderRoot, newerRoot, proof);
    }

    static bool HasAny(JsonElement value, params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
            if (value.TryGetProperty(name, out _))
                return true;
        return false;
    }

    static ulong Number(JsonElement vector, string name)
    {
        if (!vector.TryGetProperty(name, out JsonElement value) || value.ValueKind == JsonValueKind.Null)
            return 0;
        return value.ValueKind == JsonValueKind.Number && value.TryGetUInt64(out ulong number)
            ? number
            : throw new FormatException($"{name} is not a whole number of 64 bits");
    }

    static byte[] Bytes(JsonElement vector, string name) =>
        vector.TryGetProperty(name, out JsonElement value) ? Decode(value, name) : [];

    static IReadOnlyList<byte[]> Hashes(JsonElement vector)
    {
        if (!vector.TryGetProperty("proof", out JsonElement proof) || proof.ValueKind == JsonValueKind.Null)
            return [];
        if (proof.ValueKind != JsonValueKind.Array)
            throw new FormatException("proof is not an array");
        return [.. proof.EnumerateArray().Select(hash => Decode(hash, "proof"))];
    }

    static byte[] Decode(JsonElement value, string name)
    {
        if (value.ValueKind == JsonValueKind.Null)
            return [];
        return value.ValueKind == JsonValueKind.String && value.TryGetBytesFromBase64(out byte[]? bytes)
            ? bytes
            : throw new FormatException($"{name} is not base64");
    }
}
