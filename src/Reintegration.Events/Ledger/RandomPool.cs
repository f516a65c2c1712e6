using System.Security.Cryptography;

namespace Reintegration.Events.Ledger;

/// <summary>Bytes of the system's generator, drawn many at a time on each thread.</summary>
/// <remarks>
/// Sealing one event takes some seven keys, salts and nonces, and each call into the library costs more than the bytes.
/// What was given out is wiped from the pool at once; what waits in it is as secret as the keys in the same memory.
/// </remarks>
public static class RandomPool
{
    /// <summary>About twenty events' worth: the call no longer counts, and little waits.</summary>
    const int PoolLengthBytes = 4096;

    [ThreadStatic]
    static byte[]? _pool;

    [ThreadStatic]
    static int _left;

    /// <summary>Fills bytes at random, as <see cref="RandomNumberGenerator.Fill"/> does.</summary>
    public static void Fill(Span<byte> bytes)
    {
        if (bytes.Length > PoolLengthBytes)
        {
            RandomNumberGenerator.Fill(bytes);
            return;
        }
        var pool = _pool ??= GC.AllocateUninitializedArray<byte>(PoolLengthBytes);
        if (_left < bytes.Length)
        {
            RandomNumberGenerator.Fill(pool);
            _left = PoolLengthBytes;
        }
        var taken = pool.AsSpan(_left - bytes.Length, bytes.Length);
        taken.CopyTo(bytes);
        taken.Clear();
        _left -= bytes.Length;
    }
}
