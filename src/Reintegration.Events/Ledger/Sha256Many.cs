using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Security.Cryptography;

namespace Reintegration.Events.Ledger;

/// <summary>SHA-256 (FIPS 180-4) of many messages at once, eight side by side in one vector register.</summary>
/// <remarks>
/// A ledger hashes multitudes of short things: tree nodes, leaves, field commitments. One by one, most of the time goes
/// into calling the library; side by side each costs a fourth to a fifth of that. The answers are those of
/// <see cref="SHA256"/>, which is also what computes them where messages are few, very uneven in length, or the
/// processor has no such registers.
/// </remarks>
public static class Sha256Many
{
    const int Lanes = 8;
    const int BlockLength = 64;

    // After the message come a one bit and the length: at least nine bytes.
    const int Padding = 9;

    // Measured: eight blocks side by side take the time of about four blocks of the library, and each call into the
    // library as long as three.
    const int LaneCost = 4;
    const int CallCost = 3;

    // The first 32 bits of the fractional parts of the square roots of the first eight primes.
    static ReadOnlySpan<uint> Initial =>
    [
        0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
    ];

    // The first 32 bits of the fractional parts of the cube roots of the first sixty-four primes.
    static ReadOnlySpan<uint> Rounds =>
    [
        0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
        0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
        0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
        0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
        0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
        0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
        0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
        0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
    ];

    /// <summary>Hashes messages that lie end to end.</summary>
    /// <param name="data">The messages, one after the other.</param>
    /// <param name="ends">Where each ends; it begins where the one before ended.</param>
    /// <param name="hashes">Receives 32 bytes for each message, in order; must not overlap the data.</param>
    /// <param name="prefix">A byte that stands before every message, if any: 0x00 for leaves, 0x01 for nodes.</param>
    /// <exception cref="ArgumentException">The ends are not in order within the data, or there is no room.</exception>
    public static void Hash(ReadOnlySpan<byte> data, ReadOnlySpan<int> ends, Span<byte> hashes, byte? prefix = null)
    {
        if (hashes.Length < ends.Length * MerkleTree.HashLength)
            throw new ArgumentException("Each message needs 32 bytes of room.", nameof(hashes));
        int start = 0;
        for (int first = 0; first < ends.Length; first += Lanes)
        {
            ReadOnlySpan<int> group = ends.Slice(first, Math.Min(Lanes, ends.Length - first));
            RequireOrder(data.Length, start, group);
            Span<byte> to = hashes.Slice(first * MerkleTree.HashLength, group.Length * MerkleTree.HashLength);
            if (IsWorthwhile(start, group, prefix is null ? 0 : 1))
                SideBySide(data, start, group, to, prefix);
            else
                OneByOne(data, start, group, to, prefix);
            start = group[^1];
        }
    }

    static void RequireOrder(int length, int start, ReadOnlySpan<int> ends)
    {
        foreach (int end in ends)
        {
            if (end < start || end > length)
                throw new ArgumentException("The ends of messages stand in order within the data.", nameof(ends));
            start = end;
        }
    }

    static bool IsWorthwhile(int start, ReadOnlySpan<int> ends, int prefixLength)
    {
        int longest = 0;
        int sum = 0;
        foreach (int end in ends)
        {
            int blocks = BlockCount(end - start + prefixLength);
            longest = Math.Max(longest, blocks);
            sum += blocks + CallCost;
            start = end;
        }

        return Vector256.IsHardwareAccelerated && longest * LaneCost < sum;
    }

    static void OneByOne(ReadOnlySpan<byte> data, int start, ReadOnlySpan<int> ends, Span<byte> hashes, byte? prefix)
    {
        for (int i = 0; i < ends.Length; i++)
        {
            ReadOnlySpan<byte> message = data[start..ends[i]];
            Span<byte> to = hashes.Slice(i * MerkleTree.HashLength, MerkleTree.HashLength);
            if (prefix is { } value)
                MerkleTree.HashWithPrefix(value, message, to);
            else
                SHA256.HashData(message, to);
            start = ends[i];
        }
    }

