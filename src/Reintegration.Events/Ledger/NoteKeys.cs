using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Reintegration.Events.Ledger;

/// <summary>What a note key signs (the type byte of C2SP signed-note).</summary>
public enum NoteKeyType
{
    /// <summary>The note text itself, with Ed25519: how a log signs its checkpoint.</summary>
    Ed25519 = 0x01,

    /// <summary>The note text and a time, with Ed25519: how a witness cosigns (C2SP tlog-cosignature, v1).</summary>
    Cosignature = 0x04,
}

/// <summary>
/// A public key with the name its owner signs notes under. Two keys are equal when their text form is.
/// </summary>
/// <remarks>
/// Name and <see cref="Id"/> only select the key; anyone can make another key with the same two. Trust rests on having
/// been given the key itself.
/// </remarks>
public sealed class VerifierKey : IEquatable<VerifierKey>
{
    readonly byte[] _publicKey;

    /// <exception cref="ArgumentException">The name or key cannot be one.</exception>
    public VerifierKey(string name, NoteKeyType type, ReadOnlySpan<byte> publicKey)
    {
        if (!IsName(name))
            throw new ArgumentException("A key name is not empty and has neither spaces nor a plus.", nameof(name));
        if (!Enum.IsDefined(type))
            throw new ArgumentException("The key type is not one this ledger knows.", nameof(type));
        if (!Ed25519.IsPublicKey(publicKey))
            throw new ArgumentException("The bytes are not an acceptable Ed25519 public key.", nameof(publicKey));
        Name = name;
        Type = type;
        _publicKey = publicKey.ToArray();
        Id = IdOf(name, type, publicKey);
    }

    public string Name { get; }

    public NoteKeyType Type { get; }

    /// <summary>The first four bytes of SHA-256(name || 0x0A || type || public key), as a big-endian number.</summary>
    public uint Id { get; }

    public ReadOnlySpan<byte> PublicKey => _publicKey;

    /// <summary>
    /// Reads the text form, <c>NAME+ID+BASE64</c>; null unless it is exactly that and the id is right.
    /// </summary>
    public static VerifierKey? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Split('+', 3) is not [var name, { Length: 8 } id, var material]
            || !StrictBase64.TryDecode(material, out byte[]? bytes)
            || bytes is not [var type, .. var key]
            || !IsName(name)
            || !Enum.IsDefined((NoteKeyType)type)
            || !Ed25519.IsPublicKey(key))
            return null;

        var parsed = new VerifierKey(name, (NoteKeyType)type, key);
        return parsed.Id.ToString("x8", CultureInfo.InvariantCulture) == id ? parsed : null;
    }

    /// <summary>Whether a signature of this key stands over a note text.</summary>
    public bool Verifies(ReadOnlySpan<byte> text, ReadOnlySpan<byte> signature)
    {
        if (Type == NoteKeyType.Ed25519)
            return Ed25519.Verify(_publicKey, text, signature);
        return Cosignature.TryRead(signature, out ulong seconds, out ReadOnlySpan<byte> inner)
            && Ed25519.Verify(_publicKey, Cosignature.Message(seconds, text), inner);
    }

    public bool Equals(VerifierKey? other) =>
        other is not null && Name == other.Name && Type == other.Type && PublicKey.SequenceEqual(other.PublicKey);

    public override bool Equals(object? obj) => Equals(obj as VerifierKey);

    public override int GetHashCode() => HashCode.Combine(Name, Id);

    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture, $"{Name}+{Id:x8}+{Convert.ToBase64String([(byte)Type, .. _publicKey])}");

    internal static bool IsName([NotNullWhen(true)] string? name) =>
        !string.IsNullOrEmpty(name) && !name.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || c == '+');

    static uint IdOf(string name, NoteKeyType type, ReadOnlySpan<byte> publicKey) =>
        BinaryPrimitives.ReadUInt32BigEndian(
            SHA256.HashData([.. Encoding.UTF8.GetBytes(name), (byte)'\n', (byte)type, .. publicKey]));
}

/// <summary>Makes signatures with a key that may be kept elsewhere, such as in a security module.</summary>
public interface ISigner
{
    /// <summary>The public half, with the name it signs under.</summary>
    VerifierKey Key { get; }

    /// <summary>The 64 bytes of an Ed25519 signature over exactly these bytes.</summary>
    ValueTask<byte[]> Sign(ReadOnlyMemory<byte> message, CancellationToken ct);
}

/// <summary>A private key held by this process. OpenSSL keeps it and wipes it on disposal.</summary>
public sealed class SignerKey : ISigner, IDisposable
{
    const string Prefix = "PRIVATE+KEY+";

    readonly LibCrypto.Key _key;

    /// <exception cref="ArgumentException">The name or seed cannot be one.</exception>
    public SignerKey(string name, NoteKeyType type, ReadOnlySpan<byte> seed)
    {
        Key = new VerifierKey(name, type, Ed25519.PublicKey(seed));
        _key = Ed25519.Private(seed);
    }

    public VerifierKey Key { get; }

    /// <summary>Reads the text form <c>PRIVATE+KEY+NAME+ID+BASE64</c>; null unless it is exactly that.</summary>
    public static SignerKey? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!text.StartsWith(Prefix, StringComparison.Ordinal)
            || text[Prefix.Length..].Split('+', 3) is not [var name, var id, var material]
            || !StrictBase64.TryDecode(material, out byte[]? bytes)
            || bytes is not { Length: 1 + Ed25519.SeedLength }
            || !VerifierKey.IsName(name)
            || !Enum.IsDefined((NoteKeyType)bytes[0]))
            return null;

        var signer = new SignerKey(name, (NoteKeyType)bytes[0], bytes.AsSpan(1));
        CryptographicOperations.ZeroMemory(bytes);
        if (signer.Key.Id.ToString("x8", CultureInfo.InvariantCulture) == id)
            return signer;
        signer.Dispose();
        return null;
    }

    /// <summary>The text form of a private key, for the file it is kept in. Whoever reads it can sign.</summary>
    public static string Format(string name, NoteKeyType type, ReadOnlySpan<byte> seed)
    {
        var key = new VerifierKey(name, type, Ed25519.PublicKey(seed));
        string material = Convert.ToBase64String([(byte)type, .. seed]);
        return string.Create(CultureInfo.InvariantCulture, $"{Prefix}{name}+{key.Id:x8}+{material}");
    }

    public byte[] Sign(ReadOnlySpan<byte> message) => Ed25519.Sign(_key, message);

    public ValueTask<byte[]> Sign(ReadOnlyMemory<byte> message, CancellationToken ct) => new(Sign(message.Span));

    public void Dispose() => _key.Dispose();
}

/// <summary>
/// Base64 (RFC 4648, section 4) with exactly one text for the same bytes: padded, no spaces, no stray bits.
/// </summary>
static class StrictBase64
{
    public static bool TryDecode(string text, [NotNullWhen(true)] out byte[]? bytes)
    {
        var buffer = new byte[text.Length / 4 * 3 + 3];
        bool isDecoded = Convert.TryFromBase64String(text, buffer, out int length)
            && Convert.ToBase64String(buffer, 0, length) == text;
        bytes = isDecoded ? buffer[..length] : null;
        return isDecoded;
    }

    public static bool TryDecodeHash(string text, [NotNullWhen(true)] out byte[]? hash) =>
        TryDecode(text, out hash) && hash.Length == MerkleTree.HashLength;
}
