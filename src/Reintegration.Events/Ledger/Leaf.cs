using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Reintegration.Events.Ledger;

/// <summary>The exact bytes whose hash stands in the tree.</summary>
/// <remarks>
/// The canonical JSON (RFC 8785) of <c>ciphertextDigests</c>, <c>fieldsRoot</c>, <c>ledger</c>, <c>recordedAt</c> and
/// <c>v</c>, in both ledgers. Its values come from closed alphabets that need no escapes, so the bytes are put together
/// without a JSON writer.
/// </remarks>
public static class Leaf
{
    // Brackets and names of a leaf without digests, and values of 43, 32, 27 and 1 characters; a digest with its
    // quotes.
    const int V1Length = 176;
    const int DigestLength = 45;
    const string RecordedAtFormat = "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";

    static readonly SearchValues<char> LowerHexadecimal = SearchValues.Create("0123456789abcdef");

    /// <summary>Leaf of version 1: nothing of the event but commitments and digests of ciphertexts.</summary>
    /// <param name="sealed">What was sealed; its digests stand in the order of its parts.</param>
    /// <param name="ledger">The id of the ledger: 32 lower-case hexadecimal digits.</param>
    /// <param name="recordedAt">Written in UTC with six decimals, always 27 characters.</param>
    /// <exception cref="ArgumentException">A digest, the root or the ledger id has another form.</exception>
    public static byte[] V1(SealedEvent @sealed, string ledger, DateTimeOffset recordedAt)
    {
        ArgumentNullException.ThrowIfNull(@sealed);
        return V1(@sealed.FieldsRoot.Span, @sealed.CiphertextDigests, ledger, recordedAt);
    }

    /// <summary>Leaf of version 1 over a root of commitments and the digests of the ciphertexts beside it.</summary>
    /// <exception cref="ArgumentException">A digest, the root or the ledger id has another form.</exception>
    public static byte[] V1(
        ReadOnlySpan<byte> fieldsRoot, IReadOnlyList<byte[]> digests, string ledger, DateTimeOffset recordedAt)
    {
        MerkleTree.RequireHash(fieldsRoot, nameof(fieldsRoot));
        if (!IsLedgerId(ledger))
            throw new ArgumentException(
                $"'{ledger}' is not a ledger id: it is 32 lower-case hexadecimal digits.", nameof(ledger));
        var leaf = new byte[V1Length + digests.Count * DigestLength + Math.Max(0, digests.Count - 1)];
        var rest = Put(leaf, "{\"ciphertextDigests\":["u8);
        for (var i = 0; i < digests.Count; i++)
        {
            rest = Put(rest, i == 0 ? "\""u8 : ",\""u8);
            rest = Put(rest[Base64Url.EncodeToUtf8(digests[i], rest)..], "\""u8);
        }
        rest = Put(rest, "],\"fieldsRoot\":\""u8);
        rest = rest[Base64Url.EncodeToUtf8(fieldsRoot, rest)..];
        rest = Put(rest, "\",\"ledger\":\""u8);
        rest = rest[Encoding.ASCII.GetBytes(ledger, rest)..];
        rest = Put(rest, "\",\"recordedAt\":\""u8);
        recordedAt.UtcDateTime.TryFormat(rest, out var written, RecordedAtFormat, CultureInfo.InvariantCulture);
        rest = Put(rest[written..], "\",\"v\":1}"u8);
        return rest.IsEmpty ? leaf : throw new InvalidOperationException("A leaf has not the length it was given.");
    }

    static Span<byte> Put(Span<byte> rest, ReadOnlySpan<byte> text)
    {
        text.CopyTo(rest);
        return rest[text.Length..];
    }

    /// <summary>Whether a leaf holds the digest of this ciphertext.</summary>
    public static bool Holds(ReadOnlySpan<byte> leaf, ReadOnlySpan<byte> ciphertext) =>
        leaf.IndexOf(Encoding.ASCII.GetBytes($"\"{Base64Url.EncodeToString(SHA256.HashData(ciphertext))}\"")) >= 0;

    /// <summary>The instant a leaf says it was recorded at.</summary>
    /// <exception cref="LedgerBrokenException">The bytes are not a leaf.</exception>
    public static DateTimeOffset RecordedAt(ReadOnlySpan<byte> leaf)
    {
        var json = new Utf8JsonReader(leaf);
        try
        {
            while (json.Read())
                if (json.CurrentDepth == 1 && json.TokenType == JsonTokenType.PropertyName && json.ValueTextEquals("recordedAt"u8))
                    return json.Read() ? json.GetDateTimeOffset() : default;
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
        {
            throw new LedgerBrokenException($"A leaf cannot be read: {e.Message}");
        }
        throw new LedgerBrokenException("A leaf does not say when it was recorded.");
    }

    /// <summary>Whether a text is 32 lower-case hexadecimal digits.</summary>
    public static bool IsLedgerId(string text) =>
        text.Length == 32 && !text.AsSpan().ContainsAnyExcept(LowerHexadecimal);

    /// <summary>
    /// RFC 3339 in UTC with microseconds, always 27 characters, so that leaves of one kind have one length.
    /// </summary>
    public static string Text(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString(RecordedAtFormat, CultureInfo.InvariantCulture);

    /// <summary>The later of two instants, cut to whole microseconds: the ledger's time never runs backwards.</summary>
    public static DateTimeOffset NotBefore(DateTimeOffset previous, DateTimeOffset now)
    {
        var cut = new DateTimeOffset(now.UtcTicks - now.UtcTicks % TimeSpan.TicksPerMicrosecond, TimeSpan.Zero);
        return cut < previous ? previous : cut;
    }
}
