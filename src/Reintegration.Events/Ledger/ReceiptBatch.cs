using System.Globalization;
using System.Text;

namespace Reintegration.Events.Ledger;

/// <summary>Where a receipt stands among those that one signature covers.</summary>
/// <param name="Signature">As <see cref="ReceiptSignature.Sign"/> writes it, over the root.</param>
/// <param name="Path">RFC 6962 audit path from the receipt to the root.</param>
public sealed record Among(string Signature, int Index, int Size, byte[] Root, ImmutableArray<byte[]> Path);

/// <summary>One signature for the receipts of one answer, each of which can be checked alone.</summary>
/// <remarks>
/// A signature costs more than all the rest of an event's way in. The receipts are the leaves of a tree as the ledger's
/// (RFC 6962), each the bytes that would have been signed; the root is what is signed.
/// </remarks>
public static class ReceiptBatch
{
    const string Member = "among";

    /// <summary>Signs receipts, each given as what would have been signed alone.</summary>
    public static async ValueTask<ImmutableArray<Among>> Sign(
        IReadOnlyList<byte[]> messages, ISigner signer, CancellationToken ct)
    {
        List<byte[][]> levels = [[.. messages.Select(message => MerkleTree.LeafHash(message))]];
        while (levels[^1].Length > 1) levels.Add([.. Above(levels[^1])]);
        var root = levels[^1][0];
        var signature = await ReceiptSignature.Line(Message(messages.Count, root), signer, ct);
        return [.. messages.Select((_, index) => new Among(signature, index, messages.Count, root, Path(levels, index)))];
    }

    /// <summary>A node without a sibling goes up as it is.</summary>
    static IEnumerable<byte[]> Above(byte[][] level)
    {
        for (var i = 0; i < level.Length; i += 2)
            yield return i + 1 < level.Length ? MerkleTree.NodeHash(level[i], level[i + 1]) : level[i];
    }

    static ImmutableArray<byte[]> Path(List<byte[][]> levels, int index)
    {
        var path = ImmutableArray.CreateBuilder<byte[]>();
        foreach (var level in levels)
        {
            if ((index ^ 1) < level.Length) path.Add(level[index ^ 1]);
            index >>= 1;
        }
        return path.ToImmutable();
    }

    static byte[] Message(long size, ReadOnlySpan<byte> root) =>
        [.. Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"reintegration/receipts/v1\n{size}\n")), .. root];

    /// <summary>Writes the members a receipt gains by being signed among others.</summary>
    public static void Write(Utf8JsonWriter json, Among among)
    {
        json.WriteString("signature", among.Signature);
        json.WriteStartObject(Member);
        json.WriteNumber("index", among.Index);
        json.WriteNumber("size", among.Size);
        json.WriteBase64String("root", among.Root);
        json.WriteStartArray("path");
        foreach (var hash in among.Path) json.WriteBase64StringValue(hash);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>What was signed for a receipt: itself, or the root of those it was signed among; null when it was not.</summary>
    internal static byte[]? Signed(JsonElement receipt, byte[] alone)
    {
        if (!receipt.TryGetProperty(Member, out var among)) return alone;
        try
        {
            var root = among.GetProperty("root").GetBytesFromBase64();
            var path = among.GetProperty("path").EnumerateArray().Select(hash => hash.GetBytesFromBase64()).ToList();
            var verdict = Proofs.VerifyInclusion(
                among.GetProperty("index").GetUInt64(), among.GetProperty("size").GetUInt64(),
                MerkleTree.LeafHash(alone), path, root);
            return verdict == ProofVerdict.Proved ? Message(among.GetProperty("size").GetInt64(), root) : null;
        }
        catch (Exception e) when (e is KeyNotFoundException or FormatException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Whether a member is added by signing, and so is not itself signed.</summary>
    internal static bool IsOfSignature(string member) => member is "signature" or Member;
}
