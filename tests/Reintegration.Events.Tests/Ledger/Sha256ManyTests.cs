using System.Security.Cryptography;
using Reintegration.Events.Ledger;

namespace Reintegration.Events.Tests.Ledger;

public sealed class Sha256ManyTests
{
    [Fact]
    public void Every_length_across_three_blocks_hashes_as_the_base_library_does()
    {
        // Eight of a kind go side by side; every residue of the block length passes by, with and without a prefix.
        foreach (byte? prefix in new byte?[] { null, 0x00, 0x01 })
            for (int length = 0; length <= 200; length++)
                Compare(Enumerable.Repeat(length, 8), new Random(length), prefix, $"length {length}, prefix {prefix}");
    }

    [Fact]
    public void Any_mixture_of_lengths_hashes_as_the_base_library_does()
    {
        for (int seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            int spread = random.Next(1, 2_000);
            int[] lengths = [.. Enumerable.Range(0, random.Next(0, 40)).Select(_ => random.Next(spread))];
            Compare(lengths, random, random.Next(2) == 0 ? null : (byte)random.Next(256), $"seed {seed}");
        }
    }

    [Fact]
    public void A_long_message_among_short_ones_hashes_as_the_base_library_does() =>
        Compare([3, 100_000, 0, 64, 63, 65, 55, 56, 119, 120], new Random(1), 0x00, "one long");

    [Fact]
    public void Ends_out_of_order_or_beyond_the_data_are_refused()
    {
        Assert.Throws<ArgumentException>(() => Sha256Many.Hash(new byte[10], [5, 4], new byte[64]));
        Assert.Throws<ArgumentException>(() => Sha256Many.Hash(new byte[10], [11], new byte[32]));
        Assert.Throws<ArgumentException>(() => Sha256Many.Hash(new byte[10], [-1], new byte[32]));
        Assert.Throws<ArgumentException>(() => Sha256Many.Hash(new byte[10], [1, 2], new byte[63]));
    }

    [Fact]
    public void Appending_many_leaves_at_once_equals_appending_them_one_by_one()
    {
        byte[][] leaves = Trees.LeafHashes(700);
        for (int seed = 0; seed < 60; seed++)
        {
            var random = new Random(seed);
            var oneByOne = new MerkleFrontier();
            var atOnce = new MerkleFrontier();
            while (oneByOne.Size < 400)
            {
                int count = random.Next(0, random.Next(1, 300));
                byte[][] batch = [.. leaves.Skip((int)oneByOne.Size).Take(count)];
                foreach (byte[] leaf in batch)
                    oneByOne.Append(leaf);
                atOnce.AppendAll([.. batch.SelectMany(leaf => leaf)]);
                byte[] expected = oneByOne.ToBytes();
                Assert.True(expected.AsSpan().SequenceEqual(atOnce.ToBytes()), $"seed {seed} at {oneByOne.Size}");
            }
        }
    }

    [Fact]
    public void Leaf_hashes_at_once_equal_leaf_hashes_one_by_one()
    {
        byte[] leaves = new byte[3_000];
        new Random(3).NextBytes(leaves);
        int[] ends = [.. Enumerable.Range(1, 10).Select(i => i * 300)];
        byte[] hashes = new byte[10 * 32];
        MerkleTree.LeafHashes(leaves, ends, hashes);
        Assert.Equal(leaves.Chunk(300).SelectMany(leaf => MerkleTree.LeafHash(leaf)), hashes);
        Assert.Throws<ArgumentException>(() => new MerkleFrontier().AppendAll(new byte[33]));
    }

    static void Compare(IEnumerable<int> lengths, Random random, byte? prefix, string what)
    {
        byte[][] messages = [.. lengths.Select(length => new byte[length])];
        foreach (byte[] message in messages)
            random.NextBytes(message);
        int end = 0;
        int[] ends = [.. messages.Select(message => end += message.Length)];
        byte[] hashes = new byte[ends.Length * 32];
        Sha256Many.Hash([.. messages.SelectMany(message => message)], ends, hashes, prefix);
        for (int i = 0; i < messages.Length; i++)
        {
            byte[] whole = prefix is { } value ? [value, .. messages[i]] : messages[i];
            byte[] expected = SHA256.HashData(whole);
            Assert.True(expected.AsSpan().SequenceEqual(hashes.AsSpan(i * 32, 32)), $"{what}, message {i}");
        }
    }
}
