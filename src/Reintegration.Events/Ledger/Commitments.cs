using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using Reintegration.Events.Policy;

namespace Reintegration.Events.Ledger;

/// <summary>What one commitment hides: a value at a level of a field, salted from a secret.</summary>
/// <param name="Path">JSON Pointer in UTF-8: <c>/facts/level</c>.</param>
/// <param name="Value">Canonical JSON; empty when the field is absent.</param>
/// <param name="Secret">32 bytes, sealed with the data.</param>
readonly record struct Committed(byte[] Path, Level Level, ReadOnlyMemory<byte> Value, byte[] Secret);

/// <summary>Salted commitments to fields, and the root over them that stands in the leaf.</summary>
/// <remarks>
/// One field at one level can be shown, with its salt, and checked against a leaf, while nothing can be guessed of the
/// others: see <c>contracts/ledger/leaf.md</c>. The level is one byte, 2 for coarse, 3 for fine, 4 for full.
/// </remarks>
public static class Commitments
{
    const int Block = 64;
    const byte InnerPad = 0x36;
    const byte OuterPad = 0x5c;

    static ReadOnlySpan<byte> Domain => "reintegration/field/v1\0"u8;

    /// <summary>The salt of a field at a level: HMAC-SHA256 (RFC 2104) of path and level under the secret.</summary>
    public static byte[] Salt(ReadOnlySpan<byte> secret, ReadOnlySpan<byte> path, Level level) =>
        HMACSHA256.HashData(secret, [.. path, (byte)level]);

    /// <summary>The commitment to a value: what whoever is shown value and salt computes.</summary>
    public static byte[] Of(ReadOnlySpan<byte> salt, ReadOnlySpan<byte> path, Level level, ReadOnlySpan<byte> value)
    {
        var message = new byte[LengthOf(path.Length, value.Length)];
        Write(message, salt, path, level, value);
        return SHA256.HashData(message);
    }

    /// <summary>The RFC 6962 root over commitments in the order of path and level.</summary>
    public static byte[] Root(IEnumerable<byte[]> commitments) =>
        MerkleTree.Root(commitments.Select(commitment => MerkleTree.LeafHash(commitment)));

    /// <summary>The roots of many events, all their fields side by side: what the other says of them, sooner.</summary>
    /// <param name="fields">The fields of the first event, then of the next.</param>
    /// <param name="counts">How many fields each event has.</param>
    internal static byte[][] Roots(IReadOnlyList<Committed> fields, ReadOnlySpan<int> counts)
    {
        var ends = new int[fields.Count];
        var hashes = new byte[fields.Count * MerkleTree.HashLength];
        var longest = 0;
        for (var i = 0; i < fields.Count; i++)
            longest += Math.Max(
                Block + fields[i].Path.Length + 1 + MerkleTree.HashLength,
                LengthOf(fields[i].Path.Length, fields[i].Value.Length));
        var scratch = ArrayPool<byte>.Shared.Rent(longest);
        try
        {
            Salts(fields, scratch, ends, hashes);
            var at = 0;
            for (var i = 0; i < fields.Count; i++)
            {
                var (path, level, value, _) = fields[i];
                var length = LengthOf(path.Length, value.Length);
                Write(scratch.AsSpan(at, length), hashes.AsSpan(i * MerkleTree.HashLength, MerkleTree.HashLength), path, level, value.Span);
                ends[i] = at += length;
            }
            Sha256Many.Hash(scratch.AsSpan(0, at), ends, hashes);
        }
        finally
        {
            // Values and pads of secrets: the pool outlives this call.
            CryptographicOperations.ZeroMemory(scratch.AsSpan(0, longest));
            ArrayPool<byte>.Shared.Return(scratch);
        }

        for (var i = 0; i < fields.Count; i++) ends[i] = (i + 1) * MerkleTree.HashLength;
        var leaves = new byte[hashes.Length];
        MerkleTree.LeafHashes(hashes, ends, leaves);
        return MerkleTree.Roots(leaves, counts);
    }

    /// <summary>The two halves of HMAC, each for all fields at once.</summary>
    static void Salts(IReadOnlyList<Committed> fields, byte[] scratch, int[] ends, byte[] hashes)
    {
        var at = 0;
        for (var i = 0; i < fields.Count; i++)
        {
            var (path, level, _, secret) = fields[i];
            Pad(scratch.AsSpan(at, Block), secret, InnerPad);
            path.CopyTo(scratch.AsSpan(at + Block));
            scratch[at + Block + path.Length] = (byte)level;
            ends[i] = at += Block + path.Length + 1;
        }
        Sha256Many.Hash(scratch.AsSpan(0, at), ends, hashes);
        at = 0;
        for (var i = 0; i < fields.Count; i++)
        {
            Pad(scratch.AsSpan(at, Block), fields[i].Secret, OuterPad);
            hashes.AsSpan(i * MerkleTree.HashLength, MerkleTree.HashLength).CopyTo(scratch.AsSpan(at + Block));
            ends[i] = at += Block + MerkleTree.HashLength;
        }
        Sha256Many.Hash(scratch.AsSpan(0, at), ends, hashes);
    }

    static void Pad(Span<byte> block, ReadOnlySpan<byte> secret, byte pad)
    {
        block.Fill(pad);
        for (var i = 0; i < secret.Length; i++) block[i] ^= secret[i];
    }

    internal static int LengthOf(int path, int value) =>
        Domain.Length + MerkleTree.HashLength + sizeof(uint) + path + 1 + sizeof(uint) + value;

    internal static void Write(
        Span<byte> message, ReadOnlySpan<byte> salt, ReadOnlySpan<byte> path, Level level, ReadOnlySpan<byte> value)
    {
        MerkleTree.RequireHash(salt, nameof(salt));
        Domain.CopyTo(message);
        message = message[Domain.Length..];
        salt.CopyTo(message);
        message = message[MerkleTree.HashLength..];
        BinaryPrimitives.WriteInt32BigEndian(message, path.Length);
        path.CopyTo(message[sizeof(uint)..]);
        message = message[(sizeof(uint) + path.Length)..];
        message[0] = (byte)level;
        BinaryPrimitives.WriteInt32BigEndian(message[1..], value.Length);
        value.CopyTo(message[(1 + sizeof(uint))..]);
    }
}
