using System.Globalization;
using System.Text;

namespace Reintegration.Events.Ledger;

/// <summary>Everything needed to check, offline and years later, that a leaf is in a log (C2SP tlog-proof).</summary>
/// <remarks>Names an index and a size, so it is issued at the audit door only and never to a case seat.</remarks>
/// <param name="Index">Where the leaf stands.</param>
/// <param name="Hashes">The inclusion proof, from the leaf upward.</param>
/// <param name="Checkpoint">The signed checkpoint, verbatim.</param>
/// <param name="Extra">Data the format carries without authenticating it; null when there is none.</param>
public sealed record TlogProof(
    long Index, IReadOnlyList<byte[]> Hashes, SignedNote Checkpoint, ReadOnlyMemory<byte>? Extra = null)
{
    /// <summary>No path in a tree is longer than a size has bits.</summary>
    public const int MaxHashes = 63;

    const string FirstLine = "c2sp.org/tlog-proof@v1";
    const string ExtraWord = "extra ";
    const string IndexWord = "index ";

    /// <summary>Reads a proof; null, with the fault in words, if the bytes are not one. Checks nothing.</summary>
    public static TlogProof? Parse(ReadOnlySpan<byte> bytes, out string? fault)
    {
        int split = bytes.IndexOf("\n\n"u8);
        if (split < 0)
        {
            fault = "A proof has a checkpoint after an empty line.";
            return null;
        }

        if (SignedNote.Parse(bytes[(split + 2)..], out fault) is not { } note)
            return null;

        string[] lines = Encoding.UTF8.GetString(bytes[..split]).Split('\n');
        int next = 0;
        byte[]? extra = null;
        long index = 0;
        if (lines[next++] != FirstLine)
            fault = $"A proof's first line is {FirstLine}.";
        else if (After(lines, next, ExtraWord) is { } words && !StrictBase64.TryDecode(words, out extra))
            fault = "A proof's extra data is base64.";
        else if (After(lines, next += extra is null ? 0 : 1, IndexWord) is not { } number
            || !Ledger.Checkpoint.TryReadSize(number, out index))
            fault = "A proof names the index of its leaf in decimal, without leading zeroes.";
        if (fault is not null)
            return null;

        return HashLines.Parse(lines.AsSpan(next + 1), MaxHashes, out fault) is { } hashes
            ? new TlogProof(index, hashes, note, extra is null ? default(ReadOnlyMemory<byte>?) : extra)
            : null;
    }

    /// <summary>Whether the log of this policy holds a leaf with this hash.</summary>
    /// <param name="leafHash">SHA-256(0x00 || leaf), computed by the caller from the leaf it cares about.</param>
    /// <param name="policy">The log's origin and keys, known beforehand.</param>
    /// <param name="checkpoint">Whether the checkpoint itself is trusted; without that, nothing is proved.</param>
    public ProofVerdict? Verify(ReadOnlySpan<byte> leafHash, LogPolicy policy, out CheckpointVerdict checkpoint)
    {
        SignedCheckpoint? signed = SignedCheckpoint.Open(Checkpoint, policy, out checkpoint);
        return signed is null
            ? null
            : Proofs.VerifyInclusion(
                (ulong)Index, (ulong)signed.Checkpoint.Size, leafHash, Hashes, signed.Checkpoint.Root);
    }

    /// <summary>The bytes of the proof, for a file named <c>*.tlog-proof</c>.</summary>
    public byte[] ToBytes() => Encoding.UTF8.GetBytes(ToString());

    public override string ToString()
    {
        string extra = Extra is { } data ? $"{ExtraWord}{Convert.ToBase64String(data.Span)}\n" : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{FirstLine}\n{extra}{IndexWord}{Index}\n{HashLines.Format(Hashes)}\n{Checkpoint}");
    }

    static string? After(string[] lines, int index, string word) =>
        index < lines.Length && lines[index].StartsWith(word, StringComparison.Ordinal)
            ? lines[index][word.Length..]
            : null;
}

/// <summary>Proof hashes as C2SP formats write them: one base64 line each.</summary>
static class HashLines
{
    public static string Format(IEnumerable<byte[]> hashes) =>
        string.Concat(hashes.Select(hash => Convert.ToBase64String(hash) + "\n"));

    public static IReadOnlyList<byte[]>? Parse(ReadOnlySpan<string> lines, int most, out string? fault)
    {
        fault = lines.Length > most ? $"A proof has at most {most} hashes." : null;
        var hashes = new List<byte[]>();
        foreach (string line in lines)
        {
            if (fault is not null)
                return null;
            if (StrictBase64.TryDecodeHash(line, out byte[]? hash))
                hashes.Add(hash);
            else
                fault = "A proof line is not the base64 of a 32-byte hash.";
        }

        return fault is null ? hashes : null;
    }
}
