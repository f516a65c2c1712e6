using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Reintegration.Events.Ledger;

/// <summary>What SHA-256 asks of a register that holds one word of each of many messages.</summary>
/// <remarks>Two implementations: 8 and 16 lanes. Every rotation has a name, because the processor wants its distance in
/// the instruction.</remarks>
interface IWide<TVector> where TVector : unmanaged
{
    static abstract int Lanes { get; }
    static abstract TVector All(uint word);
    /// <summary>From one row of 64 bytes for each message to one vector for each word, most significant byte first.</summary>
    static abstract void Turn(ReadOnlySpan<byte> rows, Span<TVector> words);
    static abstract TVector Add(TVector x, TVector y);
    static abstract TVector Xor(TVector x, TVector y, TVector z);
    /// <summary>Bits of y where x is set, of z elsewhere.</summary>
    static abstract TVector Choose(TVector x, TVector y, TVector z);
    static abstract TVector Majority(TVector x, TVector y, TVector z);
    static abstract TVector Shift3(TVector x);
    static abstract TVector Shift10(TVector x);
    static abstract TVector Rotate2(TVector x);
    static abstract TVector Rotate6(TVector x);
    static abstract TVector Rotate7(TVector x);
    static abstract TVector Rotate11(TVector x);
    static abstract TVector Rotate13(TVector x);
    static abstract TVector Rotate17(TVector x);
    static abstract TVector Rotate18(TVector x);
    static abstract TVector Rotate19(TVector x);
    static abstract TVector Rotate22(TVector x);
    static abstract TVector Rotate25(TVector x);
}

/// <summary>Eight lanes, on any processor with 256-bit registers.</summary>
readonly struct Wide256 : IWide<Vector256<uint>>
{
    public static int Lanes => Vector256<uint>.Count;
    public static Vector256<uint> All(uint word) => Vector256.Create(word);
    public static void Turn(ReadOnlySpan<byte> rows, Span<Vector256<uint>> words)
    {
        Span<uint> columns = MemoryMarshal.Cast<Vector256<uint>, uint>(words);
        for (int i = 0; i < columns.Length; i++)
            columns[i] = BinaryPrimitives.ReadUInt32BigEndian(
                rows[(i % Lanes * Sha256Block.Length + i / Lanes * sizeof(uint))..]);
    }

    public static Vector256<uint> Add(Vector256<uint> x, Vector256<uint> y) => x + y;
    public static Vector256<uint> Xor(Vector256<uint> x, Vector256<uint> y, Vector256<uint> z) => x ^ y ^ z;
    public static Vector256<uint> Choose(Vector256<uint> x, Vector256<uint> y, Vector256<uint> z) => (x & y) ^ Vector256.AndNot(z, x);
    public static Vector256<uint> Majority(Vector256<uint> x, Vector256<uint> y, Vector256<uint> z) => (x & y) ^ (x & z) ^ (y & z);
    public static Vector256<uint> Shift3(Vector256<uint> x) => x >>> 3;
    public static Vector256<uint> Shift10(Vector256<uint> x) => x >>> 10;
    public static Vector256<uint> Rotate2(Vector256<uint> x) => (x >>> 2) | (x << 30);
    public static Vector256<uint> Rotate6(Vector256<uint> x) => (x >>> 6) | (x << 26);
    public static Vector256<uint> Rotate7(Vector256<uint> x) => (x >>> 7) | (x << 25);
    public static Vector256<uint> Rotate11(Vector256<uint> x) => (x >>> 11) | (x << 21);
    public static Vector256<uint> Rotate13(Vector256<uint> x) => (x >>> 13) | (x << 19);
    public static Vector256<uint> Rotate17(Vector256<uint> x) => (x >>> 17) | (x << 15);
    public static Vector256<uint> Rotate18(Vector256<uint> x) => (x >>> 18) | (x << 14);
    public static Vector256<uint> Rotate19(Vector256<uint> x) => (x >>> 19) | (x << 13);
    public static Vector256<uint> Rotate22(Vector256<uint> x) => (x >>> 22) | (x << 10);
    public static Vector256<uint> Rotate25(Vector256<uint> x) => (x >>> 25) | (x << 7);
}

