using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using System.Security.Cryptography;

namespace Reintegration.Events.Ledger;

/// <summary>SHA-256 (FIPS 180-4) of many messages at once, eight or sixteen side by side in vector registers.</summary>
/// <remarks>
/// A ledger hashes multitudes of short things: tree nodes, leaves, field commitments. One by one, most of the time goes
/// into calling the library; side by side each costs a fifth to a tenth of that. The answers are those of
/// <see cref="SHA256"/>, which is also what computes them where messages are few, very uneven in length, or the
/// processor has no such registers.
/// </remarks>
public static class Sha256Many
{
    // Measured: one block in every lane takes the time of about four blocks of the library, eight lanes or sixteen,
    // and each call into the library as long as three.
    const int LaneCost = 4;
    const int CallCost = 3;

    // Beyond this a message alone is sooner done by the library than by a lane that the others wait for.
    const int LongBlocks = 8;

    const int MaxLanes = 16;

    // Sixteen lanes need the rotations and three-way logic that came with the wide registers.
    static readonly int Lanes = Avx512BW.IsSupported && Vector512.IsHardwareAccelerated ? MaxLanes : 8;

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
        Span<Sha256Message> group = stackalloc Sha256Message[MaxLanes];
        var (start, count) = (0, 0);
        for (int i = 0; i < ends.Length; i++)
        {
            if (ends[i] < start || ends[i] > data.Length)
                throw new ArgumentException("The ends of messages stand in order within the data.", nameof(ends));
            var message = new Sha256Message(start, ends[i], i * MerkleTree.HashLength, prefix is null ? 0 : 1);
            start = ends[i];
            // One long message would hold up all lanes.
            if (message.Blocks > LongBlocks)
            {
                OneByOne(data, [message], hashes, prefix);
                continue;
            }
            group[count++] = message;
            if (count < Lanes) continue;
            Group(data, group[..count], hashes, prefix);
            count = 0;
        }
        if (count > 0) Group(data, group[..count], hashes, prefix);
    }

    static void Group(ReadOnlySpan<byte> data, ReadOnlySpan<Sha256Message> group, Span<byte> hashes, byte? prefix)
    {
        if (!IsWorthwhile(group))
            OneByOne(data, group, hashes, prefix);
        else if (Lanes == MaxLanes)
            Sha256Lanes<Wide512, Vector512<uint>>.Hash(data, group, hashes, prefix);
        else
            Sha256Lanes<Wide256, Vector256<uint>>.Hash(data, group, hashes, prefix);
    }

    static bool IsWorthwhile(ReadOnlySpan<Sha256Message> group)
    {
        int longest = 0;
        int sum = 0;
        foreach (ref readonly var message in group)
        {
            longest = Math.Max(longest, message.Blocks);
            sum += message.Blocks + CallCost;
        }
        return Vector256.IsHardwareAccelerated && longest * LaneCost < sum;
    }

    static void OneByOne(ReadOnlySpan<byte> data, ReadOnlySpan<Sha256Message> group, Span<byte> hashes, byte? prefix)
    {
        foreach (ref readonly var message in group)
        {
            Span<byte> to = hashes.Slice(message.To, MerkleTree.HashLength);
            if (prefix is { } value)
                MerkleTree.HashWithPrefix(value, data[message.Start..message.End], to);
            else
                SHA256.HashData(data[message.Start..message.End], to);
        }
    }
}

/// <summary>Where a message stands among others, and where its hash goes.</summary>
readonly struct Sha256Message(int start, int end, int to, int prefixLength)
{
    internal int Start { get; } = start;
    internal int End { get; } = end;
    internal int To { get; } = to;
    internal int Blocks { get; } = Sha256Block.Count(end - start + prefixLength);
}
