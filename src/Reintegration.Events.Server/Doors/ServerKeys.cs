using System.Security.Cryptography;
using System.Text;

namespace Reintegration.Events.Server.Doors;

/// <summary>
/// The server's own secret and what is derived from it: case ids, cursors, idempotency digests, pseudonyms.
/// </summary>
/// <remarks>
/// One 32-byte secret in a file outside the database, readable by the server alone. All nodes of a deployment share it;
/// losing it loses neither events nor proofs, but retries of old posts can no longer be recognised.
/// Derivation is HKDF-SHA256 (RFC 5869) with one label per use.
/// </remarks>
public sealed class ServerKeys
{
    public const int SecretBytes = 32;
    const int SyntheticNonceBytes = 12;

    readonly byte[] _secret;
    readonly byte[] _caseKey;
    readonly byte[] _cursorNonceKey;
    readonly byte[] _cursorKey;

    public ServerKeys(ReadOnlySpan<byte> secret)
    {
        if (secret.Length != SecretBytes)
            throw new ArgumentException($"The server secret is {SecretBytes} bytes.", nameof(secret));
        _secret = secret.ToArray();
        _caseKey = Derive("case-id");
        _cursorNonceKey = Derive("cursor-nonce");
        _cursorKey = Derive("cursor");
    }

    /// <summary>Opens the key file, making it (mode 0600) on the first start.</summary>
    public static ServerKeys Open(string path)
    {
        if (!File.Exists(path)) DurableFile.WriteFirst(path, RandomNumberGenerator.GetBytes(SecretBytes));
        Postgres.KeyFile.RequirePrivate(path);
        return new ServerKeys(File.ReadAllBytes(path));
    }

    /// <summary>The case id that a CaseOpened event of this name creates: UUIDv8 (RFC 9562) of an HMAC.</summary>
    /// <remarks>A client-chosen id would be an oracle: posting to it would tell whether the case exists.</remarks>
    public CaseId CaseIdOf(EventName opened) =>
        new(LowerUuid.OfHash(HMACSHA256.HashData(_caseKey, Encoding.UTF8.GetBytes(opened.ToString()))));

    /// <summary>The id of the RecordExpunged that goes with an approval: the same however often it is sent.</summary>
    public Guid ExpungedIdOf(EventName approval) => LowerUuid.OfHash(
        HMACSHA256.HashData(Derive("expunged-id"), Encoding.UTF8.GetBytes(approval.ToString())));

    /// <summary>The id of an event that the house records because of something: the same for the same cause.</summary>
    /// <param name="use">What is recorded.</param>
    public Guid DerivedId(string use, object cause) => LowerUuid.OfHash(
        HMACSHA256.HashData(Derive($"derived-id/{use}"), Encoding.UTF8.GetBytes(cause.ToString()!)));

    /// <summary>HMAC of the canonical request under the owner's idempotency key.</summary>
    public byte[] RequestDigest(AgencyId owner, ReadOnlySpan<byte> canonicalRequest) =>
        HMACSHA256.HashData(IdempotencyKey(owner), canonicalRequest);

    /// <summary>
    /// The name one agency is given for a person reference: stable for the reader, useless elsewhere.
    /// </summary>
    public string Pseudonym(AgencyId reader, string person)
    {
        var mac = HMACSHA256.HashData(Derive($"pseudonym/{reader}"), Encoding.UTF8.GetBytes(person));
        return $"p-{Convert.ToHexStringLower(mac)[..20]}";
    }

    /// <summary>
    /// An opaque cursor: authenticated encryption with a synthetic nonce, so equal places are equal bytes.
    /// </summary>
    /// <param name="use">Door and seat; a cursor given at one is refused at another.</param>
    public string Seal(string use, string place)
    {
        var plain = Encoding.UTF8.GetBytes(place);
        var context = Encoding.UTF8.GetBytes(use);
        var nonce = HMACSHA256.HashData(_cursorNonceKey, (byte[])[.. context, 0, .. plain])[..SyntheticNonceBytes];
        var cipher = new byte[SyntheticNonceBytes + plain.Length + AesGcm.TagByteSizes.MaxSize];
        nonce.CopyTo(cipher, 0);
        using var aes = new AesGcm(_cursorKey, AesGcm.TagByteSizes.MaxSize);
        aes.Encrypt(
            nonce, plain, cipher.AsSpan(SyntheticNonceBytes, plain.Length), cipher.AsSpan(
                SyntheticNonceBytes + plain.Length), context);
        return System.Buffers.Text.Base64Url.EncodeToString(cipher);
    }

    /// <summary>The place in a cursor made by <see cref="Seal"/> for the same use; null for anything else.</summary>
    public string? Unseal(string use, string cursor)
    {
        const int MaxCursorChars = 512; // The longest place is an event name of about 120 characters.
        if (cursor.Length > MaxCursorChars || !System.Buffers.Text.Base64Url.IsValid(cursor)) return null;
        var cipher = System.Buffers.Text.Base64Url.DecodeFromChars(cursor);
        var length = cipher.Length - SyntheticNonceBytes - AesGcm.TagByteSizes.MaxSize;
        if (length < 0) return null;
        var plain = new byte[length];
        using var aes = new AesGcm(_cursorKey, AesGcm.TagByteSizes.MaxSize);
        try
        {
            aes.Decrypt(cipher.AsSpan(0, SyntheticNonceBytes), cipher.AsSpan(SyntheticNonceBytes, length),
                cipher.AsSpan(SyntheticNonceBytes + length), plain, Encoding.UTF8.GetBytes(use));
        }
        catch (CryptographicException) { return null; }
        return Encoding.UTF8.GetString(plain);
    }

    readonly System.Collections.Concurrent.ConcurrentDictionary<AgencyId, byte[]> _idempotencyKeys = new();

    byte[] IdempotencyKey(AgencyId owner) =>
        _idempotencyKeys.GetOrAdd(owner, agency => Derive($"idempotency/{agency}"));

    byte[] Derive(string use) =>
        HKDF.DeriveKey(
            HashAlgorithmName.SHA256, _secret, SecretBytes, info: Encoding.UTF8.GetBytes($"reintegration/{use}/v1"));
}
