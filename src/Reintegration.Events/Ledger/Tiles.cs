using System.Globalization;

namespace Reintegration.Events.Ledger;

/// <summary>
/// A piece of the tree as the C2SP tlog-tiles format serves it: up to 256 hashes side by side on one level.
/// </summary>
/// <param name="Level">Tile level: its hashes are nodes of level 8 x <paramref name="Level"/>.</param>
/// <param name="Index">Which tile of that level, from the left.</param>
/// <param name="Width">How many hashes: 256 when full, 1 to 255 at the right edge.</param>
public readonly record struct TileId(int Level, long Index, int Width)
{
    /// <summary>How many hashes a full tile has.</summary>
    public const int FullWidth = 256;

    const int Height = 8;

    // With sizes that fit a long, the hash of 256^7 leaves stands in a tile of level 7 and nothing is higher.
    const int MaxLevel = 7;

    /// <summary>Whether the tile can never grow.</summary>
    public bool IsFull => Width == FullWidth;

    /// <summary>How many bytes the tile has.</summary>
    public int LengthBytes => Width * MerkleTree.HashLength;

    /// <summary>
    /// The path under the log's prefix: <c>tile/0/x001/x234/067</c>, with <c>.p/WIDTH</c> after a partial tile.
    /// </summary>
    public string Path
    {
        get
        {
            string index = (Index % 1000).ToString("d3", CultureInfo.InvariantCulture);
            for (long rest = Index / 1000; rest > 0; rest /= 1000)
                index = string.Create(CultureInfo.InvariantCulture, $"x{rest % 1000:d3}/{index}");
            string width = IsFull ? "" : string.Create(CultureInfo.InvariantCulture, $".p/{Width}");
            return string.Create(CultureInfo.InvariantCulture, $"tile/{Level}/{index}{width}");
        }
    }

    /// <summary>Reads a <see cref="Path"/>; null unless it is spelled exactly as that tile's own path.</summary>
    public static TileId? Parse(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (path.Split('/') is not ["tile", var level, .. var rest])
            return null;

        int width = FullWidth;
        if (rest is [.., var last, var partial] && last.EndsWith(".p", StringComparison.Ordinal))
        {
            if (!int.TryParse(partial, NumberStyles.None, CultureInfo.InvariantCulture, out width)
                || width >= FullWidth)
                return null;
            rest = [.. rest[..^2], last[..^2]];
        }

        // A long has at most seven groups of three digits. Spelling the result again refuses every other spelling.
        string digits = string.Concat(rest.Select(part => part.TrimStart('x')));
        return rest.Length <= 7
            && int.TryParse(level, NumberStyles.None, CultureInfo.InvariantCulture, out int tileLevel)
            && tileLevel <= MaxLevel
            && long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out long index)
            && width > 0
            && new TileId(tileLevel, index, width) is var tile
            && tile.Path == path
                ? tile
                : null;
    }

    /// <summary>The tile at a place as a tree of this size has it; null where the tree has no such tile.</summary>
    public static TileId? At(int level, long index, long size)
    {
        if (level is < 0 or > MaxLevel || index < 0 || size < 0)
            return null;
        long hashes = size >> (level * Height);
        long before = index <= hashes / FullWidth ? index * FullWidth : hashes;
        return hashes > before ? new TileId(level, index, (int)Math.Min(FullWidth, hashes - before)) : null;
    }

    /// <summary>Every tile a tree of this size has, level by level from the leaves.</summary>
    public static IEnumerable<TileId> All(long size) => Between(0, size);

    /// <summary>
    /// The tiles that are new or wider in a tree grown from one size to another: what there is to publish.
    /// </summary>
    public static IEnumerable<TileId> Between(long olderSize, long newerSize)
    {
        for (int level = 0; level <= MaxLevel; level++)
        {
            long older = olderSize >> (level * Height);
            long newer = newerSize >> (level * Height);
            if (older == newer)
                yield break;
            for (long index = older / FullWidth; index * FullWidth < newer; index++)
                yield return new TileId(level, index, (int)Math.Min(FullWidth, newer - index * FullWidth));
        }
    }

    /// <summary>The tile that holds a node of a tree of this size.</summary>
    internal static TileId Of(NodeId node, long size)
    {
        int level = node.Level / Height;
        long index = node.Index >> (Height - node.Level % Height);
        return At(level, index, size)
            ?? throw new ArgumentOutOfRangeException(nameof(node), node, "The tree has no such node.");
    }

    /// <summary>
    /// The hash a full tile has in the tile above it, and any node within a tile: the tree hash of its hashes.
    /// </summary>
    /// <exception cref="FormatException">The bytes are not whole hashes.</exception>
    public static byte[] Hash(ReadOnlySpan<byte> hashes)
    {
        if (hashes.Length % MerkleTree.HashLength != 0)
            throw new FormatException($"A tile of {hashes.Length} bytes does not hold whole hashes.");
        var tree = new MerkleFrontier();
        for (; !hashes.IsEmpty; hashes = hashes[MerkleTree.HashLength..])
            tree.Append(hashes[..MerkleTree.HashLength]);
        return tree.Root();
    }
}

/// <summary>
/// Nodes read out of tiles. It does not trust them: check the proof made from them against a signed root.
/// </summary>
public sealed class TileNodes(long size, Func<TileId, ReadOnlyMemory<byte>> read) : INodes
{
    const int Height = 8;

    public ReadOnlyMemory<byte> Read(NodeId node)
    {
        TileId tile = TileId.Of(node, size);
        ReadOnlyMemory<byte> hashes = read(tile);
        if (hashes.Length != tile.LengthBytes)
            throw new FormatException($"{tile.Path} has {hashes.Length} bytes, not {tile.LengthBytes}.");

        int height = node.Level % Height;
        int count = 1 << height;
        int first = (int)(node.Index << height) & (TileId.FullWidth - 1);
        ReadOnlyMemory<byte> part = hashes.Slice(first * MerkleTree.HashLength, count * MerkleTree.HashLength);
        return height == 0 ? part : TileId.Hash(part.Span);
    }

    /// <summary>The root of the tree the tiles describe.</summary>
    public byte[] Root() => size == 0 ? MerkleTree.EmptyRoot : ProofPlan.Root(size).Assemble(this)[0];
}
