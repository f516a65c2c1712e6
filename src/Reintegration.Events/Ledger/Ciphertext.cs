using System.Security.Cryptography;

namespace Reintegration.Events.Ledger;

/// <summary>The form of every ciphertext: nonce (12 bytes), encrypted secret (32) and text, tag (16).</summary>
/// <remarks>AES-256-GCM (NIST SP 800-38D). The secret salts the commitments to what is in the text.</remarks>
static class Ciphertext
{
    const int Overhead = KeyWrap.NonceLength + Sealer.SecretLength + KeyWrap.TagLength;

    /// <param name="context">What it is bound to: under another context it does not open.</param>
    internal static byte[] Encrypt(
        ReadOnlySpan<byte> key, ReadOnlySpan<byte> secret, ReadOnlySpan<byte> text, ReadOnlySpan<byte> context,
        RandomSource random)
    {
        var cipher = new byte[Overhead + text.Length];
        var nonce = cipher.AsSpan(0, KeyWrap.NonceLength);
        random(nonce);
        var body = cipher.AsSpan(KeyWrap.NonceLength, Sealer.SecretLength + text.Length);
        secret.CopyTo(body);
        text.CopyTo(body[Sealer.SecretLength..]);
        using var aes = new AesGcm(key, KeyWrap.TagLength);
        // In place: the plain text stands nowhere but where its ciphertext will.
        aes.Encrypt(nonce, body, body, cipher.AsSpan(cipher.Length - KeyWrap.TagLength), context);
        return cipher;
    }

    /// <summary>Secret and text, one after the other; null if it was altered or is bound to something else.</summary>
    internal static byte[]? Decrypt(ReadOnlySpan<byte> key, ReadOnlySpan<byte> cipher, ReadOnlySpan<byte> context)
    {
        if (cipher.Length < Overhead) return null;
        var plain = new byte[cipher.Length - KeyWrap.NonceLength - KeyWrap.TagLength];
        using var aes = new AesGcm(key, KeyWrap.TagLength);
        try
        {
            aes.Decrypt(
                cipher[..KeyWrap.NonceLength], cipher[KeyWrap.NonceLength..^KeyWrap.TagLength],
                cipher[^KeyWrap.TagLength..], plain, context);
            return plain;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }
}