    static void SideBySide(ReadOnlySpan<byte> data, int start, ReadOnlySpan<int> ends, Span<byte> hashes, byte? prefix)
    {
        Span<Vector256<uint>> state = stackalloc Vector256<uint>[8];
        Span<Vector256<uint>> block = stackalloc Vector256<uint>[16];
        for (int i = 0; i < state.Length; i++)
            state[i] = Vector256.Create(Initial[i]);
        block.Clear();

        int prefixLength = prefix is null ? 0 : 1;
        bool isDone = false;
        for (int number = 0; !isDone; number++)
        {
            isDone = true;
            int from = start;
            for (int lane = 0; lane < ends.Length; from = ends[lane++])
            {
                int last = BlockCount(ends[lane] - from + prefixLength) - 1;
                if (number <= last)
                    Load(data[from..ends[lane]], prefix, number, number == last, block, lane);
                isDone &= number >= last;
            }

            Compress(state, block);
            from = start;
            for (int lane = 0; lane < ends.Length; from = ends[lane++])
                if (number == BlockCount(ends[lane] - from + prefixLength) - 1)
                    Store(state, lane, hashes.Slice(lane * MerkleTree.HashLength, MerkleTree.HashLength));
        }
    }

    static int BlockCount(int length) => (length + Padding + BlockLength - 1) / BlockLength;

    static void Load(
        ReadOnlySpan<byte> message, byte? prefix, int number, bool isLast, Span<Vector256<uint>> block, int lane)
    {
        int prefixLength = prefix is null ? 0 : 1;
        int offset = number * BlockLength - prefixLength;
        Span<byte> padded = stackalloc byte[BlockLength];
        ReadOnlySpan<byte> bytes = padded;
        if (offset >= 0 && offset + BlockLength <= message.Length)
        {
            bytes = message.Slice(offset, BlockLength);
        }
        else
        {
            padded.Clear();
            int skipped = Math.Max(0, -offset);
            if (skipped > 0)
                padded[0] = prefix.GetValueOrDefault();
            int begin = Math.Min(message.Length, offset + skipped);
            message[begin..Math.Min(message.Length, offset + BlockLength)].CopyTo(padded[skipped..]);
            int marker = message.Length - offset;
            if (marker is >= 0 and < BlockLength)
                padded[marker] = 0x80;
            if (isLast)
                BinaryPrimitives.WriteInt64BigEndian(padded[^sizeof(long)..], (message.Length + prefixLength) * 8L);
        }

        Span<uint> words = MemoryMarshal.Cast<Vector256<uint>, uint>(block);
        ReadOnlySpan<uint> read = MemoryMarshal.Cast<byte, uint>(bytes);
        for (int i = 0; i < read.Length; i++)
            words[i * Lanes + lane] =
                BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(read[i]) : read[i];
    }

    static void Store(Span<Vector256<uint>> state, int lane, Span<byte> hash)
    {
        Span<uint> words = MemoryMarshal.Cast<Vector256<uint>, uint>(state);
        for (int i = 0; i < state.Length; i++)
            BinaryPrimitives.WriteUInt32BigEndian(hash[(i * sizeof(uint))..], words[i * Lanes + lane]);
    }

    /// <summary>One block of every lane: section 6.2.2 of the standard, with its names.</summary>
    static void Compress(Span<Vector256<uint>> state, ReadOnlySpan<Vector256<uint>> block)
    {
        Span<Vector256<uint>> w = stackalloc Vector256<uint>[16];
        block.CopyTo(w);
        var (a, b, c, d) = (state[0], state[1], state[2], state[3]);
        var (e, f, g, h) = (state[4], state[5], state[6], state[7]);
        for (int t = 0; t < Rounds.Length; t++)
        {
            if (t >= 16)
            {
                Vector256<uint> early = w[(t + 1) & 15];
                Vector256<uint> late = w[(t + 14) & 15];
                w[t & 15] += (Rotate(early, 7) ^ Rotate(early, 18) ^ (early >>> 3)) + w[(t + 9) & 15]
                    + (Rotate(late, 17) ^ Rotate(late, 19) ^ (late >>> 10));
            }

            Vector256<uint> choice = (e & f) ^ Vector256.AndNot(g, e);
            Vector256<uint> t1 = h + (Rotate(e, 6) ^ Rotate(e, 11) ^ Rotate(e, 25)) + choice
                + Vector256.Create(Rounds[t]) + w[t & 15];
            Vector256<uint> majority = (a & b) ^ (a & c) ^ (b & c);
            Vector256<uint> t2 = (Rotate(a, 2) ^ Rotate(a, 13) ^ Rotate(a, 22)) + majority;
            (h, g, f, e) = (g, f, e, d + t1);
            (d, c, b, a) = (c, b, a, t1 + t2);
        }

        state[0] += a;
        state[1] += b;
        state[2] += c;
        state[3] += d;
        state[4] += e;
        state[5] += f;
        state[6] += g;
        state[7] += h;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<uint> Rotate(Vector256<uint> value, int bits) => (value >>> bits) | (value << (32 - bits));
}
