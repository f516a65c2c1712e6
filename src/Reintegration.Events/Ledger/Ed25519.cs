using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Reintegration.Events.Ledger;

/// <summary>Ed25519 signatures (RFC 8032, section 5.1), computed by OpenSSL.</summary>
/// <remarks>
/// Checking is stricter than some libraries: the number S must be below the group order, so no second signature can be
/// derived from a first, and keys of small order, under which anything can be made to verify, are never accepted.
/// </remarks>
public static class Ed25519
{
    /// <summary>The length of a private seed in bytes.</summary>
    public const int SeedLength = 32;

    /// <summary>The length of a public key in bytes.</summary>
    public const int PublicKeyLength = 32;

    /// <summary>The length of a signature in bytes.</summary>
    public const int SignatureLength = 64;

    // 2^252 + 27742317777372353535851937790883648493, the order of the base point, as little-endian bytes.
    static ReadOnlySpan<byte> Order =>
    [
        0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
    ];

    // 2^255 - 19, the field's prime, as little-endian bytes.
    static ReadOnlySpan<byte> Prime =>
    [
        0xed, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
        0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f,
    ];

    // The y coordinates of the eight points whose order divides 8, without the sign bit.
    static readonly byte[][] SmallOrder =
    [
        Convert.FromHexString("0000000000000000000000000000000000000000000000000000000000000000"),
        Convert.FromHexString("0100000000000000000000000000000000000000000000000000000000000000"),
        Convert.FromHexString("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
        Convert.FromHexString("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"),
        Convert.FromHexString("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"),
    ];

    /// <summary>The public key of a private seed.</summary>
    /// <exception cref="DllNotFoundException">OpenSSL is not installed.</exception>
    public static byte[] PublicKey(ReadOnlySpan<byte> seed)
    {
        using LibCrypto.Key key = Private(seed);
        var publicKey = new byte[PublicKeyLength];
        nuint length = PublicKeyLength;
        Require(LibCrypto.EVP_PKEY_get_raw_public_key(key, ref publicKey[0], ref length));
        return publicKey;
    }

    /// <summary>Signs a message. The same seed and message always give the same signature.</summary>
    /// <exception cref="DllNotFoundException">OpenSSL is not installed.</exception>
    public static byte[] Sign(ReadOnlySpan<byte> seed, ReadOnlySpan<byte> message)
    {
        using LibCrypto.Key key = Private(seed);
        return Sign(key, message);
    }

    /// <summary>Whether a signature over a message was made with the private half of a public key.</summary>
    /// <remarks>A key or signature of the wrong length or form is simply not valid.</remarks>
    /// <exception cref="DllNotFoundException">OpenSSL is not installed.</exception>
    public static bool Verify(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        // OpenSSL 3 checks S as well, but nothing here rests on which OpenSSL is installed.
        if (!IsPublicKey(publicKey) || signature.Length != SignatureLength || !IsBelow(signature[32..], Order))
            return false;

        using LibCrypto.Key key = LibCrypto.EVP_PKEY_new_raw_public_key(
            LibCrypto.Ed25519, 0, in MemoryMarshal.GetReference(publicKey), PublicKeyLength);
        using LibCrypto.Context context = LibCrypto.EVP_MD_CTX_new();
        bool isValid = !key.IsInvalid
            && LibCrypto.EVP_DigestVerifyInit(context, 0, 0, 0, key) == 1
            && LibCrypto.EVP_DigestVerify(
                context, in MemoryMarshal.GetReference(signature), SignatureLength,
                in First(message), (nuint)message.Length) == 1;

        // A refusal leaves a note in the thread's error queue, which others on this thread would misread as theirs.
        if (!isValid)
            LibCrypto.ERR_clear_error();
        return isValid;
    }

    /// <summary>Whether the bytes can be a public key: 32 of them, canonical, and not of small order.</summary>
    public static bool IsPublicKey(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != PublicKeyLength)
            return false;
        Span<byte> y = stackalloc byte[PublicKeyLength];
        bytes.CopyTo(y);
        y[^1] &= 0x7f;
        if (!IsBelow(y, Prime))
            return false;
        foreach (byte[] weak in SmallOrder)
            if (y.SequenceEqual(weak))
                return false;
        return true;
    }

    internal static LibCrypto.Key Private(ReadOnlySpan<byte> seed)
    {
        if (seed.Length != SeedLength)
            throw new ArgumentException($"An Ed25519 seed is {SeedLength} bytes, not {seed.Length}.", nameof(seed));
        LibCrypto.Key key = LibCrypto.EVP_PKEY_new_raw_private_key(
            LibCrypto.Ed25519, 0, in MemoryMarshal.GetReference(seed), SeedLength);
        Require(key.IsInvalid ? 0 : 1);
        return key;
    }

    internal static byte[] Sign(LibCrypto.Key key, ReadOnlySpan<byte> message)
    {
        using LibCrypto.Context context = LibCrypto.EVP_MD_CTX_new();
        var signature = new byte[SignatureLength];
        nuint length = SignatureLength;
        Require(LibCrypto.EVP_DigestSignInit(context, 0, 0, 0, key));
        Require(
            LibCrypto.EVP_DigestSign(context, ref signature[0], ref length, in First(message), (nuint)message.Length));
        return signature;
    }

    static bool IsBelow(ReadOnlySpan<byte> littleEndian, ReadOnlySpan<byte> limit)
    {
        for (int i = limit.Length - 1; i >= 0; i--)
            if (littleEndian[i] != limit[i])
                return littleEndian[i] < limit[i];
        return false;
    }

    // OpenSSL wants a place even for a message of no bytes; any will do, as it reads none.
    static ref readonly byte First(ReadOnlySpan<byte> message) =>
        ref MemoryMarshal.GetReference(message.IsEmpty ? [0] : message);

    static void Require(int result)
    {
        if (result == 1)
            return;
        LibCrypto.ERR_clear_error();
        throw new CryptographicException("OpenSSL could not use an Ed25519 key.");
    }
}
