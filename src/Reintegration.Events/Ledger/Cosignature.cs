using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Reintegration.Events.Ledger;

/// <summary>A witness's statement that, at a time, a checkpoint was the largest consistent one it had seen.</summary>
/// <remarks>
/// C2SP tlog-cosignature, v1: eight bytes of POSIX seconds, then Ed25519 over a header, the time and the text.
/// </remarks>
public static class Cosignature
{
    const int TimeLength = sizeof(ulong);

    /// <summary>Cosigns a checkpoint. The caller must first have made its new size durable.</summary>
    /// <exception cref="ArgumentException">The signer's key is not a cosigning key.</exception>
    public static async ValueTask<NoteSignature> Sign(
        ISigner witness, DateTimeOffset at, SignedNote checkpoint, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(witness);
        ArgumentNullException.ThrowIfNull(checkpoint);
        if (witness.Key.Type != NoteKeyType.Cosignature)
            throw new ArgumentException("A witness signs with a cosigning key.", nameof(witness));

        ulong seconds = checked((ulong)at.ToUnixTimeSeconds());
        byte[] signature = await witness.Sign(Message(seconds, checkpoint.TextBytes.Span), ct);
        var bytes = new byte[TimeLength + signature.Length];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, seconds);
        signature.CopyTo(bytes, TimeLength);
        return new NoteSignature(witness.Key, bytes);
    }

    /// <summary>When a cosignature says it was made; null if the bytes are not a cosignature. Check it first.</summary>
    public static DateTimeOffset? Time(NoteSignature signature)
    {
        ArgumentNullException.ThrowIfNull(signature);
        // Beyond the year 9999 no calendar of ours reaches, though the format does.
        return TryRead(signature.Bytes.Span, out ulong seconds, out _) && seconds <= 253402300799
            ? DateTimeOffset.FromUnixTimeSeconds((long)seconds)
            : null;
    }

    internal static bool TryRead(ReadOnlySpan<byte> bytes, out ulong seconds, out ReadOnlySpan<byte> signature)
    {
        seconds = 0;
        signature = default;
        if (bytes.Length != TimeLength + Ed25519.SignatureLength)
            return false;
        seconds = BinaryPrimitives.ReadUInt64BigEndian(bytes);
        signature = bytes[TimeLength..];
        return seconds <= long.MaxValue;
    }

    internal static byte[] Message(ulong seconds, ReadOnlySpan<byte> text)
    {
        string head = string.Create(CultureInfo.InvariantCulture, $"cosignature/v1\ntime {seconds}\n");
        return [.. Encoding.ASCII.GetBytes(head), .. text];
    }
}
