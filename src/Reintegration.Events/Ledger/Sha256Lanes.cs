using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Reintegration.Events.Ledger;

/// <summary>SHA-256 of as many messages as a vector has lanes; a message shorter than others waits.</summary>
/// <typeparam name="TWide">The arithmetic of the vector.</typeparam>
/// <typeparam name="TVector">One word of each message.</typeparam>
static class Sha256Lanes<TWide, TVector>
    where TWide : struct, IWide<TVector>
    where TVector : unmanaged
{
    // Compiled whole at once: quick code first would make calls of every addition, and under load it stays for minutes.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Hash(
        ReadOnlySpan<byte> data, ReadOnlySpan<Sha256Message> group, Span<byte> hashes, byte? prefix)
    {
        Span<TVector> state = stackalloc TVector[8];
        Span<TVector> block = stackalloc TVector[16];
        Span<byte> rows = stackalloc byte[TWide.Lanes * Sha256Block.Length];
        for (int i = 0; i < state.Length; i++)
            state[i] = TWide.All(Sha256Block.Initial[i]);

        bool isDone = false;
        for (int number = 0; !isDone; number++)
        {
            isDone = true;
            for (int lane = 0; lane < group.Length; lane++)
            {
                ref readonly var message = ref group[lane];
                if (number < message.Blocks)
                    Load(
                        data[message.Start..message.End], prefix, number, number == message.Blocks - 1,
                        rows.Slice(lane * Sha256Block.Length, Sha256Block.Length));
                isDone &= number >= message.Blocks - 1;
            }

            TWide.Turn(rows, block);
            Compress(state, block);
            for (int lane = 0; lane < group.Length; lane++)
                if (number == group[lane].Blocks - 1)
                    Store(state, lane, hashes.Slice(group[lane].To, MerkleTree.HashLength));
        }
    }

    static void Load(ReadOnlySpan<byte> message, byte? prefix, int number, bool isLast, Span<byte> row)
    {
        int prefixLength = prefix is null ? 0 : 1;
        int offset = number * Sha256Block.Length - prefixLength;
        if (offset >= 0 && offset + Sha256Block.Length <= message.Length)
        {
            message.Slice(offset, Sha256Block.Length).CopyTo(row);
            return;
        }

        row.Clear();
        int skipped = Math.Max(0, -offset);
        if (skipped > 0)
            row[0] = prefix.GetValueOrDefault();
        int begin = Math.Min(message.Length, offset + skipped);
        message[begin..Math.Min(message.Length, offset + Sha256Block.Length)].CopyTo(row[skipped..]);
        int marker = message.Length - offset;
        if (marker is >= 0 and < Sha256Block.Length)
            row[marker] = 0x80;
        if (isLast)
            BinaryPrimitives.WriteInt64BigEndian(row[^sizeof(long)..], (message.Length + prefixLength) * 8L);
    }

    static void Store(Span<TVector> state, int lane, Span<byte> hash)
    {
        Span<uint> words = MemoryMarshal.Cast<TVector, uint>(state);
        for (int i = 0; i < state.Length; i++)
            BinaryPrimitives.WriteUInt32BigEndian(hash[(i * sizeof(uint))..], words[i * TWide.Lanes + lane]);
    }

    /// <summary>One block of every lane: section 6.2.2 of the standard, with its names.</summary>
    /// <remarks>Eight rounds a turn, so that the working variables change places by name and are never moved.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Compress(Span<TVector> state, Span<TVector> block)
    {
        ref TVector w = ref MemoryMarshal.GetReference(block);
        var (a, b, c, d) = (state[0], state[1], state[2], state[3]);
        var (e, f, g, h) = (state[4], state[5], state[6], state[7]);
        for (int t = 0; t < Sha256Block.Rounds.Length; t += 8)
        {
            if (t >= 16) Schedule(ref w, t);
            TVector t1 = TWide.Add(h, Added(ref w, t, e, f, g));
            (d, h) = (TWide.Add(d, t1), TWide.Add(t1, Mixed(a, b, c)));
            t1 = TWide.Add(g, Added(ref w, t + 1, d, e, f));
            (c, g) = (TWide.Add(c, t1), TWide.Add(t1, Mixed(h, a, b)));
            t1 = TWide.Add(f, Added(ref w, t + 2, c, d, e));
            (b, f) = (TWide.Add(b, t1), TWide.Add(t1, Mixed(g, h, a)));
            t1 = TWide.Add(e, Added(ref w, t + 3, b, c, d));
            (a, e) = (TWide.Add(a, t1), TWide.Add(t1, Mixed(f, g, h)));
            t1 = TWide.Add(d, Added(ref w, t + 4, a, b, c));
            (h, d) = (TWide.Add(h, t1), TWide.Add(t1, Mixed(e, f, g)));
            t1 = TWide.Add(c, Added(ref w, t + 5, h, a, b));
            (g, c) = (TWide.Add(g, t1), TWide.Add(t1, Mixed(d, e, f)));
            t1 = TWide.Add(b, Added(ref w, t + 6, g, h, a));
            (f, b) = (TWide.Add(f, t1), TWide.Add(t1, Mixed(c, d, e)));
            t1 = TWide.Add(a, Added(ref w, t + 7, f, g, h));
            (e, a) = (TWide.Add(e, t1), TWide.Add(t1, Mixed(b, c, d)));
        }

        ReadOnlySpan<TVector> sums = [a, b, c, d, e, f, g, h];
        for (int i = 0; i < state.Length; i++) state[i] = TWide.Add(state[i], sums[i]);
    }

    /// <summary>The next eight words of the message schedule, in place of those of sixteen rounds before.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Schedule(ref TVector w, int t)
    {
        for (int i = t; i < t + 8; i++)
        {
            TVector early = Unsafe.Add(ref w, (i + 1) & 15);
            TVector late = Unsafe.Add(ref w, (i + 14) & 15);
            early = TWide.Xor(TWide.Rotate7(early), TWide.Rotate18(early), TWide.Shift3(early));
            late = TWide.Xor(TWide.Rotate17(late), TWide.Rotate19(late), TWide.Shift10(late));
            ref TVector word = ref Unsafe.Add(ref w, i & 15);
            word = TWide.Add(TWide.Add(word, early), TWide.Add(Unsafe.Add(ref w, (i + 9) & 15), late));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static TVector Added(ref TVector w, int t, TVector e, TVector f, TVector g) => TWide.Add(
        TWide.Add(TWide.Xor(TWide.Rotate6(e), TWide.Rotate11(e), TWide.Rotate25(e)), TWide.Choose(e, f, g)),
        TWide.Add(Unsafe.Add(ref w, t & 15), TWide.All(Sha256Block.Rounds[t])));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static TVector Mixed(TVector a, TVector b, TVector c) => TWide.Add(
        TWide.Xor(TWide.Rotate2(a), TWide.Rotate13(a), TWide.Rotate22(a)), TWide.Majority(a, b, c));
}

/// <summary>What FIPS 180-4 says of blocks, whatever computes them.</summary>
static class Sha256Block
{
    internal const int Length = 64;

    // After the message come a one bit and the length: at least nine bytes.
    const int Padding = 9;

    // The first 32 bits of the fractional parts of the square roots of the first eight primes.
    internal static ReadOnlySpan<uint> Initial =>
    [
        0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
    ];

    // The first 32 bits of the fractional parts of the cube roots of the first sixty-four primes.
    internal static ReadOnlySpan<uint> Rounds =>
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

    /// <summary>How many blocks a message of so many bytes takes.</summary>
    internal static int Count(int length) => (length + Padding + Length - 1) / Length;
}
