using System.Security.Cryptography;
using System.Text;
using Reintegration.Events.Ledger;

namespace Reintegration.Events.Tests.Ledger;

public sealed class MerkleTreeTests
{
    // The eight leaves every Certificate Transparency implementation is tried with, and their roots by tree size.
    static readonly string[] KnownLeaves =
        ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];

    static readonly string[] KnownRoots =
    [
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ];

    [Fact]
    public void The_eight_well_known_leaves_give_the_well_known_roots()
    {
        byte[][] hashes = [.. KnownLeaves.Select(leaf => MerkleTree.LeafHash(Convert.FromHexString(leaf)))];
        for (int size = 0; size <= hashes.Length; size++)
            Assert.Equal(KnownRoots[size], Convert.ToHexStringLower(MerkleTree.Root(hashes.Take(size))));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1023)]
    [InlineData(1024)]
    [InlineData(100_000)]
    public void A_leaf_hash_is_sha256_of_a_zero_byte_and_the_leaf(int length)
    {
        byte[] leaf = new byte[length];
        new Random(length).NextBytes(leaf);
        Assert.Equal(SHA256.HashData([0, .. leaf]), MerkleTree.LeafHash(leaf));
    }

    [Fact]
    public void A_node_hash_may_replace_either_side()
    {
        byte[] left = SHA256.HashData("left"u8);
        byte[] right = SHA256.HashData("right"u8);
        byte[] expected = SHA256.HashData([1, .. left, .. right]);
        Assert.Equal(expected, MerkleTree.NodeHash(left, right));
        MerkleTree.NodeHash(left, right, right);
        Assert.Equal(expected, right);
    }

    [Fact]
    public void A_hash_of_another_length_is_refused()
    {
        Assert.Throws<ArgumentException>(() => MerkleTree.NodeHash(new byte[31], new byte[32]));
        Assert.Throws<ArgumentException>(() => new MerkleFrontier().Append(new byte[33]));
    }

    [Fact]
    public void The_frontier_equals_the_recursive_definition_at_every_size()
    {
        byte[][] hashes = Trees.LeafHashes(530);
        var frontier = new MerkleFrontier();
        for (int size = 0; size <= hashes.Length; size++)
        {
            Assert.Equal(size, frontier.Size);
            Assert.Equal(Trees.Definition(hashes.AsSpan(0, size)), frontier.Root());
            if (size < hashes.Length)
                frontier.Append(hashes[size]);
        }
    }

    [Fact]
    public void A_frontier_survives_its_binary_form_and_goes_on()
    {
        byte[][] hashes = Trees.LeafHashes(130);
        var whole = new MerkleFrontier();
        var kept = new MerkleFrontier();
        foreach (byte[] hash in hashes)
        {
            whole.Append(hash);
            byte[] bytes = kept.ToBytes();
            Assert.Equal(8 + 32 * long.PopCount(kept.Size), bytes.Length);
            kept = MerkleFrontier.Parse(bytes);
            kept.Append(hash);
            Assert.Equal(whole.Root(), kept.Root());
        }
    }

    [Fact]
    public void A_clone_goes_its_own_way()
    {
        var first = new MerkleFrontier();
        first.Append(MerkleTree.LeafHash("a"u8));
        MerkleFrontier second = first.Clone();
        byte[] before = first.Root();
        second.Append(MerkleTree.LeafHash("b"u8));
        Assert.Equal(before, first.Root());
        Assert.Equal(1, first.Size);
        Assert.NotEqual(before, second.Root());
    }

    [Theory]
    [InlineData("")]
    [InlineData("00000000000000")]
    [InlineData("0000000000000001")]
    [InlineData("000000000000000000")]
    [InlineData("ffffffffffffffff")]
    public void Bytes_that_are_no_frontier_are_refused(string hex) =>
        Assert.Throws<FormatException>(() => MerkleFrontier.Parse(Convert.FromHexString(hex)));

    [Fact]
    public void A_frontier_too_long_by_one_hash_is_refused()
    {
        var frontier = new MerkleFrontier();
        frontier.Append(MerkleTree.LeafHash("a"u8));
        Assert.Throws<FormatException>(() => MerkleFrontier.Parse([.. frontier.ToBytes(), .. new byte[32]]));
    }

    [Fact]
    public void The_largest_tree_has_a_frontier_of_the_declared_length()
    {
        byte[] bytes = new byte[MerkleFrontier.MaxLength];
        Convert.FromHexString("7fffffffffffffff").CopyTo(bytes, 0);
        MerkleFrontier full = MerkleFrontier.Parse(bytes);
        Assert.Equal(long.MaxValue, full.Size);
        Assert.Throws<InvalidOperationException>(() => full.Append(new byte[32]));
    }
}

/// <summary>Trees to try things on, and the definition of the root written as RFC 6962 states it.</summary>
static class Trees
{
    public static byte[][] LeafHashes(int count) =>
        [.. Enumerable.Range(0, count).Select(i => MerkleTree.LeafHash(Encoding.ASCII.GetBytes($"leaf {i}")))];

    public static byte[] Definition(ReadOnlySpan<byte[]> leafHashes)
    {
        if (leafHashes.Length == 0)
            return SHA256.HashData([]);
        if (leafHashes.Length == 1)
            return leafHashes[0];
        int split = 1;
        while (split * 2 < leafHashes.Length)
            split *= 2;
        return SHA256.HashData([1, .. Definition(leafHashes[..split]), .. Definition(leafHashes[split..])]);
    }
}
