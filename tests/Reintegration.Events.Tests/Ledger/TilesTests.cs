using Reintegration.Events.Ledger;

namespace Reintegration.Events.Tests.Ledger;

public sealed class TilesTests
{
    [Theory]
    [InlineData(0, 1234067, 256, "tile/0/x001/x234/067")]
    [InlineData(0, 0, 256, "tile/0/000")]
    [InlineData(3, 7, 1, "tile/3/007.p/1")]
    [InlineData(1, 1000, 255, "tile/1/x001/000.p/255")]
    [InlineData(7, 9007199254740, 17, "tile/7/x009/x007/x199/x254/740.p/17")]
    public void A_tile_has_one_path(int level, long index, int width, string path)
    {
        var tile = new TileId(level, index, width);
        Assert.Equal(path, tile.Path);
        Assert.Equal(tile, TileId.Parse(path));
    }

    [Theory]
    [InlineData("tile/00/000")]
    [InlineData("tile/8/000")]
    [InlineData("tile/0/0")]
    [InlineData("tile/0/x000/000")]
    [InlineData("tile/0/x001/x234/x067")]
    [InlineData("tile/0/001/234")]
    [InlineData("tile/0/000.p/0")]
    [InlineData("tile/0/000.p/256")]
    [InlineData("tile/0/000.p/01")]
    [InlineData("tile/0/000.p")]
    [InlineData("tile/0/-01")]
    [InlineData("tile/0/xx01/234")]
    [InlineData("tile/0/x999/x999/x999/x999/x999/x999/999")]
    [InlineData("tile/0/")]
    [InlineData("tile/entries/000")]
    [InlineData("/tile/0/000")]
    [InlineData("")]
    public void Any_other_spelling_is_no_tile(string path) => Assert.Null(TileId.Parse(path));

    [Fact]
    public void A_tree_of_seventy_thousand_has_the_tiles_the_standard_counts()
    {
        TileId[] tiles = [.. TileId.All(70_000)];
        Assert.Equal(273, tiles.Count(t => t is { Level: 0, IsFull: true }));
        Assert.Equal([new TileId(0, 273, 112), new TileId(1, 1, 17), new TileId(2, 0, 1)], tiles.Where(t => !t.IsFull));
        Assert.Equal(1, tiles.Count(t => t is { Level: 1, IsFull: true }));
        Assert.Equal([new TileId(0, 0, 256), new TileId(1, 0, 1)], TileId.All(256));
        Assert.Empty(TileId.All(0));
    }

    [Fact]
    public void Publishing_step_by_step_leaves_the_tiles_of_the_whole()
    {
        var random = new Random(5);
        for (int run = 0; run < 50; run++)
        {
            var published = new HashSet<TileId>();
            long size = 0;
            while (size < 5_000)
            {
                long next = size + random.Next(1, 700);
                published.UnionWith(TileId.Between(size, next));
                size = next;
                Assert.Subset(published, TileId.All(size).ToHashSet());
            }
        }
    }

    [Fact]
    public void Tiles_reassemble_to_the_root_and_to_every_proof()
    {
        byte[][] leaves = Trees.LeafHashes(66_000);
        foreach (int size in new[] { 1, 2, 255, 256, 257, 511, 513, 4_000, 65_535, 65_536, 66_000 })
        {
            Dictionary<TileId, byte[]> tiles = Cut(leaves.AsSpan(0, size));
            var nodes = new TileNodes(size, tile => tiles[tile]);
            byte[] root = MerkleTree.Root(leaves.Take(size));
            Assert.Equal(root, nodes.Root());

            var random = new Random(size);
            for (int run = 0; run < 12; run++)
            {
                int index = random.Next(size);
                ProofPlan plan = ProofPlan.Inclusion(index, size);
                Assert.All(plan.Tiles, tile => Assert.True(tiles.ContainsKey(tile)));
                IReadOnlyList<byte[]> proof = plan.Assemble(nodes);
                Assert.Equal(
                    ProofVerdict.Proved,
                    Proofs.VerifyInclusion((ulong)index, (ulong)size, leaves[index], proof, root));
            }

            foreach (int older in new[] { random.Next(1, size + 1), Math.Max(1, size - 1) })
            {
                ProofPlan plan = ProofPlan.Consistency(older, size);
                Assert.All(plan.Tiles, tile => Assert.True(tiles.ContainsKey(tile)));
                byte[] olderRoot = MerkleTree.Root(leaves.Take(older));
                Assert.Equal(
                    ProofVerdict.Proved,
                    Proofs.VerifyConsistency((ulong)older, (ulong)size, olderRoot, root, plan.Assemble(nodes)));
            }
        }
    }

    [Fact]
    public void A_truncated_tile_is_refused_and_named()
    {
        byte[][] leaves = Trees.LeafHashes(300);
        Dictionary<TileId, byte[]> tiles = Cut(leaves);
        tiles[new TileId(0, 1, 44)] = tiles[new TileId(0, 1, 44)][..^1];
        var nodes = new TileNodes(300, tile => tiles[tile]);
        Assert.Contains("tile/0/001.p/44", Assert.Throws<FormatException>(() =>
            nodes.Root()).Message, StringComparison.Ordinal);
        Assert.Throws<FormatException>(() => TileId.Hash(new byte[33]));
    }

    [Fact]
    public void An_edited_tile_gives_no_valid_proof()
    {
        byte[][] leaves = Trees.LeafHashes(300);
        Dictionary<TileId, byte[]> tiles = Cut(leaves);
        tiles[new TileId(0, 0, 256)][5 * 32] ^= 1;
        IReadOnlyList<byte[]> proof = ProofPlan.Inclusion(4, 300).Assemble(new TileNodes(300, tile => tiles[tile]));
        Assert.Equal(
            ProofVerdict.RootDiffers, Proofs.VerifyInclusion(4, 300, leaves[4], proof, MerkleTree.Root(leaves)));
    }

    [Theory]
    [InlineData(0, 1, 256)]
    [InlineData(1, 0, 255)]
    [InlineData(0, long.MaxValue, 256)]
    [InlineData(9, 0, 256)]
    [InlineData(0, -1, 256)]
    public void A_tree_has_no_tile_beyond_its_edge(int level, long index, long size) =>
        Assert.Null(TileId.At(level, index, size));

    /// <summary>Cuts a tree into tiles by the formula of the standard, one tree hash for each hash of a tile.</summary>
    static Dictionary<TileId, byte[]> Cut(ReadOnlySpan<byte[]> leaves)
    {
        var tiles = new Dictionary<TileId, byte[]>();
        byte[][] level = leaves.ToArray();
        for (int l = 0; level.Length > 0; l++)
        {
            byte[][][] chunks = [.. level.Chunk(TileId.FullWidth)];
            for (int i = 0; i < chunks.Length; i++)
                tiles.Add(new TileId(l, i, chunks[i].Length), [.. chunks[i].SelectMany(hash => hash)]);
            level = [.. chunks.Where(c => c.Length == TileId.FullWidth).Select(c => Trees.Definition(c))];
        }

        return tiles;
    }
}