/// <summary>Sixteen lanes, with AVX-512.</summary>
readonly struct Wide512 : IWide<Vector512<uint>>
{
    public static int Lanes => Vector512<uint>.Count;
    public static Vector512<uint> All(uint word) => Vector512.Create(word);
    // Bytes of each word the other way round.
    static Vector512<byte> Swapped => Vector512.Create(
        Vector256.Create(Vector128.Create((byte)3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12)));

    /// <remarks>
    /// Words, then pairs of words, then quarters of registers change places: four times sixteen instructions.
    /// </remarks>
    public static void Turn(ReadOnlySpan<byte> rows, Span<Vector512<uint>> words)
    {
        ReadOnlySpan<Vector512<byte>> row = MemoryMarshal.Cast<byte, Vector512<byte>>(rows);
        Span<Vector512<uint>> quads = stackalloc Vector512<uint>[16];
        for (int i = 0; i < 16; i += 4)
        {
            var (a, b) = (Swap(row[i]), Swap(row[i + 1]));
            var (c, d) = (Swap(row[i + 2]), Swap(row[i + 3]));
            var (ab, cd) = (Avx512F.UnpackLow(a, b).AsUInt64(), Avx512F.UnpackLow(c, d).AsUInt64());
            quads[i] = Avx512F.UnpackLow(ab, cd).AsUInt32();
            quads[i + 1] = Avx512F.UnpackHigh(ab, cd).AsUInt32();
            (ab, cd) = (Avx512F.UnpackHigh(a, b).AsUInt64(), Avx512F.UnpackHigh(c, d).AsUInt64());
            quads[i + 2] = Avx512F.UnpackLow(ab, cd).AsUInt32();
            quads[i + 3] = Avx512F.UnpackHigh(ab, cd).AsUInt32();
        }

        const byte Even = 0x88;
        const byte Odd = 0xdd;
        for (int i = 0; i < 4; i++)
        {
            var low = Avx512F.Shuffle4x128(quads[i], quads[i + 4], Even);
            var high = Avx512F.Shuffle4x128(quads[i + 8], quads[i + 12], Even);
            words[i] = Avx512F.Shuffle4x128(low, high, Even);
            words[i + 8] = Avx512F.Shuffle4x128(low, high, Odd);
            low = Avx512F.Shuffle4x128(quads[i], quads[i + 4], Odd);
            high = Avx512F.Shuffle4x128(quads[i + 8], quads[i + 12], Odd);
            words[i + 4] = Avx512F.Shuffle4x128(low, high, Even);
            words[i + 12] = Avx512F.Shuffle4x128(low, high, Odd);
        }
    }

    static Vector512<uint> Swap(Vector512<byte> row) => Avx512BW.Shuffle(row, Swapped).AsUInt32();

    public static Vector512<uint> Add(Vector512<uint> x, Vector512<uint> y) => x + y;
    public static Vector512<uint> Xor(Vector512<uint> x, Vector512<uint> y, Vector512<uint> z) => Avx512F.TernaryLogic(x, y, z, 0x96);
    public static Vector512<uint> Choose(Vector512<uint> x, Vector512<uint> y, Vector512<uint> z) => Avx512F.TernaryLogic(x, y, z, 0xca);
    public static Vector512<uint> Majority(Vector512<uint> x, Vector512<uint> y, Vector512<uint> z) => Avx512F.TernaryLogic(x, y, z, 0xe8);
    public static Vector512<uint> Shift3(Vector512<uint> x) => x >>> 3;
    public static Vector512<uint> Shift10(Vector512<uint> x) => x >>> 10;
    public static Vector512<uint> Rotate2(Vector512<uint> x) => Avx512F.RotateRight(x, 2);
    public static Vector512<uint> Rotate6(Vector512<uint> x) => Avx512F.RotateRight(x, 6);
    public static Vector512<uint> Rotate7(Vector512<uint> x) => Avx512F.RotateRight(x, 7);
    public static Vector512<uint> Rotate11(Vector512<uint> x) => Avx512F.RotateRight(x, 11);
    public static Vector512<uint> Rotate13(Vector512<uint> x) => Avx512F.RotateRight(x, 13);
    public static Vector512<uint> Rotate17(Vector512<uint> x) => Avx512F.RotateRight(x, 17);
    public static Vector512<uint> Rotate18(Vector512<uint> x) => Avx512F.RotateRight(x, 18);
    public static Vector512<uint> Rotate19(Vector512<uint> x) => Avx512F.RotateRight(x, 19);
    public static Vector512<uint> Rotate22(Vector512<uint> x) => Avx512F.RotateRight(x, 22);
    public static Vector512<uint> Rotate25(Vector512<uint> x) => Avx512F.RotateRight(x, 25);
}
