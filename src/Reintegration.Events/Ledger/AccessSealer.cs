using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Reintegration.Events.Policy;

namespace Reintegration.Events.Ledger;

/// <summary>An access record as it is kept: a root of commitments for the leaf, and one ciphertext beside it.</summary>
/// <param name="FieldsRoot">Root over the commitments to its members: 32 bytes.</param>
/// <param name="Month">Whose access key wraps the record's key: <c>2026-11</c>.</param>
/// <param name="Ciphertext">Nonce (12 bytes), encrypted secret (32) and record, tag (16).</param>
public sealed record SealedAccess(
    ReadOnlyMemory<byte> FieldsRoot, string Month, ReadOnlyMemory<byte> Ciphertext, ReadOnlyMemory<byte> WrappedKey)
{
    readonly byte[][] _digests = [SHA256.HashData(Ciphertext.Span)];

    /// <summary>The leaf of this record at an instant.</summary>
    public byte[] Leaf(string ledger, DateTimeOffset recordedAt) =>
        Ledger.Leaf.V1(FieldsRoot.Span, _digests, ledger, recordedAt);
}

/// <summary>Closes access records on the request's thread, and opens them for auditors.</summary>
/// <remarks>
/// Records name officials, so they must end one day: every record has a random key, wrapped under the access key of its
/// month. Destroying that key closes the month for good, and leaves its leaves and proofs valid. Safe for many threads.
/// </remarks>
/// <param name="ledger">The access ledger's id, which ciphertexts are bound to.</param>
public sealed class AccessSealer(string ledger, IKeyStore keys, RandomSource random)
{
    /// <summary>The members committed to, whether a record has them or not, in ordinal order.</summary>
    static readonly string[] Members =
    [
        "agency", "bodyDigest", "bundle", "case", "clearance", "client", "door", "epoch", "id", "justification",
        "legalBasis", "official", "outcome", "position", "purpose", "query", "released", "role",
    ];

    static readonly byte[][] Paths = [.. Members.Select(member => Encoding.UTF8.GetBytes($"/access/{member}"))];

    /// <summary>The month in whose key a record of this instant is sealed.</summary>
    public static string MonthOf(DateTimeOffset now) =>
        now.UtcDateTime.ToString("yyyy-MM", CultureInfo.InvariantCulture);

    /// <summary>Commitments and ciphertext of one record.</summary>
    /// <exception cref="LedgerUnavailableException">The key store does not answer.</exception>
    public SealedAccess Seal(AccessRecord record, DateTimeOffset now)
    {
        var (body, month) = (AccessRecordJson.Write(record), MonthOf(now));
        var secret = new byte[Sealer.SecretLength];
        random(secret);
        Span<byte> key = stackalloc byte[KeyWrap.KeyLength];
        random(key);
        var cipher = Ciphertext.Encrypt(key, secret, body, Context(month), random);
        var wrapped = keys.Wrap(KeyScope.Access(month), key);
        CryptographicOperations.ZeroMemory(key);
        var fields = Fields(body, secret);
        return new SealedAccess(Commitments.Roots(fields, [fields.Count])[0], month, cipher, wrapped);
    }

    /// <summary>The record again; null once its month's key is destroyed.</summary>
    /// <exception cref="LedgerBrokenException">
    /// The ciphertext is not the one its leaf stands for, or was altered.
    /// </exception>
    public AccessRecord? Open(
        string month, ReadOnlySpan<byte> ciphertext, ReadOnlySpan<byte> wrappedKey, ReadOnlySpan<byte> leaf) =>
        OpenWhole(month, ciphertext, wrappedKey, leaf)?.Record;

    /// <summary>The record with the secret that proves it to be its leaf's.</summary>
    /// <exception cref="LedgerBrokenException">
    /// The ciphertext is not the one its leaf stands for, or was altered.
    /// </exception>
    public (AccessRecord Record, byte[] Secret)? OpenWhole(
        string month, ReadOnlySpan<byte> ciphertext, ReadOnlySpan<byte> wrappedKey, ReadOnlySpan<byte> leaf)
    {
        if (!Leaf.Holds(leaf, ciphertext))
            throw new LedgerBrokenException("The ciphertext of an access record is not the one its leaf stands for.");
        if (keys.Unwrap(KeyScope.Access(month), wrappedKey) is not { } key) return null;
        var plain = Ciphertext.Decrypt(key, ciphertext, Context(month))
            ?? throw new LedgerBrokenException("The ciphertext of an access record does not open with its own key.");
        return (AccessRecordJson.Read(plain.AsMemory(Sealer.SecretLength)), plain[..Sealer.SecretLength]);
    }

    /// <summary>Whether a leaf commits to exactly this record.</summary>
    /// <param name="body">Its canonical JSON, as <see cref="AccessRecordJson.Write(AccessRecord)"/> makes it.</param>
    public static bool IsOf(ReadOnlySpan<byte> leaf, ReadOnlyMemory<byte> body, byte[] secret)
    {
        if (!LeafReading.TryRead(leaf, out var reading) || secret.Length != Sealer.SecretLength) return false;
        try
        {
            var fields = Fields(body, secret);
            return LeafReading.IsText(reading.FieldsRoot, Commitments.Roots(fields, [fields.Count])[0]);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    byte[] Context(string month) => Encoding.UTF8.GetBytes($"{ledger}\0/access\0{month}");

    /// <summary>Members stand in ordinal order in canonical JSON too, so one pass finds them all.</summary>
    static List<Committed> Fields(ReadOnlyMemory<byte> body, byte[] secret)
    {
        List<Committed> fields = new(Members.Length);
        var json = new Utf8JsonReader(body.Span);
        json.Read();
        json.Read();
        for (var i = 0; i < Members.Length; i++)
        {
            ReadOnlyMemory<byte> value = default;
            if (json.TokenType == JsonTokenType.PropertyName && json.ValueTextEquals(Members[i]))
            {
                json.Read();
                var start = (int)json.TokenStartIndex;
                json.Skip();
                value = body[start..(int)json.BytesConsumed];
                json.Read();
            }
            fields.Add(new Committed(Paths[i], Level.Full, value, secret));
        }
        return json.TokenType == JsonTokenType.EndObject
            ? fields
            : throw new InvalidOperationException("An access record has a member that is not committed to.");
    }
}
