using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using Reintegration.Events.Ledger;

namespace Reintegration.Events.Tests.Ledger;

/// <summary>Tiles and proofs of a growing tree are those of its leaves, however often the index caught up.</summary>
public sealed class TreeIndexTests
{
    /// <summary>Just beyond the first hash of the second level above the leaves.</summary>
    const int Deep = (256 * 256) + 700;

    readonly MemoryTreeRows _rows = new();

    /// <summary>Leaf i is the ASCII text <c>leaf i</c>, as in contracts/ledger/vectors.json.</summary>
    sealed class TextLeaves(int size) : ILeaves
    {
        public int Size { get; set; } = size;

        public async IAsyncEnumerable<ReadOnlyMemory<byte>> Leaves(
            long after, [EnumeratorCancellation] CancellationToken ct)
        {
            for (var i = (int)after + 1; i < Size; i++) yield return Leaf(i);
            await Task.CompletedTask;
        }

        public Task<LedgerHead> Head(CancellationToken ct) => Task.FromResult(
            new LedgerHead(new string('a', 32), Size, MerkleTree.Root(Hashes(Size)), 0, DateTimeOffset.UnixEpoch));

        internal static byte[] Leaf(int i) => Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"leaf {i}"));

        internal static IEnumerable<byte[]> Hashes(int size) =>
            Enumerable.Range(0, size).Select(i => MerkleTree.LeafHash(Leaf(i)));
    }

    [Fact]
    public async Task Every_tile_of_every_level_is_what_the_leaves_make_it()
    {
        var leaves = new TextLeaves(0);
        var index = new TreeIndex(leaves, _rows);
        foreach (var size in (int[])[1, 255, 256, 257, 9000, 65535, 65536, Deep])
        {
            leaves.Size = size;
            Assert.Equal(size, await index.CatchUp(default));
        }

        var nodes = new LeafNodes([.. TextLeaves.Hashes(Deep)]);
        var tiles = TileId.All(Deep).ToList();
        Assert.Contains(tiles, tile => tile.Level == 2);
        foreach (var tile in tiles.Where(tile => tile.Level > 0 || tile.Index % 50 == 0 || !tile.IsFull))
        {
            byte[] expected = [.. Enumerable.Range(0, tile.Width).SelectMany(i =>
                nodes.Read(new NodeId(tile.Level * 8, (tile.Index * 256) + i)).ToArray())];
            Assert.Equal(expected, await index.Tile(tile, default));
        }
        Assert.Null(await index.Tile(new TileId(0, Deep / 256, 255), default));
        Assert.Null(await index.Tile(new TileId(2, 0, 2), default));
        Assert.Equal(MerkleTree.Root(TextLeaves.Hashes(Deep)), await index.Root(Deep, default));
    }

    [Fact]
    public async Task Proofs_of_random_places_and_sizes_hold_against_roots_made_from_the_leaves()
    {
        var random = new Random(20261123);
        var index = new TreeIndex(new TextLeaves(3000), _rows);
        for (var round = 0; round < 200; round++)
        {
            var newer = random.Next(1, 3001);
            var older = random.Next(1, newer + 1);
            var place = random.Next(newer);
            var (root, olderRoot) = (MerkleTree.Root(TextLeaves.Hashes(newer)), MerkleTree.Root(TextLeaves.Hashes(older)));
            var hash = MerkleTree.LeafHash(TextLeaves.Leaf(place));

            Assert.Equal(place, await index.Find(hash, default));
            var (inclusion, consistency) = (
                await index.Inclusion(place, newer, default), await index.Consistency(older, newer, default));
            Assert.Equal(ProofVerdict.Proved, Proofs.VerifyInclusion(
                (ulong)place, (ulong)newer, hash, inclusion, root));
            Assert.Equal(ProofVerdict.Proved, Proofs.VerifyConsistency(
                (ulong)older, (ulong)newer, olderRoot, root, consistency));
        }
        Assert.Null(await index.Find(SHA256.HashData("no leaf"u8), default));
        await Assert.ThrowsAsync<LedgerBrokenException>(() => index.Root(3001, default));
    }

    [Fact]
    public async Task Rows_are_added_once_whoever_is_first()
    {
        var leaves = new TextLeaves(600);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ =>
            Task.Run(() => new TreeIndex(leaves, _rows).CatchUp(default))));

        Assert.Equal(600, await _rows.Size(default));
        Assert.False(await _rows.Add(0, new byte[32], [], default));
        Assert.Equal([599], await _rows.Places(MerkleTree.LeafHash(TextLeaves.Leaf(599)), default));
    }
}
