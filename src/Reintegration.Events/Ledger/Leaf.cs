using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Reintegration.Events.Ledger;

/// <summary>The exact bytes whose hash stands in the tree.</summary>
/// <remarks>
/// Version 0 is the canonical JSON (RFC 8785) of <c>digest</c>, <c>ledger</c>, <c>recordedAt</c> and <c>v</c>. Its
/// values
/// come from closed alphabets that need no escapes, so the bytes are put together without a JSON writer. Version 1, of
/// the
/// events ledger, has <c>ciphertextDigests</c> and <c>fieldsRoot</c> in place of <c>digest</c>.
/// </remarks>
public static class Leaf
{
    // Two brackets, four names with their quotes and commas, and values of 43, 32, 27 and 1 characters.
    const int V0Length = 149;


    // Brackets and names of a leaf without digests, and values of 43, 32, 27 and 1 characters; a digest with its
    // quotes.
    const int V1Length = 176;
    const int DigestLength = 45;
    const string RecordedAtFormat = "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";

    static readonly SearchValues<char> LowerHexadecimal = SearchValues.Create("0123456789abcdef");

    /// <summary>Leaf of version 0 over the SHA-256 of what was recorded.</summary>
    /// <param name="digest">32 bytes, written as base64url without padding.</param>
    /// <param name="ledger">The id of the ledger: 32 lower-case hexadecimal digits.</param>
    /// <param name="recordedAt">Written in UTC with six decimals, always 27 characters.</param>
    /// <exception cref="ArgumentException">The digest or the ledger id has another form.</exception>
    public static byte[] V0(ReadOnlySpan<byte> digest, string ledger, DateTimeOffset recordedAt)
    {
        if (digest.Length != MerkleTree.HashLength)
            throw new ArgumentException(
                $"A digest is {MerkleTree.HashLength} bytes, not {digest.Length}.", nameof(digest));
        if (!IsLedgerId(ledger))
            throw new ArgumentException(
                $"'{ledger}' is not a ledger id: it is 32 lower-case hexadecimal digits.", nameof(ledger));

        var leaf = new byte[V0Length];
        var rest = Put(leaf, "{\"digest\":\""u8);
        rest = rest[Base64Url.EncodeToUtf8(digest, rest)..];
        rest = Put(rest, "\",\"ledger\":\""u8);
        rest = rest[Encoding.ASCII.GetBytes(ledger, rest)..];
        rest = Put(rest, "\",\"recordedAt\":\""u8);
        recordedAt.UtcDateTime.TryFormat(rest, out var written, RecordedAtFormat, CultureInfo.InvariantCulture);
        Put(rest[written..], "\",\"v\":0}"u8);
        return leaf;
    }

    /// <summary>Leaf of version 1: nothing of the event but commitments and digests of ciphertexts.</summary>
    /// <param name="sealed">What was sealed; its digests stand in the order of its parts.</param>
    /// <param name="ledger">The id of the ledger: 32 lower-case hexadecimal digits.</param>
    /// <param name="recordedAt">Written in UTC with six decimals, always 27 characters.</param>
    /// <exception cref="ArgumentException">A digest, the root or the ledger id has another form.</exception>
    public static byte[] V1(SealedEvent @sealed, string ledger, DateTimeOffset recordedAt)
    {
        ArgumentNullException.ThrowIfNull(@sealed);
        MerkleTree.RequireHash(@sealed.FieldsRoot.Span, nameof(@sealed));
        if (!IsLedgerId(ledger))
            throw new ArgumentException(
                $"'{ledger}' is not a ledger id: it is 32 lower-case hexadecimal digits.", nameof(ledger));
        var digests = @sealed.CiphertextDigests;
        var leaf = new byte[V1Length + digests.Count * DigestLength + Math.Max(0, digests.Count - 1)];
        var rest = Put(leaf, "{\"ciphertextDigests\":["u8);
        for (var i = 0; i < digests.Count; i++)
        {
            rest = Put(rest, i == 0 ? "\""u8 : ",\""u8);
            rest = Put(rest[Base64Url.EncodeToUtf8(digests[i], rest)..], "\""u8);
        }
        rest = Put(rest, "],\"fieldsRoot\":\""u8);
        rest = rest[Base64Url.EncodeToUtf8(@sealed.FieldsRoot.Span, rest)..];
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
