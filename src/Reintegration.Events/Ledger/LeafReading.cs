using System.Buffers.Text;

namespace Reintegration.Events.Ledger;

/// <summary>The parts of a leaf, as they stand in its bytes. A leaf has exactly one form, so nothing is decoded.</summary>
readonly ref struct LeafReading
{
    const int HashTextLength = 43;
    const int DigestLength = HashTextLength + 2;
    const int LedgerLength = 32;
    const int RecordedAtLength = 27;

    static ReadOnlySpan<byte> Opening => "{\"ciphertextDigests\":["u8;
    static ReadOnlySpan<byte> OpeningV0 => "{\"digest\":\""u8;

    LeafReading(
        int version, ReadOnlySpan<byte> digests, ReadOnlySpan<byte> root, ReadOnlySpan<byte> ledger,
        ReadOnlySpan<byte> recordedAt)
    {
        Version = version;
        _digests = digests;
        FieldsRoot = root;
        Ledger = ledger;
        RecordedAt = recordedAt;
    }

    readonly ReadOnlySpan<byte> _digests;

    public int Version { get; }

    /// <summary>How many ciphertexts the leaf names.</summary>
    public int Count => (_digests.Length + 1) / (DigestLength + 1);

    /// <summary>43 characters of base64url; in version 0 the digest.</summary>
    public ReadOnlySpan<byte> FieldsRoot { get; }

    public ReadOnlySpan<byte> Ledger { get; }

    /// <summary>27 characters, so that bytes compare as instants do.</summary>
    public ReadOnlySpan<byte> RecordedAt { get; }

    /// <summary>Whether the ciphertext digest at an index is this hash.</summary>
    public bool Names(int index, ReadOnlySpan<byte> hash) =>
        IsText(_digests.Slice(index * (DigestLength + 1) + 1, HashTextLength), hash);

    /// <summary>Whether 43 characters are the base64url of a hash.</summary>
    public static bool IsText(ReadOnlySpan<byte> text, ReadOnlySpan<byte> hash)
    {
        Span<byte> written = stackalloc byte[HashTextLength];
        Base64Url.EncodeToUtf8(hash, written);
        return text.SequenceEqual(written);
    }

    /// <summary>Takes a leaf apart; false unless it is byte for byte of a leaf's form.</summary>
    public static bool TryRead(ReadOnlySpan<byte> leaf, out LeafReading reading)
    {
        reading = default;
        var isV1 = leaf.StartsWith(Opening);
        ReadOnlySpan<byte> digests = default;
        var rest = leaf;
        if (isV1)
        {
            rest = rest[Opening.Length..];
            var end = rest.IndexOf((byte)']');
            if (end < 0 || !AreDigests(rest[..end])) return false;
            digests = rest[..end];
            rest = rest[end..];
            if (!Take(ref rest, "],\"fieldsRoot\":\""u8)) return false;
        }
        else if (!Take(ref rest, OpeningV0))
        {
            return false;
        }

        if (!Take(ref rest, HashTextLength, out var root) || !Take(ref rest, "\",\"ledger\":\""u8)
            || !Take(ref rest, LedgerLength, out var ledger) || !Take(ref rest, "\",\"recordedAt\":\""u8)
            || !Take(ref rest, RecordedAtLength, out var recordedAt)
            || !rest.SequenceEqual(isV1 ? "\",\"v\":1}"u8 : "\",\"v\":0}"u8))
            return false;
        reading = new LeafReading(isV1 ? 1 : 0, digests, root, ledger, recordedAt);
        return true;
    }

    static bool AreDigests(ReadOnlySpan<byte> digests)
    {
        if (digests.IsEmpty) return true;
        if ((digests.Length + 1) % (DigestLength + 1) != 0) return false;
        for (var at = 0; at < digests.Length; at += DigestLength + 1)
        {
            if (digests[at] != '"' || digests[at + DigestLength - 1] != '"') return false;
            if (at + DigestLength < digests.Length && digests[at + DigestLength] != ',') return false;
        }
        return true;
    }

    static bool Take(scoped ref ReadOnlySpan<byte> rest, ReadOnlySpan<byte> text)
    {
        if (!rest.StartsWith(text)) return false;
        rest = rest[text.Length..];
        return true;
    }

    static bool Take(scoped ref ReadOnlySpan<byte> rest, int length, out ReadOnlySpan<byte> taken)
    {
        taken = default;
        if (rest.Length < length || rest[..length].Contains((byte)'"')) return false;
        taken = rest[..length];
        rest = rest[length..];
        return true;
    }
}
